/** Yeo and Johnson, Biometrika 87 (2000): a power transformation for numbers of any sign; λ = 1 changes nothing. */
export function yeoJohnson(y: number, lambda: number): number {
  if (y >= 0) return lambda === 0 ? Math.log1p(y) : Math.expm1(lambda * Math.log1p(y)) / lambda
  const rest = 2 - lambda
  return rest === 0 ? -Math.log1p(-y) : -Math.expm1(rest * Math.log1p(-y)) / rest
}

/**
 * What {@link yeoJohnson} made `z` of. A λ below 0 has an upper bound, −1 / λ, and one above 2 a lower, 1 / (2 − λ): beyond
 * it, where no y lies but a prediction may, the bound's y is infinite; the largest finite one is given.
 */
export function inverseYeoJohnson(z: number, lambda: number): number {
  if (z >= 0) return lambda === 0 ? Math.expm1(z) : finite(Math.expm1(Math.log1p(bounded(lambda * z)) / lambda))
  const rest = 2 - lambda
  return rest === 0 ? -Math.expm1(-z) : -finite(Math.expm1(Math.log1p(bounded(-rest * z)) / rest))
}

/**
 * The λ under which transformed values are likeliest normal: the maximum of the profile likelihood, by golden sections
 * between −4 and 6.
 */
export function likeliestLambda(values: ArrayLike<number>): number {
  const golden = (Math.sqrt(5) - 1) / 2
  let from = -4
  let to = 6
  let a = to - golden * (to - from)
  let b = from + golden * (to - from)
  let atA = logLikelihood(values, a)
  let atB = logLikelihood(values, b)
  while (to - from > 1e-9) {
    if (atA > atB) {
      to = b
      b = a
      atB = atA
      a = to - golden * (to - from)
      atA = logLikelihood(values, a)
    } else {
      from = a
      a = b
      atA = atB
      b = from + golden * (to - from)
      atB = logLikelihood(values, b)
    }
  }
  return (from + to) / 2
}

function logLikelihood(values: ArrayLike<number>, lambda: number): number {
  const n = values.length
  let mean = 0
  let squares = 0
  let logs = 0
  for (let i = 0; i < n; i++) {
    const y = values[i] as number
    const z = yeoJohnson(y, lambda)
    const distance = z - mean
    mean += distance / (i + 1)
    squares += distance * (z - mean)
    logs += Math.sign(y) * Math.log1p(Math.abs(y))
  }
  return squares > 0 ? (-n / 2) * Math.log(squares / n) + (lambda - 1) * logs : Number.NEGATIVE_INFINITY
}

function bounded(x: number): number {
  return Math.max(x, -1 + Number.EPSILON)
}

function finite(x: number): number {
  return Math.min(x, 1e140)
}
