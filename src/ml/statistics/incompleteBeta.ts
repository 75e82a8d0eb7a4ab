import { logBeta } from './logBeta.ts'

/**
 * The regularised incomplete beta function I_x(a, b), for a, b > 0 and 0 ≤ x ≤ 1.
 *
 * The continued fraction of DiDonato and Morris (ACM Trans. Math. Softw. 18, 1992, eq. 9), whose terms do not cancel for
 * large a, by Lentz's method as modified by Thompson and Barnett (J. Comput. Phys. 64, 1986), on whichever side of the
 * mean it converges fast; O(√max(a, b)) steps. Relative error about 1e-13.
 *
 * @param complement 1 − x, where the caller knows it more exactly than the subtraction gives
 */
export function incompleteBeta(x: number, a: number, b: number, complement = 1 - x): number {
  if (x <= 0) return 0
  if (complement <= 0) return 1
  if (a * complement < b * x) return 1 - lowerPart(complement, b, a, x)
  return lowerPart(x, a, b, complement)
}

function lowerPart(x: number, a: number, b: number, complement: number): number {
  const front = Math.exp(a * logOf(x, complement) + b * logOf(complement, x) - logBeta(a, b))
  return front / fraction(x, a, b, complement)
}

/** ln x, where 1 − x is known as well: near 1 its digits stand in the complement. */
function logOf(x: number, complement: number): number {
  return x > 0.5 ? Math.log1p(-complement) : Math.log(x)
}

/** β₀ + α₁ / (β₁ + α₂ / (β₂ + …)). */
function fraction(x: number, a: number, b: number, complement: number): number {
  const distance = a * complement - b * x
  const beta = (m: number): number =>
    m + (m * (b - m) * x) / (a + 2 * m - 1) + ((a + m) * (distance + 1 + m * (1 + complement))) / (a + 2 * m + 1)
  let result = (a / (a + 1)) * (distance + 1)
  let c = result
  let d = 0
  const limit = 200 + 20 * Math.sqrt(Math.max(a, b))
  for (let m = 1; m <= limit; m++) {
    const alpha = ((a + m - 1) / (a + 2 * m - 1)) * ((a + b + m - 1) / (a + 2 * m - 1)) * m * (b - m) * x * x
    d = 1 / awayFromZero(beta(m) + alpha * d)
    c = awayFromZero(beta(m) + alpha / c)
    result *= c * d
    if (Math.abs(c * d - 1) < 1e-16) break
  }
  return result
}

function awayFromZero(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value
}
