import type { Collector, OutputTag } from '../processFunction.ts'

/** What a sequence matched: for each pattern its events in order of time; none for an optional pattern that did without. */
export type PatternMatch<M> = { [N in keyof M]: M[N][] }

/** What a pattern process function can ask about a match. */
export interface PatternContext {
  /** Time of the match's last event, or when its time ran out: epoch milliseconds. */
  readonly timestamp: number
  currentProcessingTime(): number
  /** Emits to a side output. */
  output<S>(tag: OutputTag<S>, value: S): void
}

/**
 * Makes results of matches (Flink's `PatternProcessFunction`, and with `processTimedOutMatch` its
 * `TimedOutPartialMatchHandler`).
 */
export interface PatternProcessFunction<M, Out> {
  readonly name?: string
  open?(): void
  processMatch(match: PatternMatch<M>, context: PatternContext, out: Collector<Out>): void
  /** A match that `within` gave up: patterns it had not come to are empty. It has side outputs only, as in Flink. */
  processTimedOutMatch?(match: PatternMatch<M>, context: PatternContext): void
  close?(): void
}
