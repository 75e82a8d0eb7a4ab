import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import { checkSaved } from '../estimator/checkSaved.ts'
import type { Accepts, EstimatorJSON } from '../estimator/estimator.ts'
import { type Construct, checkSpec, specOf } from '../estimator/estimatorSpec.ts'
import type { IntervalRegressor, PredictedInterval } from '../estimator/intervalRegressor.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import type { Regressor } from '../estimator/regressor.ts'
import type { Input } from '../estimator/vectorEstimator.ts'
import { VectorRegressor } from '../estimator/vectorRegressor.ts'
import { isTimedLearner, type TimedLearner } from '../linear/timedLearner.ts'
import { type ConformalOptions, type ConformalSettings, readConformalOptions } from './conformalOptions.ts'
import { IntervalKeeper, type IntervalKeeperState } from './intervalKeeper.ts'

/**
 * Gives any regressor intervals, from the residuals of its newest predictions, each made before its record was learned.
 * `ml.prequential` writes them to `lower` and `upper`. How often labels really were within is `coverage`, over the
 * window and over all (`overallCoverage`). Wrap a whole pipeline, so that residuals are those of its predictions.
 *
 * Memory: the model's, and 2 numbers a residual of the window. Time a record: the model's, and one search of the window.
 *
 * @example
 * const model = new ml.ConformalIntervals(new ml.DummyRegressor(), { level: 0.5, window: 3 })
 * for (const y of [4, 8, 5]) model.learnOne({ x: 0 }, y) // residuals 4 − 0, 8 − 4, 5 − 6
 * model.predictIntervalOne({ x: 0 }) // mean 5⅔, the 2nd smallest of 1, 4, 4 to both sides: 1⅔ to 9⅔
 */
export class ConformalIntervals<M extends Regressor = Regressor>
  extends VectorRegressor
  implements IntervalRegressor, TimedLearner
{
  readonly type = 'ConformalIntervals'
  readonly #settings: ConformalSettings
  readonly #bounds = new Float64Array(2)
  #keeper: IntervalKeeper
  #adopting = false

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(
    readonly model: M,
    options: ConformalOptions = {},
  ) {
    super()
    if (model === null || typeof model !== 'object' || model.kind !== 'regressor') {
      throw new FlinknbError('INVALID_OPTION', `ConformalIntervals: model: ${show(model)} is no regressor.`, {
        fix: 'Pass one, such as ml.pipeline(new ml.StandardScaler(), new ml.SGDRegressor()).',
      })
    }
    this.#settings = readConformalOptions(options)
    this.#keeper = new IntervalKeeper(this.#settings)
    // A model that has learned already is taken as it is.
    if (model.features.length > 0) {
      this.#adopting = true
      this.useFeatures(model.features)
      this.#adopting = false
    }
  }

  get level(): number {
    return this.#settings.level
  }

  /** Share of the window's labels that were within the interval given for them; null before there was one. */
  get coverage(): number | null {
    return this.#keeper.coverage
  }

  /** The same of all labels so far. */
  get overallCoverage(): number | null {
    return this.#keeper.overallCoverage
  }

  /** Mean width of all intervals so far. */
  get meanWidth(): number | null {
    return this.#keeper.meanWidth
  }

  /** Records the model has learned. */
  get n(): number {
    return this.model.n
  }

  override get accepts(): M['accepts'] & Accepts {
    return this.model.accepts
  }

  get needsTime(): boolean {
    return isTimedLearner(this.model) && this.model.needsTime
  }

  advanceTo(timestampMs: number): void {
    if (isTimedLearner(this.model)) this.model.advanceTo(timestampMs)
  }

  learnVector(x: Float64Array, y: number, weight: number): void {
    this.predictAndLearnVector(x, y, weight)
  }

  predictVector(x: Float64Array): number {
    return this.model.predictVector(x)
  }

  override predictAndLearnVector(x: Float64Array, y: number, weight: number): number {
    const prediction = this.model.predictAndLearnVector(x, y, weight)
    if (weight > 0) this.#keeper.observe(y - prediction)
    return prediction
  }

  override learnValues(values: readonly unknown[], y: number, weight: number): void {
    if (this.accepts === 'numbers') super.learnValues(values, y, weight)
    else {
      const prediction = this.model.predictValues(values)
      this.model.learnValues(values, y, weight)
      if (weight > 0) this.#keeper.observe(y - prediction)
    }
  }

  override predictValues(values: readonly unknown[]): number {
    return this.accepts === 'numbers' ? super.predictValues(values) : this.model.predictValues(values)
  }

  intervalOfVector(x: Float64Array, out: Float64Array): boolean {
    return this.intervalAround(() => this.model.predictVector(x), out)
  }

  intervalOfValues(values: readonly unknown[], out: Float64Array): boolean {
    return this.intervalAround(() => this.predictValues(values), out)
  }

  predictIntervalOne(x: object): PredictedInterval | null {
    if (this.features.length === 0) return null
    const input: Input = this.inputKnown(x)
    const numbers = input instanceof Float64Array
    const prediction = numbers ? this.predictVector(input) : this.predictValues(input)
    if (!this.intervalAround(() => prediction, this.#bounds)) return null
    return { prediction, lower: this.#bounds[0] as number, upper: this.#bounds[1] as number }
  }

  clone(): ConformalIntervals<M> {
    return new ConformalIntervals(this.model.clone() as M, this.#settings)
  }

  toJSON(): EstimatorJSON {
    return {
      type: this.type,
      format: 1,
      options: { model: specOf(this.model), ...this.#settings },
      features: this.features,
      state: { model: this.model.toJSON(), intervals: this.#keeper.toJSON() },
    }
  }

  restore(json: EstimatorJSON): void {
    checkSaved(json, this)
    const { model, intervals } = json.state as {
      readonly model: EstimatorJSON
      readonly intervals: IntervalKeeperState
    }
    this.reset(json.features.length > 0 ? json.features : this.features)
    this.model.restore(model)
    this.#keeper.restore(intervals)
  }

  describe(): ModelDescription {
    const inner = this.model.describe()
    const { level, window, adaptive } = this.#settings
    return {
      ...inner,
      title: `${inner.title} with ${adaptive ? 'adaptive ' : ''}conformal intervals`,
      parameters: [
        { name: 'level', value: level },
        { name: 'coverage', value: this.overallCoverage },
        ...(window === null ? [] : [{ name: `coverage of the newest ${window}`, value: this.coverage }]),
        { name: 'mean width', value: this.meanWidth },
        ...(adaptive ? [{ name: 'adapted level', value: 1 - this.#keeper.alpha }] : []),
        ...inner.parameters,
      ],
    }
  }

  protected start(features: readonly string[]): void {
    this.#keeper = new IntervalKeeper(this.#settings)
    if (!this.#adopting) this.model.reset(features)
  }

  protected override extend(names: readonly string[]): void {
    this.model.extendFeatures(names)
  }

  private intervalAround(predict: () => number, out: Float64Array): boolean {
    const bounds = this.#keeper.bounds
    if (bounds === null) return false
    const prediction = predict()
    out[0] = prediction + bounds.lower
    out[1] = prediction + bounds.upper
    return true
  }
}

/** A fresh one from saved options. */
export function buildConformal(saved: EstimatorJSON['options'], construct: Construct): ConformalIntervals {
  const { model, ...settings } = saved
  return new ConformalIntervals(construct(checkSpec(model, 'ConformalIntervals: model')) as Regressor, settings)
}
