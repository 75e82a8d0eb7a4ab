import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import { identityMap } from '../estimator/affineMap.ts'
import { type Batch, batchFeatures, batchLength, forEachRow, isByPosition } from '../estimator/batch.ts'
import { checkSaved } from '../estimator/checkSaved.ts'
import type { EstimatorJSON } from '../estimator/estimator.ts'
import { checkFeatureNames } from '../estimator/featureNames.ts'
import { readFeatures } from '../estimator/featureReader.ts'
import { checkLengths } from '../estimator/labels.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import { VectorEstimator } from '../estimator/vectorEstimator.ts'
import { checkLearned, checkWeight } from '../estimator/vectorRegressor.ts'
import { checkIntercept, checkPenalty } from './checkRegressionOptions.ts'
import { givenOptions } from './describeRegression.ts'
import type { LeastSquaresState } from './leastSquaresStatistics.ts'
import { type LeastSquaresMoments, LeastSquaresStatistics, sumsMemory } from './leastSquaresStatistics.ts'
import { type RegressionSummary, summarise } from './regressionSummary.ts'
import { type SolvedRegression, solveRegression } from './solveRegression.ts'

/** Options of {@link MultiOutputRegression}. */
export interface MultiOutputRegressionOptions {
  /** The columns to predict. */
  readonly labels: readonly string[]
  /** Ridge's penalty, as of `LinearRegression`. Default 0. */
  readonly l2?: number | undefined
  /** Default true. */
  readonly fitIntercept?: boolean | undefined
}

/**
 * Linear regression of several labels on the same features: what scikit-learn's `LinearRegression` and `Ridge` do with a
 * matrix of labels. All labels share one set of double-double sums, so a record costs O((d + k)²) instead of k O(d²);
 * each label's solution is the one `LinearRegression` has for it.
 *
 * Memory: (d + k + 1)(d + k + 2) numbers. The first prediction after learning solves, O(k d³).
 *
 * @example
 * const model = new ml.MultiOutputRegression({ labels: ['low', 'high'] })
 * model.learnOne({ x: 1 }, { low: 1, high: 3 })
 * model.learnOne({ x: 2 }, { low: 2, high: 6 })
 * model.predictOne({ x: 5 }) // { low: 5, high: 15 }
 */
