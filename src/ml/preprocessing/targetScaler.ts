import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import { type Batch, batchFeatures, batchLength, isByPosition } from '../estimator/batch.ts'
import { checkSaved, isEstimatorJSON } from '../estimator/checkSaved.ts'
import type { Accepts, EstimatorJSON } from '../estimator/estimator.ts'
import { type Construct, checkSpec, type EstimatorSpec, specOf } from '../estimator/estimatorSpec.ts'
import { checkLengths, type Labels, readLabels } from '../estimator/labels.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import type { Regressor } from '../estimator/regressor.ts'
import { VectorRegressor } from '../estimator/vectorRegressor.ts'
import { checkNumber } from '../gradient/numberOption.ts'
import { forwardAbilities } from '../pipeline/forwardAbilities.ts'
import { RunningMoments, type RunningMomentsState } from '../statistics/runningMoments.ts'
import { checkBooleans, checkChoice } from './checkChoice.ts'
import { parametersOf } from './plainTransformer.ts'
import { inverseYeoJohnson, likeliestLambda, yeoJohnson } from './powerTransform.ts'

/** Options of {@link TargetScaler}. */
export interface TargetScalerOptions {
  /** What is done to labels first: nothing, ln(y), ln(1 + y), or Yeo and Johnson's power. Default `'none'`. */
  readonly transform?: 'none' | 'log' | 'log1p' | 'yeoJohnson' | undefined
  /** Of `'yeoJohnson'`. Without it `fit` finds the likeliest; a stream needs it, as a power that changes is another label. */
  readonly lambda?: number | undefined
  /** Bring labels to mean 0 and deviation 1 of those so far. Default true without a transform, else false. */
  readonly standardize?: boolean | undefined
}

/**
 * A regressor that learns transformed labels; its predictions are transformed back. Gradient steps depend on the label's
 * units, so they profit from a standardised one, as with River's `TargetStandardScaler` (sample deviation, of which a single
 * label has none and becomes 0). Prices profit from a logarithm: errors then count by ratio.
 *
 * A prediction back from a logarithm is the median rather than the mean of what to expect.
 *
 * @example
 * const model = new ml.TargetScaler(new ml.LinearRegression(), { transform: 'log' })
 * model.fit([{ x: 0 }, { x: 1 }, { x: 2 }], [1, 10, 100])
 * model.predictOne({ x: 3 }) // 1000
 */
export class TargetScaler extends VectorRegressor {
  readonly type = 'TargetScaler'
  readonly regressor: Regressor
  readonly options: {
    readonly transform: 'none' | 'log' | 'log1p' | 'yeoJohnson'
    readonly lambda: number | null
    readonly standardize: boolean
  }
  #moments = new RunningMoments(1)
  #lambda: number | null
  readonly #label = new Float64Array(1)

  /** @throws FlinknbError `INVALID_OPTION`, or `INVALID_STATE` when the regressor has already learned */
  constructor(regressor: Regressor, options: TargetScalerOptions | TargetScaler['options'] = {}) {
    super()
    checkOptionNames('TargetScaler', options, ['transform', 'lambda', 'standardize'])
    if (regressor === null || typeof regressor !== 'object' || regressor.kind !== 'regressor') {
      throw new FlinknbError('INVALID_OPTION', `TargetScaler: ${show(regressor)} is no regressor.`, {
        fix: 'Pass one, such as new ml.SGDRegressor().',
      })
    }
    if (regressor.n > 0) {
      throw new FlinknbError('INVALID_STATE', `TargetScaler: this ${regressor.type} has already learned.`, {
        fix: 'Pass a fresh one, or its clone().',
      })
    }
    const { transform = 'none' } = options
    const { standardize = transform === 'none' } = options
    const lambda = options.lambda ?? null
    checkChoice('TargetScaler', 'transform', transform, ['none', 'log', 'log1p', 'yeoJohnson'])
    checkBooleans('TargetScaler', { standardize })
    if (lambda !== null) checkNumber('TargetScaler', 'lambda', lambda, { from: -4, to: 6 })
    this.regressor = regressor
    this.options = { transform, lambda, standardize }
    this.#lambda = lambda
    forwardAbilities(
      this,
      regressor,
      input => input,
      x => this.inputKnown(x),
      bound => this.back(bound),
    )
  }

  override get accepts(): Accepts {
    return this.regressor.accepts
  }

  get n(): number {
    return this.regressor.n
  }

  /** The power in force; null while none is known. */
  get lambda(): number | null {
    return this.#lambda
  }

  learnVector(x: Float64Array, y: number, weight: number): void {
    this.regressor.learnVector(x, this.learnLabel(y), weight)
  }

  override learnValues(values: readonly unknown[], y: number, weight: number): void {
    this.regressor.learnValues(values, this.learnLabel(y), weight)
  }

  predictVector(x: Float64Array): number {
    return this.back(this.regressor.predictVector(x))
  }

  override predictValues(values: readonly unknown[]): number {
    return this.back(this.regressor.predictValues(values))
  }

