import type { AggregateFunction } from '../aggregates/aggregator.ts'
import type { AggregatingState, ListState, MapState, ReducingState, ValueState } from './keyedState.ts'
import type { CurrentKey, StateTable } from './stateTable.ts'

/** The states of a table whose entries never expire. */

export function plainValueState<V>(key: CurrentKey, table: StateTable): ValueState<V> {
  return {
    value: () => table.entries.get(key.currentKey) as V | undefined,
    update: value => void table.entries.set(key.currentKey, value),
    clear: () => void table.entries.delete(key.currentKey),
  }
}

export function plainListState<V>(key: CurrentKey, table: StateTable): ListState<V> {
  const own = () => table.entries.get(key.currentKey) as V[] | undefined
  return {
    get: () => own() ?? [],
    add: value => {
      const list = own()
      if (list) list.push(value)
      else table.entries.set(key.currentKey, [value])
    },
    update: values => void table.entries.set(key.currentKey, [...values]),
    clear: () => void table.entries.delete(key.currentKey),
  }
}

export function plainMapState<K, V>(key: CurrentKey, table: StateTable): MapState<K, V> {
  const own = () => table.entries.get(key.currentKey) as Map<K, V> | undefined
  return {
    get: name => own()?.get(name),
    put: (name, value) => {
      const map = own()
      if (map) map.set(name, value)
      else table.entries.set(key.currentKey, new Map([[name, value]]))
    },
    contains: name => own()?.has(name) ?? false,
    remove: name => {
      const map = own()
      // an empty map is no map: keys without entries must not add up
      if (map?.delete(name) && map.size === 0) table.entries.delete(key.currentKey)
    },
    entries: () => own()?.entries() ?? [],
    keys: () => own()?.keys() ?? [],
    values: () => own()?.values() ?? [],
    isEmpty: () => own() === undefined,
    clear: () => void table.entries.delete(key.currentKey),
  }
}

export function plainReducingState<V>(key: CurrentKey, table: StateTable, reduce: (a: V, b: V) => V): ReducingState<V> {
  return {
    get: () => table.entries.get(key.currentKey) as V | undefined,
    add: value => {
      const { entries } = table
      const combined = entries.has(key.currentKey) ? reduce(entries.get(key.currentKey) as V, value) : value
      entries.set(key.currentKey, combined)
    },
    clear: () => void table.entries.delete(key.currentKey),
  }
}

export function plainAggregatingState<In, Acc, Out>(
  key: CurrentKey,
  table: StateTable,
  aggregate: AggregateFunction<In, Acc, Out>,
): AggregatingState<In, Out> {
  return {
    get: () => {
      const { entries } = table
      return entries.has(key.currentKey) ? aggregate.getResult(entries.get(key.currentKey) as Acc) : undefined
    },
    add: value => {
      const { entries } = table
      const before = entries.has(key.currentKey) ? (entries.get(key.currentKey) as Acc) : aggregate.createAccumulator()
      entries.set(key.currentKey, aggregate.add(value, before))
    },
    clear: () => void table.entries.delete(key.currentKey),
  }
}
