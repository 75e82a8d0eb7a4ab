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
  private heap: Entry[] = []
  /** A key's timer, or several by their time. */
  private readonly known = new KeyedEntries<Entry | Map<number, Entry>>()
  private order = 0

  /** Time of the earliest timer; Infinity when there is none. */
  get first(): number {
    let top = this.heap[0]
    while (top?.deleted) {
      this.removeTop()
      top = this.heap[0]
    }
    return top?.time ?? Number.POSITIVE_INFINITY
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
    this.siftUp(entry)
  }

  delete(time: number, key: unknown): void {
    const entry = this.forget(time, key)
    if (entry) entry.deleted = true
  }

  /** Removes and returns the earliest timer at or before `time`. */
  poll(time: number): Timer | undefined {
    if (this.first > time) return undefined
    const timer = this.removeTop()
    if (timer) this.forget(timer.time, timer.key)
    return timer
  }

  /** In the order in which they fire. */
  snapshot(): Timer[] {
    return this.heap
      .filter(entry => !entry.deleted)
      .sort((a, b) => a.time - b.time || a.order - b.order)
      .map(({ time, key }) => ({ time, key }))
  }

  restore(timers: readonly Timer[]): void {
    this.heap = []
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

  // ------------------------------------------------------------------ the heap: each before its children, at 2i + 1 and 2i + 2

  private removeTop(): Entry | undefined {
    const top = this.heap[0]
    const last = this.heap.pop()
    if (last && this.heap.length > 0) this.siftDown(last)
    return top
  }

  /** Puts an entry where it belongs, from the end up. */
  private siftUp(entry: Entry): void {
    const { heap } = this
    let i = heap.length
    while (i > 0) {
      const parent = (i - 1) >> 1
      const above = heap[parent] as Entry
      if (isBefore(above, entry)) break
      heap[i] = above
      i = parent
    }
    heap[i] = entry
  }

  /** Puts an entry where it belongs, from the top down. */
  private siftDown(entry: Entry): void {
    const { heap } = this
    let i = 0
    for (;;) {
      let child = 2 * i + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Entry, heap[child] as Entry)) child++
      const below = heap[child] as Entry
      if (isBefore(entry, below)) break
      heap[i] = below
      i = child
    }
    heap[i] = entry
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.time < b.time || (a.time === b.time && a.order < b.order)
}
