import type { Aggregate, RowWith } from './aggregate.ts'
import { columnReader } from './numberColumn.ts'
import { objectAggregate } from './objectAggregate.ts'

interface Seen {
  value: unknown
  any: boolean
}

/** The column's value in the record that arrived first. */
export function first<C extends string, V = unknown>(column: C): Aggregate<RowWith<C, V>, V | null> {
  const read = columnReader(column)
  return objectAggregate<RowWith<C, V>, Seen, V | null>(`first(${column})`, {
    byArrival: true,
    create: () => ({ value: null, any: false }),
    add: (state, record) => {
      if (!state.any) Object.assign(state, { value: read(record) ?? null, any: true })
    },
    merge: (state, other) => {
      if (!state.any) Object.assign(state, other)
    },
    value: state => state.value as V | null,
  })
}

/** The column's value in the record that arrived last. */
export function last<C extends string, V = unknown>(column: C): Aggregate<RowWith<C, V>, V | null> {
  const read = columnReader(column)
  return objectAggregate<RowWith<C, V>, Seen, V | null>(`last(${column})`, {
    byArrival: true,
    create: () => ({ value: null, any: false }),
    add: (state, record) => {
      state.value = read(record) ?? null
      state.any = true
    },
    merge: (state, other) => {
      if (other.any) Object.assign(state, other)
    },
    value: state => state.value as V | null,
  })
}
