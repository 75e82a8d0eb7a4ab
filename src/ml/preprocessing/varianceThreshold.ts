import { checkOptionNames } from '../../base/options.ts'
import type { DescriptionTable } from '../estimator/modelDescription.ts'
import { checkNumber } from '../gradient/numberOption.ts'
import { RunningMoments, type RunningMomentsState } from '../statistics/runningMoments.ts'
import { StatisticalTransformer } from './statisticalTransformer.ts'

/** Options of {@link VarianceThreshold}. */
export interface VarianceThresholdOptions {
  /** Features pass whose population variance is above it. Default 0: all that are not constant. */
  readonly threshold?: number | undefined
}

/**
 * Lets features pass that vary enough, as scikit-learn's and River's `VarianceThreshold`. What varies may change while a
 * stream runs, so the others stay as columns of 0, which tell a model nothing. Memory: 2 numbers a feature.
 *
 * @example
 * const selector = new ml.VarianceThreshold().fit([{ a: 1, b: 5 }, { a: 2, b: 5 }])
 * selector.selected // ['a']
 * selector.transformOne({ a: 3, b: 5 }) // { a: 3, b: 0 }
 */
export class VarianceThreshold extends StatisticalTransformer {
  readonly type = 'VarianceThreshold'
  readonly options: { readonly threshold: number }
  #moments = new RunningMoments(0)

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: VarianceThresholdOptions = {}) {
    super()
    checkOptionNames('VarianceThreshold', options, ['threshold'])
    const { threshold = 0 } = options
    checkNumber('VarianceThreshold', 'threshold', threshold, { from: 0 })
    this.options = { threshold }
  }

  /** Population variances, one a feature. */
  get variances(): number[] {
    return this.features.map((_, j) => this.#moments.variance(j))
  }

  /** Features that pass now. */
  get selected(): string[] {
    return this.features.filter((_, j) => this.passes(j))
  }

  learnVector(x: Float64Array): void {
    this.learned++
    this.#moments.add(x)
  }

  transformVector(x: Float64Array, out: Float64Array): void {
    for (let j = 0; j < x.length; j++) out[j] = this.passes(j) ? (x[j] as number) : 0
  }

  /** Adds what another has learned (Chan). @throws FlinknbError `MODEL` when the features differ */
  merge(other: VarianceThreshold): this {
    if (other.n === 0) return this
    this.useFeatures(other.features)
    this.#moments.merge(
      other.#moments,
      this.features.map(name => other.features.indexOf(name)),
    )
    this.learned += other.n
    return this
  }

  clone(): VarianceThreshold {
    return new VarianceThreshold(this.options)
  }

  protected prepare(features: readonly string[]): void {
    this.#moments = new RunningMoments(features.length)
  }

  protected override extend(names: readonly string[], width: number): void {
    this.#moments = this.#moments.widened(width + names.length)
  }

  protected saved(): Readonly<Record<string, unknown>> {
    return { moments: this.#moments.toJSON() }
  }

  protected restoreSaved({ moments }: Readonly<Record<string, unknown>>): void {
    this.#moments.restore(moments as RunningMomentsState)
  }

  protected tables(): readonly DescriptionTable[] {
    const rows = this.features.map((name, j) => [name, this.#moments.variance(j), this.passes(j) ? 'yes' : 'no'])
    return [{ title: 'Features', columns: ['feature', 'variance', 'passes'], rows }]
  }

  private passes(j: number): boolean {
    // Rounding is no variance: the same bound as a scaler's.
    return this.#moments.variance(j) > this.options.threshold && !this.#moments.isConstant(j)
  }
}
