import type { Duration } from '../../base/duration.ts'
import { checkOptionNames } from '../../base/options.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import { studentTQuantile } from '../statistics/studentT.ts'
import { checkIntercept, checkPenalty } from './checkRegressionOptions.ts'
import { givenOptions } from './describeRegression.ts'
import { fromNumber, toNumber, ZERO } from './doubleDouble.ts'
import { LeastSquaresRegressor } from './leastSquaresRegressor.ts'
import { PredictiveDistribution } from './predictiveDistribution.ts'
import { uncertaintyAt } from './regressionSummary.ts'
import { needsTime, RETENTION_OPTIONS, type Retention, type RetentionOptions, retentionOf } from './retention.ts'
import type { TimedLearner } from './timedLearner.ts'

/** Options of {@link BayesianLinearRegression}. */
export interface BayesianLinearRegressionOptions extends RetentionOptions {
  /**
   * How sure the prior is that a coefficient is 0: β | σ² ~ N(0, σ² / precision). Above 0; default 1. The prediction is
   * that of a ridge regression with this penalty.
   */
  readonly precision?: number | undefined
  /** Shape a₀ and rate b₀ of the prior of the noise, σ² ~ InverseGamma(a₀, b₀). Default 0 both: nothing is known of it. */
  readonly shape?: number | undefined
  readonly rate?: number | undefined
  /** Default true; the intercept's prior is flat. */
  readonly fitIntercept?: boolean | undefined
}

interface SavedOptions {
  readonly precision: number
  readonly shape: number
  readonly rate: number
  readonly fitIntercept: boolean
  readonly forgetting: number | null
  readonly halfLife: Duration | null
  readonly directional: boolean
  readonly window: Duration | null
}

/** What is believed after the records so far. */
export interface BayesianPosterior {
  /** Means of the coefficients; in a pipeline: of the transformed features. */
  readonly coefficients: readonly number[]
  readonly intercept: number
  /** One a coefficient, from its marginal Student's t; null while their degrees of freedom are not above 2. */
  readonly standardDeviations: readonly (number | null)[]
  /** σ² ~ InverseGamma(shape, rate). */
  readonly shape: number
  readonly rate: number
  /** The mean of σ²; null where it has none. */
  readonly noiseVariance: number | null
}

/**
 * Bayesian linear regression with the conjugate normal–inverse-gamma prior (Bishop, Pattern Recognition and Machine
 * Learning, 3.3 and exercise 3.12; Murphy, Machine Learning, 7.6.3): exact posteriors after every record, and for a
 * prediction a whole distribution, Student's t, which knows how little was learned where records were few.
 *
 * Everything is a function of sufficient statistics in double-double, so parts merge, and windows and forgetting work
 * as in `LinearRegression`. Memory: O(d²).
 *
 * @example
 * const model = new ml.BayesianLinearRegression({ precision: 1, fitIntercept: false })
 * model.learnOne({ x: 1 }, 2)
 * model.predictOne({ x: 3 }) // 3: the mean of x's coefficient is 2 / (1 + 1)
 */
