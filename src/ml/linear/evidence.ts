import { symmetricEigen } from './symmetricEigen.ts'

/** Centred moments of the features, with the label, and of the label; `weight` is the number of records. */
export interface CentredMoments {
  readonly matrix: readonly (readonly number[])[]
  readonly right: readonly number[]
  readonly total: number
  readonly weight: number
}

/** Priors and the end of the iteration; see `BayesianRidge`. */
export interface EvidenceOptions {
  readonly maxIterations: number
  readonly tolerance: number
  readonly alpha1: number
  readonly alpha2: number
  readonly lambda1: number
  readonly lambda2: number
}

/** What maximising the evidence found. */
export interface EvidenceMaximum {
  readonly coefficients: readonly number[]
  /** Precision of the noise, and of the coefficients. */
  readonly alpha: number
  readonly lambda: number
  readonly iterations: number
}

/**
 * MacKay's fixed-point iteration for the two precisions of a Bayesian ridge regression, with the start, the order of
 * updates and the end of scikit-learn's `BayesianRidge`, in the basis of eigenvectors: O(d³) once, then O(d²) a round.
 */
export function maximiseEvidence(moments: CentredMoments, options: EvidenceOptions): EvidenceMaximum {
  const { right, total, weight } = moments
  const { values, vectors } = symmetricEigen(moments.matrix)
  const eigen = values.map(value => Math.max(0, value))
  const q = vectors.map(vector => vector.reduce((sum, value, j) => sum + value * (right[j] ?? 0), 0))
  let alpha = weight > 0 ? 1 / (total / weight + Number.EPSILON) : 1
  let lambda = 1
  const solve = (): { along: number[]; coefficients: number[] } => {
    const along = q.map((value, i) => value / ((eigen[i] as number) + lambda / alpha))
    const coefficients = right.map((_, j) => along.reduce((sum, value, i) => sum + value * (vectors[i]?.[j] ?? 0), 0))
    return { along, coefficients }
  }
  let before: readonly number[] | undefined
  let iterations = 0
  while (iterations < options.maxIterations && right.length > 0 && weight > 0) {
    const { along, coefficients } = solve()
    const squares = along.reduce((sum, value) => sum + value * value, 0)
    const residual = along.reduce(
      (sum, value, i) => sum + value * (value * (eigen[i] as number) - 2 * (q[i] as number)),
      total,
    )
    const gamma = eigen.reduce((sum, value) => sum + (alpha * value) / (lambda + alpha * value), 0)
    lambda = (gamma + 2 * options.lambda1) / (squares + 2 * options.lambda2)
    alpha = (weight - gamma + 2 * options.alpha1) / (Math.max(0, residual) + 2 * options.alpha2)
    iterations++
    const moved = coefficients.reduce((sum, value, j) => sum + Math.abs(value - (before?.[j] ?? value)), 0)
    if (before && moved < options.tolerance) break
    before = coefficients
  }
  return { coefficients: solve().coefficients, alpha, lambda, iterations }
}
