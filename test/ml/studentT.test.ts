import { expect, test } from 'vitest'
import { incompleteBeta } from '../../src/ml/statistics/incompleteBeta.ts'
import { logBeta, logGamma } from '../../src/ml/statistics/logBeta.ts'
import { studentTQuantile, studentTTwoSided } from '../../src/ml/statistics/studentT.ts'

/** Percentage points of Student's t: NIST/SEMATECH e-Handbook of Statistical Methods, table 1.3.6.7.2, three decimals. */
const TABLE: readonly (readonly [degreesOfFreedom: number, p95: number, p975: number, p995: number, p999: number])[] = [
  [1, 6.314, 12.706, 63.657, 318.309],
  [2, 2.92, 4.303, 9.925, 22.327],
  [3, 2.353, 3.182, 5.841, 10.215],
  [5, 2.015, 2.571, 4.032, 5.893],
  [10, 1.812, 2.228, 3.169, 4.144],
  [20, 1.725, 2.086, 2.845, 3.552],
  [30, 1.697, 2.042, 2.75, 3.385],
  [60, 1.671, 2.0, 2.66, 3.232],
  [100, 1.66, 1.984, 2.626, 3.174],
]

test.each(TABLE)('percentage points for %s degrees of freedom', (degreesOfFreedom, ...points) => {
  const probabilities = [0.95, 0.975, 0.995, 0.999]
  for (const [i, point] of points.entries()) {
    const t = studentTQuantile(probabilities[i] as number, degreesOfFreedom)
    expect(Math.abs(t - point)).toBeLessThanOrEqual(0.00051)
    expect(studentTQuantile(1 - (probabilities[i] as number), degreesOfFreedom)).toBeCloseTo(-t, 9)
  }
})

test('closed forms: ν = 1 is Cauchy, ν = 2 is algebraic', () => {
  for (const t of [0.1, 1, 3, 12.7]) {
    expect(studentTTwoSided(t, 1)).toBeCloseTo(1 - (2 / Math.PI) * Math.atan(t), 14)
    expect(studentTTwoSided(t, 2)).toBeCloseTo(1 - t / Math.sqrt(2 + t * t), 14)
  }
  expect(studentTQuantile(0.75, 1)).toBeCloseTo(1, 13)
})

test('many degrees of freedom: the normal distribution', () => {
  // Abramowitz & Stegun, table 26.6: x for Q = 0.025
  expect(studentTQuantile(0.975, 1e9)).toBeCloseTo(1.959963984540054, 8)
  expect(studentTTwoSided(1.959963984540054, 1e12)).toBeCloseTo(0.05, 10)
})

test('incomplete beta: closed forms and symmetry', () => {
  for (const x of [0.01, 0.3, 0.5, 0.9, 0.999]) {
    expect(incompleteBeta(x, 1, 3)).toBeCloseTo(1 - (1 - x) ** 3, 14)
    expect(incompleteBeta(x, 4, 1)).toBeCloseTo(x ** 4, 14)
    expect(incompleteBeta(x, 0.5, 0.5)).toBeCloseTo((2 / Math.PI) * Math.asin(Math.sqrt(x)), 13)
    expect(incompleteBeta(x, 2.5, 7) + incompleteBeta(1 - x, 7, 2.5)).toBeCloseTo(1, 13)
  }
  expect(incompleteBeta(0, 2, 3)).toBe(0)
  expect(incompleteBeta(1, 2, 3)).toBe(1)
})

test('gamma and beta: factorials, Γ(1/2), large arguments', () => {
  let factorial = 1
  for (let n = 1; n <= 30; n++) {
    expect(Math.abs(logGamma(n) - Math.log(factorial))).toBeLessThan(1e-14 * Math.max(1, Math.log(factorial)) * 3)
    factorial *= n
  }
  expect(Math.exp(logGamma(0.5))).toBeCloseTo(Math.sqrt(Math.PI), 13)
  expect(Math.exp(logBeta(2, 3))).toBeCloseTo(1 / 12, 14)
  // B(n, 1) = 1/n, also where the logarithms of the gammas are huge
  for (const n of [10, 20, 1e6, 1e9]) expect(Math.exp(logBeta(n, 1)) * n).toBeCloseTo(1, 12)
})