export class MultiOutputRegression extends VectorEstimator {
  readonly type = 'MultiOutputRegression'
  readonly kind = 'multiOutputRegressor'
  readonly options: { readonly labels: readonly string[]; readonly l2: number; readonly fitIntercept: boolean }
  readonly #y: Float64Array
  #statistics: LeastSquaresStatistics
  /** A record's features, then its labels but the last. */
  #record = new Float64Array(0)
  #solved: readonly SolvedRegression[] | undefined

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: MultiOutputRegressionOptions) {
    super()
    checkOptionNames('MultiOutputRegression', options, ['labels', 'l2', 'fitIntercept'])
    const { labels, l2 = 0, fitIntercept = true } = options
    checkFeatureNames('MultiOutputRegression: labels', labels)
    checkPenalty('MultiOutputRegression', 'l2', l2)
    checkIntercept('MultiOutputRegression', fitIntercept)
    this.options = { labels: [...labels], l2, fitIntercept }
    this.#y = new Float64Array(labels.length)
    this.#statistics = new LeastSquaresStatistics(sumsMemory(labels.length - 1))
  }

  get n(): number {
    return this.#statistics.n
  }

  get labels(): readonly string[] {
    return this.options.labels
  }

  /**
   * Learns one record; `y` holds every label. The first one fixes the features: all columns of `x`, unless `useFeatures`
   * named them before.
   *
   * @throws FlinknbError `MODEL` naming the column and value that is not a finite number
   */
  learnOne(x: object, y: object, weight = 1): void {
    const vector = this.readToLearn(x)
    readFeatures(y, this.labels, this.#y)
    checkWeight(weight)
    this.learnVector(vector, this.#y, weight)
  }

  /** One value a label; 0 before anything was learned. */
  predictOne(x: object): Record<string, number> {
    const out = new Float64Array(this.labels.length)
    if (this.features.length > 0) this.predictVector(this.readKnown(x), out)
    return this.named(out)
  }

  /** Forgets everything and learns the batch; `Y` has a row of labels for each row of `X`: rows by name, or arrays in the order of `labels`. */
  fit(X: Batch, Y: Batch): this {
    if (batchLength(X) === 0) {
      throw new FlinknbError('MODEL', 'fit(X, Y): X has no rows.', { fix: 'Pass at least one.' })
    }
    this.startBatch(batchFeatures(X), isByPosition(X))
    return this.partialFit(X, Y)
  }

  /** Learns the batch on top of what is known; the first one fixes the features. */
  partialFit(X: Batch, Y: Batch): this {
    checkLengths(batchLength(X), batchLength(Y), 'partialFit(X, Y)')
    const rows: Float64Array[] = []
    forEachRow(Y, this.labels, y => rows.push(y.slice()))
    if (this.features.length === 0 && rows.length > 0) this.startBatch(batchFeatures(X), isByPosition(X))
    forEachRow(X, this.features, (x, row) => this.learnVector(x, rows[row] as Float64Array, 1))
    return this
  }

  /** One row of values by label a row. @throws FlinknbError `INVALID_STATE` when nothing was learned */
  predict(X: Batch): Record<string, number>[] {
    checkLearned(this, 'predict')
    const out = new Float64Array(this.labels.length)
    const rows: Record<string, number>[] = []
    forEachRow(X, this.features, x => {
      this.predictVector(x, out)
      rows.push(this.named(out))
    })
    return rows
  }

  /** `learnOne` for numbers in the orders of `features` and `labels`, already checked. */
  learnVector(x: Float64Array, y: Float64Array, weight: number): void {
    this.#solved = undefined
    const last = y.length - 1
    this.#record.set(x)
    for (let k = 0; k < last; k++) this.#record[x.length + k] = y[k] as number
    this.#statistics.add(this.#record, y[last] as number, weight)
    if (this.n % 1024 === 0) this.#statistics.renormalise()
  }

  /** `predictOne` for numbers in feature order: writes one value a label. */
  predictVector(x: Float64Array, out: Float64Array): void {
    for (const [k, { coefficients, intercept }] of this.solved().entries()) {
      let value = intercept
      for (let j = 0; j < x.length; j++) value += (coefficients[j] as number) * (x[j] as number)
      out[k] = value
    }
  }

  /** The regression of one label, as `LinearRegression.summary()` gives it. */
  summary(label: string): RegressionSummary {
    const k = this.labels.indexOf(label)
    if (k < 0) {
      throw new FlinknbError('INVALID_OPTION', `MultiOutputRegression: summary(${show(label)}): no such label.`, {
        fix: `Its labels: ${this.labels.join(', ')}.`,
      })
    }
    const meaning = { ...this.options, fades: false, directional: false }
    return summarise(this.solved()[k] as SolvedRegression, this.features, this.n, meaning)
  }

  /** Adds what another of the same configuration has learned. @throws FlinknbError `MODEL` when configuration or features differ */
  merge(other: MultiOutputRegression): this {
    if (JSON.stringify(other.options) !== JSON.stringify(this.options)) {
      throw new FlinknbError('MODEL', 'MultiOutputRegression: merge() of another configuration.', {
        fix: 'Merge what clone() gave.',
      })
    }
    if (other.features.length === 0) return this
    this.useFeatures(other.features)
    if (other.features.some((name, j) => name !== this.features[j])) {
      throw new FlinknbError('MODEL', 'MultiOutputRegression: merge() with features in another order.', {
        fix: 'Call useFeatures() with the same list on both before learning.',
      })
    }
    this.#solved = undefined
    this.#statistics.merge(other.#statistics)
    return this
  }

  clone(): MultiOutputRegression {
    return new MultiOutputRegression(this.options)
  }

  toJSON(): EstimatorJSON {
    const { type, options, features } = this
    return { type, format: 1, options: { ...options }, features, state: this.#statistics.toJSON() }
  }

  restore(json: EstimatorJSON): void {
    checkSaved(json, this)
    this.reset(json.features.length > 0 ? json.features : this.features)
    if (json.features.length > 0) this.#statistics.restore(json.state as LeastSquaresState)
  }

  describe(): ModelDescription {
    const summaries = this.labels.map(label => this.summary(label))
    const terms = [...(this.options.fitIntercept ? ['(intercept)'] : []), ...this.features]
    const value = (summary: RegressionSummary, term: string): number | null =>
      term === '(intercept)'
        ? summary.intercept.value
        : (summary.coefficients.find(coefficient => coefficient.name === term)?.value ?? null)
    const { labels: _, ...options } = this.options
    return {
      title: this.type,
      n: this.n,
      features: this.features,
      parameters: [{ name: 'labels', value: this.labels.join(', ') }, ...givenOptions(options)],
      tables: [
        {
          title: 'Coefficients',
          columns: ['term', ...this.labels],
          rows: terms.map(term => [term, ...summaries.map(summary => value(summary, term))]),
        },
        {
          title: 'Fit',
          columns: ['label', 'R²', 'residual standard deviation'],
          rows: summaries.map((summary, k) => [
            this.labels[k] as string,
            summary.r2,
            summary.residualVariance === null ? null : Math.sqrt(summary.residualVariance),
          ]),
        },
      ],
      notes: this.n === 0 ? ['Nothing learned yet; predictions are 0.'] : [],
    }
  }

  protected start(features: readonly string[]): void {
    const others = this.labels.length - 1
    this.#solved = undefined
    this.#record = new Float64Array(features.length + others)
    this.#statistics = new LeastSquaresStatistics(sumsMemory(features.length + others))
  }

  protected override extend(names: readonly string[], width: number): void {
    const others = this.labels.length - 1
    const wider = new LeastSquaresStatistics(sumsMemory(width + names.length + others))
    wider.widen(this.#statistics, width)
    this.#solved = undefined
    this.#record = new Float64Array(width + names.length + others)
    this.#statistics = wider
  }

  private solved(): readonly SolvedRegression[] {
    const { l2, fitIntercept } = this.options
    const width = this.features.length
    const penalty = new Float64Array(width).fill(l2)
    this.#solved ??= this.labels.map((_, k) =>
      solveRegression(momentsOf(this.#statistics, width, k), penalty, identityMap(width), fitIntercept, l2),
    )
    return this.#solved
  }

  private named(values: Float64Array): Record<string, number> {
    return Object.fromEntries(this.labels.map((label, k) => [label, values[k] as number]))
  }
}

/** The moments of the features with label k alone. */
function momentsOf(statistics: LeastSquaresStatistics, width: number, k: number): LeastSquaresMoments {
  const place = (i: number): number => (i <= width ? i : width + 1 + k)
  return { width, n: statistics.n, moment: (i, j) => statistics.moment(place(i), place(j)) }
}
