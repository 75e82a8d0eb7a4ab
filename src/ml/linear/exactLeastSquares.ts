import {
  add,
  DOUBLE_DOUBLE_EPSILON,
  type DoubleDouble,
  divide,
  fromNumber,
  multiply,
  negate,
  subtract,
  ZERO,
} from './doubleDouble.ts'
import { ExactFactor } from './exactFactor.ts'
import type { LeastSquaresMoments } from './leastSquaresStatistics.ts'

/** What is to be solved, in the units of the raw features. */
export interface LeastSquaresProblem {
  readonly intercept: boolean
  /** Added to the diagonal: ridge's λ in raw units. */
  readonly penalty: Float64Array
  /** Without an intercept: where features are 0 (a scaler's means); with one it has no influence. */
  readonly shift: readonly number[]
}

/** A double-double solution: `y = yOrigin + Σ slopes[j] (x[j] − origin[j])`. */
export interface ExactSolution {
  readonly slopes: readonly DoubleDouble[]
  readonly origin: readonly DoubleDouble[]
  readonly yOrigin: DoubleDouble
  /** Features that are constant or follow from earlier ones: their slopes are 0. */
  readonly dropped: readonly boolean[]
  /** `Σ w (y − prediction)²`, and the same about the mean (about 0 without an intercept). */
  readonly residualSumOfSquares: DoubleDouble
  readonly totalSumOfSquares: DoubleDouble
  readonly factor: ExactFactor
  /** The centred moments, lower triangle by rows, and those with the label. */
  readonly matrix: readonly (readonly DoubleDouble[])[]
  readonly right: readonly DoubleDouble[]
}

/**
 * Solves least squares in double-double on centred statistics. Columns are taken in order and dropped, as R's `lm`
 * does, when what earlier columns leave of them is nothing but rounding. Cost: width³ / 6 double-double multiplications.
 */
export function solveExactly(statistics: LeastSquaresMoments, problem: LeastSquaresProblem): ExactSolution {
  const { width } = statistics
  const weight = statistics.moment(0, 0)
  const originOf = (j: number): DoubleDouble =>
    !problem.intercept
      ? fromNumber(problem.shift[j] ?? 0)
      : weight.hi > 0
        ? divide(statistics.moment(0, j + 1), weight)
        : ZERO
  const origin = Array.from({ length: width }, (_, j) => originOf(j))
  const yOrigin = problem.intercept ? originOf(width) : ZERO
  const origins = [...origin, yOrigin]
  const centred = (i: number, j: number): DoubleDouble => centredMoment(statistics, origins, problem.intercept, i, j)

  const matrix = origin.map((_, i) => origin.slice(0, i + 1).map((__, j) => centred(i, j)))
  const right = origin.map((_, j) => centred(j, width))
  const total = centred(width, width)
  const factor = new ExactFactor(matrix, problem.penalty, j => roundingOf(statistics, j))
  const slopes = factor.solve(right)
  return {
    matrix,
    right,
    slopes,
    origin,
    yOrigin,
    factor,
    dropped: factor.dropped,
    residualSumOfSquares: residual(matrix, right, total, slopes),
    totalSumOfSquares: total,
  }
}

/**
 * How much of feature j's centred square can be rounding alone: of the double-double sums, and of values that were
 * computed in float64 from other columns (a deviation of 1e-14 of the column's size). Below it a column is constant.
 */
export function roundingOf(statistics: LeastSquaresMoments, j: number): number {
  return statistics.moment(j + 1, j + 1).hi * (1e-28 + 8 * statistics.n * DOUBLE_DOUBLE_EPSILON)
}

/** `Σ w (vᵢ − oᵢ)(vⱼ − oⱼ)`. About the means two of its four terms cancel. */
function centredMoment(
  statistics: LeastSquaresMoments,
  origins: readonly DoubleDouble[],
  means: boolean,
  i: number,
  j: number,
): DoubleDouble {
  const oi = origins[i] ?? ZERO
  const oj = origins[j] ?? ZERO
  const about = subtract(statistics.moment(i + 1, j + 1), multiply(oi, statistics.moment(0, j + 1)))
  if (means) return about
  const rest = subtract(multiply(oi, statistics.moment(0, 0)), statistics.moment(0, i + 1))
  return add(about, multiply(oj, rest))
}

/** yy − 2 b·m + b′Mb: also right for ridge, where M b ≠ m. Rounding below 0 is 0. */
function residual(
  matrix: readonly (readonly DoubleDouble[])[],
  right: readonly DoubleDouble[],
  total: DoubleDouble,
  slopes: readonly DoubleDouble[],
): DoubleDouble {
  let sum = total
  slopes.forEach((slope, i) => {
    let product = negate(add(right[i] ?? ZERO, right[i] ?? ZERO))
    slopes.forEach((other, j) => {
      product = add(product, multiply((i >= j ? matrix[i]?.[j] : matrix[j]?.[i]) ?? ZERO, other))
    })
    sum = add(sum, multiply(slope, product))
  })
  return sum.hi < 0 ? ZERO : sum
}
