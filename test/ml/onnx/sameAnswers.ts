import { expect } from 'vitest'
import { ml } from '../../../src/api/index.ts'
import { RandomSource } from '../../../src/base/random.ts'
import type { Estimator } from '../../../src/ml/estimator/estimator.ts'
import { type OnnxAnswer, type OnnxColumns, runOnnx } from './runOnnx.ts'

export const FEATURES = ['a', 'b', 'c', 'd'] as const

type Row = Readonly<Record<string, number>>

/** Random records of different sizes, a label that follows from them with noise, and fresh ones from wider ranges. */
export function records(n: number): { readonly X: Row[]; readonly y: number[]; readonly fresh: Row[] } {
  const random = new RandomSource(7)
  const row = (wide: number): Row => ({
    a: 3 * wide * random.gaussian(),
    b: 5 + 10 * wide * random.next(),
    c: -0.01 * random.next(),
    d: random.gaussian() ** 3,
  })
  const X = Array.from({ length: n }, () => row(1))
  const y = X.map(({ a = 0, b = 0, c = 0, d = 0 }) => 2 * a + b - 300 * c + d + random.gaussian())
  return { X, y, fresh: Array.from({ length: 40 }, () => row(1.5)) }
}

/** Exports, runs, and compares: numbers to 1e-9 of their size, texts and classes exactly. */
export async function expectSame(
  model: Estimator,
  rows: readonly Row[] | OnnxColumns,
  expected: Readonly<Record<string, readonly (number | string)[]>>,
): Promise<OnnxAnswer> {
  const input = Array.isArray(rows)
    ? rows.map(row => model.features.map(name => row[name] as number))
    : (rows as OnnxColumns)
  const answer = await runOnnx(ml.toOnnx(model), input)
  for (const [name, values] of Object.entries(expected)) {
    const given = answer[name] ?? []
    expect(given, name).toHaveLength(values.length)
    for (const [i, value] of values.entries()) {
      if (typeof value === 'string') expect(given[i], `${name} ${i}`).toBe(value)
      else {
        const error = Math.abs((given[i] as number) - value) / Math.max(Math.abs(value), 1e-12)
        expect(error, `${name} ${i}: ${given[i]} for ${value}`).toBeLessThan(1e-9)
      }
    }
  }
  return answer
}
