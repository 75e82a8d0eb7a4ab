import type { NodeMetrics } from '../../engine/runtime/nodeMetrics.ts'
import type { Transformation } from '../../engine/transformation.ts'
import type {
  DeclaredSourceType,
  InferredType,
  LiveSourceType,
  SourcePlace,
  TypeMismatch,
} from '../../protocol/liveTypes.ts'
import type { CellId } from '../../protocol/messages.ts'
import { exampleText } from './exampleText.ts'
import { findMismatch } from './findMismatch.ts'
import { StreamSample } from './streamSample.ts'
import { TypeCounter } from './typeCounter.ts'
import { interfaceBody, typeText } from './typeText.ts'

/** News go out at most this often. */
const REPORT_INTERVAL_MS = 500
/** Places that are remembered; of more, the oldest are forgotten. */
const MAX_PLACES = 500
/** Of an awaited list so many items are looked at. */
const MAX_ITEMS = 1_000

/** A frame in a cell, as the kernel's stack format writes it. */
const CELL_FRAME = /^\s+at (?:.*[ (])?cell (\d+):(\d+):(\d+)\)?$/m

export interface LiveTypePorts {
  post(sources: readonly LiveSourceType[]): void
  /** The cell that was last run under a number. */
  cellNumbered(cellNumber: number): CellId | undefined
}

/** A call that made a source. Where that was is asked of the stack when it is first of interest. */
interface MadeSource {
  readonly callee: string
  readonly stack: Error
  place?: SourcePlace | undefined
}

interface LiveSource {
  readonly place: SourcePlace
  sample: StreamSample
  mismatch: TypeMismatch | undefined
}

/** What the sources of a notebook deliver, by the place in a cell that made them, held against what cells declare. */
export class LiveTypes {
  private readonly made = new WeakMap<object, MadeSource>()
  private readonly sources = new Map<string, LiveSource>()
  private declared: readonly DeclaredSourceType[] = []
  private timer: NodeJS.Timeout | undefined

  constructor(private readonly ports: LiveTypePorts) {}

  /** @param object a source, or a transformation */
  sourceMade(object: object, callee: string): void {
    if (!this.made.has(object)) this.made.set(object, { callee, stack: new Error('made here') })
  }

  /** A new sample for a node; that of a source made in a cell is reported. */
  sampleOf(transformation: Transformation, metrics: NodeMetrics): StreamSample {
    const made =
      this.made.get(transformation) ??
      (transformation.kind === 'source' ? this.made.get(transformation.source) : undefined)
    if (!made) return new StreamSample(metrics, () => {})
    let source: LiveSource | undefined
    const sample: StreamSample = new StreamSample(
      metrics,
      () => {
        source ??= this.register(made, sample)
        if (source) this.reportSoon()
      },
      record => {
        if (source && !source.mismatch) this.check(source, [record])
      },
    )
    return sample
  }

  /** What cells declare of their sources, as they stand now. */
  declare(declared: readonly DeclaredSourceType[]): void {
    this.declared = declared
    for (const source of this.sources.values()) {
      const before = source.mismatch
      source.mismatch = undefined
      this.check(source, source.sample.telling)
      if (before || source.mismatch) this.reportSoon()
    }
  }

  /** The type of a value that a cell got by awaiting; of a list, that of its items. */
  inferValue(value: unknown): InferredType & { readonly isList: boolean } {
    const counter = new TypeCounter()
    const isList = Array.isArray(value)
    const items: readonly unknown[] = isList ? value : [value]
    const records = Math.min(items.length, MAX_ITEMS)
    for (let i = 0; i < records; i++) counter.add(items[i])
    const shape = counter.shape()
    return { records, text: typeText(shape), body: interfaceBody(shape), isList }
  }

  private register(made: MadeSource, sample: StreamSample): LiveSource | undefined {
    made.place ??= this.placeOf(made)
    const { place } = made
    if (!place) return undefined
    const key = `${place.cellId}:${place.line}:${place.column}`
    const source: LiveSource = { place, sample, mismatch: undefined }
    this.sources.delete(key)
    this.sources.set(key, source)
    const [oldest] = this.sources.keys()
    if (this.sources.size > MAX_PLACES && oldest !== undefined) this.sources.delete(oldest)
    this.check(source, sample.telling)
    return source
  }

  private placeOf({ callee, stack }: MadeSource): SourcePlace | undefined {
    const match = CELL_FRAME.exec(stack.stack ?? '')
    const cellId = match ? this.ports.cellNumbered(Number(match[1])) : undefined
    if (!match || cellId === undefined) return undefined
    return { cellId, line: Number(match[2]), column: Number(match[3]), callee }
  }

  private check(source: LiveSource, records: readonly unknown[]): void {
    const shape = this.declaredAt(source.place)?.shape
    if (!shape) return
    for (const record of records) {
      const mismatch = findMismatch(shape, record)
      if (!mismatch) continue
      source.mismatch = { ...mismatch, example: exampleText(record) }
      this.reportSoon()
      return
    }
  }

  /** A call's place in compiled code and in the source can differ by a few columns: the nearest on the line is meant. */
  private declaredAt({ cellId, callee, line, column }: SourcePlace): DeclaredSourceType | undefined {
    let nearest: DeclaredSourceType | undefined
    const distance = (one: DeclaredSourceType) => Math.abs(one.place.column - column)
    for (const one of this.declared) {
      if (one.place.cellId !== cellId || one.place.callee !== callee || one.place.line !== line) continue
      if (!nearest || distance(one) < distance(nearest)) nearest = one
    }
    return nearest
  }

  private reportSoon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined
      this.ports.post([...this.sources.values()].map(report))
    }, REPORT_INTERVAL_MS)
  }
}

function report({ place, sample, mismatch }: LiveSource): LiveSourceType {
  const shape = sample.shape()
  return { ...place, records: sample.looked, text: typeText(shape), body: interfaceBody(shape), mismatch }
}
