import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../src/base/random.ts'
import { fromJSON } from '../../../src/ml/fromJson.ts'
import { GivensRegression } from '../../../src/ml/linear/givensRegression.ts'
import { LinearRegression, type LinearRegressionOptions } from '../../../src/ml/linear/linearRegression.ts'
import { pipeline } from '../../../src/ml/pipeline/pipeline.ts'
import { StandardScaler } from '../../../src/ml/preprocessing/standardScaler.ts'
import { householderFit } from '../batchFit.ts'
import { expectClose } from './closeTo.ts'

const random = seededRandom(21)
const rows = Array.from({ length: 400 }, () => ({ a: random(), b: 10 * random(), c: random() - 0.5 }))
const y = rows.map((row, i) => (i < 200 ? 1 + 2 * row.a - row.b : 5 - row.a + 3 * row.c) + random())
const vectors = rows.map(row => [row.a, row.b, row.c])

describe('windows', () => {
  test.each([1, 2, 5, 50, 399, 1000])('the last %s records, and nothing else', window => {
    const model = new LinearRegression({ window })
    for (const [i, row] of rows.entries()) {
      model.learnOne(row, y[i] as number)
      if (i % 37 !== 0) continue
      const from = Math.max(0, i + 1 - window)
      const fresh = new LinearRegression().fit(rows.slice(from, i + 1), y.slice(from, i + 1))
      expect(model.predictOne(rows[7] as object)).toBeCloseTo(fresh.predictOne(rows[7] as object), 9)
      if (i + 1 - from > 10) {
        const truth = householderFit(vectors.slice(from, i + 1), y.slice(from, i + 1))
        expectClose([...model.coefficients, model.intercept], truth, 1e-9)
      }
    }
    expect(model.n).toBe(400)
    expect(model.summary().records).toBe(Math.min(400, window))
  })

  test('the last 10 minutes: times in (now − 10 min, now], late records as of the newest time', () => {
    const model = new LinearRegression({ window: '10min' })
    expect(model.needsTime).toBe(true)
    expect(() => model.learnOne(rows[0] as object, 1)).toThrow(/window is a time, and nobody said what time it is/)
    const minute = 60_000
    for (let i = 0; i < 100; i++) {
      model.advanceTo(i * minute)
      model.learnOne(rows[i] as object, y[i] as number)
    }
    expect(model.summary().records).toBe(10)
    expectClose(
      [...model.coefficients, model.intercept],
      householderFit(vectors.slice(90, 100), y.slice(90, 100)),
      1e-9,
    )
    model.advanceTo(5)
    model.learnOne(rows[100] as object, y[100] as number)
    model.advanceTo(108 * minute)
    expect(model.summary().records).toBe(2)
    expect(model.predictOne(rows[100] as object)).toBeCloseTo(y[100] as number, 9)
    model.advanceTo(1000 * minute)
    expect(model.summary().records).toBe(0)
    expect(model.predictOne(rows[100] as object)).toBe(0)
    expect(() => model.advanceTo(Number.NaN)).toThrow(/timestamp null is no time/)
  })

  test('a huge record leaves nothing behind once it has left', () => {
    const model = new LinearRegression({ window: 50 })
    for (const [i, row] of rows.entries()) {
      if (i === 30) model.learnOne({ a: 1e12, b: 7e11, c: 3e11 }, 1e13)
      else model.learnOne(row, y[i] as number)
    }
    const truth = new LinearRegression().fit(rows.slice(350), y.slice(350))
    expectClose(model.coefficients, truth.coefficients as number[], 1e-14)
  })

  test('weights and zero weights', () => {
    const model = new LinearRegression({ window: 30 })
    for (const [i, row] of rows.entries()) model.learnOne(row, y[i] as number, i % 3)
    const kept = rows.map((_, i) => i).filter(i => i % 3 > 0)
    const last = kept.slice(-30)
    const truth = new LinearRegression()
    for (const i of last) truth.learnOne(rows[i] as object, y[i] as number, i % 3)
    expectClose(model.coefficients, truth.coefficients as number[], 1e-12)
  })
})

