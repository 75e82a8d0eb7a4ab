import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import { type AggregateFunction, type Aggregator, functionAggregator } from '../aggregates/aggregator.ts'
import { type AggregateRecord, recordAggregator, type WindowColumns } from '../aggregates/recordAggregator.ts'
import type { TimeWindow } from './windowAssigners.ts'

/** How windows add up records, and how a window's value becomes its result. */
export interface WindowAggregation<T> {
  readonly aggregator: Aggregator<T, unknown>
  readonly complete: (value: unknown, key: unknown, window: TimeWindow) => unknown
}

/**
 * What `aggregate(…)` was given: a record of aggregates, whose rows are told their window, or an `AggregateFunction`.
 *
 * @throws FlinknbError `INVALID_OPTION` for anything else
 */
export function windowAggregation<T>(aggregates: object, isKeyed: boolean): WindowAggregation<T> {
  if (isAggregateFunction<T>(aggregates)) return { aggregator: functionAggregator(aggregates), complete: asItIs }
  if (typeof aggregates !== 'object' || aggregates === null || Object.keys(aggregates).length === 0) {
    throw new FlinknbError('INVALID_OPTION', `aggregate: ${show(aggregates)} names no aggregate.`, {
      fix: `Write for example aggregate({ n: count(), mean: avg('price') }).`,
    })
  }
  const complete = (value: unknown, key: unknown, window: TimeWindow) => {
    const row = value as WindowColumns
    if (isKeyed) row.key = key
    row.windowStart = window.start
    row.windowEnd = window.end
    return row
  }
  return { aggregator: recordAggregator(aggregates as AggregateRecord<T>, isKeyed), complete }
}

function asItIs(value: unknown): unknown {
  return value
}

/** Also one whose methods stand on its class. */
function isAggregateFunction<T>(value: unknown): value is AggregateFunction<T, unknown, unknown> {
  return typeof (value as Partial<AggregateFunction<T, unknown, unknown>> | null)?.createAccumulator === 'function'
}
