import type { Duration } from '../base/duration.ts'
import type { Aggregate, AggregateResults } from './aggregates/aggregate.ts'
import type { AggregateFunction } from './aggregates/aggregator.ts'
import { extremeOf, extremeRowOf, type NumberColumn, type OrderedColumn, sumOf } from './columnReduce.ts'
import type { DataStream } from './dataStream.ts'
import type { Collector, OutputTag } from './processFunction.ts'
import type { Evictor } from './windows/evictor.ts'
import type { Trigger } from './windows/trigger.ts'
import type { TimeWindow } from './windows/windowAssigners.ts'
import type { ProcessWindowFunction } from './windows/windowFunction.ts'
import type { WindowPlan } from './windows/windowPlan.ts'

export type { ProcessWindowFunction } from './windows/windowFunction.ts'

/** A row of a window's result: the key and the window beside the columns of `R`. */
export type WindowRow<K, R> = {
  readonly key: K
  /** Epoch milliseconds, inclusive; −∞ for a global window. */
  readonly windowStart: number
  /** Epoch milliseconds, exclusive; ∞ for a global window. */
  readonly windowEnd: number
} & { readonly [N in keyof R]: R[N] }

/** A typed record of aggregates of `T`, such as `{ n: count(), mean: avg('price') }`. */
export type Aggregates<T> = Readonly<Record<string, Aggregate<Columns<T>, unknown>>>

/** A row as aggregates read it: every column is there, one that may be missing with undefined. */
type Columns<T> = T extends object ? { [K in keyof Required<T>]: T[K] } : T

/** The records of each key, grouped by windows (Flink's `WindowedStream`). Made by `keyed.window(…)`. */
export class WindowedStream<T, K> {
  constructor(private readonly plan: WindowPlan<T>) {}

  /** Decides when windows fire, in place of the default. */
  trigger(trigger: Trigger<T>): WindowedStream<T, K> {
    return new WindowedStream(this.plan.trigger(trigger))
  }

  /** Takes records out of windows that fire. They then keep all their records. */
  evictor(evictor: Evictor<T>): WindowedStream<T, K> {
    return new WindowedStream(this.plan.evictor(evictor))
  }

  /** How long after its end a window still takes records; each makes it fire again. */
  allowedLateness(lateness: Duration): WindowedStream<T, K> {
    return new WindowedStream(this.plan.allowedLateness(lateness))
  }

  /** Sends records that are too late to a side output instead of dropping them. */
  sideOutputLateData(tag: OutputTag<T>): WindowedStream<T, K> {
    return new WindowedStream(this.plan.sideOutputLateData(tag))
  }

  /**
   * Adds up each window: a record of aggregates gives one typed column each beside `key`, `windowStart` and
   * `windowEnd`; an `AggregateFunction` gives what it returns. A window function gets that one result, with the window.
   *
   * @example .aggregate({ n: count(), mean: avg('price'), p95: quantile('price', 0.95) })
   */
  aggregate<S extends Aggregates<T>>(aggregates: S): DataStream<WindowRow<K, AggregateResults<S>>>
  aggregate<S extends Aggregates<T>, R>(
    aggregates: S,
    windowFunction: ProcessWindowFunction<WindowRow<K, AggregateResults<S>>, R, K>,
  ): DataStream<R>
  aggregate<Acc, R>(fn: AggregateFunction<T, Acc, R>): DataStream<R>
  aggregate<Acc, V, R>(fn: AggregateFunction<T, Acc, V>, windowFunction: ProcessWindowFunction<V, R, K>): DataStream<R>
  aggregate<R>(aggregates: object, windowFunction?: ProcessWindowFunction<never, R, K>): DataStream<R> {
    return this.plan.aggregate(aggregates, true, windowFunction)
  }

  /**
   * Combines the records of each window two by two; a window function gets the result, with the window. In order of arrival;
   * where windows overlap a slide at a time, for each slide is combined once ("Sliding time windows will aggregate on the
   * granularity of the slide interval", Flink's `WindowedStream.reduce`).
   */
  reduce(fn: (a: T, b: T) => T): DataStream<T>
  reduce<R>(fn: (a: T, b: T) => T, windowFunction: ProcessWindowFunction<T, R, K>): DataStream<R>
  reduce<R>(fn: (a: T, b: T) => T, windowFunction?: ProcessWindowFunction<T, R, K>): DataStream<R> {
    return this.plan.reduce(fn, windowFunction)
  }

  /** The sum of a column; all else in the record is of the window's first, as in Flink. `aggregate` gives columns of one's own. */
  sum<C extends NumberColumn<T>>(column: C): DataStream<T> {
    return this.reduce(sumOf(column))
  }

  /** The smallest value of a column; all else in the record is of the window's first. */
  min<C extends OrderedColumn<T>>(column: C): DataStream<T> {
    return this.reduce(extremeOf('min', column))
  }

  /** The largest value of a column; all else in the record is of the window's first. */
  max<C extends OrderedColumn<T>>(column: C): DataStream<T> {
    return this.reduce(extremeOf('max', column))
  }

  /** The record with the smallest value of a column, of equal ones the first. */
  minBy<C extends OrderedColumn<T>>(column: C): DataStream<T> {
    return this.reduce(extremeRowOf('minBy', column))
  }

  /** The record with the largest value of a column, of equal ones the first. */
  maxBy<C extends OrderedColumn<T>>(column: C): DataStream<T> {
    return this.reduce(extremeRowOf('maxBy', column))
  }

  /** Gives all records of each window to a function. */
  process<R>(fn: ProcessWindowFunction<T, R, K>): DataStream<R> {
    return this.plan.process(fn)
  }

  /** The short form of {@link process} (Flink's `WindowFunction`). */
  apply<R>(fn: (key: K, window: TimeWindow, elements: readonly T[], out: Collector<R>) => void): DataStream<R> {
    return this.process<R>({ process: (key, context, elements, out) => fn(key, context.window, elements, out) })
  }
}
