import { keyHash } from './keyHash.ts'

/** There is no such key. */
export const NO_KEY = -1

/** Slots are kept in chunks of this many: nothing is copied when there are more. */
export const CHUNK_BITS = 12
export const CHUNK_SLOTS = 1 << CHUNK_BITS
export const CHUNK_MASK = CHUNK_SLOTS - 1

/** As long as there are no more keys than this, a `Map` is faster, and copies itself in half a millisecond. */
export const MAP_KEYS = 8_192
const SEGMENTS = 64
/** Which table a hash belongs to are its highest six bits. */
const SEGMENT_SHIFT = 26
const FIRST_TABLE_KEYS = 256

/** Plain data; the chunks are shared with the index. */
export interface KeyIndexSnapshot {
  /** Key of each slot, a chunk after the other. */
  readonly keys: readonly unknown[][]
  readonly used: number
  /** Slots without a key, the one taken next last. */
  readonly free: readonly number[]
}

/**
 * Gives keys a slot number each, from 0 on: what a `Map` of numbers does, without its pauses. A `Map` of a million keys is
 * copied as a whole when it doubles (18 ms at half a million, 38 ms at a million, measured). So from some thousand keys on
 * there are sixty-four tables, each doubling by itself, in well below a millisecond at a million keys.
 *
 * Keys are compared as a `Map` does; objects (which have no hash) stay in one. Open addressing with linear steps: a table
 * holds hash and slot + 1 in turn, is never more than half full, and closes the gap of a key that goes.
 */
export class KeyIndex {
  size = 0
  private used = 0
  private free: number[] = []
  private keys: unknown[][] = []
  /** All keys while there are few, afterwards those that are objects. */
  private map = new Map<unknown, number>()
  /** Undefined while there are few keys. */
  private tables: Int32Array[] | undefined
  private counts: number[] = []

  /** Slots that have or had a key: those below are worth a look. */
  get slots(): number {
    return this.used
  }

  /** The slot of `key`, or {@link NO_KEY}. */
  find(key: unknown): number {
    if (this.tables === undefined) return this.map.get(key) ?? NO_KEY
    if (isObject(key)) return this.map.get(key) ?? NO_KEY
    const hash = keyHash(key)
    const table = this.tables[hash >>> SEGMENT_SHIFT] as Int32Array
    return (table[this.positionOf(table, hash, key) + 1] as number) - 1
  }

  /** The slot of `key`; a new one if it has none: `size` then has grown. */
  findOrAdd(key: unknown): number {
    if (this.tables === undefined) return this.map.get(key) ?? this.addToMap(key)
    if (isObject(key)) return this.map.get(key) ?? this.addToMap(key)
    const hash = keyHash(key)
    const table = this.tables[hash >>> SEGMENT_SHIFT] as Int32Array
    const at = this.positionOf(table, hash, key)
    const known = (table[at + 1] as number) - 1
    if (known !== NO_KEY) return known
    const slot = this.newSlot(key)
    table[at] = hash
    table[at + 1] = slot + 1
    this.countOneMore(this.tables, hash >>> SEGMENT_SHIFT)
    return slot
  }

  /** Gives up the slot of `key` and returns it; {@link NO_KEY} when there is none. It will be another key's. */
  remove(key: unknown): number {
    const slot = this.tables === undefined || isObject(key) ? this.removeFromMap(key) : this.removeFromTable(key)
    if (slot === NO_KEY) return slot
    ;(this.keys[slot >> CHUNK_BITS] as unknown[])[slot & CHUNK_MASK] = VACANT
    this.free.push(slot)
    this.size--
    return slot
  }

  keyAt(slot: number): unknown {
    return (this.keys[slot >> CHUNK_BITS] as unknown[])[slot & CHUNK_MASK]
  }

  /** Whether some key has the slot, which must be below `slots`. */
  isTaken(slot: number): boolean {
    return this.free.length === 0 || this.keyAt(slot) !== VACANT
  }

  clear(): void {
    this.size = 0
    this.used = 0
    this.free = []
    this.keys = []
    this.map = new Map()
    this.tables = undefined
    this.counts = []
  }

  snapshot(): KeyIndexSnapshot {
    return { keys: this.keys, used: this.used, free: this.free }
  }

  /** @param snapshot belongs to the index afterwards */
  restore({ keys, used, free }: KeyIndexSnapshot): void {
    this.clear()
    const vacant = new Set(free)
    for (let slot = 0; slot < used; slot++) {
      // in the order of slots, so that each key gets its own again
      const key = (keys[slot >> CHUNK_BITS] as unknown[])[slot & CHUNK_MASK]
      if (vacant.has(slot)) {
        const chunk = this.chunkOf(this.used++)
        chunk.push(VACANT)
      } else this.findOrAdd(key)
    }
    this.free = [...free]
  }

