import { fisherFUpper } from '../statistics/fisherF.ts'
import { studentTQuantile, studentTTwoSided } from '../statistics/studentT.ts'
import { add, type DoubleDouble, divide, fromNumber, multiply, subtract, toNumber, ZERO } from './doubleDouble.ts'
import type { SolvedRegression } from './solveRegression.ts'

/** One coefficient and how sure it is. Everything but the value is null where it is not defined. */
export interface CoefficientSummary {
  readonly name: string
  /** Null for a dropped column. */
  readonly value: number | null
  readonly standardError: number | null
  readonly t: number | null
  /** Two-sided: how likely a |t| this large is when the true coefficient is 0. */
  readonly p: number | null
  readonly lower95: number | null
  readonly upper95: number | null
}

/** What a regression knows about its fit, as statsmodels' `OLS` names it. Null where a figure is not defined. */
export interface RegressionSummary {
  /** Records learned. */
  readonly n: number
  /** How many the figures speak of: those of the window, or the sum of weights where records fade; else `n`. */
  readonly records: number
  /** Coefficients that were determined, the intercept among them. */
  readonly rank: number
  readonly degreesOfFreedom: number
  readonly intercept: CoefficientSummary
  readonly coefficients: readonly CoefficientSummary[]
  readonly dropped: string[]
  /** Fewer records than coefficients. */
  readonly underdetermined: boolean
  readonly residualVariance: number | null
  readonly r2: number | null
  readonly adjustedR2: number | null
  /** Of all slopes being 0, and how likely one this large is then. */
  readonly fStatistic: number | null
  readonly fP: number | null
  /** Of normal residuals at their most likely variance; null where records have other weights than 1. */
  readonly logLikelihood: number | null
  readonly aic: number | null
  readonly bic: number | null
}

/** What summaries ask of a model. */
export interface SummaryOptions {
  readonly l2: number
  readonly fitIntercept: boolean
  /** Whether records fade: they count by their weights then, and there is no likelihood. */
  readonly fades: boolean
  /** Whether sums are no longer those of records (directional forgetting): there are no standard errors. */
  readonly directional: boolean
}

/** Standard errors, t, p and 95 % intervals by the classical formulas; for ridge, and while underdetermined, there are none. */
export function summarise(
  solved: SolvedRegression,
  features: readonly string[],
  n: number,
  options: SummaryOptions,
): RegressionSummary {
  const { exact, map, underdetermined } = solved
  const records = options.fades ? toNumber(solved.totalWeight) : solved.records
  const drops = features.map((_, j) => records > 0 && !underdetermined && exact.dropped[j] === true)
  const rank = rankOf(solved, features.length, options)
  const degreesOfFreedom = Math.max(0, records - rank)
  const variance = varianceOf(solved, degreesOfFreedom)
  const classical = options.l2 === 0 && !options.directional ? variance : undefined
  const describe = (name: string, value: number | null, form: () => DoubleDouble): CoefficientSummary =>
    coefficientSummary(name, value, classical && multiply(classical, form()), degreesOfFreedom)
  const r2 =
    records > 1 && exact.totalSumOfSquares.hi > 0
      ? 1 - toNumber(divide(exact.residualSumOfSquares, exact.totalSumOfSquares))
      : null
  return {
    n,
    records,
    rank,
    degreesOfFreedom,
    underdetermined,
    dropped: features.filter((_, j) => drops[j]),
    residualVariance: variance ? toNumber(variance) : null,
    r2,
    ...fitOf(solved, records, rank, degreesOfFreedom, r2, options),
    intercept: describe('(intercept)', options.fitIntercept ? solved.intercept : null, () =>
      uncertaintyAt(solved, map.shift.map(fromNumber), true),
    ),
    coefficients: features.map((name, j) => {
      if (drops[j]) return coefficientSummary(name, null, undefined, degreesOfFreedom)
      const unit = features.map((_, k) => (k === j ? fromNumber(map.scale[j] ?? 1) : ZERO))
      return describe(name, solved.coefficients[j] ?? null, () => exact.factor.quadraticForm(unit))
    }),
  }
}

