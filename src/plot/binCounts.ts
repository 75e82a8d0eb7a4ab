/** A step of 1, 2 or 5 times a power of ten, no smaller than `step`. */
export function niceStep(step: number): number {
  if (!(step > 0) || !Number.isFinite(step)) return 1
  const power = 10 ** Math.floor(Math.log10(step))
  const factor = [1, 2, 5, 10].find(candidate => candidate * power >= step * (1 - 1e-9)) ?? 10
  return factor * power
}

/**
 * Counts of numbers in bins of one width, without knowing their range beforehand: the width doubles, and neighbours merge,
 * whenever more than `2 × target` bins would be needed. Bounded by that. Bin k holds [k·width, (k + 1)·width).
 */
export class BinCounts {
  private counts: Map<number, number>[] = []
  private low = Infinity
  private high = -Infinity

  constructor(
    /** Width of a bin; grows. */
    private binWidth: number,
    private readonly target: number,
  ) {}

  get width(): number {
    return this.binWidth
  }

  /** Index of the lowest and the highest bin in use; undefined before the first number. */
  get range(): { readonly low: number; readonly high: number } | undefined {
    return this.low > this.high ? undefined : { low: this.low, high: this.high }
  }

  add(group: number, value: number): void {
    let bin = Math.floor(value / this.binWidth)
    if (bin < this.low || bin > this.high) {
      while (this.needed(bin) > 2 * this.target) {
        this.widen()
        bin = Math.floor(value / this.binWidth)
      }
      if (bin < this.low) this.low = bin
      if (bin > this.high) this.high = bin
    }
    let counts = this.counts[group]
    if (!counts) {
      counts = new Map()
      this.counts[group] = counts
    }
    counts.set(bin, (counts.get(bin) ?? 0) + 1)
  }

  count(group: number, bin: number): number {
    return this.counts[group]?.get(bin) ?? 0
  }

  private needed(bin: number): number {
    return this.low > this.high ? 1 : Math.max(this.high, bin) - Math.min(this.low, bin) + 1
  }

  private widen(): void {
    this.binWidth *= 2
    this.low = Math.floor(this.low / 2)
    this.high = Math.floor(this.high / 2)
    this.counts = this.counts.map(narrow => {
      const wide = new Map<number, number>()
      for (const [bin, count] of narrow) {
        const into = Math.floor(bin / 2)
        wide.set(into, (wide.get(into) ?? 0) + count)
      }
      return wide
    })
  }
}
