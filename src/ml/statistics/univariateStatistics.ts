import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import { isUsable, unusableValue } from '../estimator/number.ts'
import {
  add,
  type DoubleDouble,
  divide,
  fromNumber,
  multiply,
  subtract,
  toNumber,
  twoProduct,
  ZERO,
} from '../linear/doubleDouble.ts'

/** Plain data of {@link UnivariateStatistics}. */
export interface UnivariateState {
  readonly n: number
  /** High and low parts of Σx, Σx² and Σ xₜ xₜ₊₁. */
  readonly sums: readonly number[]
  readonly first: number | null
  readonly last: number | null
}

/**
 * Mean, standard deviation and lag-1 autocorrelation of a series, value by value, by double-double sums: on NIST's
 * univariate reference sets as many digits as their values have once they are float64. Mergeable: a series cut in two,
 * the parts in order, gives the whole. Memory: 9 numbers.
 *
 * @example
 * const s = new ml.UnivariateStatistics()
 * for (const value of [1, 2, 4]) s.add(value)
 * s.mean // 2.3333333333333335
 */
export class UnivariateStatistics {
  n = 0
  private sum: DoubleDouble = ZERO
  private squares: DoubleDouble = ZERO
  private products: DoubleDouble = ZERO
  private first: number | undefined
  private last: number | undefined

  /** @throws FlinknbError `MODEL` when it is no finite number below 1e140 */
  add(value: number): void {
    if (!isUsable(value)) throw unusableValue('value', value)
    if (this.last !== undefined) this.products = add(this.products, twoProduct(this.last, value))
    this.sum = add(this.sum, fromNumber(value))
    this.squares = add(this.squares, twoProduct(value, value))
    this.first ??= value
    this.last = value
    this.n++
  }

  /** Null before the first value. */
  get mean(): number | null {
    return this.n > 0 ? toNumber(this.exactMean()) : null
  }

  /** `Σ (x − mean)² / (n − 1)`; null before the second value. */
  get variance(): number | null {
    return this.n > 1 ? toNumber(divide(this.about(), fromNumber(this.n - 1))) : null
  }

  /** The same, divided by n; null before the first value. */
  get populationVariance(): number | null {
    return this.n > 0 ? toNumber(divide(this.about(), fromNumber(this.n))) : null
  }

  /** The root of {@link variance}. */
  get standardDeviation(): number | null {
    const { variance } = this
    return variance === null ? null : Math.sqrt(variance)
  }

  /** `Σ (xₜ − mean)(xₜ₊₁ − mean) / Σ (xₜ − mean)²`; null before the second value and for a constant series. */
  get autocorrelation(): number | null {
    const about = this.about()
    if (this.n < 2 || !(about.hi > 0)) return null
    const mean = this.exactMean()
    // Σ xₜ xₜ₊₁ − mean (Σ without the last + Σ without the first) + (n − 1) mean²
    const ends = add(fromNumber(this.first ?? 0), fromNumber(this.last ?? 0))
    const both = subtract(add(this.sum, this.sum), ends)
    const square = multiply(multiply(mean, mean), fromNumber(this.n - 1))
    return toNumber(divide(add(subtract(this.products, multiply(mean, both)), square), about))
  }

  /** Adds a series that follows this one. */
  merge(later: UnivariateStatistics): this {
    if (this.last !== undefined && later.first !== undefined) {
      this.products = add(this.products, twoProduct(this.last, later.first))
    }
    this.products = add(this.products, later.products)
    this.sum = add(this.sum, later.sum)
    this.squares = add(this.squares, later.squares)
    this.first ??= later.first
    this.last = later.last ?? this.last
    this.n += later.n
    return this
  }

  toJSON(): UnivariateState {
    const sums = [this.sum, this.squares, this.products].flatMap(({ hi, lo }) => [hi, lo])
    return { n: this.n, sums, first: this.first ?? null, last: this.last ?? null }
  }

  /** @throws FlinknbError `MODEL` when the state is damaged */
  restore(state: UnivariateState): void {
    const { n, sums, first, last } = state
    if (!Number.isInteger(n) || sums?.length !== 6 || !sums.every(Number.isFinite)) {
      throw new FlinknbError('MODEL', `UnivariateStatistics: ${show(state)} is no saved state.`, {
        fix: 'Pass what toJSON() gave.',
      })
    }
    const pair = (k: number): DoubleDouble => ({ hi: sums[k] as number, lo: sums[k + 1] as number })
    this.n = n
    this.sum = pair(0)
    this.squares = pair(2)
    this.products = pair(4)
    this.first = first ?? undefined
    this.last = last ?? undefined
  }

  private exactMean(): DoubleDouble {
    return divide(this.sum, fromNumber(this.n))
  }

  /** `Σ (x − mean)²`. */
  private about(): DoubleDouble {
    if (this.n === 0) return ZERO
    const about = subtract(this.squares, multiply(this.exactMean(), this.sum))
    // Rounding below 0, or of a constant series.
    return about.hi > this.squares.hi * 1e-29 * this.n ? about : ZERO
  }
}
