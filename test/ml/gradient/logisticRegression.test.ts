import { describe, expect, test } from 'vitest'
import { RandomSource } from '../../../src/base/random.ts'
import { fromJSON } from '../../../src/ml/fromJson.ts'
import { LogisticRegression } from '../../../src/ml/gradient/logisticRegression.ts'
import { SGDClassifier } from '../../../src/ml/gradient/sgdClassifier.ts'
import { SoftmaxRegression } from '../../../src/ml/gradient/softmaxRegression.ts'
import { StandardScaler } from '../../../src/ml/preprocessing/standardScaler.ts'
import { erfc, normalTwoSided } from '../../../src/ml/statistics/normal.ts'
import { goldenJson, hasGolden, numberRows } from '../golden.ts'
import { expectClose } from './testThenTrain.ts'

interface Expected {
  readonly breast_cancer: {
    readonly logreg_l2_C1_std: {
      readonly intercept: readonly [number]
      readonly coef: readonly [readonly number[]]
      readonly accuracy: number
      readonly logloss: number
    }
  }
  readonly iris: {
    readonly logreg_l2_C1_std: {
      readonly intercept: readonly number[]
      readonly coef: readonly (readonly number[])[]
      readonly accuracy: number
      readonly logloss: number
    }
  }
  readonly breast_cancer_logit_mle_radius_texture: {
    readonly params: readonly number[]
    readonly bse: readonly number[]
    readonly llf: number
  }
}

describe.skipIf(!hasGolden)('scikit-learn and statsmodels (needs ../shared/golden)', () => {
  const expected = hasGolden ? goldenJson<Expected>('sklearn_expected.json') : undefined
  const load = (file: string): { X: Record<string, number>[]; y: number[] } => {
    const rows = numberRows(`golden/data/${file}.csv`)
    return { X: rows.map(({ target: _, ...features }) => features), y: rows.map(row => row.target as number) }
  }
  const scale = (X: Record<string, number>[]): Record<string, number>[] =>
    new StandardScaler().fit(X).transform(X) as Record<string, number>[]

  test('L2 with C = 1 on breast_cancer, standardised', () => {
    const figures = (expected as Expected).breast_cancer.logreg_l2_C1_std
    const { X, y } = load('breast_cancer')
    const model = new LogisticRegression({ solver: 'newton', l2: 1 / X.length, classes: [0, 1] }).fit(scale(X), y)
    expectClose([model.intercept, ...model.coefficients], [figures.intercept[0], ...figures.coef[0]])
    const probabilities = model.predictProba(scale(X)).map(row => row[1] as number)
    const losses = probabilities.map((p, i) => -Math.log(y[i] === 1 ? p : 1 - p))
    expectClose([losses.reduce((sum, loss) => sum + loss, 0) / losses.length], [figures.logloss])
    const right = model.predict(scale(X)).filter((label, i) => label === y[i]).length
    expectClose([right / y.length], [figures.accuracy])
    expect(model.summary().intercept.standardError).toBeNull()
  })

  test('statsmodels’ Logit on radius and texture: weights, standard errors, log likelihood', () => {
    const figures = (expected as Expected).breast_cancer_logit_mle_radius_texture
    const { X, y } = load('breast_cancer')
    const rows = X.map(row => ({ radius: row.mean_radius, texture: row.mean_texture }))
    const { intercept, coefficients, logLikelihood } = new LogisticRegression({ solver: 'newton', classes: [0, 1] })
      .fit(rows, y)
      .summary()
    const terms = [intercept, ...coefficients]
    expectClose(
      terms.map(term => term.value),
      figures.params,
    )
    expectClose(
      terms.map(term => term.standardError as number),
      figures.bse,
    )
    expectClose([logLikelihood as number], [figures.llf])
    for (const { value, standardError, z, lower95, upper95 } of terms) {
      expect(z).toBe(value / (standardError as number))
      expect(((upper95 as number) - (lower95 as number)) / (standardError as number)).toBeCloseTo(3.919927969, 8)
    }
  })

  test('softmax with L2 and C = 1 on iris, standardised', () => {
    const figures = (expected as Expected).iris.logreg_l2_C1_std
    const { X, y } = load('iris')
    const model = new SoftmaxRegression({ solver: 'newton', l2: 1 / X.length, classes: [0, 1, 2] }).fit(scale(X), y)
    expectClose([...model.intercepts, ...model.coefficients.flat()], [...figures.intercept, ...figures.coef.flat()])
    const probabilities = model.predictProba(scale(X))
    const losses = probabilities.map((row, i) => -Math.log(row[y[i] as number] as number))
    expectClose([losses.reduce((sum, loss) => sum + loss, 0) / losses.length], [figures.logloss])
    expectClose([model.predict(scale(X)).filter((label, i) => label === y[i]).length / y.length], [figures.accuracy])
  })
})

