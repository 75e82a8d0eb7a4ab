import { incompleteBeta } from './incompleteBeta.ts'
import { logBeta } from './logBeta.ts'

/** P(|T| ≥ |t|) of Student's t with ν > 0 degrees of freedom: `I_{ν/(ν+t²)}(ν/2, 1/2)` (DLMF 8.17, Abramowitz & Stegun 26.7.1). */
export function studentTTwoSided(t: number, degreesOfFreedom: number): number {
  const square = t * t
  const sum = degreesOfFreedom + square
  if (!Number.isFinite(sum)) return 0
  return incompleteBeta(degreesOfFreedom / sum, degreesOfFreedom / 2, 0.5, square / sum)
}

/**
 * The t below which Student's t with ν > 0 degrees of freedom stays with probability `probability`, 0 < probability < 1.
 *
 * Newton's method on {@link studentTTwoSided} between bounds that halve where a step leaves them. Relative error about 1e-13.
 *
 * @example studentTQuantile(0.975, 10) // 2.2281388519649
 */
export function studentTQuantile(probability: number, degreesOfFreedom: number): number {
  if (probability === 0.5) return 0
  if (probability < 0.5) return -studentTQuantile(1 - probability, degreesOfFreedom)
  const tails = 2 * (1 - probability)
  let low = 0
  let high = 1
  while (studentTTwoSided(high, degreesOfFreedom) > tails) high *= 2
  let t = (low + high) / 2
  for (let step = 0; step < 200; step++) {
    const excess = studentTTwoSided(t, degreesOfFreedom) - tails
    if (excess > 0) low = t
    else high = t
    const next = t + excess / (2 * density(t, degreesOfFreedom))
    const kept = next > low && next < high ? next : (low + high) / 2
    if (Math.abs(kept - t) <= 1e-15 * kept) return kept
    t = kept
  }
  return t
}

function density(t: number, degreesOfFreedom: number): number {
  const exponent = (-(degreesOfFreedom + 1) / 2) * Math.log1p((t * t) / degreesOfFreedom)
  return Math.exp(exponent - logBeta(degreesOfFreedom / 2, 0.5)) / Math.sqrt(degreesOfFreedom)
}
