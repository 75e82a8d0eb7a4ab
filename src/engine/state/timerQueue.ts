export interface Timer {
  readonly time: number
  readonly key: unknown
}

interface Entry extends Timer {
  readonly order: number
}

/** Timers of a keyed operator, earliest first; of equal times the one registered first. One for each key and time. */
export class TimerQueue {
  private heap: Entry[] = []
  /** The order of each timer that is registered: an entry of the heap with another one has been deleted. */
  private readonly known = new Map<unknown, Map<number, number>>()
  private order = 0

  /** Time of the earliest timer; Infinity when there is none. */
  get first(): number {
    this.dropDeleted()
    return this.heap[0]?.time ?? Number.POSITIVE_INFINITY
  }

  register(time: number, key: unknown): void {
    const times = this.known.get(key)
    if (times?.has(time)) return
    const order = this.order++
    if (times) times.set(time, order)
    else this.known.set(key, new Map([[time, order]]))
    this.heap.push({ time, key, order })
    this.siftUp(this.heap.length - 1)
  }

  delete(time: number, key: unknown): void {
    this.forget(time, key)
  }

  /** Removes and returns the earliest timer at or before `time`. */
  poll(time: number): Timer | undefined {
    if (this.first > time) return undefined
    const timer = this.removeTop()
    if (timer) this.forget(timer.time, timer.key)
    return timer
  }

  snapshot(): Timer[] {
    return this.heap
      .filter(entry => this.isRegistered(entry))
      .sort(earlier)
      .map(({ time, key }) => ({ time, key }))
  }

  restore(timers: readonly Timer[]): void {
    this.heap = []
    this.known.clear()
    for (const { time, key } of timers) this.register(time, key)
  }

  private isRegistered({ time, key, order }: Entry): boolean {
    return this.known.get(key)?.get(time) === order
  }

  private forget(time: number, key: unknown): void {
    const times = this.known.get(key)
    if (!times) return
    times.delete(time)
    if (times.size === 0) this.known.delete(key)
  }

  /** Deleted timers stay in the heap until they come to its top. */
  private dropDeleted(): void {
    let top = this.heap[0]
    while (top && !this.isRegistered(top)) {
      this.removeTop()
      top = this.heap[0]
    }
  }

  private removeTop(): Entry | undefined {
    const top = this.heap[0]
    const last = this.heap.pop()
    if (last && this.heap.length > 0) {
      this.heap[0] = last
      this.siftDown(0)
    }
    return top
  }

  private siftUp(index: number): void {
    let i = index
    while (i > 0) {
      const parent = (i - 1) >> 1
      if (this.inOrder(parent, i)) return
      this.swap(i, parent)
      i = parent
    }
  }

  private siftDown(index: number): void {
    let i = index
    for (;;) {
      let smallest = i
      for (const child of [2 * i + 1, 2 * i + 2]) {
        if (child < this.heap.length && !this.inOrder(smallest, child)) smallest = child
      }
      if (smallest === i) return
      this.swap(i, smallest)
      i = smallest
    }
  }

  private inOrder(i: number, j: number): boolean {
    const [a, b] = [this.heap[i], this.heap[j]]
    return a === undefined || b === undefined || earlier(a, b) <= 0
  }

  private swap(i: number, j: number): void {
    const a = this.heap[i]
    const b = this.heap[j]
    if (a && b) [this.heap[i], this.heap[j]] = [b, a]
  }
}

function earlier(a: Entry, b: Entry): number {
  return a.time - b.time || a.order - b.order
}
