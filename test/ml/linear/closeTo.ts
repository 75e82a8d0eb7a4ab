import { expect } from 'vitest'

/** Every value within `tolerance` of the truth, relative to it (absolute where the truth is 0). */
export function expectClose(values: readonly (number | null)[], truth: readonly number[], tolerance = 1e-9): void {
  expect(values).toHaveLength(truth.length)
  for (const [i, value] of values.entries()) {
    const expected = truth[i] as number
    const error = Math.abs((value ?? Number.NaN) - expected)
    expect(error, `${i}: ${value} for ${expected}`).toBeLessThanOrEqual(tolerance * (Math.abs(expected) || 1))
  }
}
