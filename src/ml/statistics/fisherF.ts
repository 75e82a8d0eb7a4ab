import { incompleteBeta } from './incompleteBeta.ts'

/** P(F ≥ f) of Fisher's F with d₁, d₂ > 0 degrees of freedom: `I_{d₂/(d₂ + d₁ f)}(d₂/2, d₁/2)` (Abramowitz & Stegun 26.6.2). */
export function fisherFUpper(f: number, d1: number, d2: number): number {
  if (!(f > 0)) return 1
  const sum = d2 + d1 * f
  if (!Number.isFinite(sum)) return 0
  return incompleteBeta(d2 / sum, d2 / 2, d1 / 2, (d1 * f) / sum)
}
