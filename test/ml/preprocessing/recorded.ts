import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from 'vitest'

/** What scikit-learn and River made of the same data: `test/ml/fixtures/preprocessing.py`. */
export const recorded = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '../fixtures/preprocessing.json'), 'utf8'),
) as {
  readonly fitted_to_40_of_60: Readonly<Record<string, readonly (readonly number[])[]>>
  readonly polynomial_names: readonly string[]
  readonly variances: readonly number[]
  readonly f_regression: readonly [readonly number[], readonly number[]]
  readonly f_classif: readonly [readonly number[], readonly number[]]
  readonly onehot: {
    readonly names: readonly string[]
    readonly rows: readonly (readonly number[])[]
    readonly unknown: readonly (readonly number[])[]
    readonly drop_first: readonly (readonly number[])[]
  }
  readonly ordinal: { readonly rows: readonly (readonly number[])[]; readonly unknown: readonly (readonly number[])[] }
  readonly hashing: Readonly<Record<string, readonly Readonly<Record<string, number>>[]>>
  readonly target_encoder_smooth_10: Readonly<Record<string, number>>
  readonly imputers: Readonly<Record<string, readonly number[]>>
  readonly river: Readonly<Record<string, readonly (readonly number[])[]>> & {
    readonly PearsonCorr: readonly number[]
    readonly 'TargetAgg(BayesianMean(3, 5))': readonly number[]
  }
  readonly dates: Readonly<Record<string, readonly (readonly number[])[]>>
  readonly yeo_johnson: Readonly<Record<string, unknown>>
}

/** The formulas of preprocessing.py. */
export const rows = Array.from({ length: 60 }, (_, i) => ({
  a: ((i * 37) % 101) / 7 - 4,
  b: Math.floor(1000 * Math.sin(i)) / 10,
  c: i < 10 ? 0 : ((i * i) % 17) / 4,
}))

export const labels = rows.map((_, i) => (2 * ((i * 37) % 101)) / 7 - ((i * i) % 17) + ((i * 13) % 5))

/** Every number within `tolerance` of the truth, relative to it, or to 1 where it is small. */
export function expectClose(values: ArrayLike<number>, truth: ArrayLike<number>, tolerance = 1e-12): void {
  expect(values.length).toBe(truth.length)
  for (let i = 0; i < values.length; i++) {
    const expected = truth[i] as number
    const error = Math.abs((values[i] as number) - expected)
    expect(error, `${i}: ${values[i]} for ${expected}`).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected)))
  }
}
