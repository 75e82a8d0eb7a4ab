import { FlinknbError } from '../../base/errors.ts'
import type { Design } from './design.ts'
import { type Curve, minimise } from './newton.ts'
import { SymmetricFactor } from './symmetricFactor.ts'

/** The most likely weights of a logistic regression, the intercept first. */
export interface LogisticFit {
  readonly weights: readonly number[]
  /** Null under a penalty, and for columns that were dropped. */
  readonly standardErrors: readonly (number | null)[]
  /** Features that are constant or follow from those before them; their weight is 0. */
  readonly dropped: readonly number[]
  /** Σ log P(y | x), without the penalty. */
  readonly logLikelihood: number
  readonly iterations: number
}

/**
 * Maximum likelihood by Newton's method (iteratively reweighted least squares): the minimum of
 * `Σ log(1 + exp(−y s)) + n l2 / 2 Σ β²`. Standard errors are those of the observed information.
 *
 * @param y −1 or 1 a row
 * @throws FlinknbError `MODEL` when the classes can be told apart without error, so that no weights are the most likely
 */
export function fitLogistic(who: string, design: Design, y: Float64Array, l2: number): LogisticFit {
  const { width, rows, z, scale } = design
  const size = width + 1
  const penalty = Float64Array.from({ length: size }, (_, j) =>
    j === 0 ? 0 : (rows * l2) / (scale[j - 1] as number) ** 2,
  )
  const evaluate = (b: Float64Array): Curve => {
    const gradient = new Float64Array(size)
    const hessian = new Float64Array(size * size)
    let value = 0
    for (let r = 0; r < rows; r++) {
      const at = r * size
      const side = y[r] as number
      let score = 0
      for (let j = 0; j < size; j++) score += (b[j] as number) * (z[at + j] as number)
      const margin = side * score
      // exp of a number below 0 only.
      const small = Math.exp(-Math.abs(margin))
      const wrong = margin > 0 ? small / (1 + small) : 1 / (1 + small)
      value += margin > 0 ? Math.log1p(small) : Math.log1p(small) - margin
      const curvature = wrong * (1 - wrong)
      for (let i = 0; i < size; i++) {
        const zi = z[at + i] as number
        gradient[i] = (gradient[i] as number) - side * wrong * zi
        const part = curvature * zi
        for (let j = 0; j <= i; j++)
          hessian[i * size + j] = (hessian[i * size + j] as number) + part * (z[at + j] as number)
      }
    }
    for (let j = 0; j < size; j++) {
      const bj = b[j] as number
      value += ((penalty[j] as number) / 2) * bj * bj
      gradient[j] = (gradient[j] as number) + (penalty[j] as number) * bj
      hessian[j * size + j] = (hessian[j * size + j] as number) + (penalty[j] as number)
    }
    return { value, gradient, hessian }
  }
  const start = new Float64Array(size)
  // Which columns depend on others is a matter of the data alone: judged once, where all records weigh the same.
  const { dropped } = new SymmetricFactor(evaluate(start).hessian, size)
  const solve = (hessian: Float64Array, gradient: Float64Array): Float64Array =>
    new SymmetricFactor(without(hessian, size, dropped), size, 0).solve(gradient)
  const { at, curve, iterations, converged } = minimise(start, evaluate, solve)
  const separated = l2 === 0 && curve.value < 1e-6 * rows
  if (!converged || separated) throw separable(who)
  return {
    weights: design.rawWeights(at),
    standardErrors: l2 > 0 ? new Array<null>(size).fill(null) : rawErrors(design, curve.hessian, dropped),
    dropped: dropped.filter(j => j > 0).map(j => j - 1),
    logLikelihood: -(curve.value - penalised(at, penalty)),
    iterations,
  }
}

function penalised(b: Float64Array, penalty: Float64Array): number {
  return b.reduce((sum, bj, j) => sum + ((penalty[j] as number) / 2) * bj * bj, 0)
}

/** The matrix with the rows and columns of these features as if they were not there. */
function without(matrix: Float64Array, size: number, dropped: readonly number[]): Float64Array {
  if (dropped.length === 0) return matrix
  const kept = matrix.slice()
  for (const d of dropped) {
    for (let j = 0; j < size; j++) {
      kept[d * size + j] = 0
      kept[j * size + d] = 0
    }
  }
  return kept
}

/** Roots of the inverse information's diagonal, mapped from scaled to raw features. */
function rawErrors(design: Design, hessian: Float64Array, dropped: readonly number[]): (number | null)[] {
  const { width, mean, scale, fitIntercept } = design
  const size = width + 1
  const factor = new SymmetricFactor(without(hessian, size, dropped), size, 0)
  const ofCombination = (direction: Float64Array): number => {
    const solved = factor.solve(direction)
    return Math.sqrt(direction.reduce((sum, value, j) => sum + value * (solved[j] as number), 0))
  }
  const intercept = new Float64Array(size)
  intercept[0] = 1
  for (let j = 0; j < width; j++) {
    if (!dropped.includes(j + 1)) intercept[j + 1] = -(mean[j] as number) / (scale[j] as number)
  }
  const slopes = Array.from({ length: width }, (_, j) => {
    if (dropped.includes(j + 1)) return null
    const direction = new Float64Array(size)
    direction[j + 1] = 1 / (scale[j] as number)
    return ofCombination(direction)
  })
  return [fitIntercept ? ofCombination(intercept) : null, ...slopes]
}

function separable(who: string): FlinknbError {
  return new FlinknbError(
    'MODEL',
    `${who}: the classes can be told apart without error, so that no weights are the most likely.`,
    {
      fix: `Pass a penalty, such as l2: 0.001, or use solver: 'sgd'.`,
    },
  )
}
