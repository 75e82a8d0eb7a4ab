import type { Batch } from '../../../src/engine/batch.ts'
import type { Operator } from '../../../src/engine/operator.ts'
import type { OutputTag } from '../../../src/engine/processFunction.ts'

/** A record and what is in force when it comes. */
export interface Step<T> {
  readonly value: T
  readonly timestamp: number
  /** In force before the record. */
  readonly watermark: number
  /** Processing time at which it comes. */
  readonly now: number
}

export interface Emitted<R> {
  readonly value: R
  readonly timestamp: number
  readonly watermark: number
}

/** Drives one operator by hand: records one by one or in batches, virtual time, snapshots wherever one likes. */
export class WindowsHarness<T, R> {
  readonly results: Emitted<R>[] = []
  readonly late: T[] = []
  lateCount = 0
  private operator: Operator<T, R>
  private now = 0
  private wakeAt = Number.POSITIVE_INFINITY
  private workWanted = false
  private announced = Number.NEGATIVE_INFINITY

  private unitsLeft: number

  /** @param unitsPerSlice how many keys or timers are worked on before the operator must give the thread back */
  constructor(
    private readonly create: () => Operator<T, R>,
    private readonly unitsPerSlice = Number.POSITIVE_INFINITY,
  ) {
    this.unitsLeft = unitsPerSlice
    this.operator = this.open()
  }

  /** Moves processing time, calling the operator when it asked to be called. */
  advanceTo(now: number): void {
    while (this.wakeAt <= now) {
      this.now = Math.max(this.now, this.wakeAt)
      this.wakeAt = Number.POSITIVE_INFINITY
      this.unitsLeft = this.unitsPerSlice
      this.operator.onProcessingTime(this.now)
    }
    this.now = Math.max(this.now, now)
  }

  records(steps: readonly Step<T>[]): void {
    const [first] = steps
    if (!first) return
    this.advanceTo(first.now)
    this.unitsLeft = this.unitsPerSlice
    this.operator.processBatch(
      {
        values: steps.map(step => step.value),
        timestamps: Float64Array.from(steps, step => step.timestamp),
        watermarks: Float64Array.from(steps, step => step.watermark),
      },
      0,
    )
  }

  /** Lets the operator go on as long as it asks for it. */
  settle(): void {
    while (this.work());
  }

  get drained(): boolean {
    return this.operator.drained
  }

  /** One slice of work, if any is wanted; returns whether it was. */
  work(): boolean {
    if (!this.workWanted) return false
    this.workWanted = false
    this.unitsLeft = this.unitsPerSlice
    this.operator.onWork()
    return true
  }

  watermark(watermark: number): void {
    if (watermark <= this.announced) return
    this.announced = watermark
    this.unitsLeft = this.unitsPerSlice
    this.operator.onWatermark(watermark)
  }

  /** Continues in a new operator with what the old one remembers, after a way through serialised form. */
  restart(): void {
    const state = structuredClone(this.operator.snapshotState())
    this.wakeAt = Number.POSITIVE_INFINITY
    this.workWanted = false
    this.operator = this.open()
    this.operator.restoreWatermark(this.announced)
    if (state !== undefined) this.operator.restoreState(state)
  }

  private open(): Operator<T, R> {
    const operator = this.create()
    operator.attach(
      {
        batch: batch => this.take(batch),
        watermark: () => {},
        side: (_tag: OutputTag<never>, value) => void this.late.push(value as unknown as T),
      },
      {
        name: 'windows',
        processingTime: () => this.now,
        requestWork: () => {
          this.workWanted = true
        },
        requestProcessingTime: time => {
          this.wakeAt = Math.min(this.wakeAt, time)
        },
        workUnits: () => {
          const units = this.unitsLeft
          this.unitsLeft = this.unitsPerSlice === Number.POSITIVE_INFINITY ? units : 0
          return units
        },
        countLate: records => {
          this.lateCount += records
        },
      },
    )
    operator.open()
    return operator
  }

  private take({ values, timestamps, watermarks }: Batch<R>): void {
    values.forEach((value, i) => {
      this.results.push({
        value,
        timestamp: timestamps?.[i] ?? Number.NaN,
        watermark: watermarks?.[i] ?? Number.NEGATIVE_INFINITY,
      })
    })
  }
}
