import { FlinknbError } from '../../base/errors.ts'
import { type AroundLearning, compileAroundLearning } from './compileAroundLearning.ts'

/** Plain data of {@link RunningMoments}. */
export interface RunningMomentsState {
  readonly n: number
  readonly mean: readonly number[]
  readonly squares: readonly number[]
}

/**
 * Mean and variance of several columns, one pass, one record at a time (Welford, Technometrics 4, 1962), merged by the
 * formula of Chan, Golub and LeVeque (1979).
 */
export class RunningMoments {
  n = 0
  readonly mean: Float64Array
  /** `Σ (x − mean)²`. */
  private readonly squares: Float64Array
  private readonly deviations: Float64Array
  /** The n that `deviations` were computed for. */
  private deviationsOf = -1

  constructor(width: number) {
    this.mean = new Float64Array(width)
    this.squares = new Float64Array(width)
    this.deviations = new Float64Array(width)
  }

  add(x: Float64Array): void {
    const { mean, squares } = this
    const part = 1 / ++this.n
    for (let j = 0; j < mean.length; j++) {
      const before = (x[j] as number) - (mean[j] as number)
      const updated = (mean[j] as number) + before * part
      mean[j] = updated
      squares[j] = (squares[j] as number) + before * ((x[j] as number) - updated)
    }
  }

  /**
   * What scales a record by these moments before and after they learn it, for hot loops.
   *
   * @param options whether the mean is subtracted, and whether the deviation is divided by
   */
  aroundLearning(options: { readonly withMean: boolean; readonly withStd: boolean }): AroundLearning {
    const step = compileAroundLearning(
      this,
      { mean: this.mean, squares: this.squares, deviations: this.deviations },
      options,
    )
    return (x, before, after) => {
      if (this.deviationsOf !== this.n) this.computeDeviations()
      step(x, before, after)
      this.deviationsOf = this.n
    }
  }

  /** Population variance of column j; 0 before the first record. */
  variance(j: number): number {
    return this.n > 0 ? (this.squares[j] as number) / this.n : 0
  }

  /** The population deviation of column j, or 1 where it is constant. */
  scale(j: number): number {
    return this.isConstant(j) ? 1 : Math.sqrt(this.variance(j))
  }

  /** {@link scale} of every column, computed once a record however often it is asked for. Reused. */
  get scales(): Float64Array {
    if (this.deviationsOf !== this.n) this.computeDeviations()
    return this.deviations
  }

  /** Whether what varies in column j can be rounding alone: scikit-learn's bound, `n ε σ² + (n mean ε)²`. */
  isConstant(j: number): boolean {
    const variance = this.variance(j)
    const rounding = this.n * Number.EPSILON
    const bound = rounding * (this.mean[j] as number)
    return variance <= rounding * variance + bound * bound
  }

  /** Adds what another has seen; its column `columns[j]` belongs to column j. */
  merge(other: RunningMoments, columns: readonly number[]): void {
    if (other.n === 0) return
    const total = this.n + other.n
    columns.forEach((column, j) => {
      const distance = (other.mean[column] as number) - (this.mean[j] as number)
      const between = distance * distance * ((this.n * other.n) / total)
      this.squares[j] = (this.squares[j] as number) + (other.squares[column] as number) + between
      this.mean[j] = (this.mean[j] as number) + (distance * other.n) / total
    })
    this.n = total
    this.deviationsOf = -1
  }

  /** The same over more columns, which held 0 in every record so far. */
  widened(width: number): RunningMoments {
    const wider = new RunningMoments(width)
    wider.n = this.n
    wider.mean.set(this.mean)
    wider.squares.set(this.squares)
    return wider
  }

  private computeDeviations(): void {
    for (let j = 0; j < this.deviations.length; j++) this.deviations[j] = this.scale(j)
    this.deviationsOf = this.n
  }

  toJSON(): RunningMomentsState {
    return { n: this.n, mean: [...this.mean], squares: [...this.squares] }
  }

  /** @throws FlinknbError `MODEL` when the state does not fit */
  restore(state: RunningMomentsState): void {
    const numbers = [state.n, ...state.mean, ...state.squares]
    if (numbers.length !== 1 + 2 * this.mean.length || !numbers.every(Number.isFinite)) {
      throw new FlinknbError('MODEL', 'A saved scaler does not fit its features or is damaged.', {
        fix: `Expected ${this.mean.length} means and squares.`,
      })
    }
    this.n = state.n
    this.deviationsOf = -1
    this.mean.set(state.mean)
    this.squares.set(state.squares)
  }
}
