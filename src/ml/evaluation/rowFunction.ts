/** Where a {@link RowFunction} puts what it emits: the engine's `Collector`, by shape. */
export interface RowCollector<Out> {
  collect(value: Out): void
}

/** What a {@link RowFunction} may ask about its row: the engine's `ProcessContext`, by shape. */
export interface RowContext {
  /** Event time of the row, epoch milliseconds; undefined when the stream has none. */
  readonly timestamp: number | undefined
}

/**
 * What the engine calls a `ProcessFunction`, as far as learning needs it. Declared here by shape, because ml knows no
 * streams: whatever is a `RowFunction<In, Out>` fits a `ProcessFunction<In, Out>`.
 */
export interface RowFunction<In, Out> {
  readonly name: string
  processElement(value: In, context: RowContext | undefined, out: RowCollector<Out>): void
  /** One output for each input, in order; the same as `processElement` for each, without a call a record. */
  mapBatch?(values: readonly In[]): Out[]
  endInput?(out: RowCollector<Out>): void
  snapshotState?(): unknown
  restoreState?(state: unknown): void
}

/** The same for two streams: the engine's `CoProcessFunction`, by shape. */
export interface TwoRowsFunction<A, B, Out> {
  readonly name: string
  processElement1(value: A, context: RowContext | undefined, out: RowCollector<Out>): void
  processElement2(value: B, context: RowContext | undefined, out: RowCollector<Out>): void
  snapshotState?(): unknown
  restoreState?(state: unknown): void
}
