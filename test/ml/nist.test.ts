import { describe, expect, test } from 'vitest'
import type { DoubleDouble } from '../../src/ml/linear/doubleDouble.ts'
import { LinearRegression } from '../../src/ml/linear/linearRegression.ts'
import { correctDigits, designOf, goldenJson, hasGolden, type NistSet } from './golden.ts'

const SETS = [
  'Norris',
  'Pontius',
  'NoInt1',
  'NoInt2',
  'Longley',
  'Wampler1',
  'Wampler2',
  'Wampler3',
  'Wampler4',
  'Wampler5',
  'Filip',
]

describe.skipIf(!hasGolden)('NIST linear reference sets (needs ../shared/golden)', () => {
  test.each(SETS)('%s: at least 12 correct digits, in either order and merged', name => {
    const set = goldenJson<NistSet>(`nist/${name}.json`)
    const X = designOf(set)
    const half = Math.floor(X.length / 2)
    const forward = learned(set, X, set.y)
    const models = {
      forward,
      backward: learned(set, [...X].reverse(), [...set.y].reverse()),
      merged: learned(set, X.slice(0, half), set.y.slice(0, half)).merge(
        learned(set, X.slice(half), set.y.slice(half)),
      ),
    }
    const report: Record<string, number> = {}
    for (const [how, model] of Object.entries(models)) {
      expect(model.dropped).toEqual([])
      report[how] = digitsOf(model, set)
    }
    const summary = forward.summary()
    const terms = [...(set.intercept ? [summary.intercept] : []), ...summary.coefficients]
    const { se, residual_sd, r2 } = set.certified
    report.se = Math.min(...se.map((truth, j) => correctDigits(terms[j]?.standardError ?? Number.NaN, truth)))
    report.sd = correctDigits(Math.sqrt(summary.residualVariance ?? Number.NaN), residual_sd)
    report.r2 = correctDigits(summary.r2 ?? Number.NaN, r2)
    if (process.env.REPORT) console.log(name, JSON.stringify(report))
    expect(Math.min(...Object.values(report))).toBeGreaterThanOrEqual(12)
  })

  test('Filip with powers rounded to float64 is other data: its exact solution agrees to 7.6 digits, and so does ours', () => {
    const set = goldenJson<NistSet>('nist/Filip.json')
    const rounded = set.x.map(row => Array.from({ length: 10 }, (_, k) => (row[0] as number) ** (k + 1)))
    const digits = digitsOf(new LinearRegression().fit(rounded, set.y), set)
    // 7.60998824 by an 80-digit computation of the rounded design
    expect(digits).toBeCloseTo(7.60998824, 4)
  })
})

function learned(set: NistSet, X: readonly DoubleDouble[][], y: readonly number[]): LinearRegression {
  const model = new LinearRegression({ fitIntercept: set.intercept })
  model.useFeatures((X[0] ?? []).map((_, j) => `x${j}`))
  for (const [i, row] of X.entries()) {
    const low = row.some(value => value.lo !== 0) ? Float64Array.from(row, value => value.lo) : undefined
    model.learnVector(
      Float64Array.from(row, value => value.hi),
      y[i] as number,
      1,
      low,
    )
  }
  return model
}

function digitsOf(model: LinearRegression, set: NistSet): number {
  const found = [...(set.intercept ? [model.intercept] : []), ...model.coefficients]
  const truth = set.exact_beta_20_digits.map(Number)
  expect(found).toHaveLength(truth.length)
  return Math.min(...found.map((value, j) => correctDigits(value ?? Number.NaN, truth[j] as number)))
}
