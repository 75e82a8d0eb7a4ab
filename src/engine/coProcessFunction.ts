import type { KeyedContext, OnTimerContext } from './keyedProcessFunction.ts'
import type { Collector, ProcessContext } from './processFunction.ts'
import type { StateAccess } from './state/keyedState.ts'

/**
 * A function over the records of two streams (Flink's `CoProcessFunction`). What it remembers it shares between both.
 */
export interface CoProcessFunction<A, B, Out> {
  /** The operator's name in graphs and errors. */
  readonly name?: string
  open?(): void
  /** A record of the first stream. */
  processElement1(value: A, context: ProcessContext, out: Collector<Out>): void
  /** A record of the second stream. */
  processElement2(value: B, context: ProcessContext, out: Collector<Out>): void
  /** Both streams have ended; may emit what is left. */
  endInput?(out: Collector<Out>): void
  close?(): void
  /** Plain data: everything the function remembers. */
  snapshotState?(): unknown
  restoreState?(state: unknown): void
}

/**
 * A function over the records of two streams with the same keys (Flink's `KeyedCoProcessFunction`). Both sides see the
 * same state and timers of the current key.
 */
export interface KeyedCoProcessFunction<K, A, B, Out> {
  /** The operator's name in graphs and errors. */
  readonly name?: string
  open?(state: StateAccess): void
  /** A record of the first stream. */
  processElement1(value: A, context: KeyedContext<K>, out: Collector<Out>): void
  /** A record of the second stream. */
  processElement2(value: B, context: KeyedContext<K>, out: Collector<Out>): void
  onTimer?(timestamp: number, context: OnTimerContext<K>, out: Collector<Out>): void
  close?(): void
}
