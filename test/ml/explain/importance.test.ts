import { expect, test } from 'vitest'
import { ml } from '../../../src/api/index.ts'
import { RandomSource } from '../../../src/base/random.ts'
import type { RowFunction } from '../../../src/ml/evaluation/rowFunction.ts'

const random = new RandomSource(11)
/** b says half of what a says, c nothing; the label is exactly 2 a + b. */
const rows = Array.from({ length: 400 }, () => ({ a: random.gaussian(), b: random.gaussian(), c: random.gaussian() }))
const labels = rows.map(({ a, b }) => 2 * a + b)
const model = new ml.LinearRegression().fit(rows, labels)

const variance = (values: readonly number[]): number => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
}

test('a perfect model loses 2 β² variance of a shuffled column on average, and nothing for one it does not use', () => {
  const found = ml.permutationImportance(model, rows, labels, { metric: ml.MSE, repeats: 300, seed: 1 })
  const [a, b, c] = found
  expect(found.map(row => row.feature)).toEqual(['a', 'b', 'c'])
  // Over all permutations the mean of (x − x')² is exactly 2 variances; 300 of them are within 4 standard errors.
  const expected = { a: 8 * variance(rows.map(row => row.a)), b: 2 * variance(rows.map(row => row.b)) }
  expect(Math.abs((a?.importance as number) - expected.a)).toBeLessThan((4 * (a?.std as number)) / Math.sqrt(300))
  expect(Math.abs((b?.importance as number) - expected.b)).toBeLessThan((4 * (b?.std as number)) / Math.sqrt(300))
  expect(Math.abs(c?.importance as number)).toBeLessThan(1e-12)
  // The same with R², which falls: scikit-learn's sign, above 0 where a feature helps.
  const byR2 = ml.permutationImportance(model, rows, labels, { repeats: 300, seed: 1 })
  expect(byR2[0]?.importance).toBeCloseTo((a?.importance as number) / variance(labels), 9)
})

test('classifiers by accuracy; wrong options are refused', () => {
  const classes = labels.map(label => (label > 0 ? 'up' : 'down'))
  const classifier = ml.pipeline(new ml.StandardScaler(), new ml.LogisticRegression({ solver: 'newton', l2: 0.01 }))
  classifier.fit(rows, classes)
  const found = ml.permutationImportance(classifier, rows, classes, { seed: 3 })
  expect(found[0]?.feature).toBe('a')
  expect(found[0]?.importance).toBeGreaterThan(0.2)
  expect(ml.permutationImportance(classifier, rows, classes, { seed: 3 })).toEqual(found)
  expect(() => ml.permutationImportance(model, rows, labels, { repeats: 0 })).toThrow(/repeats: 0/)
  expect(() => ml.permutationImportance(model, rows, labels, { metric: ml.Accuracy as never })).toThrow(/does not suit/)
  expect(() => ml.permutationImportance(new ml.LinearRegression(), rows, labels)).toThrow(/before anything was learned/)
})

const stream = rows.map((row, i) => ({ ...row, label: labels[i] as number }))
type Out = { readonly n: number; readonly [feature: string]: number }

function run(process: RowFunction<(typeof stream)[number], Out>, input: typeof stream): Out[] {
  const found: Out[] = []
  const out = { collect: (row: Out) => found.push(row) }
  for (const row of input) process.processElement(row, undefined, out)
  process.endInput?.(out)
  return found
}

const options = { features: ['a', 'b', 'c'], label: 'label' } as const

