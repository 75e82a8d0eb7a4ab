import type { Collector, OutputTag } from '../processFunction.ts'

/** What a function can ask about the pair it is given. */
export interface JoinContext {
  /** Event time of the left record, epoch milliseconds. */
  readonly leftTimestamp: number
  readonly rightTimestamp: number
  /** The larger of both: the event time of what is emitted. */
  readonly timestamp: number
  /** Emits to a side output. */
  output<S>(tag: OutputTag<S>, value: S): void
}

/** A function over pairs of records (Flink's `ProcessJoinFunction`). */
export interface ProcessJoinFunction<L, R, Out> {
  /** The operator's name in graphs and errors. */
  readonly name?: string
  open?(): void
  processElement(left: L, right: R, context: JoinContext, out: Collector<Out>): void
  close?(): void
}
