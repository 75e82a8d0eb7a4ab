import type { Duration } from '../../base/duration.ts'
import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import type { Batch } from '../estimator/batch.ts'
import type { Labels } from '../estimator/labels.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import { checkLearned } from '../estimator/vectorRegressor.ts'
import { checkIntercept, checkPenalty } from './checkRegressionOptions.ts'
import { describeRegression } from './describeRegression.ts'
import { LeastSquaresRegressor } from './leastSquaresRegressor.ts'
import { type IntervalOptions, intervalAt, type RegressionInterval } from './regressionInterval.ts'
import { type RegressionSummary, type SummaryOptions, summarise } from './regressionSummary.ts'
import { needsTime, RETENTION_OPTIONS, type Retention, type RetentionOptions, retentionOf } from './retention.ts'
import { type RobustKind, robustStandardErrors } from './robustErrors.ts'
import type { TimedLearner } from './timedLearner.ts'

/** Options of {@link LinearRegression}. */
export interface LinearRegressionOptions extends RetentionOptions {
  /**
   * Ridge: λ in `Σ w (y − ŷ)² + λ Σ β²`, as scikit-learn's `Ridge(alpha)`; the intercept is not penalised. Default 0; with
   * `forgetting` or `halfLife`, unless `directional`, 1: a direction in which no recent record varies would be left
   * to ever fainter old ones and to rounding, and coefficients there could become anything. Scale the features then.
   */
  readonly l2?: number | undefined
  /** Default true. */
  readonly fitIntercept?: boolean | undefined
}

/** Options of a {@link LinearRegression} as saved: everything is said. */
interface SavedOptions {
  readonly l2: number
  readonly fitIntercept: boolean
  readonly forgetting: number | null
  readonly halfLife: Duration | null
  readonly directional: boolean
  readonly window: Duration | null
}

/**
 * Linear regression by least squares, exact after every record: at least 12 correct digits on all of NIST's linear
 * reference sets, in any order of records, merged or in one piece. Weights count as repeated records do in sums; `n` and
 * the degrees of freedom count records, as R's `lm` does.
 *
 * It learns from all records (the default), from a sliding `window` of the last records or the last time, or lets
 * records fade (`forgetting`, `halfLife`, `directional`). Where an option is a time, `ml.prequential` needs the event
 * time's column, or the caller says `advanceTo(ms)`.
 *
 * Constant and collinear columns are dropped as by R's `lm`: named in `dropped`, null in `coefficients`, 0 in
 * predictions. While there are fewer records than coefficients the shortest solution is used, as by scikit-learn.
 *
 * Memory: O(d²) numbers, some 2.5 d²; a window also keeps its records, d + 3 numbers each. Time a record: O(d²) to learn,
 * and O(d²) for the first prediction after that; O(d³) for the latter with a window, a penalty, `directional`, or columns
 * so nearly collinear that float64 would lose digits.
 *
 * @example
 * const model = new ml.LinearRegression().fit([{ x: 1 }, { x: 2 }, { x: 3 }], [3, 5, 7])
 * model.coefficients // [2]
 * model.predictOne({ x: 10 }) // 21
 */
