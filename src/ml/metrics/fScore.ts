import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import type { ClassLabel } from '../estimator/classifier.ts'
import type { ClassificationMetricClass, Probabilities } from './classificationMetric.ts'
import { configuredClassificationMetric } from './configuredMetric.ts'
import { CountMetric } from './countMetric.ts'
import { isPositive } from './positiveClass.ts'

/** How precision, recall and F scores of several classes become one figure. */
export type Average = 'binary' | 'micro' | 'macro' | 'weighted'

/** Options of {@link Precision}, {@link Recall} and {@link FBeta}. */
export interface FScoreOptions {
  /**
   * `'binary'`: of the positive class. `'macro'`: the mean over classes. `'weighted'`: the mean weighted by true records.
   * `'micro'`: over all records together. Default `'binary'`.
   */
  readonly average?: Average | undefined
  /** The class that `'binary'` is about. Default `true` or `1`. */
  readonly positive?: ClassLabel | undefined
}

/** The column of a metric with options: `F1`, `macroF1`. */
export type AveragedName<Name extends string, O extends FScoreOptions> = O['average'] extends infer A
  ? A extends Exclude<Average, 'binary'>
    ? `${A}${Name}`
    : Name
  : never

/** Precision, recall and what lies between, from one formula: `(1 + β²) hits / (β² actual + predicted)`. */
abstract class FScore extends CountMetric {
  readonly #average: Average
  readonly #positive: ClassLabel | undefined

  constructor(
    readonly name: string,
    private readonly kind: string,
    options: FScoreOptions,
  ) {
    super()
    checkOptionNames(`ml.${kind}`, options, ['average', 'positive', 'beta'])
    const { average = 'binary', positive } = options
    if (!['binary', 'micro', 'macro', 'weighted'].includes(average)) {
      throw new FlinknbError('INVALID_OPTION', `ml.${kind}: average: ${show(average)} is no average.`, {
        fix: `Pass 'binary', 'micro', 'macro' or 'weighted'.`,
      })
    }
    this.#average = average
    this.#positive = positive
  }

  override add(yTrue: ClassLabel, yPred: ClassLabel | null, _probabilities?: Probabilities, weight = 1): void {
    if (this.#average === 'binary') isPositive(this.kind, yTrue, this.#positive)
    super.add(yTrue, yPred, undefined, weight)
  }

  protected figure(): number {
    const { matrix } = this
    const { labels, trueTotals, predictedTotals } = matrix
    const scores = labels.map((label, k) =>
      this.score(matrix.of(label).hits, trueTotals[k] as number, predictedTotals[k] as number),
    )
    const mean = (weights: readonly number[]) =>
      scores.reduce((sum, score, k) => sum + score * (weights[k] as number), 0) / weights.reduce((sum, w) => sum + w, 0)
    switch (this.#average) {
      case 'macro':
        return mean(labels.map(() => 1))
      case 'weighted':
        return mean(trueTotals)
      case 'micro':
        return this.score(
          matrix.correct,
          matrix.total,
          predictedTotals.reduce((sum, x) => sum + x, 0),
        )
      default: {
        const sums = { hits: 0, actual: 0, predicted: 0 }
        for (const label of labels) {
          if (!isPositive(this.kind, label, this.#positive)) continue
          const own = matrix.of(label)
          sums.hits += own.hits
          sums.actual += own.actual
          sums.predicted += own.predicted
        }
        return this.score(sums.hits, sums.actual, sums.predicted)
      }
    }
  }

  /** 0 where nothing was there to be found, as in scikit-learn. */
  protected abstract score(hits: number, actual: number, predicted: number): number
}

/** Share of records predicted as a class that are of that class. 0 while none is predicted, as in scikit-learn. */
export class Precision extends FScore {
  static readonly metricName = 'Precision'

  constructor(options: FScoreOptions = {}) {
    super(averagedName('Precision', options), 'Precision', options)
  }

  /** @example metrics: [ml.Precision.of({ average: 'macro' })] // a column macroPrecision */
  static of<const O extends FScoreOptions>(options: O): ClassificationMetricClass<AveragedName<'Precision', O>> {
    return configuredClassificationMetric(averagedName('Precision', options), () => new Precision(options))
  }

  protected score(hits: number, _actual: number, predicted: number): number {
    return predicted > 0 ? hits / predicted : 0
  }
}

/** Share of records of a class that are predicted as such. 0 while there are none, as in scikit-learn. */
export class Recall extends FScore {
  static readonly metricName = 'Recall'

  constructor(options: FScoreOptions = {}) {
    super(averagedName('Recall', options), 'Recall', options)
  }

  /** @example metrics: [ml.Recall.of({ positive: 'fraud' })] */
  static of<const O extends FScoreOptions>(options: O): ClassificationMetricClass<AveragedName<'Recall', O>> {
    return configuredClassificationMetric(averagedName('Recall', options), () => new Recall(options))
  }

  protected score(hits: number, actual: number): number {
    return actual > 0 ? hits / actual : 0
  }
}

/** Harmonic mean of precision and recall. */
export class F1 extends FScore {
  static readonly metricName = 'F1'

  constructor(options: FScoreOptions = {}) {
    super(averagedName('F1', options), 'F1', options)
  }

  /** @example metrics: [ml.F1.of({ average: 'weighted' })] // a column weightedF1 */
  static of<const O extends FScoreOptions>(options: O): ClassificationMetricClass<AveragedName<'F1', O>> {
    return configuredClassificationMetric(averagedName('F1', options), () => new F1(options))
  }

  protected score(hits: number, actual: number, predicted: number): number {
    return actual + predicted > 0 ? (2 * hits) / (actual + predicted) : 0
  }
}

/** Options of {@link FBeta}. */
export interface FBetaOptions extends FScoreOptions {
  /** Recall counts β times as much as precision. */
  readonly beta: number
}

/** Weighted harmonic mean of precision and recall. */
export class FBeta extends FScore {
  readonly #beta: number

  /** @throws FlinknbError `INVALID_OPTION` when beta is no number above 0 */
  constructor(options: FBetaOptions) {
    super(averagedName(`F${options?.beta}`, options), 'FBeta', options)
    if (!(typeof options.beta === 'number' && options.beta > 0 && Number.isFinite(options.beta))) {
      throw new FlinknbError('INVALID_OPTION', `ml.FBeta: beta: ${show(options.beta)} is no number above 0.`)
    }
    this.#beta = options.beta
  }

  /** @example metrics: [ml.FBeta.of({ beta: 2 })] // a column F2 */
  static of<const O extends FBetaOptions>(options: O): ClassificationMetricClass<AveragedName<`F${O['beta']}`, O>> {
    return configuredClassificationMetric(averagedName(`F${options.beta}`, options), () => new FBeta(options))
  }

  protected score(hits: number, actual: number, predicted: number): number {
    const square = this.#beta ** 2
    const all = square * actual + predicted
    return all > 0 ? ((1 + square) * hits) / all : 0
  }
}

function averagedName<Name extends string, O extends FScoreOptions>(name: Name, options: O): AveragedName<Name, O> {
  const { average = 'binary' } = options ?? {}
  return (average === 'binary' ? name : `${average}${name}`) as AveragedName<Name, O>
}
