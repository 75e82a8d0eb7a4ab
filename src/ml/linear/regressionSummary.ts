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

/** What a regression knows about its fit. */
export interface RegressionSummary {
  readonly n: number
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
}

/** Standard errors, t, p and 95 % intervals by the classical formulas; for ridge, and while underdetermined, there are none. */
export function summarise(
  solved: SolvedRegression,
  features: readonly string[],
  n: number,
  options: { readonly l2: number; readonly fitIntercept: boolean },
): RegressionSummary {
  const { exact, map, underdetermined } = solved
  const drops = features.map((_, j) => n > 0 && !underdetermined && exact.dropped[j] === true)
  const rank =
    (underdetermined ? Math.min(n, features.length) : exact.factor.rank) + (options.fitIntercept && n > 0 ? 1 : 0)
  const degreesOfFreedom = Math.max(0, n - rank)
  const variance =
    degreesOfFreedom > 0 && !underdetermined
      ? divide(exact.residualSumOfSquares, fromNumber(degreesOfFreedom))
      : undefined
  const classical = options.l2 === 0 ? variance : undefined
  const describe = (name: string, value: number | null, form: () => DoubleDouble): CoefficientSummary =>
    coefficientSummary(name, value, classical && multiply(classical, form()), degreesOfFreedom)
  return {
    n,
    rank,
    degreesOfFreedom,
    underdetermined,
    dropped: features.filter((_, j) => drops[j]),
    residualVariance: variance ? toNumber(variance) : null,
    r2:
      n > 1 && exact.totalSumOfSquares.hi > 0
        ? 1 - toNumber(divide(exact.residualSumOfSquares, exact.totalSumOfSquares))
        : null,
    intercept: describe('(intercept)', options.fitIntercept ? solved.intercept : null, () => interceptForm(solved)),
    coefficients: features.map((name, j) => {
      if (drops[j]) return coefficientSummary(name, null, undefined, degreesOfFreedom)
      const unit = features.map((_, k) => (k === j ? fromNumber(map.scale[j] ?? 1) : ZERO))
      return describe(name, solved.coefficients[j] ?? null, () => exact.factor.quadraticForm(unit))
    }),
  }
}

/** The intercept's variance by σ²: `1/W + (mean − shift)′ M⁻¹ (mean − shift)`. */
function interceptForm({ exact, map, totalWeight }: SolvedRegression): DoubleDouble {
  const distance = exact.origin.map((mean, j) => subtract(mean, fromNumber(map.shift[j] ?? 0)))
  return add(divide(fromNumber(1), totalWeight), exact.factor.quadraticForm(distance))
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
