import type { AggregateFunction } from '../aggregates/aggregator.ts'
import type { AggregatingState, ListState, MapState, ReducingState, ValueState } from './keyedState.ts'
import type { CurrentKey, StateTable } from './stateTable.ts'
import type { Stamped, TtlRules } from './ttlRules.ts'

/**
 * The states of a table whose entries expire. What Flink's `TtlValueState`, `TtlListState`, `TtlMapState`,
 * `TtlReducingState` and `TtlAggregatingState` do, these do: what is found expired is removed at once, and read one
 * last time where the settings allow it.
 */

export function ttlValueState<V>(key: CurrentKey, table: StateTable, rules: TtlRules): ValueState<V> {
  return {
    value: () => readSingle<V>(key, table, rules)?.value,
    update: value => {
      rules.clean()
      table.entries.set(key.currentKey, rules.stamp(value))
    },
    clear: () => void table.entries.delete(key.currentKey),
  }
}

export function ttlReducingState<V>(
  key: CurrentKey,
  table: StateTable,
  rules: TtlRules,
  reduce: (a: V, b: V) => V,
): ReducingState<V> {
  return {
    get: () => readSingle<V>(key, table, rules)?.value,
    add: value => {
      rules.clean()
      const before = table.entries.get(key.currentKey) as Stamped<V> | undefined
      const usable = before !== undefined && rules.readable(before)
      table.entries.set(key.currentKey, rules.stamp(usable ? reduce(before.value, value) : value))
    },
    clear: () => void table.entries.delete(key.currentKey),
  }
}

export function ttlAggregatingState<In, Acc, Out>(
  key: CurrentKey,
  table: StateTable,
  rules: TtlRules,
  aggregate: AggregateFunction<In, Acc, Out>,
): AggregatingState<In, Out> {
  return {
    get: () => {
      const stamped = readSingle<Acc>(key, table, rules)
      return stamped && aggregate.getResult(stamped.value)
    },
    add: value => {
      rules.clean()
      const before = table.entries.get(key.currentKey) as Stamped<Acc> | undefined
      const usable = before !== undefined && rules.readable(before)
      const accumulator = usable ? before.value : aggregate.createAccumulator()
      table.entries.set(key.currentKey, rules.stamp(aggregate.add(value, accumulator)))
    },
    clear: () => void table.entries.delete(key.currentKey),
  }
}

export function ttlListState<V>(key: CurrentKey, table: StateTable, rules: TtlRules): ListState<V> {
  const own = () => (table.entries.get(key.currentKey) as Stamped<V>[] | undefined) ?? []
  const put = (list: Stamped<V>[]) => {
    if (list.length > 0) table.entries.set(key.currentKey, list)
    else table.entries.delete(key.currentKey)
  }
  return {
    get: () => {
      rules.clean()
      const list = own()
      const fresh = list.filter(stamped => !rules.expired(stamped))
      if (rules.settings.renewOnRead) put(fresh.map(({ value }) => rules.stamp(value)))
      else if (fresh.length === 0) put(fresh)
      return (rules.settings.returnExpired ? list : fresh).map(({ value }) => value)
    },
    add: value => {
      rules.clean()
      const list = own()
      list.push(rules.stamp(value))
      put(list)
    },
    update: values => {
      rules.clean()
      put(values.map(value => rules.stamp(value)))
    },
    clear: () => void table.entries.delete(key.currentKey),
  }
}

export function ttlMapState<K, V>(key: CurrentKey, table: StateTable, rules: TtlRules): MapState<K, V> {
  const own = () => table.entries.get(key.currentKey) as Map<K, Stamped<V>> | undefined
  const remove = (name: K) => {
    const map = own()
    if (map?.delete(name) && map.size === 0) table.entries.delete(key.currentKey)
  }
  const read = (name: K): Stamped<V> | undefined => {
    rules.clean()
    const map = own()
    const stamped = map?.get(name)
    if (!map || !stamped) return undefined
    if (rules.expired(stamped)) {
      remove(name)
      return rules.settings.returnExpired ? stamped : undefined
    }
    if (rules.settings.renewOnRead) map.set(name, rules.stamp(stamped.value))
    return stamped
  }
  const readAll = function* (): Generator<[K, V]> {
    for (const name of [...(own()?.keys() ?? [])]) {
      const stamped = read(name)
      if (stamped) yield [name, stamped.value]
    }
  }
  return {
    get: name => read(name)?.value,
    put: (name, value) => {
      rules.clean()
      const map = own()
      if (map) map.set(name, rules.stamp(value))
      else table.entries.set(key.currentKey, new Map([[name, rules.stamp(value)]]))
    },
    contains: name => read(name) !== undefined,
    remove,
    entries: readAll,
    keys: function* () {
      for (const [name] of readAll()) yield name
    },
    values: function* () {
      for (const [, value] of readAll()) yield value
    },
    isEmpty: () => readAll().next().done === true,
    clear: () => void table.entries.delete(key.currentKey),
  }
}

function readSingle<V>({ currentKey }: CurrentKey, { entries }: StateTable, rules: TtlRules): Stamped<V> | undefined {
  rules.clean()
  const stamped = entries.get(currentKey) as Stamped<V> | undefined
  if (stamped === undefined) return undefined
  if (rules.expired(stamped)) {
    entries.delete(currentKey)
    return rules.settings.returnExpired ? stamped : undefined
  }
  if (rules.settings.renewOnRead) entries.set(currentKey, rules.stamp(stamped.value))
  return stamped
}
