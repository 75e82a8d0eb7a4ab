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
    const known = this.known.get(key)
    if (known instanceof Map ? known.has(time) : known?.time === time) return
    const entry: Entry = { time, key, order: this.order++, deleted: false }
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

  /** In the order in which they fire. */
  snapshot(): Timer[] {
    return this.heap
      .toSorted()
      .filter(entry => !entry.deleted)
      .map(({ time, key }) => ({ time, key }))
  }

  restore(timers: readonly Timer[]): void {
    this.heap.clear()
    this.known.clear()
    for (const { time, key } of timers) this.register(time, key)
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
