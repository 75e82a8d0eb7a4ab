import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import type { AffineMap } from '../estimator/affineMap.ts'
import { checkSaved } from '../estimator/checkSaved.ts'
import type { EstimatorJSON } from '../estimator/estimator.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import type { AffineRegressor } from '../estimator/regressor.ts'
import { VectorRegressor } from '../estimator/vectorRegressor.ts'
import { describeRegression } from './describeRegression.ts'
import { LeastSquares, type LeastSquaresSnapshot } from './leastSquares.ts'
import { type RegressionSummary, summarise } from './regressionSummary.ts'
import type { SolvedRegression } from './solveRegression.ts'

/** Options of {@link LinearRegression}. */
export interface LinearRegressionOptions {
  /** Ridge: λ in `Σ w (y − ŷ)² + λ Σ β²`, as scikit-learn's `Ridge(alpha)`; the intercept is not penalised. Default 0. */
  readonly l2?: number | undefined
  /** Default true. */
  readonly fitIntercept?: boolean | undefined
}

/**
 * Linear regression by least squares, exact after every record: at least 12 correct digits on all of NIST's linear
 * reference sets, in any order of records, merged or in one piece. Weights count as repeated records do in sums; `n` and
 * the degrees of freedom count records, as R's `lm` does.
 *
 * Constant and collinear columns are dropped as by R's `lm`: named in `dropped`, null in `coefficients`, 0 in
 * predictions. While there are fewer records than coefficients the shortest solution is used, as by scikit-learn.
 *
 * Memory: (d + 2)(d + 3) + O(d²) numbers. Time a record: O(d²) to learn, O(d³) for the first prediction after that.
 *
 * @example
 * const model = new ml.LinearRegression().fit([{ x: 1 }, { x: 2 }, { x: 3 }], [3, 5, 7])
 * model.coefficients // [2]
 * model.predictOne({ x: 10 }) // 21
 */
