import { CHUNK_BITS, CHUNK_MASK, KeyIndex, type KeyIndexSnapshot, NO_KEY } from './keyIndex.ts'

/** Plain data; the chunks are shared with the entries. */
export interface KeyedEntriesSnapshot<V> {
  readonly index: KeyIndexSnapshot
  /** Value of each slot, a chunk after the other. */
  readonly values: readonly (V | undefined)[][]
}

/**
 * A value for each key: a `Map` that never pauses to copy itself, by {@link KeyIndex}. Runs through its entries in the
 * order in which they were added, but that an entry may take the place of one that has gone; a restored one in the same.
 */
export class KeyedEntries<V> {
  private readonly index = new KeyIndex()
  private values: (V | undefined)[][] = []

  get size(): number {
    return this.index.size
  }

  get(key: unknown): V | undefined {
    const slot = this.index.find(key)
    return slot === NO_KEY ? undefined : this.values[slot >> CHUNK_BITS]?.[slot & CHUNK_MASK]
  }

  has(key: unknown): boolean {
    return this.index.find(key) !== NO_KEY
  }

  set(key: unknown, value: V): void {
    const slot = this.index.findOrAdd(key)
    let chunk = this.values[slot >> CHUNK_BITS]
    if (chunk === undefined) {
      chunk = []
      this.values.push(chunk)
    }
    chunk[slot & CHUNK_MASK] = value
  }

  delete(key: unknown): boolean {
    const slot = this.index.remove(key)
    if (slot === NO_KEY) return false
    ;(this.values[slot >> CHUNK_BITS] as (V | undefined)[])[slot & CHUNK_MASK] = undefined
    return true
  }

  clear(): void {
    this.index.clear()
    this.values = []
  }

  /** May change while it is run through: an entry that was there from the beginning is given if it is still there. */
  *entries(): IterableIterator<[unknown, V]> {
    const { index } = this
    for (let slot = 0; slot < index.slots; slot++) {
      if (index.isTaken(slot)) yield [index.keyAt(slot), this.values[slot >> CHUNK_BITS]?.[slot & CHUNK_MASK] as V]
    }
  }

  *keys(): IterableIterator<unknown> {
    const { index } = this
    for (let slot = 0; slot < index.slots; slot++) if (index.isTaken(slot)) yield index.keyAt(slot)
  }

  snapshot(): KeyedEntriesSnapshot<V> {
    return { index: this.index.snapshot(), values: this.values }
  }

  /** @param snapshot belongs to the entries afterwards */
  restore({ index, values }: KeyedEntriesSnapshot<V>): void {
    this.index.restore(index)
    this.values = values.map(chunk => chunk)
  }
}
