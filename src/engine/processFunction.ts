/** Collects what a function emits. */
export interface Collector<Out> {
  collect(value: Out): void
}

/** What a process function can ask about the record it is given. */
export interface ProcessContext {
  /** Event time of the record, epoch milliseconds; undefined when the stream has none. */
  readonly timestamp: number | undefined
  /** The watermark in force before this record. */
  readonly currentWatermark: number
  /** Processing time. */
  currentProcessingTime(): number
  /** Emits to a side output. */
  output<S>(tag: OutputTag<S>, value: S): void
}

/** Names a side output and its type. */
export class OutputTag<T> {
  /** Only a type: keeps tags of different types apart. */
  declare readonly type: T
  constructor(readonly id: string) {}
}

/**
 * A function over single records, with life cycle and state of its own (Flink's `ProcessFunction`).
 *
 * Where `mapBatch` is present the engine calls it instead of `processElement`: one output for each input, in order,
 * without a call for each record. Both forms must give the same result.
 */
export interface ProcessFunction<In, Out> {
  /** The operator's name in graphs and errors. */
  readonly name?: string
  open?(): void
  processElement(value: In, context: ProcessContext, out: Collector<Out>): void
  mapBatch?(values: readonly In[]): Out[]
  /** All records have been seen; may emit what is left. */
  endInput?(out: Collector<Out>): void
  close?(): void
  /** Plain data: everything the function remembers. */
  snapshotState?(): unknown
  restoreState?(state: unknown): void
}