export class LinearRegression extends VectorRegressor implements AffineRegressor {
  readonly type = 'LinearRegression'
  readonly #l2: number
  readonly #fitIntercept: boolean
  #core: LeastSquares
  #map: (() => AffineMap) | undefined
  #solved: { readonly version: number; readonly solution: SolvedRegression } | undefined
  #version = 0

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: LinearRegressionOptions = {}) {
    super()
    checkOptionNames('LinearRegression', options, ['l2', 'fitIntercept'])
    const { l2 = 0, fitIntercept = true } = options
    if (typeof l2 !== 'number' || !(l2 >= 0 && l2 < Number.POSITIVE_INFINITY)) {
      throw new FlinknbError('INVALID_OPTION', `LinearRegression: l2: ${show(l2)} is no penalty.`, {
        fix: 'Pass a finite number of 0 or more.',
      })
    }
    if (typeof fitIntercept !== 'boolean') {
      throw new FlinknbError(
        'INVALID_OPTION',
        `LinearRegression: fitIntercept: ${show(fitIntercept)} is not true or false.`,
      )
    }
    this.#l2 = l2
    this.#fitIntercept = fitIntercept
    this.#core = new LeastSquares(0, l2, fitIntercept)
  }

  get n(): number {
    return this.#core.n
  }

  get options(): { readonly l2: number; readonly fitIntercept: boolean } {
    return { l2: this.#l2, fitIntercept: this.#fitIntercept }
  }

  /** One a feature, in the order of `features`; null for a dropped column. In a pipeline: of the transformed features. */
  get coefficients(): (number | null)[] {
    return this.summary().coefficients.map(coefficient => coefficient.value)
  }

  /** 0 without an intercept. */
  get intercept(): number {
    return this.summary().intercept.value ?? 0
  }

  /** Features that are constant or follow from those before them. */
  get dropped(): string[] {
    return this.summary().dropped
  }

  /** One a feature; null where there is none: dropped columns, ridge, no record to spare. */
  get standardErrors(): (number | null)[] {
    return this.summary().coefficients.map(coefficient => coefficient.standardError)
  }

  /** σ²: `Σ w (y − ŷ)²` by degrees of freedom; null without one to spare. */
  get residualVariance(): number | null {
    return this.summary().residualVariance
  }

  /** Share of the label's variation explained; about 0 instead of the mean without an intercept, as in R. Null where undefined. */
  get r2(): number | null {
    return this.summary().r2
  }

  /** Everything that can be said about the fit, as plain data. */
  summary(): RegressionSummary {
    return summarise(this.solution(), this.features, this.n, { l2: this.#l2, fitIntercept: this.#fitIntercept })
  }

  describe(): ModelDescription {
    return describeRegression(this.summary(), this.features, this.options)
  }

  /**
   * Learns numbers in feature order, already checked.
   *
   * @param low low parts of features known to more digits than a float64 holds (`x + low`): powers of a measured value
   *   rounded to float64 are other data, from which NIST's Filip keeps 7 digits
   */
  learnVector(x: Float64Array, y: number, weight: number, low?: Float64Array): void {
    this.#version++
    this.#core.learn(x, y, weight, low)
  }

  predictVector(x: Float64Array): number {
    return this.#core.predict(x)
  }

  override predictAndLearnVector(x: Float64Array, y: number, weight: number): number {
    this.#version++
    return this.#core.predictAndLearn(x, y, weight)
  }

  override learnOne(x: object, y: number, weight = 1): void {
    this.refuseInPipeline('learnOne')
    super.learnOne(x, y, weight)
  }

  override predictOne(x: object): number {
    this.refuseInPipeline('predictOne')
    return super.predictOne(x)
  }

  override fit(...args: Parameters<VectorRegressor['fit']>): this {
    this.refuseInPipeline('fit')
    return super.fit(...args)
  }

  override partialFit(...args: Parameters<VectorRegressor['partialFit']>): this {
    this.refuseInPipeline('partialFit')
    return super.partialFit(...args)
  }

  override predict(...args: Parameters<VectorRegressor['predict']>): number[] {
    this.refuseInPipeline('predict')
    return super.predict(...args)
  }

  readThrough(map: () => AffineMap): void {
    if (this.#map || this.n > 0) {
      throw new FlinknbError(
        'INVALID_STATE',
        `pipeline: this LinearRegression ${this.#map ? 'stands in another pipeline' : 'has already learned'}.`,
        { fix: 'Pass a fresh one, or its clone().' },
      )
    }
    this.#map = map
    this.start(this.features)
  }

  /**
   * Adds what another regression of the same configuration has learned.
   *
   * @throws FlinknbError `MODEL` when configuration or features differ
   */
  merge(other: LinearRegression): this {
    if (other.#l2 !== this.#l2 || other.#fitIntercept !== this.#fitIntercept) {
      throw new FlinknbError('MODEL', 'LinearRegression: merge() of another configuration.', {
        fix: 'Merge what clone() gave.',
      })
    }
    if (other.features.length === 0) return this
    this.useFeatures(other.features)
    if (other.features.some((name, j) => name !== this.features[j])) {
      throw new FlinknbError('MODEL', 'LinearRegression: merge() with features in another order.', {
        fix: 'Call useFeatures() with the same list on both before learning.',
      })
    }
    this.#version++
    this.#core.merge(other.#core)
    return this
  }

  clone(): LinearRegression {
    return new LinearRegression(this.options)
  }

  toJSON(): EstimatorJSON {
    return { type: this.type, format: 1, options: this.options, features: this.features, state: this.#core.toJSON() }
  }

  restore(json: EstimatorJSON): void {
    checkSaved(json, this)
    this.reset(json.features.length > 0 ? json.features : this.features)
    if (json.features.length > 0) this.#core.restore(json.state as LeastSquaresSnapshot)
  }

  protected start(features: readonly string[]): void {
    this.#version++
    this.#core = new LeastSquares(features.length, this.#l2, this.#fitIntercept, this.#map)
  }

  private solution(): SolvedRegression {
    if (this.#solved?.version !== this.#version) {
      this.#solved = { version: this.#version, solution: this.#core.solve() }
    }
    return this.#solved.solution
  }

  private refuseInPipeline(call: string): void {
    if (!this.#map) return
    throw new FlinknbError('INVALID_STATE', `LinearRegression: ${call}() on a step of a pipeline.`, {
      fix: `Call ${call}() of the pipeline, or of a clone() of this regression.`,
    })
  }
}
