import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'

/** Names a map of what is broadcast, and its types (Flink's `MapStateDescriptor`). */
export class MapStateDescriptor<K, V> {
  /** Only types: keep descriptors of different types apart. */
  declare readonly keyType: K
  declare readonly valueType: V
  constructor(readonly name: string) {
    if (typeof name !== 'string' || name === '') {
      throw new FlinknbError('INVALID_OPTION', `MapStateDescriptor: name ${show(name)} is not a text.`)
    }
  }
}

/** What was broadcast, as the other side sees it. In the order in which it was put. */
export interface ReadOnlyBroadcastState<K, V> {
  get(key: K): V | undefined
  contains(key: K): boolean
  entries(): Iterable<readonly [K, V]>
}

/** What was broadcast, as the broadcast side sees it. */
export interface BroadcastState<K, V> extends ReadOnlyBroadcastState<K, V> {
  put(key: K, value: V): void
  remove(key: K): void
  clear(): void
}

export type BroadcastSnapshot = Map<string, Map<unknown, unknown>>

/** The broadcast state of one operator: the maps of its descriptors. */
export class BroadcastStateStore {
  private readonly states = new Map<string, BroadcastState<unknown, unknown>>()
  private readonly readers = new Map<string, ReadOnlyBroadcastState<unknown, unknown>>()
  private readonly maps: BroadcastSnapshot = new Map()

  constructor(descriptors: readonly MapStateDescriptor<unknown, unknown>[]) {
    for (const { name } of descriptors) {
      this.maps.set(name, new Map())
      const map = () => this.maps.get(name) as Map<unknown, unknown>
      const reader = {
        get: (key: unknown) => map().get(key),
        contains: (key: unknown) => map().has(key),
        entries: () => map().entries(),
      }
      this.readers.set(name, reader)
      this.states.set(name, {
        ...reader,
        put: (key, value) => void map().set(key, value),
        remove: key => void map().delete(key),
        clear: () => map().clear(),
      })
    }
  }

  readonly reading = <K, V>({ name }: MapStateDescriptor<K, V>): ReadOnlyBroadcastState<K, V> =>
    this.find(name, this.readers) as ReadOnlyBroadcastState<K, V>

  readonly writing = <K, V>({ name }: MapStateDescriptor<K, V>): BroadcastState<K, V> =>
    this.find(name, this.states) as BroadcastState<K, V>

  snapshot(): BroadcastSnapshot {
    return this.maps
  }

  restore(maps: BroadcastSnapshot): void {
    for (const [name, map] of maps) this.maps.set(name, map)
  }

  private find<S>(name: string, states: ReadonlyMap<string, S>): S {
    const state = states.get(name)
    if (state) return state
    throw new FlinknbError('INVALID_OPTION', `getBroadcastState: '${name}' was not given to broadcast(…).`, {
      fix: `Known descriptors: ${[...states.keys()].join(', ')}.`,
    })
  }
}
