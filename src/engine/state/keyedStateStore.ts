import type { ListState, MapState, StateAccess, ValueState } from './keyedState.ts'

/** The state of one keyed operator: for each name a map from key to what is kept. `currentKey` says whose it is. */
export class KeyedStateStore implements StateAccess {
  currentKey: unknown
  private readonly tables = new Map<string, Map<unknown, unknown>>()

  valueState<V>(name: string): ValueState<V> {
    const table = this.table<V>(name)
    return {
      value: () => table.get(this.currentKey),
      update: value => void table.set(this.currentKey, value),
      clear: () => void table.delete(this.currentKey),
    }
  }

  listState<V>(name: string): ListState<V> {
    const table = this.table<V[]>(name)
    return {
      get: () => table.get(this.currentKey) ?? [],
      add: value => {
        const list = table.get(this.currentKey)
        if (list) list.push(value)
        else table.set(this.currentKey, [value])
      },
      update: values => void table.set(this.currentKey, [...values]),
      clear: () => void table.delete(this.currentKey),
    }
  }

  mapState<K, V>(name: string): MapState<K, V> {
    const table = this.table<Map<K, V>>(name)
    const own = () => table.get(this.currentKey)
    return {
      get: key => own()?.get(key),
      put: (key, value) => {
        const map = own()
        if (map) map.set(key, value)
        else table.set(this.currentKey, new Map([[key, value]]))
      },
      contains: key => own()?.has(key) ?? false,
      remove: key => void own()?.delete(key),
      entries: () => own()?.entries() ?? [],
      keys: () => own()?.keys() ?? [],
      values: () => own()?.values() ?? [],
      isEmpty: () => (own()?.size ?? 0) === 0,
      clear: () => void table.delete(this.currentKey),
    }
  }

  /** Plain data: every table as a Map; shared, so to be serialised before the state changes. */
  snapshot(): Map<string, Map<unknown, unknown>> {
    return this.tables
  }

  restore(tables: Map<string, Map<unknown, unknown>>): void {
    for (const [name, entries] of tables) {
      const table = this.table<unknown>(name)
      table.clear()
      for (const [key, value] of entries) table.set(key, value)
    }
  }

  private table<V>(name: string): Map<unknown, V> {
    let table = this.tables.get(name)
    if (!table) {
      table = new Map()
      this.tables.set(name, table)
    }
    return table as Map<unknown, V>
  }
}
