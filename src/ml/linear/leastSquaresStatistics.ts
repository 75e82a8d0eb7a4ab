import { FlinknbError } from '../../base/errors.ts'
import { accumulateGram, accumulateWeightedGram, renormalise } from './accumulateGram.ts'
import { add, type DoubleDouble, twoSum } from './doubleDouble.ts'
import type { RegressionMemory } from './regressionMemory.ts'

/** Plain data of {@link LeastSquaresStatistics}; float64 survive JSON bit for bit. */
export interface LeastSquaresState {
  readonly width: number
  readonly n: number
  readonly hi: readonly number[]
  readonly lo: readonly number[]
}

/**
 * All that least squares needs to know of the records: `Σ w v vᵀ` with v = (1, x₁ … x_d, y), in double-double.
 *
 * Merging is addition, so parts learned apart give the whole. Centring raw sums costs twice the digits of mean /
 * deviation, of 31: a mean of a billion deviations (epoch microseconds over a second) leaves 13.
 */
export class LeastSquaresStatistics {
  /** Entry (i, j ≥ i) of the upper triangle stands at `at(i, j)`. */
  readonly hi: Float64Array
  readonly lo: Float64Array
  /** Records with a weight above 0. */
  n = 0
  /** The last record as (1, x₁ … x_d, y). */
  readonly record: Float64Array
  private readonly recordLow: Float64Array
  private readonly scratch: Float64Array

  readonly width: number

  /** @param memory where the sums stand */
  constructor(memory: RegressionMemory) {
    const size = memory.width + 2
    this.width = memory.width
    this.hi = memory.hi
    this.lo = memory.lo
    this.record = new Float64Array(size)
    this.record[0] = 1
    this.recordLow = new Float64Array(size)
    this.scratch = new Float64Array(2 * size)
  }

  /**
   * Takes one record. `x` and `y` are finite and below 1e140 in magnitude, `weight` finite and not negative.
   *
   * @param low low parts of features that are known to more digits than a float64 holds, such as powers
   */
  add(x: Float64Array, y: number, weight: number, low?: Float64Array): void {
    if (weight === 0) return
    const v = this.record
    for (let j = 0; j < this.width; j++) v[j + 1] = x[j] as number
    v[this.width + 1] = y
    if (low) {
      this.recordLow.set(low, 1)
      accumulateWeightedGram(this.hi, this.lo, v, weight, this.recordLow)
    } else if (weight === 1) accumulateGram(this.hi, this.lo, v, this.scratch)
    else accumulateWeightedGram(this.hi, this.lo, v, weight)
    this.n++
  }

  /** The sum of weights, rounded. */
  get totalWeight(): number {
    return (this.hi[0] as number) + (this.lo[0] as number)
  }

  /** To be called at least every few thousand records, so that low parts stay low. */
  renormalise(): void {
    renormalise(this.hi, this.lo)
  }

  /** Adds what another has seen. */
  merge(other: LeastSquaresStatistics): void {
    for (let k = 0; k < this.hi.length; k++) {
      const sum = add(this.entry(k), other.entry(k))
      this.hi[k] = sum.hi
      this.lo[k] = sum.lo
    }
    this.n += other.n
  }

  /** Where `Σ w vᵢ vⱼ` stands, for i ≤ j; index 0 is the constant 1, 1 … d the features, d + 1 the label. */
  at(i: number, j: number): number {
    return i * (this.width + 2) - (i * (i - 1)) / 2 + j - i
  }

  /** `Σ w vᵢ vⱼ`, in any order of i and j. */
  moment(i: number, j: number): DoubleDouble {
    return this.entry(i <= j ? this.at(i, j) : this.at(j, i))
  }

  reset(): void {
    this.hi.fill(0)
    this.lo.fill(0)
    this.n = 0
  }

  toJSON(): LeastSquaresState {
    return { width: this.width, n: this.n, hi: [...this.hi], lo: [...this.lo] }
  }

  /** @throws FlinknbError `MODEL` when the state is of another width or damaged */
  restore(state: LeastSquaresState): void {
    const whole = [...state.hi, ...state.lo, state.n]
    if (state.width !== this.width || whole.length !== 2 * this.hi.length + 1 || !whole.every(Number.isFinite)) {
      throw new FlinknbError('MODEL', `A saved regression over ${state.width} features does not fit or is damaged.`, {
        fix: `Expected ${this.width} features and ${this.hi.length} finite sums.`,
      })
    }
    this.hi.set(state.hi)
    this.lo.set(state.lo)
    this.n = state.n
  }

  private entry(k: number): DoubleDouble {
    return twoSum(this.hi[k] as number, this.lo[k] as number)
  }
}
