import type { Aggregate, RowWith } from './aggregate.ts'
import { extremeNumber } from './extremeNumber.ts'

/** Largest number of a column; null when it had no value, NaN when a value was NaN. */
export function max<C extends string>(column: C): Aggregate<RowWith<C, number | Date>, number | null> {
  return extremeNumber('max', column)
}
