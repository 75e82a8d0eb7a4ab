import type { Aggregate, RowWith } from './aggregate.ts'
import { at, numericAggregate } from './numericAggregate.ts'

/** Smallest number of a column; null when it had no value, NaN when a value was NaN. */
export function min<C extends string>(column: C): Aggregate<RowWith<C, number | Date>, number | null> {
  return numericAggregate('min', column, {
    initial: [Number.POSITIVE_INFINITY, 0],
    add: (numbers, i, v) => {
      numbers[i] = Math.min(at(numbers, i), v)
      numbers[i + 1] = 1
    },
    merge: (numbers, i, other, j) => {
      numbers[i] = Math.min(at(numbers, i), at(other, j))
      numbers[i + 1] = Math.max(at(numbers, i + 1), at(other, j + 1))
    },
    value: (numbers, i) => (at(numbers, i + 1) === 0 ? null : at(numbers, i)),
    inline: number => `${number(0)} = Math.min(${number(0)}, v); ${number(1)} = 1;`,
  })
}
