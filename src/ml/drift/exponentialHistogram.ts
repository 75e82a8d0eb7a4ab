/** Plain data of {@link ExponentialHistogram}: totals and squares of the buckets of each size, oldest first. */
export interface ExponentialHistogramState {
  readonly width: number
  readonly total: number
  readonly squares: number
  readonly levels: readonly { readonly totals: readonly number[]; readonly squares: readonly number[] }[]
}

interface Level {
  readonly totals: number[]
  readonly squares: number[]
}

/**
 * A window of numbers as buckets of 1, 2, 4, … values, at most `maxBuckets` of a size (Datar and others, 2002; variances as
 * Babcock and others, 2003). Memory: O(maxBuckets · log width).
 */
export class ExponentialHistogram {
  width = 0
  total = 0
  /** Sum of squared distances from the mean. */
  squares = 0
  /** Level i holds buckets of 2^i values. */
  #levels: Level[] = [{ totals: [], squares: [] }]

  constructor(private readonly maxBuckets: number) {}

  add(x: number): void {
    const first = this.#levels[0] as Level
    first.totals.push(x)
    first.squares.push(0)
    const before = this.width++
    if (before > 0) {
      const distance = x - this.total / before
      this.squares += (before * distance * distance) / this.width
    }
    this.total += x
    this.compress()
  }

  /** Whether `differ` holds for the means of the older and the newer values at some border of buckets, looked at from the oldest on. */
  hasCut(differ: (older: number, newer: number, distance: number) => boolean): boolean {
    let older = 0
    let olderTotal = 0
    let newerTotal = this.total
    for (let i = this.#levels.length - 1; i >= 0; i--) {
      const { totals } = this.#levels[i] as Level
      for (let k = 0; k < totals.length; k++) {
        const total = totals[k] as number
        older += 2 ** i
        olderTotal += total
        newerTotal -= total
        const newer = this.width - older
        if (newer <= 0) return false
        if (differ(older, newer, olderTotal / older - newerTotal / newer)) return true
      }
    }
    return false
  }

  /** Drops the oldest bucket. */
  dropOldest(): void {
    const last = this.#levels.length - 1
    const { totals, squares } = this.#levels[last] as Level
    const total = totals.shift()
    const own = squares.shift()
    if (total === undefined || own === undefined) return
    const size = 2 ** last
    this.width -= size
    this.total -= total
    if (this.width > 0) {
      const distance = total / size - this.total / this.width
      this.squares -= own + (size * this.width * distance * distance) / (size + this.width)
    } else this.squares = 0
    if (totals.length === 0 && last > 0) this.#levels.pop()
  }

  toJSON(): ExponentialHistogramState {
    const levels = this.#levels.map(({ totals, squares }) => ({ totals: [...totals], squares: [...squares] }))
    return { width: this.width, total: this.total, squares: this.squares, levels }
  }

  restore({ width, total, squares, levels }: ExponentialHistogramState): void {
    this.width = width
    this.total = total
    this.squares = squares
    this.#levels = levels.map(level => ({ totals: [...level.totals], squares: [...level.squares] }))
  }

  /** Two oldest buckets of a size that has one too many become one of the next size. */
  private compress(): void {
    for (let i = 0; i < this.#levels.length; i++) {
      const { totals, squares } = this.#levels[i] as Level
      if (totals.length <= this.maxBuckets) return
      const [a = 0, b = 0] = totals.splice(0, 2)
      const [va = 0, vb = 0] = squares.splice(0, 2)
      const size = 2 ** i
      const distance = a / size - b / size
      let next = this.#levels[i + 1]
      if (!next) {
        next = { totals: [], squares: [] }
        this.#levels.push(next)
      }
      next.totals.push(a + b)
      next.squares.push(va + vb + size * 0.5 * distance * distance)
    }
  }
}
