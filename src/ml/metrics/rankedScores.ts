/** Weights of positive and negative records of one score. */
export type ScoreGroup = readonly [score: number, positive: number, negative: number]

/** Groups kept exactly; beyond, scores are counted by their log-odds. */
const EXACT = 10_000
/** Width of a bucket in log-odds: 0.01 is a quarter of a percent of probability at one half, and finer towards 0 and 1. */
const WIDTH = 0.01
const LARGEST_ODDS = 40

/**
 * Scores (probabilities of the positive class) with what turned out true, for figures about their order. Exact over up to 10,000
 * different scores, then in buckets of 0.01 in log-odds. Mergeable. Memory: at most 10,000 triples of numbers.
 */
export class RankedScores {
  #groups = new Map<number, [positive: number, negative: number]>()
  #bucketed = false

  add(score: number, positive: boolean, weight = 1): void {
    if (!(weight > 0)) return
    const key = this.#bucketed ? bucketOf(score) : score
    const group = this.#groups.get(key)
    if (group) group[positive ? 0 : 1] += weight
    else {
      this.#groups.set(key, positive ? [weight, 0] : [0, weight])
      if (!this.#bucketed && this.#groups.size > EXACT) this.toBuckets()
    }
  }

  /** Highest scores first; each group's records are tied. */
  descending(): ScoreGroup[] {
    const groups = [...this.#groups].map(([key, [positive, negative]]) => {
      const score = this.#bucketed ? 1 / (1 + Math.exp(-key * WIDTH)) : key
      return [score, positive, negative] as const
    })
    return groups.sort((a, b) => b[0] - a[0])
  }

  merge(other: RankedScores): void {
    if (other.#bucketed) this.toBuckets()
    for (const [key, [positive, negative]] of other.#groups) {
      const own = other.#bucketed ? key : this.#bucketed ? bucketOf(key) : key
      const group = this.#groups.get(own) ?? [0, 0]
      this.#groups.set(own, [group[0] + positive, group[1] + negative])
    }
    if (!this.#bucketed && this.#groups.size > EXACT) this.toBuckets()
  }

  /** Multiplies all weights by a factor. */
  scale(factor: number): void {
    for (const group of this.#groups.values()) {
      group[0] *= factor
      group[1] *= factor
    }
  }

  toJSON(): readonly number[] {
    return [this.#bucketed ? 1 : 0, ...[...this.#groups].flatMap(([key, group]) => [key, ...group])]
  }

  restore([bucketed = 0, ...numbers]: readonly number[]): void {
    this.#bucketed = bucketed === 1
    this.#groups = new Map()
    for (let i = 0; i + 2 < numbers.length; i += 3)
      this.#groups.set(numbers[i] as number, [numbers[i + 1] as number, numbers[i + 2] as number])
  }

  private toBuckets(): void {
    if (this.#bucketed) return
    const groups = this.#groups
    this.#groups = new Map()
    this.#bucketed = true
    for (const [score, [positive, negative]] of groups) {
      this.add(score, true, positive)
      this.add(score, false, negative)
    }
  }
}

function bucketOf(score: number): number {
  const odds = Math.log(score / (1 - score))
  return Math.round(Math.max(-LARGEST_ODDS, Math.min(LARGEST_ODDS, odds)) / WIDTH)
}
