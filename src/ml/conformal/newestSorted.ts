/**
 * The newest `capacity` numbers, in order of size. Memory: 2 numbers for each; time: O(log n) to find a place and one
 * move of memory to make room there.
 */
export class NewestSorted {
  private readonly newest: Float64Array
  private readonly sorted: Float64Array
  private added = 0

  constructor(readonly capacity: number) {
    this.newest = new Float64Array(capacity)
    this.sorted = new Float64Array(capacity)
  }

  /** How many are kept. */
  get length(): number {
    return Math.min(this.added, this.capacity)
  }

  add(value: number): void {
    const { newest, sorted, capacity } = this
    const place = this.added % capacity
    let length = this.length
    if (length === capacity) {
      const gone = this.firstNotBelow(newest[place] as number)
      sorted.copyWithin(gone, gone + 1, length--)
    }
    newest[place] = value
    const at = this.firstNotBelow(value, length)
    sorted.copyWithin(at + 1, at, length)
    sorted[at] = value
    this.added++
  }

  /** The `rank`-th smallest, counted from 1. */
  smallest(rank: number): number {
    return this.sorted[rank - 1] as number
  }

  /** The quantile between the values next to `q (n − 1)`, on the line through them (Hyndman and Fan's type 7). */
  quantile(q: number): number {
    const index = q * (this.length - 1)
    const low = Math.floor(index)
    const value = this.sorted[low] as number
    return low + 1 < this.length ? value + (index - low) * ((this.sorted[low + 1] as number) - value) : value
  }

  /** Oldest first. */
  toJSON(): number[] {
    const { length } = this
    return Array.from({ length }, (_, i) => this.newest[(this.added - length + i) % this.capacity] as number)
  }

  restore(values: readonly number[]): void {
    this.added = 0
    for (const value of values) this.add(value)
  }

  private firstNotBelow(value: number, length = this.length): number {
    let low = 0
    let high = length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.sorted[middle] as number) < value) low = middle + 1
      else high = middle
    }
    return low
  }
}
