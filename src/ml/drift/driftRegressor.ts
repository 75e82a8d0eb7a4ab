import { checkSaved } from '../estimator/checkSaved.ts'
import type { Accepts, EstimatorJSON } from '../estimator/estimator.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import type { Regressor } from '../estimator/regressor.ts'
import type { Input } from '../estimator/vectorEstimator.ts'
import { VectorRegressor } from '../estimator/vectorRegressor.ts'
import { isTimedLearner } from '../linear/timedLearner.ts'
import { forwardAbilities } from '../pipeline/forwardAbilities.ts'
import type { DriftAware } from './driftAware.ts'
import type { DriftDetector } from './driftDetector.ts'
import { type DriftAlarm, DriftWatch, type DriftWatchState, type OnDriftOptions } from './driftWatch.ts'

/**
 * A regressor whose absolute errors, each made before its record was learned, are watched. Made by `ml.onDrift`. It gives
 * intervals and forgets by time where its model does.
 */
export class DriftRegressor<M extends Regressor = Regressor> extends VectorRegressor implements DriftAware {
  readonly type = 'DriftRegressor'
  readonly #watch: DriftWatch<M>
  #adopting = false

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(model: M, detector: DriftDetector, options: OnDriftOptions = {}) {
    super()
    this.#watch = new DriftWatch(model, detector, options)
    forwardAbilities(
      this,
      model,
      input => input,
      x => this.inputKnown(x),
    )
    if (isTimedLearner(model)) {
      // The time is also that of the model in the background.
      const advanceTo = (timestampMs: number) => this.#watch.advanceTo(timestampMs)
      Object.defineProperty(this, 'advanceTo', { value: advanceTo, configurable: true })
    }
    // A model that has learned already is taken as it is.
    if (model.features.length > 0) {
      this.#adopting = true
      this.useFeatures(model.features)
      this.#adopting = false
    }
  }

  /** The model that predicts. */
  get model(): M {
    return this.#watch.model
  }

  /** What watches its errors. */
  get detector(): DriftDetector {
    return this.#watch.detector
  }

  /** The newest thousand. */
  get alarms(): readonly DriftAlarm[] {
    return this.#watch.alarms
  }

  get alarmCount(): number {
    return this.#watch.alarmCount
  }

  /** Records learned, resets or not. */
  get n(): number {
    return this.#watch.n
  }

  override get accepts(): M['accepts'] & Accepts {
    return this.model.accepts
  }

  learnVector(x: Float64Array, y: number, weight: number): void {
    this.predictAndLearnVector(x, y, weight)
  }

  override learnValues(values: readonly unknown[], y: number, weight: number): void {
    if (this.accepts === 'numbers') super.learnValues(values, y, weight)
    else this.watched(values, y, weight)
  }

  predictVector(x: Float64Array): number {
    return this.model.predictVector(x)
  }

  override predictValues(values: readonly unknown[]): number {
    return this.accepts === 'numbers' ? super.predictValues(values) : this.model.predictValues(values)
  }

  override predictAndLearnVector(x: Float64Array, y: number, weight: number): number {
    return this.watched(x, y, weight)
  }

  clone(): DriftRegressor<M> {
    return new DriftRegressor(this.model.clone() as M, this.detector.clone(), this.#watch.given)
  }

  toJSON(): EstimatorJSON {
    const state = this.#watch.toJSON()
    return { type: this.type, format: 1, options: this.#watch.options, features: this.features, state }
  }

  restore(json: EstimatorJSON): void {
    checkSaved(json, this)
    this.reset(json.features.length > 0 ? json.features : this.features)
    this.#watch.restore(json.state as DriftWatchState)
  }

  describe(): ModelDescription {
    return this.#watch.describe()
  }

  protected start(features: readonly string[]): void {
    if (!this.#adopting) this.#watch.reset(features)
  }

  protected override extend(names: readonly string[]): void {
    this.model.extendFeatures(names)
    this.#watch.background?.extendFeatures(names)
  }

  private watched(x: Input, y: number, weight: number): number {
    const prediction = x instanceof Float64Array ? this.model.predictVector(x) : this.model.predictValues(x)
    this.#watch.observe(Math.abs(y - prediction), weight)
    learn(this.model, x, y, weight)
    if (this.#watch.background) learn(this.#watch.background, x, y, weight)
    return prediction
  }
}

function learn(model: Regressor, x: Input, y: number, weight: number): void {
  if (x instanceof Float64Array) model.learnVector(x, y, weight)
  else model.learnValues(x, y, weight)
}