describe('forgetting', () => {
  test('a model that forgets follows a change that one that does not cannot', () => {
    const error = (options: LinearRegressionOptions): number => {
      const model = pipeline(new StandardScaler(), new LinearRegression(options))
      let sum = 0
      for (const [i, row] of rows.entries()) {
        if (i >= 300) sum += Math.abs((y[i] as number) - model.predictOne(row))
        model.learnOne(row, y[i] as number)
      }
      return sum / 100
    }
    const never = error({})
    for (const options of [
      { forgetting: 0.95 },
      { halfLife: 20 },
      { window: 50 },
      { forgetting: 0.95, directional: true },
    ]) {
      expect(error(options), JSON.stringify(options)).toBeLessThan(0.4 * never)
    }
  })

  test('nothing explodes on data in file order: a column that varied once, and then next to nothing', () => {
    const largest = (model: LinearRegression | GivensRegression): number => {
      const noise = seededRandom(5)
      let coefficient = 0
      for (let i = 0; i < 5000; i++) {
        const block = i < 100 ? noise() : 0.5 + (i > 3000 ? 1e-6 * noise() : 0)
        const x = noise()
        expect(Number.isFinite(model.predictOne({ block, x }))).toBe(true)
        model.learnOne({ block, x }, 3 * block + x + 0.1 * noise())
        if (i > 200) coefficient = Math.max(coefficient, ...model.coefficients.map(value => Math.abs(value ?? 0)))
      }
      return coefficient
    }
    // What the noise does to least squares on the last few records, and what the penalty is there for.
    expect(largest(new LinearRegression({ forgetting: 0.9, l2: 0 }))).toBeGreaterThan(10_000)
    expect(largest(new LinearRegression({ forgetting: 0.9 }))).toBeLessThan(3)
    expect(largest(new LinearRegression({ forgetting: 0.9, directional: true }))).toBeLessThan(4)
    expect(largest(new GivensRegression({ forgetting: 0.9 }))).toBeLessThan(3)
  })

  test('directional forgetting keeps what no new record speaks of; plain forgetting lets it go', () => {
    const learn = (options: LinearRegressionOptions): LinearRegression => {
      const model = new LinearRegression(options)
      for (let i = 0; i < 50; i++) model.learnOne({ a: i % 7, b: (i * 3) % 11 }, 2 * (i % 7) + 5 * ((i * 3) % 11))
      for (let i = 0; i < 2000; i++) model.learnOne({ a: i % 7, b: 4 }, 2 * (i % 7) + 20)
      return model
    }
    expect(learn({ forgetting: 0.95, directional: true }).coefficients[1]).toBeCloseTo(5, 6)
    expect(learn({ forgetting: 0.95 }).coefficients[1] ?? 0).toBeCloseTo(0, 6)
  })

  test('forget(share) discounts the past', () => {
    const model = new LinearRegression()
    for (let i = 0; i < 200; i++) model.learnOne(rows[i] as object, y[i] as number)
    model.forget(0.01)
    const weighted = new LinearRegression()
    for (let i = 0; i < 200; i++) weighted.learnOne(rows[i] as object, y[i] as number, 0.01)
    for (let i = 200; i < 250; i++) {
      for (const one of [model, weighted]) one.learnOne(rows[i] as object, y[i] as number)
    }
    expectClose(model.coefficients, weighted.coefficients as number[], 1e-12)
    expectClose([model.predictOne(rows[3] as object)], [weighted.predictOne(rows[3] as object)], 1e-11)
    expect(() => model.forget(2)).toThrow(/forget\(2\): no factor from 0 to 1/)
    expect(() => new LinearRegression({ window: 5 }).forget(0.5)).toThrow(/with a window/)
    model.forget(0)
    expect(Number.isFinite(model.predictOne(rows[3] as object))).toBe(true)
  })

  test('a long silence fades everything alike and breaks nothing', () => {
    const model = new LinearRegression({ halfLife: '1s' })
    for (let i = 0; i < 100; i++) {
      model.advanceTo(i)
      model.learnOne(rows[i] as object, y[i] as number)
    }
    model.advanceTo(1e9)
    expect(Number.isFinite(model.predictOne(rows[0] as object))).toBe(true)
    for (let i = 200; i < 260; i++) model.learnOne(rows[i] as object, y[i] as number)
    const truth = new LinearRegression({ l2: 1 }).fit(rows.slice(200, 260), y.slice(200, 260))
    expectClose(model.coefficients, truth.coefficients as number[], 1e-12)
  })
})

