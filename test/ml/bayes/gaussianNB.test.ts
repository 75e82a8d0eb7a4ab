import { describe, expect, test } from 'vitest'
import { GaussianNB } from '../../../src/ml/bayes/gaussianNB.ts'
import { fromJSON } from '../../../src/ml/fromJson.ts'
import { hasGolden } from '../golden.ts'
import { dataSet, riverRun, unscaled } from '../gradient/riverRun.ts'
import { classify, expectClassification } from '../gradient/testThenTrain.ts'

describe.skipIf(!hasGolden)('River’s runs (needs ../shared/golden)', () => {
  test.each(['phishing', 'bananas'])('%s.GaussianNB', name => {
    const data = dataSet(name)
    expectClassification(classify(new GaussianNB(), data, unscaled(data)), riverRun(`${name}.GaussianNB`))
  })
})

const X = [
  [1, 5],
  [3, 4],
  [6, 9],
  [8, 9.5],
  [2, 5.5],
  [7, 8],
]
const y = ['low', 'low', 'high', 'high', 'low', 'high']

test('the densities of the normal distribution, by hand', () => {
  const model = new GaussianNB().fit([{ x: 1 }, { x: 3 }, { x: 6 }, { x: 8 }], ['low', 'low', 'high', 'high'])
  const density = (distance: number): number => 1e-9 + Math.exp((-distance * distance) / 4) / Math.sqrt(4 * Math.PI)
  const low = density(2) / (density(2) + density(3))
  expect(model.predictProbaOne({ x: 4 }).low).toBeCloseTo(low, 14)
  expect(model.predictOne({ x: 4 })).toBe('low')
})

test('weights count as repeated records', () => {
  const weighted = new GaussianNB()
  const repeated = new GaussianNB()
  for (const [i, [a, b]] of X.entries()) {
    weighted.learnOne({ a, b }, y[i] as string, 1 + (i % 3))
    for (let k = 0; k <= i % 3; k++) repeated.learnOne({ a, b }, y[i] as string)
  }
  const [one, other] = [weighted, repeated].map(model => model.predictProbaOne({ a: 4, b: 7 }).low as number)
  expect(one).toBeCloseTo(other as number, 12)
})

test('parts merged are the whole, in whatever order of classes and features', () => {
  const rows = X.map(([a, b]) => ({ a, b }))
  const whole = new GaussianNB().fit(rows, y)
  const first = new GaussianNB().fit(rows.slice(0, 2), y.slice(0, 2))
  const second = new GaussianNB().fit(
    rows.slice(2).map(({ a, b }) => ({ b, a })),
    y.slice(2),
  )
  const merged = first.merge(second)
  expect(merged.n).toBe(6)
  for (const row of rows) {
    expect(merged.predictProbaOne(row).low).toBeCloseTo(whole.predictProbaOne(row).low as number, 12)
  }
})

test('a feature that appears was 0 so far', () => {
  const late = new GaussianNB()
  const early = new GaussianNB()
  for (const [i, [a]] of X.slice(0, 4).entries()) {
    late.learnOne({ a }, y[i] as string)
    early.learnOne({ a, b: 0 }, y[i] as string)
  }
  late.extendFeatures(['b'])
  for (const model of [late, early]) model.learnOne({ a: 2, b: 3 }, 'low')
  expect(JSON.stringify(late)).toBe(JSON.stringify(early))
  expect(JSON.stringify(fromJSON(JSON.stringify(late)))).toBe(JSON.stringify(early))
})

test('before a record every named class is as likely; a constant feature rules nothing out', () => {
  const model = new GaussianNB({ classes: ['low', 'high', 'none'] })
  expect(Object.values(model.predictProbaOne({ a: 1 }))).toEqual([1 / 3, 1 / 3, 1 / 3])
  model.learnOne({ a: 1 }, 'low')
  model.learnOne({ a: 1 }, 'low')
  model.learnOne({ a: 1 }, 'high')
  const { low, high, none } = model.predictProbaOne({ a: 1e9 })
  expect([low, high]).toEqual([expect.closeTo(2 / 3, 12), expect.closeTo(1 / 3, 12)])
  expect(none).toBe(0)
  expect(() => model.learnOne({ a: Number.NaN }, 'low')).toThrow(/feature 'a': NaN is not a finite number/)
})