const random = new RandomSource(17)
const X = Array.from({ length: 300 }, () => ({ a: 50 + 20 * random.gaussian(), b: 1e-3 * random.gaussian() }))
const y = X.map(({ a, b }) => (a - 50) / 20 + b * 1000 + 1.5 * random.gaussian() > 0)

test('a penalty of 0 gives the likelihood equations: residuals orthogonal to every column', () => {
  const model = new LogisticRegression({ solver: 'newton', classes: [false, true] }).fit(X, y)
  const residuals = X.map((x, i) => (y[i] ? 1 : 0) - (model.predictProbaOne(x).true as number))
  const along = (column: (x: { a: number; b: number }) => number): number =>
    residuals.reduce((sum, residual, i) => sum + residual * column(X[i] as { a: number; b: number }), 0)
  expect(Math.abs(along(() => 1))).toBeLessThan(1e-10)
  expect(Math.abs(along(x => x.a))).toBeLessThan(1e-8)
  expect(Math.abs(along(x => x.b * 1000))).toBeLessThan(1e-10)
})

test('constant and collinear columns are named and dropped; the rest is as without them', () => {
  const wide = X.map(({ a, b }) => ({ a, one: 7.1, twice: 2 * a + 3, b }))
  const model = new LogisticRegression({ solver: 'newton', classes: [false, true] }).fit(wide, y)
  const plain = new LogisticRegression({ solver: 'newton', classes: [false, true] }).fit(X, y)
  const { dropped, coefficients } = model.summary()
  expect(dropped).toEqual(['one', 'twice'])
  expect(coefficients.filter(term => dropped.includes(term.name)).map(term => term.standardError)).toEqual([null, null])
  expectClose([model.intercept, model.weights.a, model.weights.b], [plain.intercept, ...plain.coefficients])
  expect(model.describe().notes.join()).toMatch(/collinear with the columns before: one, twice/)
  expect(JSON.stringify(model.describe())).not.toMatch(/NaN/)
})

test('classes that can be told apart have no largest likelihood, but one with a penalty', () => {
  const rows = [{ x: 1 }, { x: 2 }, { x: 3 }, { x: 4 }]
  const sides = [false, false, true, true]
  expect(() => new LogisticRegression({ solver: 'newton' }).fit(rows, sides)).toThrow(
    /told apart without error.*l2: 0.001/,
  )
  const model = new LogisticRegression({ solver: 'newton', l2: 0.01, classes: [false, true] }).fit(rows, sides)
  expect(model.predictProbaOne({ x: 2.5 }).true).toBeCloseTo(0.5, 10)
  expect(model.predictOne({ x: 1 })).toBe(false)
  expect(() => new LogisticRegression({ solver: 'newton' }).fit(rows, [1, 1, 1, 1])).toThrow(/one class/)
  expect(() => new LogisticRegression({ solver: 'newton', l1: 1 })).toThrow(/smooth penalty/)
})

test('goes on by steps from the fit, saved and loaded', () => {
  const model = new LogisticRegression({ solver: 'newton', classes: [false, true] }).fit(X, y)
  const again = fromJSON(JSON.stringify(model)) as LogisticRegression
  expect(again.summary()).toEqual(model.summary())
  for (const one of [model, again]) one.learnOne({ a: 44, b: 0.001 }, true)
  expect(JSON.stringify(again)).toBe(JSON.stringify(model))
  expect(model.n).toBe(301)
  expect(model.summary().intercept.standardError).toBeNull()
})

test('without newton it is SGDClassifier with the log loss', () => {
  const rows = X.map(({ a, b }) => ({ a: (a - 50) / 20, b: b * 1000 }))
  const logistic = new LogisticRegression({ classes: [false, true] }).fit(rows, y)
  const sgd = new SGDClassifier({ loss: 'log', classes: [false, true] }).fit(rows, y)
  expect(logistic.weights).toEqual(sgd.weights)
})

test('a third class is an error that names the way out', () => {
  const model = new LogisticRegression()
  model.learnOne({ x: 1 }, 'a')
  model.learnOne({ x: 2 }, 'b')
  expect(() => model.learnOne({ x: 3 }, 'c')).toThrow(/label "c" is a third class.*"a" from "b".*ml.SoftmaxRegression/)
  expect(model.classes).toEqual(['a', 'b'])
})

test('the complementary error function, from Abramowitz & Stegun 7.1 and DLMF', () => {
  const published = [
    [0, 1],
    [0.5, 0.4795001221869535],
    [1, 0.15729920705028513],
    [1.5, 0.033894853524689274],
    [2, 0.004677734981047265],
    [3, 2.209049699858544e-5],
    [5, 1.5374597944280351e-12],
    [10, 2.088487583762545e-45],
  ] as const
  for (const [x, value] of published) expectClose([erfc(x), erfc(-x)], [value, 2 - value], 1e-13)
  expectClose([normalTwoSided(1.959963984540054)], [0.05], 1e-13)
})
