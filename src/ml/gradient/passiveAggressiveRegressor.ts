import { checkSaved } from '../estimator/checkSaved.ts'
import type { EstimatorJSON } from '../estimator/estimator.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import { VectorRegressor } from '../estimator/vectorRegressor.ts'
import { describeLinear } from './describeWeights.ts'
import { LinearWeights, type LinearWeightsState } from './linearWeights.ts'
import { checkNumber } from './numberOption.ts'
import {
  type PassiveAggressiveOptions,
  type PassiveAggressiveStep,
  passiveAggressiveStep,
  readPassiveAggressive,
} from './passiveAggressive.ts'

/** Options of {@link PassiveAggressiveRegressor}. */
export interface PassiveAggressiveRegressorOptions extends PassiveAggressiveOptions {
  /** Errors up to this cost nothing. Default 0.1. */
  readonly epsilon?: number | undefined
}

/**
 * Passive while a prediction is within `epsilon` of the label, aggressive otherwise: the weights move by no more than it
 * takes to put it right (Crammer et al., JMLR 7, 2006). Needs no learning rate. Put a `StandardScaler` before it.
 *
 * The intercept counts as a feature that is always 1. River and scikit-learn leave it out of the norm, so that their
 * steps overshoot (`interceptInNorm: false`); River's regressor also measures its loss from `2 y − 1` instead of `y`.
 *
 * Memory: d + 1 weights.
 *
 * @example
 * const model = new ml.PassiveAggressiveRegressor({ mode: 'hard', epsilon: 1 })
 * model.learnOne({ x: 3 }, 11) // loss 10, norm 3² + 1 = 10: τ = 1
 * model.weights // { x: 3 }, and model.intercept is 1
 * model.predictOne({ x: 3 }) // 10, within 1 of 11
 */
export class PassiveAggressiveRegressor extends VectorRegressor {
  readonly type = 'PassiveAggressiveRegressor'
  readonly options: PassiveAggressiveStep & { readonly epsilon: number }
  #weights = new LinearWeights(this.type, 0)

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: PassiveAggressiveRegressorOptions = {}) {
    super()
    const step = readPassiveAggressive('PassiveAggressiveRegressor', options, ['epsilon'])
    const { epsilon = 0.1 } = options
    checkNumber('PassiveAggressiveRegressor', 'epsilon', epsilon, { from: 0 })
    this.options = { ...step, epsilon }
  }

  get n(): number {
    return this.#weights.n
  }

  /** One a feature, in the order of `features`. */
  get coefficients(): number[] {
    return this.#weights.coefficients
  }

  /** The coefficients by feature. */
  get weights(): Record<string, number> {
    const { coefficients } = this
    return Object.fromEntries(this.features.map((name, j) => [name, coefficients[j] as number]))
  }

  /** 0 without an intercept. */
  get intercept(): number {
    return this.#weights.intercept
  }

  learnVector(x: Float64Array, y: number, weight: number): void {
    const error = y - this.#weights.score(x)
    const tau = passiveAggressiveStep(this.options, x, Math.abs(error) - this.options.epsilon, weight)
    if (tau > 0) {
      const step = Math.sign(error) * tau
      this.#weights.move(x, step, this.options.fitIntercept ? step : 0)
    }
    this.#weights.n++
  }

  predictVector(x: Float64Array): number {
    return this.#weights.score(x)
  }

  clone(): PassiveAggressiveRegressor {
    return new PassiveAggressiveRegressor(this.options)
  }

  toJSON(): EstimatorJSON {
    const options = { ...this.options }
    return { type: this.type, format: 1, options, features: this.features, state: this.#weights.toJSON() }
  }

  restore(json: EstimatorJSON): void {
    checkSaved(json, this)
    this.reset(json.features.length > 0 ? json.features : this.features)
    if (json.features.length > 0) this.#weights.restore(json.state as LinearWeightsState)
  }

  describe(): ModelDescription {
    const parameters = Object.entries(this.options).map(([name, value]) => ({ name, value }))
    return describeLinear(this.type, this, parameters, this.options.fitIntercept)
  }

  protected start(features: readonly string[]): void {
    this.#weights = new LinearWeights(this.type, features.length)
  }

  protected override extend(names: readonly string[]): void {
    this.#weights.extend(names.length)
  }
}
