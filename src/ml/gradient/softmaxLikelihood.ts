import { FlinknbError } from '../../base/errors.ts'
import type { Design } from './design.ts'
import { type Curve, minimise } from './newton.ts'
import { SymmetricFactor } from './symmetricFactor.ts'

/**
 * The most likely weights of a multinomial logistic regression by Newton's method, one list a class, the intercept first:
 * the minimum of `Σ −log P(y | x) + n l2 / 2 Σ β²`. The same number may be added to a feature's weights of all classes
 * without a change; those are given that add up to 0.
 *
 * @param y the place of the class a row
 * @throws FlinknbError `MODEL` when the classes can be told apart without error, so that no weights are the most likely
 */
export function fitSoftmax(who: string, design: Design, y: Int32Array, classes: number, l2: number): number[][] {
  const { width, rows, z, scale } = design
  const block = width + 1
  const size = classes * block
  const penalty = Float64Array.from({ length: block }, (_, j) =>
    j === 0 ? 0 : (rows * l2) / (scale[j - 1] as number) ** 2,
  )
  const tie = rows / classes
  const p = new Float64Array(classes)
  const evaluate = (b: Float64Array): Curve => {
    const gradient = new Float64Array(size)
    const hessian = new Float64Array(size * size)
    let value = 0
    for (let r = 0; r < rows; r++) {
      const row = z.subarray(r * block, (r + 1) * block)
      value += logSoftmax(b, row, p) - scoreOf(b, row, y[r] as number)
      for (let c = 0; c < classes; c++) {
        const pc = p[c] as number
        const slope = pc - (y[r] === c ? 1 : 0)
        for (let i = 0; i < block; i++) {
          const at = c * block + i
          gradient[at] = (gradient[at] as number) + slope * (row[i] as number)
        }
        for (let d = 0; d <= c; d++) {
          const curvature = pc * ((c === d ? 1 : 0) - (p[d] as number))
          addOuter(hessian, size, c * block, d * block, row, curvature)
        }
      }
    }
    for (let i = 0; i < block; i++) {
      let sum = 0
      for (let c = 0; c < classes; c++) sum += b[c * block + i] as number
      // Ties the weights of a feature to the sum 0, where the likelihood leaves them free.
      value += (tie / 2) * sum * sum
      for (let c = 0; c < classes; c++) {
        const at = c * block + i
        const own = b[at] as number
        value += ((penalty[i] as number) / 2) * own * own
        gradient[at] = (gradient[at] as number) + (penalty[i] as number) * own + tie * sum
        for (let d = 0; d <= c; d++) {
          const to = at * size + d * block + i
          hessian[to] = (hessian[to] as number) + tie + (c === d ? (penalty[i] as number) : 0)
        }
      }
    }
    return { value, gradient, hessian }
  }
  const { at, curve, converged } = minimise(new Float64Array(size), evaluate, (hessian, gradient) =>
    new SymmetricFactor(hessian, size).solve(gradient),
  )
  if (!converged || (l2 === 0 && curve.value < 1e-6 * rows)) {
    throw new FlinknbError(
      'MODEL',
      `${who}: the classes can be told apart without error, so that no weights are the most likely.`,
      {
        fix: `Pass a penalty, such as l2: 0.001, or use solver: 'sgd'.`,
      },
    )
  }
  return Array.from({ length: classes }, (_, c) => design.rawWeights(at.subarray(c * block, (c + 1) * block)))
}

function scoreOf(b: Float64Array, row: Float64Array, c: number): number {
  let score = 0
  for (let i = 0; i < row.length; i++) score += (b[c * row.length + i] as number) * (row[i] as number)
  return score
}

/** Writes the classes' probabilities to `p` and returns the logarithm of what they were divided by. */
function logSoftmax(b: Float64Array, row: Float64Array, p: Float64Array): number {
  let top = Number.NEGATIVE_INFINITY
  for (let c = 0; c < p.length; c++) {
    p[c] = scoreOf(b, row, c)
    if ((p[c] as number) > top) top = p[c] as number
  }
  let sum = 0
  for (let c = 0; c < p.length; c++) {
    p[c] = Math.exp((p[c] as number) - top)
    sum += p[c] as number
  }
  for (let c = 0; c < p.length; c++) p[c] = (p[c] as number) / sum
  return top + Math.log(sum)
}

/** Adds `factor · row rowᵀ` to the block at (top, left), of which the factor's lower half is enough. */
function addOuter(
  matrix: Float64Array,
  size: number,
  top: number,
  left: number,
  row: Float64Array,
  factor: number,
): void {
  for (let i = 0; i < row.length; i++) {
    const part = factor * (row[i] as number)
    const at = (top + i) * size + left
    for (let j = 0; j < row.length; j++) matrix[at + j] = (matrix[at + j] as number) + part * (row[j] as number)
  }
}
