import type { Aggregate, RowWith } from './aggregate.ts'
import { columnReader } from './numberColumn.ts'
import { objectAggregate } from './objectAggregate.ts'

/**
 * All values of a column, or without one all rows, in order of arrival. (In overlapping windows: by the time they belong
 * to, a slide at a time, then by arrival.)
 */
export function collect<Row>(): Aggregate<Row, Row[]>
export function collect<C extends string, V = unknown>(column: C): Aggregate<RowWith<C, V>, V[]>
export function collect(column?: string): Aggregate<unknown, unknown[]> {
  const read = column === undefined ? (record: unknown) => record : columnReader(column)
  return objectAggregate<unknown, unknown[], unknown[]>(`collect(${column ?? ''})`, {
    byArrival: true,
    create: () => [],
    add: (values, record) => void values.push(read(record)),
    merge: (values, other) => {
      for (const value of other) values.push(value)
    },
    value: values => [...values],
  })
}
