import type { Duration } from '../base/duration.ts'
import type { AggregateResults } from './aggregates/aggregate.ts'
import type { AggregateFunction } from './aggregates/aggregator.ts'
import { extremeOf, extremeRowOf, type NumberColumn, type OrderedColumn, sumOf } from './columnReduce.ts'
import type { DataStream } from './dataStream.ts'
import type { Collector, OutputTag } from './processFunction.ts'
import type { Aggregates, WindowRow } from './windowedStream.ts'
import type { Evictor } from './windows/evictor.ts'
import type { Trigger } from './windows/trigger.ts'
import type { TimeWindow } from './windows/windowAssigners.ts'
import {
  checkWindowFunction,
  type ProcessAllWindowFunction,
  type ProcessWindowFunction,
} from './windows/windowFunction.ts'
import type { WindowPlan } from './windows/windowPlan.ts'

/** A row of a window over all records: the window beside the columns of `R`. */
export type AllWindowRow<R> = Omit<WindowRow<never, R>, 'key'>

/** All records of a stream, grouped by windows (Flink's `AllWindowedStream`). Made by `stream.windowAll(…)`. */
export class AllWindowedStream<T> {
  constructor(private readonly plan: WindowPlan<T>) {}

  /** Decides when windows fire, in place of the default. */
  trigger(trigger: Trigger<T>): AllWindowedStream<T> {
    return new AllWindowedStream(this.plan.trigger(trigger))
  }

  /** Takes records out of windows that fire. They then keep all their records. */
  evictor(evictor: Evictor<T>): AllWindowedStream<T> {
    return new AllWindowedStream(this.plan.evictor(evictor))
  }

  /** How long after its end a window still takes records; each makes it fire again. */
  allowedLateness(lateness: Duration): AllWindowedStream<T> {
    return new AllWindowedStream(this.plan.allowedLateness(lateness))
  }

  /** Sends records that are too late to a side output instead of dropping them. */
  sideOutputLateData(tag: OutputTag<T>): AllWindowedStream<T> {
    return new AllWindowedStream(this.plan.sideOutputLateData(tag))
  }

  /**
   * Adds up each window, as for keyed windows; rows have no key.
   *
   * @example stream.windowAll(TumblingEventTimeWindows.of('1min')).aggregate({ n: count(), mean: avg('price') })
   */
  aggregate<S extends Aggregates<T>>(aggregates: S): DataStream<AllWindowRow<AggregateResults<S>>>
  aggregate<S extends Aggregates<T>, R>(
    aggregates: S,
    windowFunction: ProcessAllWindowFunction<AllWindowRow<AggregateResults<S>>, R>,
  ): DataStream<R>
  aggregate<Acc, R>(fn: AggregateFunction<T, Acc, R>): DataStream<R>
  aggregate<Acc, V, R>(fn: AggregateFunction<T, Acc, V>, windowFunction: ProcessAllWindowFunction<V, R>): DataStream<R>
  aggregate<R>(aggregates: object, windowFunction?: ProcessAllWindowFunction<never, R>): DataStream<R> {
    return this.plan.aggregate(aggregates, false, windowFunction && anyKey(windowFunction))
  }

  /** Combines the records of each window two by two; a window function gets the result, with the window. */
  reduce(fn: (a: T, b: T) => T): DataStream<T>
  reduce<R>(fn: (a: T, b: T) => T, windowFunction: ProcessAllWindowFunction<T, R>): DataStream<R>
  reduce<R>(fn: (a: T, b: T) => T, windowFunction?: ProcessAllWindowFunction<T, R>): DataStream<R> {
    return this.plan.reduce(fn, windowFunction && anyKey(windowFunction))
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
  process<R>(fn: ProcessAllWindowFunction<T, R>): DataStream<R> {
    return this.plan.process(anyKey(fn))
  }

  /** The short form of {@link process} (Flink's `AllWindowFunction`). */
  apply<R>(fn: (window: TimeWindow, elements: readonly T[], out: Collector<R>) => void): DataStream<R> {
    return this.process<R>({ process: (context, elements, out) => fn(context.window, elements, out) })
  }
}

function anyKey<In, R>(fn: ProcessAllWindowFunction<In, R>): ProcessWindowFunction<In, R, unknown> {
  checkWindowFunction('windowAll', fn)
  return {
    process: (_key, context, elements, out) => fn.process(context, elements, out),
    ...(fn.clear ? { clear: (_key, context) => fn.clear?.(context) } : {}),
  }
}
