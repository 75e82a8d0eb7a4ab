import { FlinknbError } from '../../base/errors.ts'
import type { AffineMap } from '../estimator/affineMap.ts'
import { add, type DoubleDouble, fromNumber, multiply, subtract, toNumber, ZERO } from './doubleDouble.ts'
import { type ExactSolution, roundingOf, solveExactly } from './exactLeastSquares.ts'
import type { LeastSquaresMoments } from './leastSquaresStatistics.ts'
import { minimumNorm } from './minimumNorm.ts'

/** A solved regression in the units of mapped features: `intercept + Σ coefficients[j] z[j]`. */
export interface SolvedRegression {
  readonly coefficients: readonly number[]
  readonly intercept: number
  /** Fewer records than coefficients: the shortest of the many solutions. */
  readonly underdetermined: boolean
  readonly exact: ExactSolution
  readonly map: AffineMap
  readonly totalWeight: DoubleDouble
  /** Records that the sums hold. */
  readonly records: number
}

/**
 * Solves the statistics of raw features for features that go through `map`: exactly, or by the shortest solution while
 * there are fewer records than coefficients.
 *
 * @throws FlinknbError `MODEL` when the coefficients leave the range of numbers
 */
export function solveRegression(
  statistics: LeastSquaresMoments,
  penalty: Float64Array,
  map: AffineMap,
  fitIntercept: boolean,
  l2: number,
): SolvedRegression {
  const exact = solveExactly(statistics, { intercept: fitIntercept, penalty, shift: map.shift })
  const underdetermined = l2 === 0 && statistics.n - (fitIntercept ? 1 : 0) < statistics.width
  const slopes = underdetermined ? shortest(statistics, exact, map) : exact.slopes
  const coefficients = slopes.map((slope, j) => toNumber(slope) * (map.scale[j] as number))
  const intercept = fitIntercept ? toNumber(interceptOf(exact, slopes, map)) : 0
  if (![...coefficients, intercept].every(Number.isFinite)) {
    throw new FlinknbError('MODEL', 'LinearRegression: the coefficients are beyond the range of numbers.', {
      fix: 'Bring the columns to similar magnitudes, for instance with a StandardScaler.',
    })
  }
  const totalWeight = statistics.moment(0, 0)
  return {
    coefficients,
    intercept,
    underdetermined,
    exact: { ...exact, slopes },
    map,
    totalWeight,
    records: statistics.n,
  }
}

/** The prediction where every mapped feature is 0. */
function interceptOf(exact: ExactSolution, slopes: readonly DoubleDouble[], map: AffineMap): DoubleDouble {
  return slopes.reduce((sum, slope, j) => {
    const distance = subtract(fromNumber(map.shift[j] as number), exact.origin[j] ?? ZERO)
    return add(sum, multiply(slope, distance))
  }, exact.yOrigin)
}

/** The shortest solution, measured in mapped features, as slopes of raw ones. */
function shortest(statistics: LeastSquaresMoments, exact: ExactSolution, map: AffineMap): DoubleDouble[] {
  const scale = (j: number): number => map.scale[j] as number
  const constant = exact.slopes.map((_, j) => (exact.matrix[j]?.[j]?.hi ?? 0) <= roundingOf(statistics, j))
  const moment = (i: number, j: number): number =>
    toNumber((i >= j ? exact.matrix[i]?.[j] : exact.matrix[j]?.[i]) ?? ZERO) / scale(i) / scale(j)
  const matrix = exact.slopes.map((_, i) =>
    exact.slopes.map((__, j) => (constant[i] || constant[j] ? 0 : moment(i, j))),
  )
  const right = exact.right.map((value, j) => (constant[j] ? 0 : toNumber(value) / scale(j)))
  return minimumNorm(matrix, right).map((slope, j) => fromNumber(slope / scale(j)))
}
