import { checkSaved } from '../estimator/checkSaved.ts'
import type { ClassLabel } from '../estimator/classifier.ts'
import type { EstimatorJSON } from '../estimator/estimator.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import { BinaryClassifier, classOption, readClasses } from './binaryClassifier.ts'
import { describeLinear } from './describeWeights.ts'
import { LinearWeights, type LinearWeightsState } from './linearWeights.ts'
import {
  type PassiveAggressiveOptions,
  type PassiveAggressiveStep,
  passiveAggressiveStep,
  readPassiveAggressive,
} from './passiveAggressive.ts'

/** Options of {@link PassiveAggressiveClassifier}. */
export interface PassiveAggressiveClassifierOptions extends PassiveAggressiveOptions {
  /** The two classes, the one that positive scores speak for last. By default as they are met. */
  readonly classes?: readonly ClassLabel[] | undefined
}

/**
 * Passive while a record is on its side of the line by a margin of 1, aggressive otherwise: the weights move by no more
 * than it takes to bring it there (Crammer et al., JMLR 7, 2006). Needs no learning rate. Its probabilities are the
 * sigmoid of the score, not calibrated. Put a `StandardScaler` before it.
 *
 * The intercept counts as a feature that is always 1; River and scikit-learn leave it out of the norm, so that their
 * steps overshoot (`interceptInNorm: false`).
 *
 * Memory: d + 1 weights.
 *
 * @example
 * const model = new ml.PassiveAggressiveClassifier({ mode: 'hard', classes: [false, true] })
 * model.learnOne({ a: 1, b: -1 }, true) // loss 1, norm 1 + 1 + 1 = 3: τ = 1/3
 * model.decisionOne({ a: 1, b: -1 }) // 1: just the margin
 */
export class PassiveAggressiveClassifier extends BinaryClassifier {
  readonly type = 'PassiveAggressiveClassifier'
  readonly options: PassiveAggressiveStep & { readonly classes?: readonly ClassLabel[] }
  #weights = new LinearWeights(this.type, 0)

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: PassiveAggressiveClassifierOptions = {}) {
    super('PassiveAggressiveClassifier', options.classes)
    const step = readPassiveAggressive('PassiveAggressiveClassifier', options, ['classes'])
    this.options = { ...step, ...classOption(readClasses('PassiveAggressiveClassifier', options.classes)) }
  }

  get n(): number {
    return this.#weights.n
  }

  get coefficients(): number[] {
    return this.#weights.coefficients
  }

  get intercept(): number {
    return this.#weights.intercept
  }

  learnVector(x: Float64Array, classIndex: number, weight: number): void {
    const side = classIndex === 1 ? 1 : -1
    const tau = passiveAggressiveStep(this.options, x, 1 - side * this.#weights.score(x), weight)
    if (tau > 0) this.#weights.move(x, side * tau, this.options.fitIntercept ? side * tau : 0)
    this.#weights.n++
  }

  clone(): PassiveAggressiveClassifier {
    return new PassiveAggressiveClassifier(this.options)
  }

  toJSON(): EstimatorJSON {
    const state = { classes: [...this.classes], ...this.#weights.toJSON() }
    return { type: this.type, format: 1, options: { ...this.options }, features: this.features, state }
  }

  restore(json: EstimatorJSON): void {
    checkSaved(json, this)
    this.reset(json.features.length > 0 ? json.features : this.features)
    const state = json.state as LinearWeightsState & { readonly classes: readonly ClassLabel[] }
    this.restoreBinaryClasses(state.classes)
    this.#weights.restore(state)
  }

  describe(): ModelDescription {
    const { classes: _, ...options } = this.options
    const parameters = Object.entries(options).map(([name, value]) => ({ name, value }))
    return describeLinear(this.type, this, parameters, this.options.fitIntercept, this.sideNote())
  }

  protected scoreOf(x: Float64Array): number {
    return this.#weights.score(x)
  }

  protected probabilityOf(score: number): number {
    return 1 / (1 + Math.exp(-score))
  }

  protected start(features: readonly string[]): void {
    this.#weights = new LinearWeights(this.type, features.length)
  }

  protected override extend(names: readonly string[]): void {
    this.#weights.extend(names.length)
  }
}
