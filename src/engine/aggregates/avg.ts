import type { Aggregate, RowWith } from './aggregate.ts'
import { totalAndCount } from './totalAndCount.ts'

/** Mean of a column; null when it had no value, as in SQL. */
export function avg<C extends string>(column: C): Aggregate<RowWith<C, number | Date>, number | null> {
  return totalAndCount('avg', column, (total, count) => total / count)
}
