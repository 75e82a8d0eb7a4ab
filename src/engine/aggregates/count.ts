import type { Aggregate } from './aggregate.ts'

/**
 * How many records.
 *
 * @example .aggregate({ purchases: count() })
 */
export function count(): Aggregate<unknown, number> {
  return {
    name: 'count()',
    initial: [0],
    add: (numbers, at) => {
      numbers[at] = (numbers[at] as number) + 1
    },
    merge: (numbers, at, _object, other, otherAt) => {
      numbers[at] = (numbers[at] as number) + (other[otherAt] as number)
    },
    value: (numbers, at) => numbers[at] as number,
    inlineAdd: number => `${number(0)}++;`,
  }
}
