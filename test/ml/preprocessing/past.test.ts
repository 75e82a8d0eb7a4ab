import { describe, expect, test } from 'vitest'
import { fromJSON } from '../../../src/ml/fromJson.ts'
import { SGDRegressor } from '../../../src/ml/gradient/sgdRegressor.ts'
import { LinearRegression } from '../../../src/ml/linear/linearRegression.ts'
import { columns } from '../../../src/ml/pipeline/columns.ts'
import { pipeline } from '../../../src/ml/pipeline/pipeline.ts'
import { DateFeatures, type DatePart } from '../../../src/ml/preprocessing/dateFeatures.ts'
import { Imputer } from '../../../src/ml/preprocessing/imputer.ts'
import { LagFeatures } from '../../../src/ml/preprocessing/lagFeatures.ts'
import { OneHotEncoder } from '../../../src/ml/preprocessing/oneHotEncoder.ts'
import { inverseYeoJohnson, likeliestLambda, yeoJohnson } from '../../../src/ml/preprocessing/powerTransform.ts'
import { RollingFeatures } from '../../../src/ml/preprocessing/rollingFeatures.ts'
import { TargetScaler } from '../../../src/ml/preprocessing/targetScaler.ts'
import { expectClose, labels, recorded, rows } from './recorded.ts'

describe('imputers', () => {
  const holes = rows.map(({ a, b, c }, i) => ({ a: i % 7 === 3 ? null : a, b: i % 5 === 1 ? Number.NaN : b, c }))

  test.each([
    ['mean', 'mean'],
    ['median', 'median'],
    ['mostFrequent', 'most_frequent'],
  ] as const)('%s, as scikit-learn', (strategy, name) => {
    const fitted = new Imputer({ strategy }).fit(holes)
    expectClose(fitted.filledIn as number[], recorded.imputers[name] as number[])
    const streamed = new Imputer({ strategy })
    for (const row of holes) streamed.learnOne(row)
    expectClose(streamed.filledIn as number[], recorded.imputers[name] as number[])
  })

  test('the value before, a constant, an indicator', () => {
    const previous = new Imputer({ strategy: 'previous', fill: -1, indicator: true })
    expect(previous.transformOne({ x: undefined })).toEqual({ x: -1, x_missing: 1 })
    previous.learnOne({ x: 5 })
    previous.learnOne({ x: null })
    expect(previous.transformOne({ x: Number.POSITIVE_INFINITY })).toEqual({ x: 5, x_missing: 1 })
    expect(previous.transformOne({ x: 7 })).toEqual({ x: 7, x_missing: 0 })
    const constant = new Imputer({ strategy: 'constant', fill: 'unknown' })
    expect(constant.transformOne({ city: null, size: 'L' })).toEqual({ city: 'unknown', size: 'L' })
  })

  test('before a model and before an encoder; what is no number is named', () => {
    const model = pipeline(new Imputer(), new LinearRegression())
    model.fit(holes, labels)
    expect(Number.isFinite(model.predictOne({ a: null, b: undefined, c: Number.NaN }))).toBe(true)
    expect(() => model.predictOne({ a: 'x', b: 1, c: 1 })).toThrow(/feature 'a': "x" is text/)
    const text = pipeline(
      columns(['city'], new Imputer({ strategy: 'mostFrequent', fill: 'none' }), new OneHotEncoder()),
      new LinearRegression(),
    )
    for (const city of ['Rome', null, 'Oslo', 'Rome', undefined]) text.learnOne({ city }, city === 'Oslo' ? 2 : 1)
    expect(text.regressor.features).toEqual(['city_Rome', 'city_Oslo'])
    const again = fromJSON(JSON.stringify(text)) as typeof text
    expect(again.predictOne({ city: null })).toBe(text.predictOne({ city: 'Rome' }))
    expect(() => new Imputer({ fill: 'x' })).toThrow(/fill: "x" cannot be filled in/)
  })
})