/** Coefficients that were determined, the intercept among them. */
export function rankOf(solved: SolvedRegression, width: number, options: { readonly fitIntercept: boolean }): number {
  const slopes = solved.underdetermined ? Math.min(solved.records, width) : solved.exact.factor.rank
  return slopes + (options.fitIntercept && solved.records > 0 ? 1 : 0)
}

/** σ²: the residual sum of squares by degrees of freedom; undefined without one to spare. */
export function varianceOf(solved: SolvedRegression, degreesOfFreedom: number): DoubleDouble | undefined {
  if (!(degreesOfFreedom > 0) || solved.underdetermined) return undefined
  return divide(solved.exact.residualSumOfSquares, fromNumber(degreesOfFreedom))
}

/**
 * The variance of the regression's value at raw features x, by σ²: `1/W + (x − mean)′ M⁻¹ (x − mean)`, without 1/W where
 * there is no intercept.
 */
export function uncertaintyAt(
  { exact, totalWeight }: SolvedRegression,
  x: readonly DoubleDouble[],
  intercept: boolean,
): DoubleDouble {
  const form = exact.factor.quadraticForm(exact.origin.map((mean, j) => subtract(x[j] ?? ZERO, mean)))
  return intercept ? add(divide(fromNumber(1), totalWeight), form) : form
}

/** Figures of the whole fit, by the formulas of statsmodels' `RegressionResults`. */
function fitOf(
  { exact, totalWeight, underdetermined }: SolvedRegression,
  records: number,
  rank: number,
  degreesOfFreedom: number,
  r2: number | null,
  { l2, fitIntercept, fades, directional }: SummaryOptions,
): Pick<RegressionSummary, 'adjustedR2' | 'fStatistic' | 'fP' | 'logLikelihood' | 'aic' | 'bic'> {
  const none = { adjustedR2: null, fStatistic: null, fP: null, logLikelihood: null, aic: null, bic: null }
  if (l2 > 0 || directional || underdetermined || !(degreesOfFreedom > 0)) return none
  const constant = fitIntercept ? 1 : 0
  const slopes = rank - constant
  const residual = toNumber(exact.residualSumOfSquares)
  const explained = toNumber(subtract(exact.totalSumOfSquares, exact.residualSumOfSquares))
  const fStatistic = slopes > 0 && residual > 0 ? explained / slopes / (residual / degreesOfFreedom) : null
  const likely = residual > 0 && !fades && toNumber(totalWeight) === records
  const logLikelihood = likely ? (-records / 2) * (Math.log((2 * Math.PI * residual) / records) + 1) : null
  return {
    adjustedR2: r2 === null ? null : 1 - ((records - constant) / degreesOfFreedom) * (1 - r2),
    fStatistic,
    fP: fStatistic === null ? null : fisherFUpper(fStatistic, slopes, degreesOfFreedom),
    logLikelihood,
    aic: logLikelihood === null ? null : 2 * rank - 2 * logLikelihood,
    bic: logLikelihood === null ? null : Math.log(records) * rank - 2 * logLikelihood,
  }
}

function coefficientSummary(
  name: string,
  value: number | null,
  variance: DoubleDouble | undefined,
  degreesOfFreedom: number,
): CoefficientSummary {
  if (value === null || variance === undefined) {
    return { name, value, standardError: null, t: null, p: null, lower95: null, upper95: null }
  }
  const standardError = Math.sqrt(toNumber(variance))
  const margin = studentTQuantile(0.975, degreesOfFreedom) * standardError
  const t = standardError > 0 ? value / standardError : null
  const p = t === null ? null : studentTTwoSided(t, degreesOfFreedom)
  return { name, value, standardError, t, p, lower95: value - margin, upper95: value + margin }
}
