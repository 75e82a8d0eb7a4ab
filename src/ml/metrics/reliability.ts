import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'

/** One bin of a reliability curve. */
export interface ReliabilityBin {
  /** Probabilities from here … */
  readonly from: number
  /** … up to here. */
  readonly to: number
  /** Weight of the records in the bin. */
  readonly count: number
  /** Mean of the probabilities. */
  readonly predicted: number
  /** Share of what was predicted that came true. */
  readonly observed: number
}

/** How often what was given a probability came true, by bins of equal width. Mergeable. Memory: 3 numbers a bin. */
export class Reliability {
  private counts: number[]
  private predicted: number[]
  private observed: number[]

  /** @throws FlinknbError `INVALID_OPTION` when `bins` is no whole number of 1 or more */
  constructor(
    who: string,
    readonly bins: number,
  ) {
    if (!(Number.isInteger(bins) && bins >= 1)) {
      throw new FlinknbError('INVALID_OPTION', `${who}: bins: ${show(bins)} is no whole number of 1 or more.`)
    }
    this.counts = new Array<number>(bins).fill(0)
    this.predicted = new Array<number>(bins).fill(0)
    this.observed = new Array<number>(bins).fill(0)
  }

  add(probability: number, cameTrue: boolean, weight = 1): void {
    const bin = Math.min(this.bins - 1, Math.max(0, Math.floor(probability * this.bins)))
    this.counts[bin] = (this.counts[bin] as number) + weight
    this.predicted[bin] = (this.predicted[bin] as number) + weight * probability
    if (cameTrue) this.observed[bin] = (this.observed[bin] as number) + weight
  }

  /** Bins with records in them, in order. */
  rows(): ReliabilityBin[] {
    return this.counts.flatMap((count, b) =>
      count > 0
        ? [
            {
              from: b / this.bins,
              to: (b + 1) / this.bins,
              count,
              predicted: (this.predicted[b] as number) / count,
              observed: (this.observed[b] as number) / count,
            },
          ]
        : [],
    )
  }

  /** Mean of |predicted − observed| over bins, by their weight; null while empty. */
  get error(): number | null {
    const rows = this.rows()
    const total = rows.reduce((sum, { count }) => sum + count, 0)
    if (total === 0) return null
    return rows.reduce((sum, row) => sum + (row.count / total) * Math.abs(row.predicted - row.observed), 0)
  }

  merge(other: Reliability): void {
    const plus = (own: number[], theirs: readonly number[]) => own.map((x, b) => x + (theirs[b] as number))
    this.counts = plus(this.counts, other.counts)
    this.predicted = plus(this.predicted, other.predicted)
    this.observed = plus(this.observed, other.observed)
  }

  /** Multiplies all weights by a factor. */
  scale(factor: number): void {
    this.counts = this.counts.map(x => x * factor)
    this.predicted = this.predicted.map(x => x * factor)
    this.observed = this.observed.map(x => x * factor)
  }

  toJSON(): readonly number[] {
    return [...this.counts, ...this.predicted, ...this.observed]
  }

  restore(state: readonly number[]): void {
    this.counts = state.slice(0, this.bins)
    this.predicted = state.slice(this.bins, 2 * this.bins)
    this.observed = state.slice(2 * this.bins)
  }
}
