import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import { isTimedLearner } from '../linear/timedLearner.ts'
import type { RowContext } from './rowFunction.ts'

/** Tells a model that forgets by time what time it is. */
export interface ReadTime {
  /** Whether the time is that of the record, which only a call a record gives. */
  readonly needsContext: boolean
  advance(row: object, context: RowContext | undefined): void
}

/**
 * How a model gets to know the time: from a column, or from the event time of records where it asks for one; undefined when
 * it does not.
 *
 * @throws FlinknbError `INVALID_OPTION` when a column is named for a model that knows no time
 */
export function readTime(call: string, model: object, column: string | undefined): ReadTime | undefined {
  if (!isTimedLearner(model)) {
    if (column === undefined) return undefined
    throw new FlinknbError('INVALID_OPTION', `${call}: timestamp: '${column}': this model does not look at the time.`, {
      fix: 'Leave the option out, or take a model with a window or half-life in time.',
    })
  }
  if (column !== undefined) {
    return { needsContext: false, advance: row => model.advanceTo(timeOfColumn(call, row, column)) }
  }
  if (!model.needsTime) return undefined
  return { needsContext: true, advance: (_row, context) => model.advanceTo(eventTime(call, context)) }
}

/** The event time of a record. @throws FlinknbError `MODEL` when it has none */
export function eventTime(call: string, context: RowContext | undefined): number {
  if (context?.timestamp !== undefined) return context.timestamp
  throw new FlinknbError('MODEL', `${call}: the rows have no event time.`, {
    fix: 'Give the source a WatermarkStrategy with a timestamp assigner, or name a column: timestamp.',
  })
}

/** A time column's value in epoch milliseconds. @throws FlinknbError `MODEL` naming the column and what is no time */
export function timeOfColumn(call: string, row: object, column: string): number {
  const value = (row as Readonly<Record<string, unknown>>)[column]
  const time = value instanceof Date ? value.getTime() : value
  if (typeof time === 'number' && Number.isFinite(time)) return time
  throw new FlinknbError('MODEL', `${call}: timestamp '${column}': ${show(value)} is no time.`, {
    fix: 'Times are epoch milliseconds or Dates.',
  })
}
