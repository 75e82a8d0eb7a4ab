import type { RegressionMemory } from './regressionMemory.ts'

/** A pivot is at least this part of its diagonal: within it float64 keeps ten digits of moments that are right to their last. */
const SAFE_PIVOT = 1e-6

/**
 * Solves `(M + diag(penalty)) slopes = m` for centred moments that are exact but for rounding (`centreMoments`), by LDLᵀ.
 * Features of which `constant` says so take no part. False where float64 is not safe.
 *
 * @param u scratch of (d + 1)(d + 2) / 2 numbers. Cost: d³ / 6 multiplications.
 */
export function solveMoments(memory: RegressionMemory, constant: (j: number) => boolean, u: Float64Array): boolean {
  const { width, moments, penalty, slopes } = memory
  // Lower triangle of L by rows with D on the diagonal; row `width` is the label: eliminating it along substitutes forward.
  let k = 0
  for (let i = 0; i < width; i++) for (let j = i; j <= width; j++) u[at(j, i)] = moments[k++] as number
  for (let j = 0; j < width; j++) {
    const rowJ = at(j, 0)
    if (constant(j)) {
      u[rowJ + j] = 0
      for (let i = j + 1; i <= width; i++) u[at(i, j)] = 0
      continue
    }
    const diagonal = (u[rowJ + j] as number) + (penalty[j] as number)
    let pivot = diagonal
    for (let c = 0; c < j; c++) pivot -= (u[rowJ + c] as number) ** 2 * (u[at(c, c)] as number)
    if (!(pivot > SAFE_PIVOT * diagonal)) return false
    u[rowJ + j] = pivot
    // slopes serve as the products l(j, c) d(c) here: they are overwritten below.
    for (let c = 0; c < j; c++) slopes[c] = (u[rowJ + c] as number) * (u[at(c, c)] as number)
    const inverse = 1 / pivot
    for (let i = j + 1; i <= width; i++) {
      const rowI = at(i, 0)
      const value = (u[rowI + j] as number) - dot(u, rowI, slopes, j)
      u[rowI + j] = value * inverse
    }
  }
  const label = at(width, 0)
  for (let i = width - 1; i >= 0; i--) {
    let value = u[label + i] as number
    for (let c = i + 1; c < width; c++) value -= (u[at(c, i)] as number) * (slopes[c] as number)
    slopes[i] = value
  }
  return true
}

function at(i: number, j: number): number {
  return (i * (i + 1)) / 2 + j
}

/** `Σ u[start + c] v[c]` for c below `count`, in four sums side by side: one would wait for each addition. */
function dot(u: Float64Array, start: number, v: Float64Array, count: number): number {
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  let c = 0
  for (; c + 3 < count; c += 4) {
    s0 += (u[start + c] as number) * (v[c] as number)
    s1 += (u[start + c + 1] as number) * (v[c + 1] as number)
    s2 += (u[start + c + 2] as number) * (v[c + 2] as number)
    s3 += (u[start + c + 3] as number) * (v[c + 3] as number)
  }
  for (; c < count; c++) s0 += (u[start + c] as number) * (v[c] as number)
  return s0 + s1 + (s2 + s3)
}