test('on a stream: the expected growth of the loss, as Fumagalli et al. define it', () => {
  const source = new RandomSource(5)
  const long = Array.from({ length: 20_000 }, () => {
    const [a, b, c] = [source.gaussian(), source.gaussian(), source.gaussian()]
    return { a, b, c, label: 2 * a + b }
  })
  const found = run(ml.streamingImportance(model, { ...options, learn: false, every: 5000 }), long)
  expect(found.map(row => row.n)).toEqual([5000, 10_000, 15_000, 19_999])
  // E (β (x − x'))² = 2 β²; a faded mean of 2,000 records of variance about 2.
  expect(found.at(-1)?.a).toBeGreaterThan(8 * 0.85)
  expect(found.at(-1)?.a).toBeLessThan(8 * 1.15)
  expect(found.at(-1)?.b).toBeGreaterThan(2 * 0.85)
  expect(found.at(-1)?.b).toBeLessThan(2 * 1.15)
  expect(Math.abs(found.at(-1)?.c as number)).toBeLessThan(1e-12)
})

test('it follows a model that learns and a world that changes', () => {
  const source = new RandomSource(6)
  const changing = Array.from({ length: 6000 }, (_, i) => {
    const [a, b, c] = [source.gaussian(), source.gaussian(), source.gaussian()]
    return { a, b, c, label: i < 3000 ? 2 * a : 2 * c }
  })
  const learner = new ml.LinearRegression({ halfLife: 100 })
  const found = run(ml.streamingImportance(learner, { ...options, every: 1000, rate: 0.005 }), changing)
  expect(found[1]?.a).toBeGreaterThan(5)
  expect(Math.abs(found[1]?.c as number)).toBeLessThan(0.5)
  expect(found.at(-1)?.c).toBeGreaterThan(5)
  expect(Math.abs(found.at(-1)?.a as number)).toBeLessThan(0.5)
  expect(learner.n).toBe(6000)
})

test('saved in the middle and restored it goes on the same', () => {
  const make = (): RowFunction<(typeof stream)[number], Out> =>
    ml.streamingImportance(new ml.LinearRegression(), { ...options, every: 50, reservoir: 20 })
  const whole = run(make(), stream)
  const first = make()
  const head: Out[] = []
  for (const row of stream.slice(0, 130)) first.processElement(row, undefined, { collect: out => head.push(out) })
  const second = make()
  second.restoreState?.(JSON.parse(JSON.stringify(first.snapshotState?.())))
  expect([...head, ...run(second, stream.slice(130))]).toEqual(whole)
})

test('coefficients over time are those of the model at that moment', () => {
  const build = () => ml.pipeline(new ml.StandardScaler(), new ml.LinearRegression())
  const [learner, beside] = [build(), build()]
  beside.useFeatures(['a', 'b', 'c'])
  const found = run(
    ml.trackCoefficients(learner, { ...options, every: 150 }) as RowFunction<(typeof stream)[number], Out>,
    stream,
  )
  const expected: object[] = []
  for (const [i, row] of stream.entries()) {
    beside.learnOne(row, row.label)
    if ((i + 1) % 150 && i + 1 < stream.length) continue
    const [a, b, c] = beside.regressor.coefficients
    expected.push({ n: i + 1, intercept: beside.regressor.intercept, a, b, c })
  }
  expect(found).toEqual(expected)
  expect(found.map(row => row.n)).toEqual([150, 300, 400])
  expect(() => ml.trackCoefficients(new ml.GaussianNB(), options as never)).toThrow(/GaussianNB has no weights/)
  expect(() => ml.trackCoefficients(build(), { ...options, every: 0 } as never)).toThrow(/every: 0/)
})

test('weights: shares of coefficients, and of what the splits of a tree gained', () => {
  const found = ml.weightImportance(model)
  expect(found.map(row => row.feature)).toEqual(['a', 'b', 'c'])
  expect(found[0]?.importance).toBeCloseTo(2 / 3, 9)
  const tree = new ml.HoeffdingTreeRegressor({ gracePeriod: 40 })
  for (const [i, row] of rows.entries()) tree.learnOne(row, labels[i] as number)
  expect(ml.weightImportance(tree)[0]?.importance).toBe(Math.max(...Object.values(tree.importances())))
  expect(() => ml.weightImportance(new ml.GaussianNB())).toThrow(/no weights/)
})