  /** Learns the figures of all labels first, then fits the regressor to labels that all went through the same. */
  override fit(X: Batch, y: Labels): this {
    const labels = readLabels(y, 'y')
    checkLengths(batchLength(X), labels.length, 'fit(X, y)')
    if (labels.length === 0) throw new FlinknbError('MODEL', 'fit(X, y): X has no rows.', { fix: 'Pass at least one.' })
    this.startBatch(batchFeatures(X), isByPosition(X))
    if (this.options.transform === 'yeoJohnson') this.#lambda = this.options.lambda ?? likeliestLambda(labels)
    for (const label of labels) this.learnLabel(label)
    this.regressor.fit(
      X,
      Float64Array.from(labels, label => this.there(label)),
    )
    return this
  }

  clone(): TargetScaler {
    return new TargetScaler(this.regressor.clone(), this.options)
  }

  toJSON(): EstimatorJSON {
    return {
      type: this.type,
      format: 1,
      options: { regressor: specOf(this.regressor), ...this.options },
      features: this.features,
      state: { labels: this.#moments.toJSON(), lambda: this.#lambda, regressor: this.regressor.toJSON() },
    }
  }

  restore(json: EstimatorJSON): void {
    checkSaved(json, this)
    const { labels, lambda, regressor } = (json.state ?? {}) as Record<string, unknown>
    if (!isEstimatorJSON(regressor) || (lambda !== null && typeof lambda !== 'number')) {
      throw new FlinknbError('MODEL', `TargetScaler: the saved state ${show(json.state)} is damaged.`, {
        fix: 'Pass what toJSON() gave.',
      })
    }
    this.reset(json.features.length > 0 ? json.features : this.features)
    this.#moments.restore(labels as RunningMomentsState)
    this.#lambda = lambda
    this.regressor.restore(regressor)
  }

  describe(): ModelDescription {
    const inner = this.regressor.describe()
    const mean = this.#moments.mean[0] as number
    return {
      ...inner,
      title: `TargetScaler(${inner.title})`,
      parameters: [
        ...parametersOf({ ...this.options, lambda: this.#lambda }),
        ...(this.options.standardize ? parametersOf({ 'label mean': mean, 'label deviation': this.deviation() }) : []),
        ...inner.parameters,
      ],
      notes: [...inner.notes, 'Figures of the regressor speak of transformed labels.'],
    }
  }

  protected start(features: readonly string[]): void {
    this.#moments = new RunningMoments(1)
    this.#lambda = this.options.lambda
    this.regressor.reset(features)
  }

  protected override extend(names: readonly string[]): void {
    this.regressor.extendFeatures(names)
  }

  private learnLabel(y: number): number {
    this.#label[0] = this.power(y)
    this.#moments.add(this.#label)
    return this.there(y)
  }

  private there(y: number): number {
    const z = this.power(y)
    if (!this.options.standardize) return z
    const deviation = this.deviation()
    return deviation > 0 ? (z - (this.#moments.mean[0] as number)) / deviation : 0
  }

  private back(z: number): number {
    const { transform, standardize } = this.options
    const raw = standardize ? z * this.deviation() + (this.#moments.mean[0] as number) : z
    if (transform === 'none') return raw
    // Beyond e^322 there is no number to predict; the largest that models take stands for it.
    if (transform === 'log') return Math.exp(Math.min(raw, 322))
    if (transform === 'log1p') return Math.expm1(Math.min(raw, 322))
    return this.#lambda === null ? raw : inverseYeoJohnson(raw, this.#lambda)
  }

  private power(y: number): number {
    const { transform } = this.options
    if (transform === 'none') return y
    if (transform === 'yeoJohnson') {
      if (this.#lambda !== null) return yeoJohnson(y, this.#lambda)
      throw new FlinknbError('MODEL', 'TargetScaler: nobody said which power, and it cannot change on the way.', {
        fix: `Pass lambda (1 changes nothing, 0 is ln(1 + y) for y ≥ 0), or fit a batch first, which finds it.`,
      })
    }
    const least = transform === 'log' ? 0 : -1
    if (y > least) return transform === 'log' ? Math.log(y) : Math.log1p(y)
    throw new FlinknbError('MODEL', `TargetScaler: label: ${y} has no logarithm.`, {
      fix: `Labels must be above ${least}; transform: 'yeoJohnson' takes any.`,
    })
  }

  /** Of the sample, as River's: n − 1. */
  private deviation(): number {
    const { n } = this.#moments
    return n > 1 ? Math.sqrt((this.#moments.variance(0) * n) / (n - 1)) : 0
  }
}

/** For `fromJSON`. */
export function buildTargetScaler(options: EstimatorJSON['options'], construct: Construct): TargetScaler {
  const { regressor, ...own } = options as unknown as { regressor: EstimatorSpec } & TargetScalerOptions
  return new TargetScaler(construct(checkSpec(regressor, 'TargetScaler')) as Regressor, own)
}
