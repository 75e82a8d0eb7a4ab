import type { Accepts, EstimatorJSON } from '../estimator/estimator.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import { isAffineRegressor, type Regressor } from '../estimator/regressor.ts'
import type { Transformer } from '../estimator/transformer.ts'
import type { Input, Records } from '../estimator/vectorEstimator.ts'
import { VectorRegressor } from '../estimator/vectorRegressor.ts'
import { isPreciseRegressor, type PreciseRegressor } from '../linear/preciseLearner.ts'
import { forwardAbilities } from './forwardAbilities.ts'
import { PipelineSteps } from './pipelineSteps.ts'
import { type ScaledAround, scaledAround } from './scaledAround.ts'

/**
 * Transformers before a regressor, as one regressor.
 *
 * A transformer changes while a stream runs. Where scalers stand just before a regressor that can be solved for any
 * affine map (`StandardScaler` before `LinearRegression`), also as the last steps of `ml.columns` within `ml.union`,
 * statistics are kept on unscaled features and mapped by the scalers' current parameters: after every record the pipeline
 * equals a batch fit of all records so far. Other regressors learn what the transformers make of a record at that
 * moment, as in River. `fit` first fits each transformer to the whole batch, as scikit-learn does.
 */
export class RegressorPipeline<R extends Regressor = Regressor, A extends Accepts = Accepts> extends VectorRegressor {
  readonly type = 'Pipeline'
  readonly steps: readonly [...Transformer<unknown>[], R]
  /** The last step. */
  readonly regressor: R
  readonly #inner: PipelineSteps<R>
  /** Whether records reach the regressor as they are, and scalers only map its solution. */
  readonly #mapped: boolean
  /** Whether the last transformer knows its outputs to more digits, and the regressor takes them. */
  readonly #precise: boolean
  /** Scaling and learning in one go, where all there is before the regressor is one scaler. */
  readonly #around: ScaledAround | undefined

  /** @throws FlinknbError `INVALID_STATE` when a step has already learned or stands in another pipeline */
  constructor(transformers: readonly Transformer<unknown>[], regressor: R) {
    super()
    const affine = isAffineRegressor(regressor)
    this.#inner = new PipelineSteps(transformers, regressor, affine)
    this.steps = this.#inner.all
    this.regressor = regressor
    const { chain } = this.#inner
    this.#mapped = affine && chain.isMapOnly
    if (affine) regressor.readThrough(() => chain.map())
    this.#precise = isPreciseRegressor(regressor) && chain.keepLowParts()
    this.#around = this.#mapped || this.#precise ? undefined : scaledAround(transformers)
    forwardAbilities(
      this,
      regressor,
      input => (this.#mapped ? input : this.#inner.toPredict(input)),
      x => this.inputKnown(x),
    )
  }

  override get accepts(): A {
    return this.#inner.accepts as A
  }

  get n(): number {
    return this.regressor.n
  }

  get transformers(): readonly Transformer<unknown>[] {
    return this.#inner.transformers
  }

  get last(): R {
    return this.regressor
  }

  learnVector(x: Float64Array, y: number, weight: number): void {
    if (this.#mapped) {
      this.#inner.chain.learnTail(x, y)
      this.regressor.learnVector(x, y, weight)
    } else if (this.#around) {
      this.#around.learn(x)
      this.regressor.learnVector(this.#around.after, y, weight)
    } else this.learnReady(this.#inner.toLearn(x, y), y, weight)
  }

  override learnValues(values: readonly unknown[], y: number, weight: number): void {
    if (this.accepts === 'numbers') super.learnValues(values, y, weight)
    else this.learnReady(this.#inner.toLearn(values, y), y, weight)
  }

  override predictAndLearnVector(x: Float64Array, y: number, weight: number): number {
    if (this.#around) {
      this.#around.learn(x)
      return this.regressor.predictThenLearnVector(this.#around.before, this.#around.after, y, weight)
    }
    if (!this.#mapped) return super.predictAndLearnVector(x, y, weight)
    // The prediction comes first: it must not see what the transformers learn from this record.
    const prediction = this.regressor.predictAndLearnVector(x, y, weight)
    this.#inner.chain.learnTail(x, y)
    return prediction
  }

  predictVector(x: Float64Array): number {
    return this.#mapped ? this.regressor.predictVector(x) : this.predictReady(this.#inner.toPredict(x))
  }

  override predictValues(values: readonly unknown[]): number {
    if (this.accepts === 'numbers') return super.predictValues(values)
    return this.predictReady(this.#inner.toPredict(values))
  }

  clone(): RegressorPipeline<R, A> {
    return new RegressorPipeline(
      this.transformers.map(step => step.clone()),
      this.regressor.clone() as R,
    )
  }

  toJSON(): EstimatorJSON {
    return this.#inner.toJSON(this.features)
  }

  restore(json: EstimatorJSON): void {
    this.#inner.restore(json, this)
  }

  describe(): ModelDescription {
    return this.#inner.describe()
  }

  protected start(features: readonly string[]): void {
    this.#inner.start(features)
  }

  protected override extend(names: readonly string[]): void {
    this.#inner.extend(names)
  }

  protected override fitRecords(records: Records): void {
    if (this.#mapped && this.#inner.chain.fitsInOnePass) super.fitRecords(records)
    else this.#inner.fitOver(records, (ready, y) => this.learnReady(ready, y, 1))
  }

  private learnReady(ready: Input, y: number, weight: number): void {
    if (this.#precise) {
      const precise = this.regressor as unknown as PreciseRegressor
      precise.learnVector(ready as Float64Array, y, weight, this.#inner.chain.lowParts)
    } else if (ready instanceof Float64Array) this.regressor.learnVector(ready, y, weight)
    else this.regressor.learnValues(ready, y, weight)
  }

  private predictReady(ready: Input): number {
    return ready instanceof Float64Array ? this.regressor.predictVector(ready) : this.regressor.predictValues(ready)
  }
}
