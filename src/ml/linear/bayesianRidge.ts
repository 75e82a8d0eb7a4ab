import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import { checkIntercept, checkPenalty } from './checkRegressionOptions.ts'
import { givenOptions } from './describeRegression.ts'
import { toNumber } from './doubleDouble.ts'
import { type EvidenceMaximum, maximiseEvidence } from './evidence.ts'
import { LeastSquaresRegressor } from './leastSquaresRegressor.ts'

/** Options of {@link BayesianRidge}; names and defaults are scikit-learn's. */
export interface BayesianRidgeOptions {
  /** Rounds of re-estimation, at most. Default 300. */
  readonly maxIterations?: number | undefined
  /** It ends when the coefficients move less than this in a round, summed. Default 1e-3. */
  readonly tolerance?: number | undefined
  /** Gamma priors of the noise's precision (shape, rate) and of the coefficients'. Default 1e-6 all. */
  readonly alpha1?: number | undefined
  readonly alpha2?: number | undefined
  readonly lambda1?: number | undefined
  readonly lambda2?: number | undefined
  /** Default true. */
  readonly fitIntercept?: boolean | undefined
}

/** Coefficients, and the figures that evidence maximisation found for them. */
interface RidgeSolution extends EvidenceMaximum {
  readonly intercept: number
  /** Of raw features, and where they are 0. */
  readonly slopes: readonly number[]
  readonly origin: readonly number[]
  readonly yOrigin: number
}

/**
 * Ridge regression that finds its own penalty, by maximising the evidence (MacKay, Neural Computation 4, 1992; Tipping,
 * JMLR 1, 2001): scikit-learn's `BayesianRidge`, from sufficient statistics, so that it learns record by record and
 * merges. Learning costs O(d²), the first prediction after it O(d³).
 *
 * @example
 * const model = new ml.BayesianRidge().fit(X, y)
 * model.lambda / model.alpha // the penalty it chose
 */
export class BayesianRidge extends LeastSquaresRegressor {
  readonly type = 'BayesianRidge'
  readonly options: Required<{ readonly [K in keyof BayesianRidgeOptions]: NonNullable<BayesianRidgeOptions[K]> }> &
    Readonly<Record<string, unknown>>
  #found: RidgeSolution | undefined

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: BayesianRidgeOptions = {}) {
    const names = ['maxIterations', 'tolerance', 'alpha1', 'alpha2', 'lambda1', 'lambda2', 'fitIntercept']
    checkOptionNames('BayesianRidge', options, names)
    const { maxIterations = 300, tolerance = 1e-3, fitIntercept = true } = options
    const { alpha1 = 1e-6, alpha2 = 1e-6, lambda1 = 1e-6, lambda2 = 1e-6 } = options
    if (!Number.isInteger(maxIterations) || maxIterations < 1) {
      throw new FlinknbError('INVALID_OPTION', `BayesianRidge: maxIterations: ${show(maxIterations)} is no count.`, {
        fix: 'Pass a whole number of 1 or more.',
      })
    }
    const numbers = { tolerance, alpha1, alpha2, lambda1, lambda2 }
    for (const [name, value] of Object.entries(numbers)) checkPenalty('BayesianRidge', name, value)
    checkIntercept('BayesianRidge', fitIntercept)
    super({ l2: 0, fitIntercept, retention: { kind: 'all' } })
    this.options = { maxIterations, ...numbers, fitIntercept }
  }

  /** One a feature; in a pipeline: of the transformed features. */
  get coefficients(): number[] {
    return [...this.found().coefficients]
  }

  get intercept(): number {
    return this.found().intercept
  }

  /** Precision of the noise. */
  get alpha(): number {
    return this.found().alpha
  }

  /** Precision of the coefficients. */
  get lambda(): number {
    return this.found().lambda
  }

  override predictVector(x: Float64Array): number {
    const { slopes, origin, yOrigin } = this.found()
    let prediction = yOrigin
    for (let j = 0; j < slopes.length; j++) {
      prediction += (slopes[j] as number) * ((x[j] as number) - (origin[j] as number))
    }
    return prediction
  }

  override predictAndLearnVector(x: Float64Array, y: number, weight: number): number {
    const prediction = this.predictVector(x)
    this.learnVector(x, y, weight)
    return prediction
  }

  describe(): ModelDescription {
    const { coefficients, intercept, alpha, lambda, iterations } = this.found()
    const rows = this.features.map((name, j) => [name, coefficients[j] ?? 0])
    return {
      title: this.type,
      n: this.n,
      features: this.features,
      parameters: [
        ...givenOptions(this.options),
        { name: 'alpha (precision of the noise)', value: this.n > 0 ? alpha : null },
        { name: 'lambda (precision of the coefficients)', value: this.n > 0 ? lambda : null },
        { name: 'penalty found', value: this.n > 0 ? lambda / alpha : null },
        { name: 'iterations', value: iterations },
      ],
      tables: [
        {
          title: 'Coefficients',
          columns: ['term', 'coefficient'],
          rows: this.options.fitIntercept ? [['(intercept)', intercept], ...rows] : rows,
        },
      ],
      notes: this.n === 0 ? ['Nothing learned yet; predictions are 0.'] : [],
    }
  }

  clone(): BayesianRidge {
    return new BayesianRidge(this.options)
  }

  protected override changed(): void {
    super.changed()
    this.#found = undefined
  }

  private found(): RidgeSolution {
    if (this.#found && !this.inPipeline) return this.#found
    const { exact, map, totalWeight } = this.solution()
    const scale = (j: number): number => map.scale[j] ?? 1
    const entry = (i: number, j: number): number =>
      toNumber((i >= j ? exact.matrix[i]?.[j] : exact.matrix[j]?.[i]) ?? { hi: 0, lo: 0 }) / scale(i) / scale(j)
    const maximum = maximiseEvidence(
      {
        matrix: this.features.map((_, i) => this.features.map((__, j) => entry(i, j))),
        right: exact.right.map((value, j) => toNumber(value) / scale(j)),
        total: toNumber(exact.totalSumOfSquares),
        weight: toNumber(totalWeight),
      },
      this.options,
    )
    const slopes = maximum.coefficients.map((value, j) => value / scale(j))
    const origin = exact.origin.map(toNumber)
    const yOrigin = toNumber(exact.yOrigin)
    const intercept = slopes.reduce((sum, slope, j) => sum + slope * ((map.shift[j] ?? 0) - (origin[j] ?? 0)), yOrigin)
    const found = { ...maximum, intercept: this.options.fitIntercept ? intercept : 0, slopes, origin, yOrigin }
    this.#found = found
    return found
  }
}
