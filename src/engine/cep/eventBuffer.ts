/**
 * Events that wait for their time, by time, equal times in order of arrival. Bounded by how far the watermark lags
 * behind the events.
 */
export class EventBuffer {
  private times: number[] = []
  private events: unknown[] = []
  private head = 0

  get isEmpty(): boolean {
    return this.head === this.times.length
  }

  add(time: number, event: unknown): void {
    let at = this.times.length
    if (at > this.head && (this.times[at - 1] as number) > time) at = this.placeAfter(time)
    if (at === this.times.length) {
      this.times.push(time)
      this.events.push(event)
    } else {
      this.times.splice(at, 0, time)
      this.events.splice(at, 0, event)
    }
  }

  /** Removes and returns the events up to `time`. */
  takeUntil(time: number): unknown[] {
    const from = this.head
    let to = from
    while (to < this.times.length && (this.times[to] as number) <= time) to++
    const taken = this.events.slice(from, to)
    this.events.fill(undefined, from, to) // let go of them before the arrays are cut
    this.head = to
    if (to * 2 >= this.times.length) {
      this.times = this.times.slice(to)
      this.events = this.events.slice(to)
      this.head = 0
    }
    return taken
  }

  snapshot(): EventBufferSnapshot {
    return { times: this.times.slice(this.head), events: this.events.slice(this.head) }
  }

  restore({ times, events }: EventBufferSnapshot): void {
    this.times = times
    this.events = events
    this.head = 0
  }

  private placeAfter(time: number): number {
    let low = this.head
    let high = this.times.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.times[middle] as number) <= time) low = middle + 1
      else high = middle
    }
    return low
  }
}

export interface EventBufferSnapshot {
  readonly times: number[]
  readonly events: unknown[]
}
