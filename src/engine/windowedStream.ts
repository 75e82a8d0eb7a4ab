import { type Duration, durationMs } from '../base/duration.ts'
import { FlinknbError } from '../base/errors.ts'
import { show } from '../base/options.ts'
import type { Aggregate, AggregateResults } from './aggregates/aggregate.ts'
import {
  type AggregateFunction,
  type Aggregator,
  collectingAggregator,
  functionAggregator,
  reduceAggregator,
} from './aggregates/aggregator.ts'
import { type AggregateRecord, recordAggregator } from './aggregates/recordAggregator.ts'
import { DataStream } from './dataStream.ts'
import type { StreamHost } from './environment.ts'
import type { KeyReader } from './keyOf.ts'
import type { Operator } from './operator.ts'
import type { Collector, OutputTag } from './processFunction.ts'
import type { Transformation } from './transformation.ts'
import { TimeWindowOperator, type TimeWindowSettings } from './windows/timeWindowOperator.ts'
import type { TimeWindow, TimeWindows } from './windows/windowAssigners.ts'

/** A row of a window's result: the key and the window beside the columns of `R`. */
export type WindowRow<K, R> = {
  readonly key: K
  /** Epoch milliseconds, inclusive. */
  readonly windowStart: number
  /** Epoch milliseconds, exclusive. */
  readonly windowEnd: number
} & { readonly [N in keyof R]: R[N] }

/** All records of one key's window at once (Flink's `ProcessWindowFunction`). */
export interface ProcessWindowFunction<In, Out, K> {
  process(key: K, window: TimeWindow, elements: readonly In[], out: Collector<Out>): void
}

interface WindowOptions<T> {
  readonly windows: TimeWindows
  readonly allowedLatenessMs?: number
  readonly lateTag?: OutputTag<T>
}

/** The records of each key, grouped by windows. Made by `keyed.window(…)`. */
export class WindowedStream<T, K> {
  constructor(
    private readonly host: StreamHost,
    private readonly transformation: Transformation,
    private readonly keyOf: KeyReader,
    private readonly options: WindowOptions<T>,
  ) {}

  /** How long after its end a window still takes records; each makes it fire again. */
  allowedLateness(lateness: Duration): WindowedStream<T, K> {
    return this.with({ allowedLatenessMs: durationMs(lateness, 'allowedLateness') })
  }

  /** Sends records that are too late to a side output instead of dropping them. */
  sideOutputLateData(tag: OutputTag<T>): WindowedStream<T, K> {
    return this.with({ lateTag: tag })
  }

  /**
   * Adds up each window: a record of aggregates gives one typed column each beside `key`, `windowStart` and
   * `windowEnd`; an `AggregateFunction` gives what it returns.
   *
   * @example .aggregate({ n: count(), mean: avg('price'), p95: quantile('price', 0.95) })
   */
  aggregate<Acc, R>(fn: AggregateFunction<T, Acc, R>): DataStream<R>
  aggregate<S extends Readonly<Record<string, Aggregate<Required<T>, unknown>>>>(
    aggregates: S,
  ): DataStream<WindowRow<K, AggregateResults<S>>>
  aggregate(aggregates: object): DataStream<unknown> {
    if (typeof aggregates !== 'object' || aggregates === null || Object.keys(aggregates).length === 0) {
      throw new FlinknbError('INVALID_OPTION', `aggregate: ${show(aggregates)} names no aggregate.`, {
        fix: `Write for example aggregate({ n: count(), mean: avg('price') }).`,
      })
    }
    if (isAggregateFunction<T>(aggregates)) {
      return this.fire('aggregate', functionAggregator(aggregates), (_key, _window, value, collect) => collect(value))
    }
    return this.fire('aggregate', recordAggregator(aggregates as AggregateRecord<T>), (key, window, row, collect) => {
      row.key = key
      row.windowStart = window.start
      row.windowEnd = window.end
      collect(row)
    })
  }

  /** Combines the records of each window two by two. */
  reduce(fn: (a: T, b: T) => T): DataStream<T> {
    return this.fire('reduce', reduceAggregator(fn), (_key, _window, value, collect) => collect(value))
  }

  /** Gives all records of each window to a function. */
  process<R>(fn: ProcessWindowFunction<T, R, K>): DataStream<R> {
    return this.fire('window process', collectingAggregator<T>(), (key, window, elements, collect: (r: R) => void) =>
      fn.process(key as K, window, elements, { collect }),
    )
  }

  private fire<Acc, R>(
    name: string,
    aggregator: Aggregator<T, Acc>,
    emit: TimeWindowSettings<T, Acc, R>['emit'],
  ): DataStream<R> {
    const { windows, allowedLatenessMs = 0, lateTag } = this.options
    const { keyOf } = this
    const settings: TimeWindowSettings<T, Acc, R> = { windows, keyOf, aggregator, emit, allowedLatenessMs, lateTag }
    const create = () => new TimeWindowOperator<T, Acc, R>(settings) as Operator<unknown, unknown>
    return new DataStream<R>(this.host, {
      kind: 'operator',
      name: `${windowName(windows)} ${name}`,
      inputs: [this.transformation],
      create,
    })
  }

  private with(change: Partial<WindowOptions<T>>): WindowedStream<T, K> {
    return new WindowedStream<T, K>(this.host, this.transformation, this.keyOf, { ...this.options, ...change })
  }
}

function isAggregateFunction<T>(value: object): value is AggregateFunction<T, unknown, unknown> {
  return 'createAccumulator' in value && typeof value.createAccumulator === 'function'
}

function windowName({ sizeMs, slideMs }: TimeWindows): string {
  return sizeMs === slideMs ? `window ${sizeMs} ms` : `window ${sizeMs} ms every ${slideMs} ms`
}
