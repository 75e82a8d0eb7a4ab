import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import { columnReader } from './numberColumn.ts'

/** What columns are ordered by: numbers and dates by size, text by code unit. */
export type Ordered = number | bigint | string | Date

/**
 * Reads a column that rows are ordered by; undefined for null and undefined, which are left out as in SQL.
 *
 * @throws FlinknbError when reading: `USER_CODE` naming the aggregate, the value and the record for what has no order
 */
export function orderedColumn(
  column: string,
  aggregate: string,
): (record: unknown) => number | bigint | string | undefined {
  const read = columnReader(column)
  return record => {
    const value = read(record)
    if (value === null || value === undefined) return undefined
    if (typeof value === 'number' || typeof value === 'string' || typeof value === 'bigint') return value
    if (value instanceof Date) return value.getTime()
    throw new FlinknbError('USER_CODE', `${aggregate}: ${show(value)} has no order, in record ${show(record)}.`, {
      fix: 'Order by a column of numbers, dates or text.',
    })
  }
}
