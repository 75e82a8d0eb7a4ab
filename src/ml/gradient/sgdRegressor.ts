import { FlinknbError } from '../../base/errors.ts'
import { checkSaved } from '../estimator/checkSaved.ts'
import type { EstimatorJSON } from '../estimator/estimator.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import { VectorRegressor } from '../estimator/vectorRegressor.ts'
import type { StepOptions } from './compileStep.ts'
import { describeWeights } from './describeWeights.ts'
import { GradientCore, type GradientState } from './gradientCore.ts'
import { type GradientOptions, readStepOptions } from './linearOptions.ts'
import { type Loss, lossCode } from './loss.ts'

/** Options of {@link SGDRegressor}. */
export interface SGDRegressorOptions extends GradientOptions {
  /**
   * A value of `ml.losses` or a name: `squared` (default), `absolute`, `huber`, `quantile`, `epsilonInsensitive`, `cauchy`,
   * `poisson`.
   */
  readonly loss?: Loss | string | undefined
}

/**
 * A linear model learned by gradient descent, one record at a time: River's `LinearRegression`, scikit-learn's
 * `SGDRegressor`. It forgets what no longer holds, takes any loss, and costs O(d) a record; for the exact least squares
 * of all records use `LinearRegression`. Put a `StandardScaler` before it, or use a scale-free optimizer
 * (`ml.optim.NormalizedAdaptive`).
 *
 * Memory: d + 1 weights, and as many numbers again for each array its optimizer keeps (0 to 3). Steps depend on their
 * order, so two of them cannot be merged.
 *
 * @example
 * const model = new ml.SGDRegressor({ optimizer: ml.optim.SGD({ learningRate: 0.1 }) })
 * model.learnOne({ x: 1 }, 5) // p = 0, slope 2 (0 − 5) = −10: both weights move by 0.1 · 10
 * model.weights // { x: 1 }, and model.intercept is 1
 * model.predictOne({ x: 2 }) // 3
 */
export class SGDRegressor extends VectorRegressor {
  readonly type = 'SGDRegressor'
  readonly options: StepOptions
  readonly #forCounts: boolean
  #core: GradientCore

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: SGDRegressorOptions = {}) {
    super()
    this.options = readStepOptions('SGDRegressor', options, false)
    this.#forCounts = lossCode(this.options.loss).forCounts ?? false
    this.#core = new GradientCore(this.type, 0, this.options)
  }

  get n(): number {
    return this.#core.n
  }

  /** One a feature, in the order of `features`. */
  get coefficients(): number[] {
    return this.#core.coefficients
  }

  /** The coefficients by feature. */
  get weights(): Record<string, number> {
    const { coefficients } = this
    return Object.fromEntries(this.features.map((name, j) => [name, coefficients[j] as number]))
  }

  /** 0 without an intercept. */
  get intercept(): number {
    return this.#core.intercept
  }

  learnVector(x: Float64Array, y: number, weight: number): void {
    this.checkCount(y)
    if (Number.isNaN(this.#core.learn(x, y, weight))) throw this.#core.diverged()
  }

  predictVector(x: Float64Array): number {
    return this.#core.predict(x)
  }

  override predictAndLearnVector(x: Float64Array, y: number, weight: number): number {
    this.checkCount(y)
    const prediction = this.#core.predictAndLearn(x, y, weight)
    if (Number.isNaN(prediction)) throw this.#core.diverged()
    return prediction
  }

  override predictThenLearnVector(asked: Float64Array, x: Float64Array, y: number, weight: number): number {
    this.checkCount(y)
    const prediction = this.#core.predictThenLearn(asked, x, y, weight)
    if (Number.isNaN(prediction)) throw this.#core.diverged()
    return prediction
  }

  clone(): SGDRegressor {
    return new SGDRegressor(this.options)
  }

  toJSON(): EstimatorJSON {
    const options = { ...this.options }
    return { type: this.type, format: 1, options, features: this.features, state: this.#core.toJSON() }
  }

  restore(json: EstimatorJSON): void {
    checkSaved(json, this)
    this.reset(json.features.length > 0 ? json.features : this.features)
    if (json.features.length > 0) this.#core.restore(json.state as GradientState, json.features.length)
  }

  describe(): ModelDescription {
    return describeWeights(this.type, this, this.options, this.#core.clipped)
  }

  protected start(features: readonly string[]): void {
    this.#core = new GradientCore(this.type, features.length, this.options)
  }

  protected override extend(names: readonly string[]): void {
    this.#core.extend(names.length)
  }

  private checkCount(y: number): void {
    if (!this.#forCounts || y >= 0) return
    throw new FlinknbError('MODEL', `SGDRegressor: label: ${y} is below 0, where the poisson loss counts.`, {
      fix: `Filter such rows out, or use loss: 'squared'.`,
    })
  }
}
