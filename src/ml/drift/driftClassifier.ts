import { checkSaved } from '../estimator/checkSaved.ts'
import type { Classifier, ClassLabel } from '../estimator/classifier.ts'
import type { Accepts, EstimatorJSON } from '../estimator/estimator.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import { argMax, VectorClassifier } from '../estimator/vectorClassifier.ts'
import type { Input } from '../estimator/vectorEstimator.ts'
import { isTimedLearner, type TimedLearner } from '../linear/timedLearner.ts'
import type { DriftAware } from './driftAware.ts'
import type { DriftDetector } from './driftDetector.ts'
import { type DriftAlarm, DriftWatch, type DriftWatchState, type OnDriftOptions } from './driftWatch.ts'

/** A classifier whose errors (1 for a wrong class, 0 for the right one) are watched. Made by `ml.onDrift`. */
export class DriftClassifier<M extends Classifier = Classifier>
  extends VectorClassifier
  implements DriftAware, TimedLearner
{
  readonly type = 'DriftClassifier'
  readonly #watch: DriftWatch<M>
  #adopting = false
  #probabilities = new Float64Array(0)

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(model: M, detector: DriftDetector, options: OnDriftOptions = {}) {
    super()
    this.#watch = new DriftWatch(model, detector, options)
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

  get needsTime(): boolean {
    return isTimedLearner(this.model) && this.model.needsTime
  }

  advanceTo(timestampMs: number): void {
    this.#watch.advanceTo(timestampMs)
  }

  override get classes(): readonly ClassLabel[] {
    return this.model.classes
  }

  override classIndex(label: ClassLabel): number {
    this.#watch.background?.classIndex(label)
    return this.model.classIndex(label)
  }

  learnVector(x: Float64Array, classIndex: number, weight: number): void {
    this.watched(x, classIndex, weight)
  }

  override learnValues(values: readonly unknown[], classIndex: number, weight: number): void {
    if (this.accepts === 'numbers') super.learnValues(values, classIndex, weight)
    else this.watched(values, classIndex, weight)
  }

  probabilitiesOfVector(x: Float64Array, out: Float64Array): void {
    this.model.probabilitiesOfVector(x, out)
  }

  override probabilitiesOfValues(values: readonly unknown[], out: Float64Array): void {
    if (this.accepts === 'numbers') super.probabilitiesOfValues(values, out)
    else this.model.probabilitiesOfValues(values, out)
  }

  clone(): DriftClassifier<M> {
    return new DriftClassifier(this.model.clone() as M, this.detector.clone(), this.#watch.given)
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

  /** The model makes room for its classes itself. */
  protected addClass(): void {}

  private watched(x: Input, classIndex: number, weight: number): void {
    const { model } = this
    if (this.#probabilities.length !== model.classes.length)
      this.#probabilities = new Float64Array(model.classes.length)
    if (x instanceof Float64Array) model.probabilitiesOfVector(x, this.#probabilities)
    else model.probabilitiesOfValues(x, this.#probabilities)
    this.#watch.observe(argMax(this.#probabilities) !== classIndex, weight)
    learn(model, x, classIndex, weight)
    if (this.#watch.background) learn(this.#watch.background, x, classIndex, weight)
  }
}

function learn(model: Classifier, x: Input, classIndex: number, weight: number): void {
  if (x instanceof Float64Array) model.learnVector(x, classIndex, weight)
  else model.learnValues(x, classIndex, weight)
}