  // ------------------------------------------------------------------ slots

  private newSlot(key: unknown): number {
    this.size++
    const again = this.free.pop()
    if (again !== undefined) {
      ;(this.keys[again >> CHUNK_BITS] as unknown[])[again & CHUNK_MASK] = key
      return again
    }
    const slot = this.used++
    this.chunkOf(slot).push(key)
    return slot
  }

  private chunkOf(slot: number): unknown[] {
    let chunk = this.keys[slot >> CHUNK_BITS]
    if (chunk === undefined) {
      chunk = []
      this.keys.push(chunk)
    }
    return chunk
  }

  // ------------------------------------------------------------------ tables

  /** Where `key` stands, or would. */
  private positionOf(table: Int32Array, hash: number, key: unknown): number {
    const mask = table.length - 2
    let at = (hash << 1) & mask
    for (;;) {
      const slot = (table[at + 1] as number) - 1
      if (slot === NO_KEY) return at
      if (table[at] === hash) {
        const other = (this.keys[slot >> CHUNK_BITS] as unknown[])[slot & CHUNK_MASK]
        // biome-ignore lint/suspicious/noSelfCompare: NaN is one key
        if (other === key || (key !== key && other !== other)) return at
      }
      at = (at + 2) & mask
    }
  }

  private removeFromTable(key: unknown): number {
    const hash = keyHash(key)
    const segment = hash >>> SEGMENT_SHIFT
    const table = this.tables?.[segment] as Int32Array
    const mask = table.length - 2
    let gap = this.positionOf(table, hash, key)
    const slot = (table[gap + 1] as number) - 1
    if (slot === NO_KEY) return NO_KEY
    this.counts[segment] = (this.counts[segment] as number) - 1
    // what follows moves up unless it would come to stand before its own place (Knuth, volume 3, 6.4, algorithm R)
    for (let at = (gap + 2) & mask; table[at + 1] !== 0; at = (at + 2) & mask) {
      const home = ((table[at] as number) << 1) & mask
      if (((at - home) & mask) < ((at - gap) & mask)) continue
      table[gap] = table[at] as number
      table[gap + 1] = table[at + 1] as number
      gap = at
    }
    table[gap + 1] = 0
    return slot
  }

  /** Of a table that has got a key: keeps it half empty. */
  private countOneMore(tables: Int32Array[], segment: number): void {
    const table = tables[segment] as Int32Array
    const count = (this.counts[segment] as number) + 1
    this.counts[segment] = count
    if (count * 4 <= table.length) return
    const larger = new Int32Array(table.length * 2)
    for (let at = 0; at < table.length; at += 2) {
      if (table[at + 1] !== 0) put(larger, table[at] as number, table[at + 1] as number)
    }
    tables[segment] = larger
  }

  // ------------------------------------------------------------------ few keys, and objects

  private addToMap(key: unknown): number {
    const slot = this.newSlot(key)
    this.map.set(key, slot)
    if (this.tables === undefined && this.size > MAP_KEYS) this.moveToTables()
    return slot
  }

  private moveToTables(): void {
    const { map } = this
    const tables = Array.from({ length: SEGMENTS }, () => new Int32Array(4 * FIRST_TABLE_KEYS))
    this.tables = tables
    this.counts = tables.map(() => 0)
    this.map = new Map()
    for (const [key, slot] of map) {
      if (isObject(key)) {
        this.map.set(key, slot)
        continue
      }
      const hash = keyHash(key)
      put(tables[hash >>> SEGMENT_SHIFT] as Int32Array, hash, slot + 1)
      this.countOneMore(tables, hash >>> SEGMENT_SHIFT)
    }
  }

  private removeFromMap(key: unknown): number {
    const slot = this.map.get(key)
    if (slot === undefined) return NO_KEY
    this.map.delete(key)
    return slot
  }
}

/** Stands where a slot has no key. Plain data, for it is part of snapshots. */
const VACANT = Object.freeze({})

function isObject(key: unknown): boolean {
  if (typeof key === 'string' || typeof key === 'number') return false
  return (typeof key === 'object' && key !== null) || typeof key === 'function' || typeof key === 'symbol'
}

/** Into a table that has room, whose keys are all different. */
function put(table: Int32Array, hash: number, slotAndOne: number): void {
  const mask = table.length - 2
  let at = (hash << 1) & mask
  while (table[at + 1] !== 0) at = (at + 2) & mask
  table[at] = hash
  table[at + 1] = slotAndOne
}
