import { Heap } from './heap.ts'
import { KeyedEntries } from './keyedEntries.ts'

export interface Timer {
  readonly time: number
  readonly key: unknown
}

interface Entry extends Timer {
  readonly order: number
  /** Deleted entries stay in the heap until they come to its top. */
  deleted: boolean
}

const TIMERS_PER_STEP = 4_096

/** Column by column, so that a million timers are no million objects; in no order. */
export interface TimersSnapshot {
  readonly times: Float64Array
  readonly keys: readonly unknown[]
  /** Which were registered first. */
  readonly orders: Float64Array
}

/** Timers of a keyed operator, earliest first; of equal times the one registered first. One for each key and time. */
export class TimerQueue {
  private readonly heap = new Heap<Entry>(isBefore)
  /** A key's timer, or several by their time. */
  private readonly known = new KeyedEntries<Entry | Map<number, Entry>>()
  private order = 0

  /** Time of the earliest timer; Infinity when there is none. */
  get first(): number {
    while (this.heap.first?.deleted) this.heap.pop()
    return this.heap.first?.time ?? Number.POSITIVE_INFINITY
  }

  register(time: number, key: unknown): void {
    this.add(time, key, this.order)
  }

  delete(time: number, key: unknown): void {
    const entry = this.forget(time, key)
    if (entry) entry.deleted = true
  }

  /** Removes and returns the earliest timer at or before `time`. */
  poll(time: number): Timer | undefined {
    if (this.first > time) return undefined
    const timer = this.heap.pop()
    if (timer) this.forget(timer.time, timer.key)
    return timer
  }

  /**
   * In steps of some thousand timers; to be run through before anything changes.
   *
   * @param keyOf what stands for a key; a timer whose key is then undefined is left out. By default the key itself.
   */
  *snapshot(keyOf?: (key: unknown) => unknown): Generator<undefined, TimersSnapshot> {
    const times = new Float64Array(this.heap.size)
    const orders = new Float64Array(this.heap.size)
    const keys: unknown[] = []
    let looked = 0
    for (const { time, key, order, deleted } of this.heap.items) {
      if (++looked % TIMERS_PER_STEP === 0) yield
      if (deleted) continue
      const shown = keyOf ? keyOf(key) : key
      if (keyOf && shown === undefined) continue
      times[keys.length] = time
      orders[keys.length] = order
      keys.push(shown)
    }
    return { times: times.slice(0, keys.length), keys, orders: orders.slice(0, keys.length) }
  }

  /** @param keyOf the key for what stood for it */
  restore({ times, keys, orders }: TimersSnapshot, keyOf?: (shown: unknown) => unknown): void {
    this.heap.clear()
    this.known.clear()
    this.order = 0
    for (let i = 0; i < keys.length; i++) {
      this.add(times[i] as number, keyOf ? keyOf(keys[i]) : keys[i], orders[i] as number)
    }
  }

  private add(time: number, key: unknown, order: number): void {
    const known = this.known.get(key)
    if (known instanceof Map ? known.has(time) : known?.time === time) return
    const entry: Entry = { time, key, order, deleted: false }
    this.order = Math.max(this.order, order + 1)
    if (known === undefined) this.known.set(key, entry)
    else if (known instanceof Map) known.set(time, entry)
    else {
      this.known.set(
        key,
        new Map([
          [known.time, known],
          [time, entry],
        ]),
      )
    }
    this.heap.push(entry)
  }

  private forget(time: number, key: unknown): Entry | undefined {
    const known = this.known.get(key)
    if (known instanceof Map) {
      const entry = known.get(time)
      known.delete(time)
      if (known.size === 0) this.known.delete(key)
      return entry
    }
    if (known?.time !== time) return undefined
    this.known.delete(key)
    return known
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.time < b.time || (a.time === b.time && a.order < b.order)
}
