import { SPLITTER, twoSum } from './doubleDouble.ts'

/**
 * Adds one record to a double-double Gram matrix: `Σ v vᵀ`, upper triangle, row by row, high parts in `hi` and low
 * parts in `lo` (entry k is `hi[k] + lo[k]`): the compensated dot product of Ogita, Rump and Oishi (SIAM J. Sci. Comput.
 * 26, 2005). The low parts grow, so the owner calls {@link renormalise} every so often.
 *
 * This is the simple form; `compileLearn` writes the same operations out for one width, bit for bit.
 *
 * @param v the record; |v| below 1e140, so that no product over- or underflows in the splitting
 * @param scratch twice the length of `v`, overwritten
 */
export function accumulateGram(hi: Float64Array, lo: Float64Array, v: Float64Array, scratch: Float64Array): void {
  const width = v.length
  for (let i = 0; i < width; i++) {
    const value = v[i] as number
    const split = SPLITTER * value
    const high = split - (split - value)
    scratch[i] = high
    scratch[width + i] = value - high
  }
  let k = 0
  for (let i = 0; i < width; i++) {
    const a = v[i] as number
    const a1 = scratch[i] as number
    const a2 = scratch[width + i] as number
    for (let j = i; j < width; j++, k++) {
      const b1 = scratch[j] as number
      const b2 = scratch[width + j] as number
      const product = a * (v[j] as number)
      const productError = a1 * b1 - product + a1 * b2 + a2 * b1 + a2 * b2
      const before = hi[k] as number
      const sum = before + product
      const back = sum - before
      hi[k] = sum
      lo[k] = (lo[k] as number) + (before - (sum - back) + (product - back) + productError)
    }
  }
}

/**
 * Adds `weight · v vᵀ`: the weighted form of {@link accumulateGram}, with the triple product in double-double.
 *
 * @param vLow low parts of a double-double record `v + vLow`
 */
export function accumulateWeightedGram(
  hi: Float64Array,
  lo: Float64Array,
  v: Float64Array,
  weight: number,
  vLow?: Float64Array,
): void {
  const width = v.length
  let k = 0
  for (let i = 0; i < width; i++) {
    const a = v[i] as number
    const scaled = weight * a
    const scaledError = productError(weight, a, scaled) + weight * (vLow ? (vLow[i] as number) : 0)
    for (let j = i; j < width; j++, k++) {
      const b = v[j] as number
      const product = scaled * b
      const error = productError(scaled, b, product) + scaledError * b + scaled * (vLow ? (vLow[j] as number) : 0)
      const before = hi[k] as number
      const sum = before + product
      const back = sum - before
      hi[k] = sum
      lo[k] = (lo[k] as number) + (before - (sum - back) + (product - back) + error)
    }
  }
}

/** Moves what has gathered in the low parts up, so that each is again at most half a unit of its high part. */
export function renormalise(hi: Float64Array, lo: Float64Array): void {
  for (let k = 0; k < hi.length; k++) {
    const sum = twoSum(hi[k] as number, lo[k] as number)
    hi[k] = sum.hi
    lo[k] = sum.lo
  }
}

/** What rounding took from `product` = a × b, exactly (Dekker). */
function productError(a: number, b: number, product: number): number {
  const splitA = SPLITTER * a
  const a1 = splitA - (splitA - a)
  const a2 = a - a1
  const splitB = SPLITTER * b
  const b1 = splitB - (splitB - b)
  const b2 = b - b1
  return a1 * b1 - product + a1 * b2 + a2 * b1 + a2 * b2
}
