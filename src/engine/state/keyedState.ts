/** One value for each key. `value()` is undefined before the first update. */
export interface ValueState<V> {
  value(): V | undefined
  update(value: V): void
  clear(): void
}

/** A list for each key. */
export interface ListState<V> {
  get(): readonly V[]
  add(value: V): void
  update(values: readonly V[]): void
  clear(): void
}

/** A map for each key. */
export interface MapState<K, V> {
  get(key: K): V | undefined
  put(key: K, value: V): void
  contains(key: K): boolean
  remove(key: K): void
  entries(): Iterable<[K, V]>
  keys(): Iterable<K>
  values(): Iterable<V>
  isEmpty(): boolean
  clear(): void
}

/** Gives access to state by name; the same name gives the same state. */
export interface StateAccess {
  valueState<V>(name: string): ValueState<V>
  listState<V>(name: string): ListState<V>
  mapState<K, V>(name: string): MapState<K, V>
}