describe('dates', () => {
  test.each(Object.keys(recorded.dates))('%s, as Python’s zoneinfo', zone => {
    const parts: DatePart[] = ['year', 'month', 'day', 'dayOfYear', 'weekday', 'hour', 'minute']
    const dates = new DateFeatures({ parts, zone })
    for (const [ms, ...expected] of recorded.dates[zone] as number[][]) {
      expect(Object.values(dates.transformOne({ ts: ms }))).toEqual(expected)
    }
  })

  test('cycles, texts, Dates; what is no moment is named', () => {
    const dates = new DateFeatures({ parts: ['hour', 'year'], cyclic: true })
    const six = dates.transformOne({ ts: '2026-05-01T06:00:00Z' })
    expect(Object.keys(six)).toEqual(['ts_hour_sin', 'ts_hour_cos', 'ts_year'])
    expectClose(Object.values(six), [1, 0, 2026])
    expect(dates.transformOne({ ts: '2026-05-01 06:00' })).toEqual(six)
    expect(dates.transformOne({ ts: new Date(Date.UTC(2026, 4, 1, 6)) })).toEqual(six)
    expect(() => dates.transformOne({ ts: 'noon' })).toThrow(/feature 'ts': "noon" is no moment.*ISO/)
    expect(() => dates.transformOne({ ts: null })).toThrow(/feature 'ts': null is missing/)
    expect(() => new DateFeatures({ zone: 'Mars/Olympus' })).toThrow(/zone: "Mars\/Olympus" is no time zone/)
  })
})

describe('the past', () => {
  test('lags of features and label, as written down by hand', () => {
    const lags = new LagFeatures({ lags: [1, 3], labelLags: [2], fill: -1 })
    const seen = [10, 20, 30, 40, 50].map((x, i) => {
      const out = lags.transformOne({ x })
      lags.learnOne({ x }, i)
      return Object.values(out)
    })
    expect(lags.outputFeatures).toEqual(['x', 'x_lag1', 'x_lag3', 'label_lag2'])
    expect(seen).toEqual([
      [10, -1, -1, -1],
      [20, 10, -1, -1],
      [30, 20, -1, 0],
      [40, 30, 10, 1],
      [50, 40, 20, 2],
    ])
  })

  test('figures over the newest records before', () => {
    const rolling = new RollingFeatures({
      window: 3,
      statistics: ['mean', 'sum', 'min', 'max', 'std'],
      label: true,
      features: false,
      keep: false,
    })
    for (const y of [100, 2, 4, 9]) rolling.learnOne({ x: 0 }, y)
    // 2, 4, 9: population variance 26 / 3.
    expectClose(Object.values(rolling.transformOne({ x: 0 })), [5, 15, 2, 9, Math.sqrt(26 / 3)])
  })

  test('an autoregression finds the recurrence a stream was made by, in a stream and in fit', () => {
    const series = [1, 2]
    for (let i = 2; i < 200; i++) {
      series.push(0.5 * (series[i - 1] as number) - 0.3 * (series[i - 2] as number) + Math.sin(i * i))
    }
    const X = series.map((_, i) => ({ input: Math.sin(i * i) }))
    const make = () => pipeline(new LagFeatures({ labelLags: [1, 2] }), new LinearRegression())
    const stream = make()
    for (const [i, x] of X.entries()) if (i >= 2) stream.learnOne(x, series[i] as number)
    const batch = make().fit(X.slice(2), series.slice(2))
    expect(batch.regressor.coefficients).toEqual(stream.regressor.coefficients)
    // The first two records know no past: all others obey the recurrence exactly.
    for (const [k, expected] of [1, 0.5, -0.3].entries()) {
      expect(Math.abs((stream.regressor.coefficients[k] as number) - expected)).toBeLessThan(0.05)
    }
  })

  test('the present label changes nothing that its own record is given', () => {
    for (const make of [
      () => new LagFeatures({ lags: [1], labelLags: [1] }),
      () => new RollingFeatures({ label: true, window: 4 }),
    ]) {
      const given = (last: number): unknown[] => {
        const seen: number[][] = []
        const model = pipeline(make(), new LinearRegression())
        for (let i = 0; i < 20; i++) {
          seen.push(Object.values(make.length === 0 ? (model.steps[0] as LagFeatures).transformOne({ x: i }) : {}))
          model.learnOne({ x: i }, i === 19 ? last : i)
        }
        return seen
      }
      expect(given(1e6)).toEqual(given(19))
    }
  })

  test('features that appear, saved and loaded', () => {
    const lags = new LagFeatures({ lags: [1], labelLags: [1] })
    lags.learnOne({ a: 1 }, 7)
    lags.extendFeatures(['b'])
    expect(lags.transformOne({ a: 2, b: 3 })).toEqual({ a: 2, a_lag1: 1, label_lag1: 7, b: 3, b_lag1: 0 })
    const again = new LagFeatures({ lags: [1], labelLags: [1] })
    again.restore(JSON.parse(JSON.stringify(lags)))
    expect(again.transformOne({ a: 2, b: 3 })).toEqual(lags.transformOne({ a: 2, b: 3 }))
    expect(() => new LagFeatures({ lags: [0] })).toThrow(/lags: \[0\] are no lags/)
    expect(() => new LagFeatures()).toThrow(/neither lags nor labelLags/)
  })
})

