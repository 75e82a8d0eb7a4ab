import type { RegressionMemory } from './regressionMemory.ts'

/**
 * Bounds within which float64 keeps ten digits: a pivot is at least this part of its diagonal, and a feature's mean at
 * most a thousand standard deviations. Beyond them the exact solver takes over.
 */
export const SAFE_PIVOT = 1e-3
export const SAFE_MEAN_SQUARED = 1e6

/**
 * Solves `(M + diag(penalty)) slopes = m` for the float64 moments by LDLᵀ, and predicts `x` with it, both in `memory`.
 * Returns false where float64 is not safe; slopes and prediction then mean nothing.
 *
 * This is the simple form; `compileFastSolve` writes the same operations out for one width, bit for bit.
 * Cost: width³ / 6 multiplications.
 */
export function fastSolve(memory: RegressionMemory, x: Float64Array): boolean {
  const { width, means, moments, penalty, slopes } = memory
  const total = (memory.hi[0] as number) + (memory.lo[0] as number)
  // Lower triangle by rows; row `width` is the label: eliminating it along does the forward substitution.
  const u: number[][] = Array.from({ length: width + 1 }, () => [])
  let k = 0
  for (let i = 0; i < width; i++) for (let j = i; j <= width; j++) (u[j] as number[]).push(moments[k++] as number)
  const entry = (i: number, j: number): number => (u[i] as number[])[j] as number
  const inverse: number[] = []
  const l = (i: number, j: number): number => entry(i, j) * (inverse[j] as number)
  for (let j = 0; j < width; j++) {
    const mean = means[j] as number
    if (!(mean * mean * total <= SAFE_MEAN_SQUARED * entry(j, j))) return false
    const diagonal = entry(j, j) + (penalty[j] as number)
    let pivot = diagonal
    for (let c = 0; c < j; c++) pivot -= entry(j, c) * l(j, c)
    if (!(pivot > SAFE_PIVOT * diagonal)) return false
    inverse.push(1 / pivot)
    for (let i = j + 1; i <= width; i++) {
      let value = entry(i, j)
      for (let c = 0; c < j; c++) value -= entry(i, c) * l(j, c)
      ;(u[i] as number[])[j] = value
    }
  }
  for (let i = width - 1; i >= 0; i--) {
    let value = l(width, i)
    for (let c = i + 1; c < width; c++) value -= l(c, i) * (slopes[c] as number)
    slopes[i] = value
  }
  let prediction = means[width] as number
  for (let j = 0; j < width; j++) prediction += (slopes[j] as number) * ((x[j] as number) - (means[j] as number))
  memory.prediction[0] = prediction
  return true
}
