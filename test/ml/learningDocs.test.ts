import { expect, test } from 'vitest'
import * as ml from '../../src/api/ml.ts'

test('the worked example of docs/learning.md, against scikit-learn 1.9', () => {
  const sales = [
    { age: 31, income: 42_000, city: 'Rome', price: 120 },
    { age: 45, income: 71_000, city: 'Oslo', price: 210 },
    { age: 22, income: 25_000, city: 'Rome', price: 80 },
    { age: 58, income: 66_000, city: 'Bonn', price: 190 },
    { age: 36, income: 52_000, city: 'Oslo', price: 160 },
    { age: 27, income: 39_000, city: null, price: 105 },
    { age: 49, income: 58_000, city: 'Bonn', price: 165 },
    { age: 33, income: 47_000, city: 'Rome', price: 130 },
  ]
  const model = ml.pipeline(
    ml.union(
      ml.columns(['age', 'income'], new ml.StandardScaler()),
      ml.columns(['city'], new ml.OneHotEncoder({ dropFirst: true })),
    ),
    new ml.LinearRegression({ l2: 0.1 }),
  )
  const X = sales.map(({ price: _, ...row }) => row)
  for (const [i, row] of X.entries()) model.learnOne(row, sales[i]?.price as number)
  expect(model.regressor.features).toEqual(['age', 'income', 'city_Oslo', 'city_Bonn', 'city_null'])
  // Ridge(alpha=0.1) behind StandardScaler() and indicators of Oslo, Bonn and None.
  expect(model.predictOne({ age: 40, income: 60_000, city: 'Oslo' })).toBeCloseTo(180.79140922291376, 9)
  expect(model.predictOne({ age: 40, income: 60_000, city: 'Kyiv' })).toBeCloseTo(163.85417188012576, 9)
})

test('the examples in the documentation of transformers', () => {
  expect(new ml.MinMaxScaler().fit([{ x: 1 }, { x: 3 }]).transformOne({ x: 2 })).toEqual({ x: 0.5 })
  expect(new ml.MaxAbsScaler().fit([{ x: -4 }, { x: 2 }]).transformOne({ x: 2 })).toEqual({ x: 0.5 })
  const outlier = [1, 2, 3, 4, 1000].map(x => ({ x }))
  expect(new ml.RobustScaler().fit(outlier).transformOne({ x: 5 })).toEqual({ x: 1 })
  const fading = new ml.AdaptiveStandardScaler({ fading: 0.5 })
  for (const x of [2, 4]) fading.learnOne({ x })
  expect(fading.transformOne({ x: 4 })).toEqual({ x: 1 })
  expect(new ml.Normalizer().transformOne({ a: 3, b: 4 })).toEqual({ a: 0.6, b: 0.8 })
  expect(new ml.Binarizer({ threshold: 18 }).transformOne({ age: 20, items: 3 })).toEqual({ age: 1, items: 0 })
  expect(new ml.PolynomialFeatures().transformOne({ a: 2, b: 3 })).toEqual({ a: 2, b: 3, 'a^2': 4, 'a b': 6, 'b^2': 9 })
  const sizes = new ml.OrdinalEncoder({ categories: { size: ['S', 'M', 'L'] } })
  expect(sizes.transformOne({ size: 'L' })).toEqual({ size: 2 })
  const hashed = new ml.HashingEncoder({ buckets: 10 }).transformOne({ city: 'Ab', kind: 'Abc' })
  expect(Object.entries(hashed).filter(([, value]) => value !== 0)).toEqual([
    ['hash2', -1],
    ['hash6', -1],
  ])
  const means = new ml.TargetEncoder({ smoothing: 1 })
  means.learnOne({ city: 'Rome' }, 8)
  means.learnOne({ city: 'Oslo' }, 2)
  expect(means.transformOne({ city: 'Rome' })).toEqual({ city: 6.5 })
  const imputer = new ml.Imputer({ indicator: true }).fit([{ age: 20 }, { age: 40 }])
  expect(imputer.transformOne({ age: null })).toEqual({ age: 30, age_missing: 1 })
  const dates = new ml.DateFeatures({ parts: ['weekday', 'hour'], zone: 'Europe/Rome' })
  expect(dates.transformOne({ ts: '2026-07-01T22:30:00Z' })).toEqual({ ts_weekday: 4, ts_hour: 0 })
  const lags = new ml.LagFeatures({ lags: [1], labelLags: [1] })
  lags.learnOne({ x: 1 }, 10)
  expect(lags.transformOne({ x: 2 })).toEqual({ x: 2, x_lag1: 1, label_lag1: 10 })
  const rolling = new ml.RollingFeatures({ window: 2, label: true, features: false })
  for (const y of [1, 5, 7]) rolling.learnOne({ x: 0 }, y)
  expect(rolling.transformOne({ x: 3 })).toEqual({ x: 3, label_mean2: 6 })
  const varied = new ml.VarianceThreshold().fit([
    { a: 1, b: 5 },
    { a: 2, b: 5 },
  ])
  expect(varied.transformOne({ a: 3, b: 5 })).toEqual({ a: 3, b: 0 })
  const best = new ml.SelectKBest({ k: 1 })
  best.fit(
    [
      { a: 1, b: 3 },
      { a: 2, b: 1 },
      { a: 3, b: 2 },
    ],
    [10, 20, 30],
  )
  expect(best.selected).toEqual(['a'])
  const price = new ml.TargetScaler(new ml.LinearRegression(), { transform: 'log' })
  price.fit([{ x: 0 }, { x: 1 }, { x: 2 }], [1, 10, 100])
  expect(price.predictOne({ x: 3 })).toBeCloseTo(1000, 9)
})
