import type { Aggregate, RowWith } from './aggregate.ts'
import { columnReader } from './numberColumn.ts'
import { objectAggregate } from './objectAggregate.ts'

/** All values of a column, in order of arrival. */
export function collect<C extends string, V = unknown>(column: C): Aggregate<RowWith<C, V>, V[]> {
  const read = columnReader(column)
  return objectAggregate<RowWith<C, V>, V[], V[]>(`collect(${column})`, {
    create: () => [],
    add: (values, record) => void values.push(read(record) as V),
    merge: (values, other) => {
      for (const value of other) values.push(value)
    },
    value: values => [...values],
  })
}
