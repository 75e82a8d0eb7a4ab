/** A set of times, smallest first. Small: one for each window that is open. */
export class SortedTimes {
  private readonly times: number[] = []

  get length(): number {
    return this.times.length
  }

  /** The smallest; Infinity when there is none. */
  get first(): number {
    return this.times[0] ?? Number.POSITIVE_INFINITY
  }

  toArray(): number[] {
    return [...this.times]
  }

  add(time: number): void {
    let low = 0
    let high = this.times.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.times[middle] as number) < time) low = middle + 1
      else high = middle
    }
    if (this.times[low] !== time) this.times.splice(low, 0, time)
  }

  removeFirst(): number {
    return this.times.shift() ?? Number.POSITIVE_INFINITY
  }
}
