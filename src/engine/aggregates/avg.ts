import type { Aggregate, RowWith } from './aggregate.ts'
import { at, numericAggregate } from './numericAggregate.ts'

/** Mean of a column; null when it had no value, as in SQL. */
export function avg<C extends string>(column: C): Aggregate<RowWith<C, number | Date>, number | null> {
  return numericAggregate('avg', column, {
    initial: [0, 0],
    add: (numbers, i, v) => {
      numbers[i] = at(numbers, i) + v
      numbers[i + 1] = at(numbers, i + 1) + 1
    },
    merge: (numbers, i, other, j) => {
      numbers[i] = at(numbers, i) + at(other, j)
      numbers[i + 1] = at(numbers, i + 1) + at(other, j + 1)
    },
    value: (numbers, i) => (at(numbers, i + 1) === 0 ? null : at(numbers, i) / at(numbers, i + 1)),
    inline: number => `${number(0)} += v; ${number(1)}++;`,
  })
}