describe('transformed labels', () => {
  test('the power and its likeliest λ, as scikit-learn', () => {
    const least = Math.min(...labels)
    const positive = labels.map(y => y - least + 0.5)
    const sets = { labels, positive, exponential: positive.map(y => Math.exp(y / 15)) }
    for (const [name, values] of Object.entries(sets)) {
      const expected = recorded.yeo_johnson[name] as { lambda: number; transformed: number[] }
      const lambda = likeliestLambda(values)
      expect(Math.abs(lambda - expected.lambda)).toBeLessThan(1e-6)
      expectClose(
        values.slice(0, 6).map(y => yeoJohnson(y, expected.lambda)),
        expected.transformed,
      )
    }
    for (const lambda of ['0.0', '0.5', '1.0', '2.0', '-0.7']) {
      const values = [-3.5, -0.2, 0, 0.4, 12]
      const found = values.map(y => yeoJohnson(y, Number(lambda)))
      expectClose(found, recorded.yeo_johnson[`lambda ${lambda}`] as number[])
      expectClose(
        found.map(z => inverseYeoJohnson(z, Number(lambda))),
        values,
        1e-11,
      )
    }
  })

  test('a logarithm, a power, in a pipeline, saved and loaded', () => {
    const X = rows.map(({ a, c }) => ({ a, c }))
    const y = X.map(({ a, c }) => Math.exp(1 + a / 4 - c / 3))
    const model = new TargetScaler(new LinearRegression(), { transform: 'log' }).fit(X, y)
    expectClose(model.predict(X), y, 1e-10)
    const again = fromJSON(JSON.stringify(model)) as TargetScaler
    expect(again.predict(X)).toEqual(model.predict(X))
    const power = new TargetScaler(new LinearRegression(), { transform: 'yeoJohnson', standardize: true }).fit(X, y)
    expect(power.lambda).toBeCloseTo(likeliestLambda(y), 9)
    expect(() => new TargetScaler(new SGDRegressor(), { transform: 'log' }).learnOne({ x: 1 }, 0)).toThrow(
      /label: 0 has no logarithm/,
    )
    expect(() => new TargetScaler(new SGDRegressor(), { transform: 'yeoJohnson' }).learnOne({ x: 1 }, 1)).toThrow(
      /nobody said which power/,
    )
    expect(() => new TargetScaler({} as never)).toThrow(/is no regressor/)
  })
})
