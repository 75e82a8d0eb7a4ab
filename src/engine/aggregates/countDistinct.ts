import type { Aggregate, RowWith } from './aggregate.ts'
import { columnReader } from './numberColumn.ts'
import { objectAggregate } from './objectAggregate.ts'

/** How many different values a column has, exactly; null and undefined are left out as in SQL. */
export function countDistinct<C extends string>(column: C): Aggregate<RowWith<C, unknown>, number> {
  const read = columnReader(column)
  return objectAggregate<RowWith<C, unknown>, Set<unknown>, number>(`countDistinct(${column})`, {
    create: () => new Set(),
    add: (values, record) => {
      const value = read(record)
      if (value !== null && value !== undefined) values.add(value)
    },
    merge: (values, other) => {
      for (const value of other) values.add(value)
    },
    value: values => values.size,
  })
}
