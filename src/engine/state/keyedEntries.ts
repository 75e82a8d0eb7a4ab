import { CHUNK_BITS, CHUNK_MASK, KeyIndex, type KeyIndexSnapshot, MAP_KEYS, NO_KEY } from './keyIndex.ts'

/** Plain data that is shared with the entries: all of them while they are few, then index and values. */
export type KeyedEntriesSnapshot<V> = Map<unknown, V> | ManyEntriesSnapshot<V>

interface ManyEntriesSnapshot<V> {
  readonly index: KeyIndexSnapshot
  /** Value of each slot, a chunk after the other. */
  readonly values: readonly (V | undefined)[][]
}

/**
 * A value for each key: a `Map` that never pauses to copy itself, by {@link KeyIndex} once there are many. Runs through its
 * entries in the order in which they were added, but that of many one may take the place of another that has gone; a
 * restored one in the same order.
 */
export class KeyedEntries<V> {
  /** All entries; undefined once there are many. */
  private few: Map<unknown, V> | undefined = new Map()
  private readonly index = new KeyIndex()
  private values: (V | undefined)[][] = []

  get size(): number {
    return this.few === undefined ? this.index.size : this.few.size
  }

  get(key: unknown): V | undefined {
    if (this.few !== undefined) return this.few.get(key)
    const slot = this.index.find(key)
    return slot === NO_KEY ? undefined : this.values[slot >> CHUNK_BITS]?.[slot & CHUNK_MASK]
  }

  has(key: unknown): boolean {
    return this.few === undefined ? this.index.find(key) !== NO_KEY : this.few.has(key)
  }

  set(key: unknown, value: V): void {
    if (this.few === undefined) this.setOfMany(key, value)
    else {
      this.few.set(key, value)
      if (this.few.size > MAP_KEYS) this.becomeMany(this.few)
    }
  }

  delete(key: unknown): boolean {
    if (this.few !== undefined) return this.few.delete(key)
    const slot = this.index.remove(key)
    if (slot === NO_KEY) return false
    ;(this.values[slot >> CHUNK_BITS] as (V | undefined)[])[slot & CHUNK_MASK] = undefined
    return true
  }

  clear(): void {
    this.few = new Map()
    this.index.clear()
    this.values = []
  }

  /** May change while it is run through: then it ends early, or gives some that are new. */
  *entries(): IterableIterator<[unknown, V]> {
    const { few, index } = this
    if (few !== undefined) {
      yield* few
      return
    }
    for (let slot = 0; slot < index.slots; slot++) {
      if (index.isTaken(slot)) yield [index.keyAt(slot), this.values[slot >> CHUNK_BITS]?.[slot & CHUNK_MASK] as V]
    }
  }

  *keys(): IterableIterator<unknown> {
    for (const [key] of this.entries()) yield key
  }

  snapshot(): KeyedEntriesSnapshot<V> {
    return this.few ?? { index: this.index.snapshot(), values: this.values }
  }

  /** @param snapshot belongs to the entries afterwards */
  restore(snapshot: KeyedEntriesSnapshot<V>): void {
    if (snapshot instanceof Map) {
      this.clear()
      this.few = snapshot
      return
    }
    this.few = undefined
    this.index.restore(snapshot.index)
    this.values = [...snapshot.values]
  }

  private setOfMany(key: unknown, value: V): void {
    const slot = this.index.findOrAdd(key)
    let chunk = this.values[slot >> CHUNK_BITS]
    if (chunk === undefined) {
      chunk = []
      this.values.push(chunk)
    }
    chunk[slot & CHUNK_MASK] = value
  }

  private becomeMany(few: Map<unknown, V>): void {
    this.few = undefined
    for (const [key, value] of few) this.setOfMany(key, value)
    few.clear() // whoever is running through it must not go on with what is no longer kept up
  }
}