export class BayesianLinearRegression extends LeastSquaresRegressor implements TimedLearner {
  readonly type = 'BayesianLinearRegression'
  readonly options: SavedOptions & Readonly<Record<string, unknown>>
  readonly #retention: Retention

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: BayesianLinearRegressionOptions = {}) {
    const who = 'BayesianLinearRegression'
    checkOptionNames(who, options, ['precision', 'shape', 'rate', 'fitIntercept', ...RETENTION_OPTIONS])
    const { precision = 1, shape = 0, rate = 0, fitIntercept = true } = options
    const { forgetting, halfLife, directional = false, window } = options
    for (const [name, value] of Object.entries({ precision, shape, rate })) checkPenalty(who, name, value)
    if (precision === 0) checkPenalty(who, 'precision', null)
    checkIntercept(who, fitIntercept)
    const retention = retentionOf(who, options)
    super({ l2: precision, fitIntercept, retention })
    this.#retention = retention
    this.options = {
      precision,
      shape,
      rate,
      fitIntercept,
      forgetting: forgetting ?? null,
      halfLife: halfLife ?? null,
      directional,
      window: window ?? null,
    }
  }

  /** What is believed of coefficients and noise. */
  posterior(): BayesianPosterior {
    const solved = this.solution()
    const { shape, rate } = this.noise()
    const { scale } = solved.map
    const variance = shape > 1 ? rate / (shape - 1) : null
    const standardDeviations = this.features.map((_, j) => {
      const unit = this.features.map((__, k) => (k === j ? fromNumber(scale[j] ?? 1) : ZERO))
      if (variance === null) return null
      // A dropped column has only its prior left.
      const form = solved.exact.dropped[j]
        ? 1 / this.options.precision
        : toNumber(solved.exact.factor.quadraticForm(unit))
      return Math.sqrt(variance * form)
    })
    const { coefficients, intercept } = solved
    return { coefficients, intercept, standardDeviations, shape, rate, noiseVariance: variance }
  }

  /** In the order of `features`: the posterior's means. */
  get coefficients(): number[] {
    return [...this.solution().coefficients]
  }

  get intercept(): number {
    return this.solution().intercept
  }

  /**
   * Where the label of a record is expected: Student's t with location, scale and degrees of freedom.
   *
   * @throws FlinknbError `MODEL` naming the column and value that is no finite number
   * @example model.predictDistributionOne({ x: 3 }).interval(0.9) // { lower, upper }
   */
  predictDistributionOne(x: object): PredictiveDistribution {
    this.refuseInPipeline('predictDistributionOne')
    if (this.features.length === 0) return new PredictiveDistribution(0, null, 0)
    const vector = this.readKnown(x)
    const mean = this.predictVector(vector)
    const { shape, rate } = this.noise()
    const solved = this.solution()
    if (!(shape > 0) || solved.totalWeight.hi <= 0) return new PredictiveDistribution(mean, null, 2 * shape)
    const form = toNumber(uncertaintyAt(solved, Array.from(vector, fromNumber), this.options.fitIntercept))
    return new PredictiveDistribution(mean, Math.sqrt((rate / shape) * (1 + form)), 2 * shape)
  }

  get needsTime(): boolean {
    return needsTime(this.#retention)
  }

  advanceTo(timestampMs: number): void {
    this.tellTime(timestampMs)
  }

  describe(): ModelDescription {
    const { features, n } = this
    const { intercept, coefficients, standardDeviations, noiseVariance, shape } = this.posterior()
    const margin = shape > 0 ? studentTQuantile(0.975, 2 * shape) : 0
    const rows = features.map((name, j) => {
      const value = coefficients[j] ?? 0
      const deviation = standardDeviations[j] ?? null
      // The t's scale is smaller than its deviation.
      const reach = deviation === null ? null : margin * deviation * Math.sqrt((shape - 1) / shape)
      return [name, value, deviation, reach === null ? null : value - reach, reach === null ? null : value + reach]
    })
    const first = this.options.fitIntercept ? [['(intercept)', intercept, null, null, null]] : []
    return {
      title: this.type,
      n,
      features,
      parameters: [
        ...givenOptions(this.options),
        { name: 'noise: standard deviation', value: noiseVariance === null ? null : Math.sqrt(noiseVariance) },
        { name: 'noise: degrees of freedom', value: 2 * shape },
      ],
      tables: [
        {
          title: 'Coefficients',
          columns: ['term', 'mean', 'standard deviation', '95 % from', '95 % to'],
          rows: [...first, ...rows],
        },
      ],
      notes: n === 0 ? ['Nothing learned yet: this is the prior.'] : [],
    }
  }

  clone(): BayesianLinearRegression {
    return new BayesianLinearRegression(this.options)
  }

  /** The noise's inverse gamma: `a₀ + n / 2` (one less where a flat intercept took one) and `b₀ + (RSS + λ β²) / 2`. */
  private noise(): { shape: number; rate: number } {
    const { exact, coefficients, records, totalWeight } = this.solution()
    const { kind } = this.#retention
    const { shape, rate, precision, fitIntercept } = this.options
    const counted = kind === 'all' || kind === 'lastRecords' || kind === 'lastTime' ? records : toNumber(totalWeight)
    const spare = Math.max(0, counted - (fitIntercept ? 1 : 0))
    const prior = coefficients.reduce((sum, value) => sum + value * value, 0)
    return { shape: shape + spare / 2, rate: rate + (toNumber(exact.residualSumOfSquares) + precision * prior) / 2 }
  }
}
