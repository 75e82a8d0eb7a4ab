import { describe, expect, test } from 'vitest'
import { RandomSource } from '../../../src/base/random.ts'
import { DummyClassifier } from '../../../src/ml/dummy/dummyClassifier.ts'
import { DummyRegressor } from '../../../src/ml/dummy/dummyRegressor.ts'
import { fromJSON } from '../../../src/ml/fromJson.ts'
import { goldenJson, hasGolden } from '../golden.ts'
import { dataSet, riverRun, unscaled } from '../gradient/riverRun.ts'
import { expectClose, expectRegression, regress } from '../gradient/testThenTrain.ts'

describe.skipIf(!hasGolden)('River (needs ../shared/golden)', () => {
  test('trump.dummy.StatisticRegressor(Mean)', () => {
    const data = dataSet('trump_approval')
    const run = riverRun('trump.dummy.StatisticRegressor(Mean)')
    expectRegression(regress(new DummyRegressor(), data, unscaled(data)), run)
  })

  test.each([
    ['P2Quantile(.5)', { strategy: 'median' }],
    ['P2Quantile(.05)', { strategy: 'quantile', quantile: 0.05 }],
    ['P2Quantile(.95)', { strategy: 'quantile', quantile: 0.95 }],
    ['RollingQuantile(.5,101)', { strategy: 'median', window: 101 }],
  ] as const)('%s', (name, options) => {
    type Stats = { stats: Record<string, [number, number][]> }
    const after = new Map(goldenJson<Stats>('river_stats.json').stats[name])
    const model = new DummyRegressor(options)
    let compared = 0
    for (const [i, y] of dataSet('trump_approval').y.entries()) {
      model.learnOne({ x: 0 }, y)
      const expected = after.get(i + 1)
      if (expected === undefined) continue
      expectClose([model.predictOne({ x: 0 })], [expected])
      compared++
    }
    expect(compared).toBe(after.size)
  })
})

test('the mean is weighted, and of the newest labels where asked', () => {
  const model = new DummyRegressor()
  model.learnOne({ x: 1 }, 10, 3)
  model.learnOne({ x: 1 }, 20, 1)
  model.learnOne({ x: 1 }, 1e9, 0)
  expect(model.predictOne({ x: 2 })).toBe(12.5)
  const newest = new DummyRegressor({ window: 2 }).fit([{ x: 1 }, { x: 1 }, { x: 1 }], [100, 4, 8])
  expect(newest.predict([{ x: 0 }])).toEqual([6])
  const last = new DummyRegressor({ strategy: 'last' }).fit([{ x: 1 }, { x: 2 }], [5, 7])
  expect(last.predictOne({ x: 3 })).toBe(7)
})

test('quantiles by P² stay near the true ones', () => {
  const random = new RandomSource(5)
  const model = new DummyRegressor({ strategy: 'quantile', quantile: 0.9 })
  for (let i = 0; i < 20_000; i++) model.learnOne({ x: 0 }, random.gaussian())
  expect(model.predictOne({ x: 0 })).toBeCloseTo(1.2816, 1)
})

test('shares, the most frequent and the last class', () => {
  const X = [{ x: 1 }, { x: 2 }, { x: 3 }, { x: 4 }]
  const y = ['+', '+', '+', '-']
  const prior = new DummyClassifier().fit(X, y)
  expect(prior.predictProbaOne({ x: 5 })).toEqual({ '+': 0.75, '-': 0.25 })
  expect(new DummyClassifier({ strategy: 'mostFrequent' }).fit(X, y).predictProbaOne({ x: 5 })).toEqual({
    '+': 1,
    '-': 0,
  })
  expect(new DummyClassifier({ strategy: 'last' }).fit(X, y).predictOne({ x: 5 })).toBe('-')
  expect(new DummyClassifier({ classes: [true, false] }).predictProbaOne({ x: 5 })).toEqual({ true: 0.5, false: 0.5 })
  const other = new DummyClassifier().fit(X, ['-', '?', '?', '?'])
  expect(prior.merge(other).predictProbaOne({ x: 0 })).toEqual({ '+': 3 / 8, '-': 2 / 8, '?': 3 / 8 })
})

test('saved and loaded, they go on identically', () => {
  const random = new RandomSource(9)
  for (const model of [
    new DummyRegressor(),
    new DummyRegressor({ strategy: 'median' }),
    new DummyRegressor({ strategy: 'quantile', quantile: 0.2, window: 7 }),
    new DummyRegressor({ strategy: 'last' }),
  ]) {
    for (let i = 0; i < 12; i++) model.learnOne({ x: 1 }, random.gaussian())
    const again = fromJSON(JSON.stringify(model)) as DummyRegressor
    for (const one of [model, again]) one.learnOne({ x: 1 }, 0.25)
    expect(JSON.stringify(again)).toBe(JSON.stringify(model))
  }
  expect(() => new DummyRegressor({ strategy: 'mode' as 'mean' })).toThrow(/strategy: "mode" is none.*'median'/)
  expect(() => new DummyRegressor({ strategy: 'quantile', quantile: 1 })).toThrow(/quantile: 1.*below 1/)
})
