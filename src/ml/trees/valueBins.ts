/** Plain data of {@link ValueBins}. */
export interface ValueBinsState {
  readonly edges: readonly number[]
  readonly weight: readonly number[]
  readonly mean: readonly number[]
  readonly squares: readonly number[]
  readonly single: boolean
}

/**
 * The labels met with the values of one feature, in bins by value: one a distinct value until there are `most`; then neighbours
 * are put together two by two, and values between two edges count for the upper one. The labels at or below each edge are known
 * exactly at any time, as in an extended binary search tree (Ikonomovska, Gama and Džeroski 2011), whose splits these are.
 * Memory: 4 numbers a bin.
 */
export class ValueBins {
  size = 0
  /** The largest value that counts for a bin, ascending. */
  edges = new Float64Array(8)
  weight = new Float64Array(8)
  mean = new Float64Array(8)
  /** `Σ w (y − mean)²` within the bin. */
  squares = new Float64Array(8)
  /** Whether every bin is of one value, so that a new value may stand between two others. */
  #single = true

  constructor(private readonly most: number) {}

  learn(x: number, y: number, w: number): void {
    let at = this.place(x)
    if (at === this.size || (this.#single && this.edges[at] !== x)) at = this.insert(at, x)
    const n = (this.weight[at] as number) + w
    this.weight[at] = n
    const before = this.mean[at] as number
    const after = before + (w / n) * (y - before)
    this.mean[at] = after
    this.squares[at] = (this.squares[at] as number) + w * (y - before) * (y - after)
  }

  /** Every record so far had this value. */
  fillWith(x: number, weight: number, mean: number, squares: number): void {
    this.size = 1
    this.edges[0] = x
    this.weight[0] = weight
    this.mean[0] = mean
    this.squares[0] = squares
  }

  toJSON(): ValueBinsState {
    const used = (array: Float64Array): number[] => [...array.subarray(0, this.size)]
    return {
      edges: used(this.edges),
      weight: used(this.weight),
      mean: used(this.mean),
      squares: used(this.squares),
      single: this.#single,
    }
  }

  static fromJSON(state: ValueBinsState, most: number): ValueBins {
    const bins = new ValueBins(most)
    bins.size = state.edges.length
    while (bins.edges.length < bins.size) bins.grow()
    bins.edges.set(state.edges)
    bins.weight.set(state.weight)
    bins.mean.set(state.mean)
    bins.squares.set(state.squares)
    bins.#single = state.single
    return bins
  }

  /** The first bin whose edge is not below x; `size` when there is none. */
  private place(x: number): number {
    const { edges } = this
    let low = 0
    let high = this.size
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((edges[middle] as number) < x) low = middle + 1
      else high = middle
    }
    return low
  }

  private insert(wanted: number, x: number): number {
    let at = wanted
    if (this.size === this.most) {
      this.thin()
      at = this.place(x)
      if (at < this.size) return at
    }
    if (this.size === this.edges.length) this.grow()
    for (const array of [this.edges, this.weight, this.mean, this.squares]) {
      array.copyWithin(at + 1, at, this.size)
      array[at] = 0
    }
    this.edges[at] = x
    this.size++
    return at
  }

  /** Puts neighbours together (Chan, Golub and LeVeque 1979). */
  private thin(): void {
    const { edges, weight, mean, squares } = this
    let to = 0
    for (let from = 0; from < this.size; from += 2, to++) {
      const last = Math.min(from + 1, this.size - 1)
      const [a, b] = [weight[from] as number, last > from ? (weight[last] as number) : 0]
      const distance = (mean[last] as number) - (mean[from] as number)
      const both = (squares[from] as number) + (last > from ? (squares[last] as number) : 0)
      squares[to] = both + (distance * distance * a * b) / (a + b)
      mean[to] = (mean[from] as number) + (distance * b) / (a + b)
      weight[to] = a + b
      edges[to] = edges[last] as number
    }
    this.size = to
    this.#single = false
  }

  private grow(): void {
    const wider = (array: Float64Array) => {
      const all = new Float64Array(Math.min(this.most, 2 * array.length))
      all.set(array)
      return all
    }
    this.edges = wider(this.edges)
    this.weight = wider(this.weight)
    this.mean = wider(this.mean)
    this.squares = wider(this.squares)
  }
}
