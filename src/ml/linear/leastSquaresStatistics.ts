import { FlinknbError } from '../../base/errors.ts'
import { accumulateGram, accumulateWeightedGram, renormalise } from './accumulateGram.ts'
import { add, type DoubleDouble, fromNumber, multiply, twoSum } from './doubleDouble.ts'
import { gramKernel } from './gramKernel.ts'

/** Records of wide models that are gathered before they are added in one go. */
const BLOCK = 32
/** From this many values a record on, gathering pays. */
const WIDE = 10
/** Sums never fade below this total weight: beyond, numbers would leave float64's range, and all that is known has faded alike. */
const FAINTEST = 1e-100

/** Where a statistics' sums stand. */
export interface SumsMemory {
  readonly width: number
  readonly hi: Float64Array
  readonly lo: Float64Array
}

/** Sums of their own, belonging to no model. */
export function sumsMemory(width: number): SumsMemory {
  const sums = ((width + 2) * (width + 3)) / 2
  return { width, hi: new Float64Array(sums), lo: new Float64Array(sums) }
}

/** What solving asks: `Σ w vᵢ vⱼ` with v = (1, x₁ … x_d, y), over `n` records. */
export interface LeastSquaresMoments {
  readonly width: number
  readonly n: number
  moment(i: number, j: number): DoubleDouble
}

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
export class LeastSquaresStatistics implements LeastSquaresMoments {
  /** Records with a weight above 0. */
  n = 0
  /** The last record as (1, x₁ … x_d, y). */
  readonly record: Float64Array
  readonly width: number
  /** Entry (i, j ≥ i) of the upper triangle stands at `at(i, j)`; complete after `settle()`. */
  readonly hi: Float64Array
  readonly lo: Float64Array
  private readonly recordLow: Float64Array
  private readonly scratch: Float64Array
  /** Records of weight 1 that the sums do not hold yet; only of wide models. */
  private readonly gathered: Float64Array
  private gatheredCount = 0

  /** @param memory where the sums stand */
  constructor(memory: SumsMemory) {
    const size = memory.width + 2
    this.width = memory.width
    this.hi = memory.hi
    this.lo = memory.lo
    this.record = new Float64Array(size)
    this.record[0] = 1
    this.recordLow = new Float64Array(size)
    this.scratch = new Float64Array(2 * size)
    this.gathered = new Float64Array(size >= WIDE ? BLOCK * size : 0)
  }

  /**
   * Takes one record. `x` and `y` are finite and below 1e140 in magnitude, `weight` finite and not negative.
   *
   * @param low low parts of features that are known to more digits than a float64 holds, such as powers
   */
  add(x: Float64Array, y: number, weight: number, low?: Float64Array): void {
    if (weight === 0) return
    this.n++
    if (weight === 1 && !low && this.gathered.length > 0) {
      this.gather(x, y)
      return
    }
    this.settle()
    const v = this.asRecord(x, y)
    if (low) {
      this.recordLow.set(low, 1)
      accumulateWeightedGram(this.hi, this.lo, v, weight, this.recordLow)
    } else if (weight === 1) accumulateGram(this.hi, this.lo, v, this.scratch)
    else accumulateWeightedGram(this.hi, this.lo, v, weight)
  }

  /** Takes a record out again that was added with this weight. */
  remove(x: Float64Array, y: number, weight: number): void {
    this.settle()
    accumulateWeightedGram(this.hi, this.lo, this.asRecord(x, y), -weight)
    this.n--
  }

  /** Multiplies every sum: the records so far count that much less. */
  scale(factor: number): void {
    this.settle()
    const total = this.totalWeight
    const by = fromNumber(total > 0 ? Math.max(factor, Math.min(1, FAINTEST / total)) : factor)
    for (let k = 0; k < this.hi.length; k++) this.put(k, multiply(this.entry(k), by))
  }

  /** Adds `part · g gᵀ` for a double-double g of (1, x₁ … x_d, y). */
  addProduct(g: readonly DoubleDouble[], part: DoubleDouble): void {
    this.settle()
    let k = 0
    g.forEach((left, i) => {
      const scaled = multiply(left, part)
      for (let j = i; j < g.length; j++, k++) {
        this.put(k, add(this.entry(k), multiply(scaled, g[j] as DoubleDouble)))
      }
    })
  }

  /** Becomes what another of the same width is. */
  copy(other: LeastSquaresStatistics): void {
    other.settle()
    this.gatheredCount = 0
    this.hi.set(other.hi)
    this.lo.set(other.lo)
    this.n = other.n
  }

  /**
   * Becomes what `narrower` is, whose records all had 0 in the features that this has between the first `features` of
   * `narrower` and what stands behind them.
   */
  widen(narrower: LeastSquaresStatistics, features = narrower.width): void {
    this.reset()
    this.n = narrower.n
    const added = this.width - narrower.width
    const place = (i: number): number => (i <= features ? i : i + added)
    for (let i = 0; i < narrower.width + 2; i++) {
      for (let j = i; j < narrower.width + 2; j++) this.put(this.at(place(i), place(j)), narrower.moment(i, j))
    }
  }

  /** Brings gathered records into the sums: to be called before anyone reads these where they stand. */
  settle(): void {
    if (this.gatheredCount === 0) return
    gramKernel(this.hi, this.lo, this.gathered, this.gatheredCount, this.width + 2)
    this.gatheredCount = 0
  }

  /** The sum of weights, rounded. */
  get totalWeight(): number {
    this.settle()
    return (this.hi[0] as number) + (this.lo[0] as number)
  }

  /** To be called at least every few thousand records, so that low parts stay low. */
  renormalise(): void {
    this.settle()
    renormalise(this.hi, this.lo)
  }

  /** Adds what another has seen. */
  merge(other: LeastSquaresStatistics): void {
    this.settle()
    other.settle()
    for (let k = 0; k < this.hi.length; k++) this.put(k, add(this.entry(k), other.entry(k)))
    this.n += other.n
  }

  /** Where `Σ w vᵢ vⱼ` stands, for i ≤ j; index 0 is the constant 1, 1 … d the features, d + 1 the label. */
  at(i: number, j: number): number {
    return i * (this.width + 2) - (i * (i - 1)) / 2 + j - i
  }

  /** `Σ w vᵢ vⱼ`, in any order of i and j. */
  moment(i: number, j: number): DoubleDouble {
    this.settle()
    return this.entry(i <= j ? this.at(i, j) : this.at(j, i))
  }

  reset(): void {
    this.hi.fill(0)
    this.lo.fill(0)
    this.n = 0
    this.gatheredCount = 0
  }

  toJSON(): LeastSquaresState {
    this.settle()
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
    this.gatheredCount = 0
    this.hi.set(state.hi)
    this.lo.set(state.lo)
    this.n = state.n
  }

  private gather(x: Float64Array, y: number): void {
    const { gathered, width } = this
    const start = this.gatheredCount * (width + 2)
    gathered[start] = 1
    for (let j = 0; j < width; j++) gathered[start + 1 + j] = x[j] as number
    gathered[start + width + 1] = y
    if (++this.gatheredCount === BLOCK) this.settle()
  }

  private asRecord(x: Float64Array, y: number): Float64Array {
    const v = this.record
    for (let j = 0; j < this.width; j++) v[j + 1] = x[j] as number
    v[this.width + 1] = y
    return v
  }

  private put(k: number, value: DoubleDouble): void {
    this.hi[k] = value.hi
    this.lo[k] = value.lo
  }

  private entry(k: number): DoubleDouble {
    return twoSum(this.hi[k] as number, this.lo[k] as number)
  }
}
