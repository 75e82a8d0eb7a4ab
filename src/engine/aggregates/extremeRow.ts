import type { Aggregate, RowWith } from './aggregate.ts'
import { objectAggregate } from './objectAggregate.ts'
import { type Ordered, orderedColumn } from './orderedColumn.ts'

/** The row with the smallest value of a column (numbers, dates, text), of equal ones the first; null when none had one. */
export function minBy<C extends string, Row extends RowWith<C, Ordered>>(
  column: C,
): Aggregate<Row, NoInfer<Row> | null> {
  return extremeRow(`minBy(${column})`, column, (value, best) => value < best)
}

/** The row with the largest value of a column (numbers, dates, text), of equal ones the first; null when none had one. */
export function maxBy<C extends string, Row extends RowWith<C, Ordered>>(
  column: C,
): Aggregate<Row, NoInfer<Row> | null> {
  return extremeRow(`maxBy(${column})`, column, (value, best) => value > best)
}

type Comparable = number | bigint | string

function extremeRow<Row>(
  name: string,
  column: string,
  isBetter: (value: Comparable, best: Comparable) => boolean,
): Aggregate<Row, Row | null> {
  const read = orderedColumn(column, name)
  const offer = (state: { row: Row | null }, row: Row) => {
    const value = read(row)
    if (value === undefined) return
    if (state.row === null || isBetter(value, read(state.row) as Comparable)) state.row = row
  }
  return objectAggregate<Row, { row: Row | null }, Row | null>(name, {
    byArrival: true,
    create: () => ({ row: null }),
    add: offer,
    merge: (state, other) => {
      if (other.row !== null) offer(state, other.row)
    },
    value: state => state.row,
  })
}
