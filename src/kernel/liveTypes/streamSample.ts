import type { Batch } from '../../engine/batch.ts'
import type { NodeMetrics } from '../../engine/runtime/nodeMetrics.ts'
import { TypeCounter } from './typeCounter.ts'

/** The first records are all looked at, of what follows one in so many. */
const FIRST_RECORDS = 1_000
const STEP = 1_000
/** Records that showed something new are kept, so that a type declared later can be held against them. */
const MAX_TELLING = 50

/** What one node of a job has sent on: its records' type, and the newest of them. A batch costs a comparison. */
export class StreamSample {
  /** Records looked at. */
  looked = 0
  /** The newest record; undefined before the first. */
  latest: unknown
  /** Records that showed something that none before them did: at most 50. */
  readonly telling: unknown[] = []
  private readonly counter = new TypeCounter()
  private passed = 0
  private nextLook = FIRST_RECORDS + STEP

  constructor(
    /** Of the node, in the newest attempt of its job. */
    public metrics: NodeMetrics,
    /** Something about the type has changed. */
    private readonly onChange: () => void,
    /** Sees each record that is looked at. */
    private readonly onLook: (record: unknown) => void = () => {},
  ) {}

  batch({ values }: Batch<unknown>): void {
    if (values.length === 0) return
    const before = this.passed
    this.passed += values.length
    this.latest = values[values.length - 1]
    if (before < FIRST_RECORDS) {
      const end = Math.min(values.length, FIRST_RECORDS - before)
      for (let i = 0; i < end; i++) this.look(values[i])
      this.onChange()
    } else if (this.passed >= this.nextLook) {
      this.nextLook = this.passed + STEP
      if (this.look(this.latest)) this.onChange()
    }
  }

  watermark(): void {}
  idle(): void {}
  end(): void {}

  shape() {
    return this.counter.shape()
  }

  private look(record: unknown): boolean {
    this.looked++
    const isNew = this.counter.add(record)
    if (isNew && this.telling.length < MAX_TELLING) this.telling.push(record)
    this.onLook(record)
    return isNew
  }
}
