import type { Aggregate, RowWith } from './aggregate.ts'
import { totalAndCount } from './totalAndCount.ts'

/** Sum of a column; null when it had no value, as in SQL. */
export function sum<C extends string>(column: C): Aggregate<RowWith<C, number | Date>, number | null> {
  return totalAndCount('sum', column, total => total)
}
