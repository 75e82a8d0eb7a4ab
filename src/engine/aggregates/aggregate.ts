/**
 * An aggregate of many records, in the form windows need: it starts, takes records, merges and gives its value.
 * State stands in a slice of a shared Float64Array (`numbers`, from index `at`) and, where numbers do not suffice, in one
 * object; so a million keys cost no million accumulator objects.
 */
export interface Aggregate<In, Out> {
  /** As errors show it: `avg(price)`. */
  readonly name: string
  /** Starting values of the numeric state. */
  readonly initial: readonly number[]
  /** Makes the object part of the state; absent when numbers suffice. */
  readonly createObject?: () => unknown
  /** Whether the order in which records arrive makes a difference. */
  readonly byArrival?: boolean
  add(numbers: Float64Array, at: number, object: unknown, record: In): void
  /** Adds what another state has seen. That other state is not used afterwards unless it is a window pane's. */
  merge(
    numbers: Float64Array,
    at: number,
    object: unknown,
    other: Float64Array,
    otherAt: number,
    otherObject: unknown,
  ): void
  value(numbers: Float64Array, at: number, object: unknown): Out
  /**
   * Source text that does what `add` does, for a generated loop: `number(k)` names the k-th number, `record` the record.
   * May use `asNumber(value, name, record)` for values that are not numbers.
   */
  readonly inlineAdd?: (number: (k: number) => string, record: string) => string
}

/** A row that has a column of the given type, if only sometimes. */
export type RowWith<C extends string, V> = { readonly [K in C]: V | null | undefined }

/** What a record of aggregates gives: one column for each. */
export type AggregateResults<S> = { [N in keyof S]: S[N] extends Aggregate<never, infer Out> ? Out : never }
