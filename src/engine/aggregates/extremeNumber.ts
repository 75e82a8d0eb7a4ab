import type { Aggregate, RowWith } from './aggregate.ts'
import { at, numericAggregate } from './numericAggregate.ts'

/** What min and max have in common; state: the extreme so far, and whether there was any value. */
export function extremeNumber<C extends string>(
  kind: 'min' | 'max',
  column: C,
): Aggregate<RowWith<C, number | Date>, number | null> {
  const better = kind === 'min' ? Math.min : Math.max
  return numericAggregate(kind, column, {
    initial: [kind === 'min' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY, 0],
    add: (numbers, i, v) => {
      numbers[i] = better(at(numbers, i), v)
      numbers[i + 1] = 1
    },
    merge: (numbers, i, other, j) => {
      numbers[i] = better(at(numbers, i), at(other, j))
      numbers[i + 1] = Math.max(at(numbers, i + 1), at(other, j + 1))
    },
    value: (numbers, i) => (at(numbers, i + 1) === 0 ? null : at(numbers, i)),
    inline: number => `${number(0)} = Math.${kind}(${number(0)}, v); ${number(1)} = 1;`,
  })
}
