/** Relative error of a quantile once values are counted in buckets. */
const ACCURACY = 0.005
const GAMMA = (1 + ACCURACY) / (1 - ACCURACY)
const LOG_GAMMA = Math.log(GAMMA)
/** Below this a value counts as 0: buckets of smaller ones would be of no use to anyone. */
const SMALLEST = 1e-12

/**
 * Quantiles of weighted numbers of 0 or more: exact while at most `exact` of them, from then on counted in buckets whose width
 * grows with the value (DDSketch; Masson, Rim and Lee, VLDB 2019), so that a quantile is right to 0.5 %. Mergeable.
 *
 * Memory: `exact` pairs of numbers, then one a bucket: 230 a power of ten that values span.
 */
export class QuantileSketch {
  #values: number[] = []
  #weights: number[] = []
  #buckets: Map<number, number> | undefined

  constructor(private readonly exact = 1000) {}

  add(value: number, weight = 1): void {
    if (!(weight > 0)) return
    if (this.#buckets) this.count(value, weight)
    else {
      this.#values.push(value)
      this.#weights.push(weight)
      if (this.#values.length > this.exact) this.toBuckets()
    }
  }

  /** The value below which lies the share q of the weight; the middle of two where both would do. Null when empty. */
  quantile(q: number): number | null {
    const pairs = this.#buckets
      ? [...this.#buckets].map(([key, weight]) => [middleOf(key), weight] as const)
      : this.pairs()
    pairs.sort((a, b) => a[0] - b[0])
    const wanted = q * pairs.reduce((sum, [, weight]) => sum + weight, 0)
    let below = 0
    for (const [i, [value, weight]] of pairs.entries()) {
      below += weight
      if (below > wanted) return value
      const next = pairs[i + 1]
      if (below === wanted && next) return (value + next[0]) / 2
    }
    return pairs.at(-1)?.[0] ?? null
  }

  merge(other: QuantileSketch): void {
    if (other.#buckets) {
      this.toBuckets()
      for (const [key, weight] of other.#buckets) this.#buckets?.set(key, (this.#buckets.get(key) ?? 0) + weight)
    } else for (const [value, weight] of other.pairs()) this.add(value, weight)
  }

  /** Multiplies all weights by a factor. */
  scale(factor: number): void {
    this.#weights = this.#weights.map(weight => weight * factor)
    if (this.#buckets) for (const [key, weight] of this.#buckets) this.#buckets.set(key, weight * factor)
  }

  /** Whether it counts in buckets, then pairs of value (or bucket) and weight. */
  toJSON(): readonly number[] {
    return this.#buckets ? [1, ...[...this.#buckets].flat()] : [0, ...this.pairs().flat()]
  }

  restore([bucketed = 0, ...numbers]: readonly number[]): void {
    this.#values = []
    this.#weights = []
    this.#buckets = bucketed === 1 ? new Map() : undefined
    for (let i = 0; i + 1 < numbers.length; i += 2) {
      const [value = 0, weight = 0] = numbers.slice(i, i + 2)
      if (this.#buckets) this.#buckets.set(value, weight)
      else {
        this.#values.push(value)
        this.#weights.push(weight)
      }
    }
  }

  private pairs(): (readonly [value: number, weight: number])[] {
    return this.#values.map((value, i) => [value, this.#weights[i] as number] as const)
  }

  private toBuckets(): void {
    if (this.#buckets) return
    this.#buckets = new Map()
    for (const [value, weight] of this.pairs()) this.count(value, weight)
    this.#values = []
    this.#weights = []
  }

  private count(value: number, weight: number): void {
    const key = value < SMALLEST ? ZERO : Math.ceil(Math.log(value) / LOG_GAMMA)
    this.#buckets?.set(key, (this.#buckets.get(key) ?? 0) + weight)
  }
}

/** The bucket of what counts as 0. */
const ZERO = -1e9

function middleOf(key: number): number {
  return key === ZERO ? 0 : (2 * GAMMA ** key) / (GAMMA + 1)
}
