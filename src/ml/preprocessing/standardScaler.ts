import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import { type AffineMap, identityMap } from '../estimator/affineMap.ts'
import { checkSaved } from '../estimator/checkSaved.ts'
import type { EstimatorJSON } from '../estimator/estimator.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import type { AffineTransformer, TwoSidedTransformer } from '../estimator/transformer.ts'
import { VectorTransformer } from '../estimator/vectorTransformer.ts'
import type { AroundLearning } from '../statistics/compileAroundLearning.ts'
import { RunningMoments, type RunningMomentsState } from '../statistics/runningMoments.ts'

/** Options of {@link StandardScaler}. */
export interface StandardScalerOptions {
  /** Subtract the mean. Default true. */
  readonly withMean?: boolean | undefined
  /** Divide by the standard deviation. Default true. */
  readonly withStd?: boolean | undefined
}

/**
 * Scales each feature to mean 0 and deviation 1 over what was learned so far, as scikit-learn's `StandardScaler`: the
 * population deviation, and 1 for a feature that is constant. Before anything was learned it changes nothing.
 *
 * Means and squares by Welford's recurrence, merged by Chan's; never Σx². Memory: 2 numbers a feature.
 *
 * @example
 * const scaler = new ml.StandardScaler().fit([{ x: 1 }, { x: 3 }])
 * scaler.transformOne({ x: 4 }) // { x: 2 }
 */
export class StandardScaler extends VectorTransformer implements AffineTransformer, TwoSidedTransformer {
  readonly type = 'StandardScaler'
  readonly options: { readonly withMean: boolean; readonly withStd: boolean }
  readonly isAffine = true
  #moments = new RunningMoments(0)
  /** Of these very moments; made when it is first needed. */
  #around: AroundLearning | undefined

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: StandardScalerOptions = {}) {
    super()
    checkOptionNames('StandardScaler', options, ['withMean', 'withStd'])
    const { withMean = true, withStd = true } = options
    for (const [name, value] of Object.entries({ withMean, withStd })) {
      if (typeof value === 'boolean') continue
      throw new FlinknbError('INVALID_OPTION', `StandardScaler: ${name}: ${show(value)} is not true or false.`)
    }
    this.options = { withMean, withStd }
  }

  get n(): number {
    return this.#moments.n
  }

  /** One a feature, of the raw features also inside a pipeline. */
  get mean(): number[] {
    return [...this.#moments.mean]
  }

  /** Population variance (divided by n), one a feature. */
  get variance(): number[] {
    return Array.from(this.#moments.mean, (_, j) => this.#moments.variance(j))
  }

  /** What features are divided by: the deviation, or 1 for a constant feature. */
  get scale(): number[] {
    return [...this.affine(identityMap(this.features.length)).scale]
  }

  learnVector(x: Float64Array): void {
    this.#moments.add(x)
  }

  transformVector(x: Float64Array, out: Float64Array): void {
    const { withMean, withStd } = this.options
    const { mean, scales } = this.#moments
    for (let j = 0; j < x.length; j++) {
      const shift = withMean ? (mean[j] as number) : 0
      out[j] = ((x[j] as number) - shift) / (withStd ? (scales[j] as number) : 1)
    }
  }

  transformAroundLearning(x: Float64Array, before: Float64Array, after: Float64Array): void {
    this.#around ??= this.#moments.aroundLearning(this.options)
    this.#around(x, before, after)
  }

  affine(before: AffineMap): AffineMap {
    if (this.n === 0) return before
    const { withMean, withStd } = this.options
    const moments = this.#moments
    const shift = before.shift.slice()
    const scale = before.scale.slice()
    for (let j = 0; j < shift.length; j++) {
      if (withMean) shift[j] = moments.mean[j] as number
      // Dividing by the deviation undoes whatever scale came before, but for a constant feature.
      if (withStd && !moments.isConstant(j)) scale[j] = Math.sqrt(moments.variance(j))
    }
    return { shift, scale }
  }

  /**
   * Adds what another scaler has learned (Chan).
   *
   * @throws FlinknbError `MODEL` when the features differ
   */
  merge(other: StandardScaler): this {
    if (other.features.length === 0) return this
    this.useFeatures(other.features)
    this.#moments.merge(
      other.#moments,
      this.features.map(name => other.features.indexOf(name)),
    )
    return this
  }

  clone(): StandardScaler {
    return new StandardScaler(this.options)
  }

  toJSON(): EstimatorJSON {
    return { type: this.type, format: 1, options: this.options, features: this.features, state: this.#moments.toJSON() }
  }

  restore(json: EstimatorJSON): void {
    checkSaved(json, this)
    this.reset(json.features.length > 0 ? json.features : this.features)
    if (json.features.length > 0) this.#moments.restore(json.state as RunningMomentsState)
  }

  describe(): ModelDescription {
    const { mean, variance, scale } = this
    return {
      title: this.type,
      n: this.n,
      features: this.features,
      parameters: Object.entries(this.options).map(([name, value]) => ({ name, value })),
      tables: [
        {
          title: 'Features',
          columns: ['feature', 'mean', 'variance', 'divided by'],
          rows: this.features.map((name, j) => [name, mean[j] ?? null, variance[j] ?? null, scale[j] ?? null]),
        },
      ],
      notes: this.n === 0 ? ['Nothing learned yet; features pass unchanged.'] : [],
    }
  }

  protected start(features: readonly string[]): void {
    this.keep(new RunningMoments(features.length))
  }

  protected override extend(names: readonly string[], width: number): void {
    this.keep(this.#moments.widened(width + names.length))
  }

  private keep(moments: RunningMoments): void {
    this.#moments = moments
    this.#around = undefined
  }
}
