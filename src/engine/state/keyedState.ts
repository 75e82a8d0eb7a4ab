import type { AggregateFunction } from '../aggregates/aggregator.ts'
import type { StateOptions } from './stateTtl.ts'

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

/** One value for each key that everything added is combined with. `get()` is undefined before the first. */
export interface ReducingState<V> {
  get(): V | undefined
  add(value: V): void
  clear(): void
}

/** An accumulator for each key; `get()` is the result so far, undefined before the first value. */
export interface AggregatingState<In, Out> {
  get(): Out | undefined
  add(value: In): void
  clear(): void
}

/**
 * Gives access to state by name; the same name gives the same state. What states hold must be plain data (what
 * structured clone carries), for it stands in checkpoints.
 *
 * @example state.valueState<number>('last price', { ttl: '1h' })
 */
export interface StateAccess {
  valueState<V>(name: string, options?: StateOptions): ValueState<V>
  listState<V>(name: string, options?: StateOptions): ListState<V>
  mapState<K, V>(name: string, options?: StateOptions): MapState<K, V>
  reducingState<V>(name: string, reduce: (a: V, b: V) => V, options?: StateOptions): ReducingState<V>
  aggregatingState<In, Acc, Out>(
    name: string,
    aggregate: AggregateFunction<In, Acc, Out>,
    options?: StateOptions,
  ): AggregatingState<In, Out>
}
