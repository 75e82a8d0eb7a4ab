/**
 * The complementary error function, `2/√π ∫ₓ^∞ exp(−t²) dt`: a power series for small |x| (DLMF 7.6.2), Lentz's continued
 * fraction beyond (DLMF 7.9.1). Relative error about 1e-14.
 *
 * @example erfc(1) // 0.157299207050285
 */
export function erfc(x: number): number {
  if (x < 0) return 2 - erfc(-x)
  if (x > 27) return 0
  return x < 2 ? 1 - erfBySeries(x) : erfcByFraction(x)
}

/** How likely a standard normal is at least as far from 0 as z. */
export function normalTwoSided(z: number): number {
  return erfc(Math.abs(z) / Math.SQRT2)
}

/** `2x/√π exp(−x²) Σ (2x²)ᵏ / (1 · 3 · 5 ⋯ (2k + 1))`: all terms are positive. */
function erfBySeries(x: number): number {
  let term = 1
  let sum = 1
  for (let k = 1; term > 1e-17 * sum; k++) {
    term *= (2 * x * x) / (2 * k + 1)
    sum += term
  }
  return ((2 * x) / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum
}

/** `exp(−x²)/√π · 1/(x + ½/(x + 1/(x + 3⁄2/(x + …))))`. */
function erfcByFraction(x: number): number {
  let c = x
  let d = 0
  let divisor = x
  for (let k = 1; k < 500; k++) {
    d = 1 / (x + (k / 2) * d)
    c = x + k / 2 / c
    const change = c * d
    divisor *= change
    if (Math.abs(change - 1) < 1e-16) break
  }
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * divisor)
}
