/** Events of all keys that wait for their time. */
export interface EventBufferSnapshot {
  readonly times: number[]
  readonly keys: unknown[]
  readonly events: unknown[]
}

/**
 * Events that wait for their time, by time, equal times in order of arrival. Bounded by how far the watermark lags
 * behind the events.
 */
export class EventBuffer {
  private times: number[] = []
  private keys: unknown[] = []
  private events: unknown[] = []
  private head = 0

  /** Time of the earliest event; Infinity when there is none. */
  get first(): number {
    return this.times[this.head] ?? Number.POSITIVE_INFINITY
  }

  /** Key of the earliest event. */
  get firstKey(): unknown {
    return this.keys[this.head]
  }

  add(time: number, key: unknown, event: unknown): void {
    const at = this.placeAfter(time)
    if (at === this.times.length) {
      this.times.push(time)
      this.keys.push(key)
      this.events.push(event)
    } else {
      this.times.splice(at, 0, time)
      this.keys.splice(at, 0, key)
      this.events.splice(at, 0, event)
    }
  }

  /** Removes and returns the earliest event. */
  take(): unknown {
    const { head } = this
    const event = this.events[head]
    this.events[head] = undefined // let go of it before the arrays are cut
    this.keys[head] = undefined
    this.head++
    if (this.head > 1024 && this.head * 2 > this.times.length) this.cut()
    return event
  }

  /** Puts the events of the earliest time in order. */
  sortFirst(compare: (a: unknown, b: unknown) => number): void {
    const { head, first } = this
    let end = head + 1
    while (this.times[end] === first) end++
    if (end === head + 1) return
    const sorted = this.events
      .slice(head, end)
      .map((event, i) => ({ event, key: this.keys[head + i] }))
      .sort((a, b) => compare(a.event, b.event))
    sorted.forEach(({ event, key }, i) => {
      this.events[head + i] = event
      this.keys[head + i] = key
    })
  }

  snapshot(): EventBufferSnapshot {
    this.cut()
    const { times, keys, events } = this
    return { times, keys, events }
  }

  restore({ times, keys, events }: EventBufferSnapshot): void {
    this.times = times
    this.keys = keys
    this.events = events
    this.head = 0
  }

  private cut(): void {
    this.times = this.times.slice(this.head)
    this.keys = this.keys.slice(this.head)
    this.events = this.events.slice(this.head)
    this.head = 0
  }

  private placeAfter(time: number): number {
    let high = this.times.length
    if (high === this.head || (this.times[high - 1] as number) <= time) return high
    let low = this.head
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.times[middle] as number) <= time) low = middle + 1
      else high = middle
    }
    return low
  }
}
