import { describe, expect, test } from 'vitest'
import { LinearRegression } from '../../../src/ml/linear/linearRegression.ts'
import { pipeline } from '../../../src/ml/pipeline/pipeline.ts'
import { CorrelationScores } from '../../../src/ml/preprocessing/featureScores.ts'
import { PolynomialFeatures } from '../../../src/ml/preprocessing/polynomialFeatures.ts'
import { GaussianRandomProjection, SparseRandomProjection } from '../../../src/ml/preprocessing/randomProjection.ts'
import { SelectKBest } from '../../../src/ml/preprocessing/selectKBest.ts'
import { VarianceThreshold } from '../../../src/ml/preprocessing/varianceThreshold.ts'
import { correctDigits, goldenJson, hasGolden, type NistSet } from '../golden.ts'
import { expectClose, labels, recorded, rows } from './recorded.ts'

test('variances, F of regressions and of classes as scikit-learn, correlations as River', () => {
  expectClose(new VarianceThreshold().fit(rows).variances, recorded.variances)
  expectClose(new SelectKBest().fit(rows, labels).scores, recorded.f_regression[0], 1e-10)
  const classes = new SelectKBest()
  classes.labelsAreClasses()
  for (const [i, row] of rows.entries()) classes.learnOne(row, i % 3)
  expectClose(classes.scores, recorded.f_classif[0], 1e-10)
  const scores = new CorrelationScores(3)
  for (const [i, { a, b, c }] of rows.entries()) scores.add(Float64Array.of(a, b, c), labels[i] as number)
  expectClose(
    [0, 1, 2].map(j => scores.correlation(j)),
    recorded.river.PearsonCorr,
  )
})

test('what is not selected is a column of 0', () => {
  const best = new SelectKBest({ k: 2 })
  expect(best.transformOne({ a: 1, b: 2, c: 3 })).toEqual({ a: 1, b: 2, c: 3 })
  best.fit(rows, labels)
  expect(best.selected).toEqual(['a', 'c'])
  expect(best.transformOne({ a: 1, b: 2, c: 3 })).toEqual({ a: 1, b: 0, c: 3 })
  const varied = new VarianceThreshold().fit(rows.map(row => ({ ...row, b: 0.1 })))
  expect(varied.selected).toEqual(['a', 'c'])
  expect(varied.transformOne({ a: 1, b: 2, c: 3 })).toEqual({ a: 1, b: 0, c: 3 })
  expect(() => best.learnOne({ a: 1, b: 1, c: 1 })).toThrow(/without its label/)
})

describe('random projections', () => {
  const wide = Array.from({ length: 2000 }, (_, j) => `x${j}`)
  test.each([
    ['Gaussian', new GaussianRandomProjection({ components: 50, seed: 4 })],
    ['sparse', new SparseRandomProjection({ components: 50, seed: 4, density: 0.2 })],
  ])('%s: entries of mean 0 and variance 1 / components; distances stay', (_, projection) => {
    projection.useFeatures(wide)
    const entries = projection.matrix.flat()
    const mean = entries.reduce((sum, value) => sum + value, 0) / entries.length
    const variance = entries.reduce((sum, value) => sum + value * value, 0) / entries.length
    // 100,000 entries: five standard errors.
    expect(Math.abs(mean)).toBeLessThan((5 * Math.sqrt(1 / 50)) / Math.sqrt(1e5))
    expect(Math.abs(variance * 50 - 1)).toBeLessThan(0.05)
    const out = new Float64Array(50)
    projection.transformVector(
      Float64Array.from(wide, (_name, j) => Math.sin(j)),
      out,
    )
    const before = wide.reduce((sum, _name, j) => sum + Math.sin(j) ** 2, 0)
    // χ² with 50 degrees of freedom, by 50: deviation 0.2.
    expect(Math.abs(out.reduce((sum, value) => sum + value * value, 0) / before - 1)).toBeLessThan(0.8)
  })

  test('the share of zeros; rows stay when features appear; the seed decides', () => {
    const sparse = new SparseRandomProjection({ components: 50, density: 0.2 })
    sparse.useFeatures(wide)
    const zeros = sparse.matrix.flat().filter(value => value === 0).length / 1e5
    expect(Math.abs(zeros - 0.8)).toBeLessThan(0.01)
    const grown = new GaussianRandomProjection({ components: 3, seed: 1 })
    grown.learnOne({ a: 1 })
    const [first] = grown.matrix
    grown.extendFeatures(['b'])
    expect(grown.matrix[0]).toEqual(first)
    const other = new GaussianRandomProjection({ components: 3, seed: 2 })
    other.learnOne({ a: 1 })
    expect(other.matrix[0]).not.toEqual(first)
  })
})

describe.skipIf(!hasGolden)('polynomials of a measured value (needs ../shared/golden)', () => {
  test.each([
    ['Filip', 12],
    ['Wampler4', 13],
    ['Longley', 12],
  ])('%s', (name, digits) => {
    if (!hasGolden) return
    const set = goldenJson<NistSet>(`nist/${name}.json`)
    const degree = set.x[0]?.length === 1 ? set.degree : 1
    const model = pipeline(new PolynomialFeatures({ degree }), new LinearRegression())
    const X = set.x.map(x => Object.fromEntries(x.map((value, j) => [`x${j}`, value])))
    model.fit(X, set.y)
    const found = [model.regressor.intercept, ...model.regressor.coefficients].map((value, j) =>
      correctDigits(value ?? Number.NaN, Number(set.exact_beta_20_digits[j])),
    )
    if (process.env.REPORT) console.log(name, found)
    expect(Math.min(...found)).toBeGreaterThanOrEqual(digits)
  })
})

test('a polynomial that grows, saved between, gives what it would have given', () => {
  const grown = new PolynomialFeatures()
  grown.learnOne({ a: 2 })
  grown.extendFeatures(['b'])
  expect(grown.transformOne({ a: 2, b: 3 })).toEqual({ a: 2, 'a^2': 4, b: 3, 'a b': 6, 'b^2': 9 })
  const again = new PolynomialFeatures()
  again.restore(JSON.parse(JSON.stringify(grown)))
  expect(again.outputFeatures).toEqual(grown.outputFeatures)
})

test('merged parts equal the whole', () => {
  const shuffled = rows.map(({ a, b, c }) => ({ c, a, b }))
  const whole = new SelectKBest().fit(rows, labels)
  const merged = new SelectKBest().fit(rows.slice(0, 23), labels.slice(0, 23))
  merged.merge(new SelectKBest().fit(shuffled.slice(23), labels.slice(23)))
  expectClose(merged.scores, whole.scores, 1e-11)
  const [first, second] = [new SelectKBest(), new SelectKBest()]
  for (const selector of [first, second]) selector.labelsAreClasses()
  for (const [i, row] of rows.entries()) (i < 23 ? first : second).learnOne(row, i % 3)
  expectClose(first.merge(second).scores, recorded.f_classif[0], 1e-10)
  const varied = new VarianceThreshold().fit(rows.slice(0, 23)).merge(new VarianceThreshold().fit(shuffled.slice(23)))
  expectClose(varied.variances, recorded.variances)
  expect(() => first.merge(whole)).toThrow(/labels that are classes/)
})