const CONFIGURATIONS: readonly LinearRegressionOptions[] = [
  {},
  { l2: 2 },
  { fitIntercept: false },
  { window: 40 },
  { window: '3s' },
  { forgetting: 0.97 },
  { forgetting: 0.97, l2: 0 },
  { halfLife: '2s' },
  { forgetting: 0.97, directional: true },
]

describe.each(CONFIGURATIONS)('%j', options => {
  test.each([
    3, 12,
  ])('saved as text and restored at any moment, a model of %s features goes on with the same bits', width => {
    const features = Array.from({ length: width }, (_, j) => `x${j}`)
    const source = seededRandom(width)
    const records = Array.from({ length: 150 }, () => Float64Array.from(features, () => source()))
    let model = new LinearRegression(options)
    const uninterrupted = new LinearRegression(options)
    for (const one of [model, uninterrupted]) one.useFeatures(features)
    for (const [i, x] of records.entries()) {
      const label = source()
      for (const one of [model, uninterrupted]) if (one.needsTime) one.advanceTo(100 * i)
      expect(model.predictAndLearnVector(x, label, 1)).toBe(uninterrupted.predictAndLearnVector(x, label, 1))
      if (i % 13 === 0) model = fromJSON(JSON.stringify(model)) as LinearRegression
    }
    expect(model.coefficients).toEqual(uninterrupted.coefficients)
    expect(JSON.stringify(model)).toBe(JSON.stringify(uninterrupted))
  })

  test('features that were 0 so far can join later, as if they had always been there', () => {
    const late = new LinearRegression(options)
    const known = new LinearRegression(options)
    late.useFeatures(['a', 'b'])
    known.useFeatures(['a', 'b', 'c', 'd'])
    for (let i = 0; i < 120; i++) {
      const { a, b, c } = rows[i] as (typeof rows)[number]
      if (i === 60) late.extendFeatures(['c', 'd'])
      const row = { a, b, c: i < 60 ? 0 : c, d: i < 60 ? 0 : a * c }
      for (const one of [late, known]) {
        if (one.needsTime) one.advanceTo(100 * i)
        one.learnOne(row, y[i] as number)
      }
    }
    expectClose(late.coefficients, known.coefficients as number[], 1e-12)
  })
})

test('wrong options name class, option, value and fix', () => {
  const wrong = (options: object, message: RegExp): void => {
    expect(() => new LinearRegression(options)).toThrow(message)
  }
  wrong({ forgetting: 0 }, /LinearRegression: forgetting: 0 is no factor/)
  wrong({ forgetting: 0.9, window: 10 }, /forgetting and window cannot be combined/)
  wrong({ window: 2.5 }, /window: 2.5 is no number of records/)
  wrong({ window: '10 parsecs' }, /window: "10 parsecs" is not a duration/)
  wrong({ halfLife: -1 }, /halfLife: -1 is no number of records/)
  wrong({ directional: true }, /directional needs forgetting/)
  wrong({ directional: true, halfLife: '1h' }, /directional needs forgetting, or a halfLife in records/)
  wrong({ forgeting: 0.9 }, /unknown option 'forgeting'.*Did you mean 'forgetting'/)
  expect(() => new LinearRegression({ window: 3 }).merge(new LinearRegression({ window: 3 }).fit(rows, y))).toThrow(
    /cannot be merged/,
  )
})
