import type { Aggregate, RowWith } from './aggregate.ts'
import { asNumber, columnReader, inlineNumber } from './numberColumn.ts'

/** The parts in which aggregates of one numeric column differ. */
export interface NumericAggregate<Out> {
  readonly initial: readonly number[]
  /** Takes a number that is not missing. */
  readonly add: (numbers: Float64Array, at: number, v: number) => void
  readonly merge: (numbers: Float64Array, at: number, other: Float64Array, otherAt: number) => void
  readonly value: (numbers: Float64Array, at: number) => Out
  /** What `add` does, as text over `number(k)` and `v`. */
  readonly inline: (number: (k: number) => string) => string
}

/** An aggregate of one numeric column whose state is numbers alone; null and undefined are left out. */
export function numericAggregate<C extends string, Out>(
  kind: string,
  column: C,
  parts: NumericAggregate<Out>,
): Aggregate<RowWith<C, number | Date>, Out> {
  const name = `${kind}(${column})`
  const read = columnReader(column)
  return {
    name,
    initial: parts.initial,
    add: (numbers, at, _object, record) => {
      const v = asNumber(read(record), name, record)
      if (v !== undefined) parts.add(numbers, at, v)
    },
    merge: (numbers, at, _object, other, otherAt) => parts.merge(numbers, at, other, otherAt),
    value: (numbers, at) => parts.value(numbers, at),
    inlineAdd: (number, record) => inlineNumber(column, name, record, parts.inline(number)),
  }
}

/** `numbers[at + k]`, which the layout guarantees to exist. */
export function at(numbers: Float64Array, index: number): number {
  return numbers[index] as number
}
