import type { RegressionMemory } from './regressionMemory.ts'

/**
 * Takes one record into the float64 shadow of the double-double sums: means and co-moments, from which a prediction is
 * solved after every record. Welford (1962) in its weighted form by West (1979); never Σx². Rounding cannot pile up,
 * because the owner refreshes the shadow from the exact sums every so often.
 *
 * `compileLearn` writes the same operations out for one width and weight 1, bit for bit.
 *
 * @param v (1, features, label)
 */
export function updateMoments({ means, moments, hi, lo }: RegressionMemory, v: Float64Array, weight: number): void {
  const part = weight / ((hi[0] as number) + (lo[0] as number))
  const factor = weight - weight * part
  const size = means.length
  let k = 0
  for (let i = 0; i < size - 1; i++) {
    const scaled = factor * ((v[i + 1] as number) - (means[i] as number))
    for (let j = i; j < size; j++, k++) {
      moments[k] = (moments[k] as number) + scaled * ((v[j + 1] as number) - (means[j] as number))
    }
  }
  for (let i = 0; i < size; i++) {
    means[i] = (means[i] as number) + part * ((v[i + 1] as number) - (means[i] as number))
  }
}
