import type { Aggregate, RowWith } from './aggregate.ts'
import { at, numericAggregate } from './numericAggregate.ts'

/**
 * What sum and avg have in common; state: the total, and how many values it is of.
 *
 * @param value of at least one value
 */
export function totalAndCount<C extends string>(
  kind: string,
  column: C,
  value: (total: number, count: number) => number,
): Aggregate<RowWith<C, number | Date>, number | null> {
  return numericAggregate(kind, column, {
    initial: [0, 0],
    add: (numbers, i, v) => {
      numbers[i] = at(numbers, i) + v
      numbers[i + 1] = at(numbers, i + 1) + 1
    },
    merge: (numbers, i, other, j) => {
      numbers[i] = at(numbers, i) + at(other, j)
      numbers[i + 1] = at(numbers, i + 1) + at(other, j + 1)
    },
    value: (numbers, i) => (at(numbers, i + 1) === 0 ? null : value(at(numbers, i), at(numbers, i + 1))),
    inline: number => `${number(0)} += v; ${number(1)}++;`,
  })
}