export class LinearRegression extends LeastSquaresRegressor implements TimedLearner {
  readonly type = 'LinearRegression'
  readonly options: SavedOptions & Readonly<Record<string, unknown>>
  readonly #retention: Retention

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: LinearRegressionOptions = {}) {
    checkOptionNames('LinearRegression', options, ['l2', 'fitIntercept', ...RETENTION_OPTIONS])
    const { fitIntercept = true, forgetting, halfLife, directional = false, window } = options
    const retention = retentionOf('LinearRegression', options)
    const fades = retention.kind === 'fading' || retention.kind === 'fadingByTime'
    const { l2 = fades ? 1 : 0 } = options
    checkPenalty('LinearRegression', 'l2', l2)
    checkIntercept('LinearRegression', fitIntercept)
    super({ l2, fitIntercept, retention })
    this.#retention = retention
    this.options = {
      l2,
      fitIntercept,
      forgetting: forgetting ?? null,
      halfLife: halfLife ?? null,
      directional,
      window: window ?? null,
    }
  }

  /** One a feature, in the order of `features`; null for a dropped column. In a pipeline: of the transformed features. */
  get coefficients(): (number | null)[] {
    return this.summary().coefficients.map(coefficient => coefficient.value)
  }

  /** 0 without an intercept. */
  get intercept(): number {
    return this.summary().intercept.value ?? 0
  }

  /** Features that are constant or follow from those before them. */
  get dropped(): string[] {
    return this.summary().dropped
  }

  /** One a feature; null where there is none: dropped columns, ridge, no record to spare. */
  get standardErrors(): (number | null)[] {
    return this.summary().coefficients.map(coefficient => coefficient.standardError)
  }

  /** σ²: `Σ w (y − ŷ)²` by degrees of freedom; null without one to spare. */
  get residualVariance(): number | null {
    return this.summary().residualVariance
  }

  /** Share of the label's variation explained; about 0 instead of the mean without an intercept, as in R. Null where undefined. */
  get r2(): number | null {
    return this.summary().r2
  }

  /** Everything that can be said about the fit, as plain data. */
  summary(): RegressionSummary {
    return summarise(this.solution(), this.features, this.n, this.meaning())
  }

  /**
   * The prediction for a record and where, with probability `level`, the true mean (`kind: 'confidence'`) or a new
   * label (`kind: 'prediction'`, the default) lies: the classical intervals, as statsmodels' `get_prediction`.
   *
   * @throws FlinknbError `INVALID_STATE` with a penalty or directional forgetting, which know no such intervals
   * @example model.predictInterval({ x: 10 }, { level: 0.9 }) // { prediction, lower, upper, standardError }
   */
  predictInterval(x: object, options: IntervalOptions = {}): RegressionInterval {
    this.refuseInPipeline('predictInterval')
    checkLearned(this, 'predictInterval')
    const vector = this.readKnown(x)
    return intervalAt(this.predictVector(vector), vector, this.solution(), this.meaning(), options)
  }

  /**
   * Standard errors that hold when the residuals' variance differs from record to record: `HC0` (White 1980), `HC1`
   * (Stata's), `HC2`, `HC3` (MacKinnon and White 1985; the one to prefer). They need each record once more.
   *
   * @param X the records this was fitted to, all of them, and `y` their labels
   * @returns one a term, `(intercept)` first; null for a dropped column
   * @throws FlinknbError `MODEL` when these are not as many records as were learned, `INVALID_STATE` with a penalty
   */
  robustErrors(X: Batch, y: Labels, kind: RobustKind = 'HC3'): Record<string, number | null> {
    this.refuseInPipeline('robustErrors')
    checkLearned(this, 'robustErrors')
    return robustStandardErrors(X, y, this.features, this.solution(), this.meaning(), kind)
  }

  get needsTime(): boolean {
    return needsTime(this.#retention)
  }

  advanceTo(timestampMs: number): void {
    this.tellTime(timestampMs)
  }

  /**
   * Everything learned so far keeps this share of its weight: what to do when the world has changed and the past is
   * worth little.
   *
   * @throws FlinknbError `INVALID_OPTION` when it is not from 0 to 1, `INVALID_STATE` with a `window`
   */
  forget(factor: number): void {
    if (this.options.window !== null) {
      throw new FlinknbError('INVALID_STATE', `LinearRegression: forget(${show(factor)}) with a window.`, {
        fix: 'A window forgets by itself; reset() forgets everything.',
      })
    }
    this.discount(factor)
  }

  describe(): ModelDescription {
    return describeRegression(this.type, this.summary(), this.features, this.options, this.meaning())
  }

  clone(): LinearRegression {
    return new LinearRegression(this.options)
  }

  private meaning(): SummaryOptions {
    const { l2, fitIntercept } = this.options
    const { kind } = this.#retention
    return {
      l2,
      fitIntercept,
      fades: kind === 'fading' || kind === 'fadingByTime',
      directional: kind === 'directional',
    }
  }
}
