import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'

/**
 * The number in a column for an aggregate: undefined for null and undefined, which aggregates leave out as SQL does.
 *
 * @throws FlinknbError `UNKNOWN_COLUMN` or `USER_CODE` naming the aggregate, the value and the record
 */
export function asNumber(value: unknown, aggregate: string, record: unknown): number | undefined {
  if (typeof value === 'number') return value
  if (value === null || value === undefined) return undefined
  if (value instanceof Date) return value.getTime()
  throw new FlinknbError('USER_CODE', `${aggregate}: ${show(value)} is not a number, in record ${show(record)}.`, {
    fix: 'Convert the column with map before, or filter such records out.',
  })
}

/** Reads a column. Generated, so that each aggregate's access sees one shape of record. */
export function columnReader(column: string): (record: unknown) => unknown {
  return new Function('row', `return row[${JSON.stringify(column)}]`) as (record: unknown) => unknown
}

/** Generated text that runs `body` with `v` bound to the number in a column, unless it is missing. */
export function inlineNumber(column: string, aggregate: string, record: string, body: string): string {
  const name = JSON.stringify(aggregate)
  return `{ let v = ${record}[${JSON.stringify(column)}]; if (typeof v !== 'number') v = asNumber(v, ${name}, ${record}); if (v !== undefined) { ${body} } }`
}
