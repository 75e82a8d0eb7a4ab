import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../src/base/random.ts'
import { fromJSON } from '../../../src/ml/fromJson.ts'
import { BayesianLinearRegression } from '../../../src/ml/linear/bayesianLinearRegression.ts'
import { BayesianRidge } from '../../../src/ml/linear/bayesianRidge.ts'
import { GivensRegression } from '../../../src/ml/linear/givensRegression.ts'
import { LinearRegression } from '../../../src/ml/linear/linearRegression.ts'
import { MultiOutputRegression } from '../../../src/ml/linear/multiOutputRegression.ts'
import { pipeline } from '../../../src/ml/pipeline/pipeline.ts'
import { StandardScaler } from '../../../src/ml/preprocessing/standardScaler.ts'
import { expectClose } from './closeTo.ts'

const random = seededRandom(41)
const X = Array.from({ length: 150 }, () => ({ a: random(), b: 100 * random(), c: random() - 0.5 }))
const y = X.map(row => 1 + 2 * row.a - 0.3 * row.b + 5 * row.c + random())

test('the worked examples of the documentation', () => {
  const bayes = new BayesianLinearRegression({ precision: 1, fitIntercept: false })
  bayes.learnOne({ x: 1 }, 2)
  expect(bayes.predictOne({ x: 3 })).toBe(3)
  const givens = new GivensRegression().fit([{ x: 1 }, { x: 2 }, { x: 3 }], [3, 5, 7])
  expect(givens.predictOne({ x: 10 })).toBeCloseTo(21, 12)
  const multi = new MultiOutputRegression({ labels: ['low', 'high'] })
  multi.learnOne({ x: 1 }, { low: 1, high: 3 })
  multi.learnOne({ x: 2 }, { low: 2, high: 6 })
  expect(multi.predictOne({ x: 5 }).low).toBeCloseTo(5, 12)
  expect(multi.predictOne({ x: 5 }).high).toBeCloseTo(15, 12)
})

describe('GivensRegression', () => {
  test.each([{}, { l2: 3 }, { fitIntercept: false }])('agrees with LinearRegression: %j', options => {
    const givens = new GivensRegression(options)
    const exact = new LinearRegression(options)
    for (const [i, row] of X.entries()) {
      givens.learnOne(row, y[i] as number)
      exact.learnOne(row, y[i] as number)
      if (i > 20) expect(givens.predictOne(row)).toBeCloseTo(exact.predictOne(row), 8)
    }
    expectClose([givens.intercept, ...givens.coefficients], [exact.intercept, ...exact.coefficients] as number[], 1e-10)
  })

  test('drops constant and collinear columns, and takes them back when they say something new', () => {
    const rows = X.map((row, i) => ({ one: 7, ...row, twice: 2 * row.a + 1, late: i < 100 ? row.b : random() }))
    const model = new GivensRegression().fit(rows.slice(0, 100), y.slice(0, 100))
    expect(model.dropped).toEqual(['one', 'twice', 'late'])
    const reduced = new LinearRegression().fit(X.slice(0, 100), y.slice(0, 100))
    expectClose(model.predict(rows.slice(0, 9)), reduced.predict(X.slice(0, 9)), 1e-9)
    model.partialFit(rows.slice(100), y.slice(100))
    expect(model.dropped).toEqual(['one', 'twice'])
    const whole = new LinearRegression().fit(
      rows.map(({ a, b, c, late }) => ({ a, b, c, late })),
      y,
    )
    const kept = model.coefficients.filter(value => value !== null)
    expectClose(kept, whole.coefficients as number[], 1e-8)
  })

  test.each([{}, { l2: 3 }])('merged parts equal the whole: %j', options => {
    const whole = new GivensRegression(options).fit(X, y)
    for (const cut of [0, 1, 3, 75, 150]) {
      const left = new GivensRegression(options)
      const right = left.clone()
      for (const [i, row] of X.entries()) (i < cut ? left : right).learnOne(row, y[i] as number)
      left.merge(right)
      expect(left.n).toBe(150)
      expectClose([left.intercept, ...left.coefficients], [whole.intercept, ...whole.coefficients] as number[], 1e-9)
    }
    expect(() => new GivensRegression({ forgetting: 0.9 }).merge(whole)).toThrow(/cannot be merged/)
  })

  test('saved, restored, it goes on with the same bits; features that were 0 join', () => {
    let model = new GivensRegression({ forgetting: 0.98 })
    const same = model.clone()
    for (const [i, row] of X.entries()) {
      for (const one of [model, same]) {
        if (i === 50) one.extendFeatures(['d'])
        one.learnOne(i < 50 ? row : { ...row, d: i % 7 }, y[i] as number)
      }
      if (i % 11 === 0) model = fromJSON(JSON.stringify(model)) as GivensRegression
    }
    expect(model.coefficients).toEqual(same.coefficients)
    expect(() => model.restore({ ...model.toJSON(), state: { n: 1, factor: null } })).toThrow(/damaged/)
  })
})

describe('BayesianLinearRegression', () => {
  test('intervals hold what they promise, also with few records', () => {
    let [inside, all] = [0, 0]
    const gauss = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    for (let run = 0; run < 400; run++) {
      // A coefficient drawn from the prior: then the intervals are exact, whatever the intercept.
      const slope = gauss()
      const model = new BayesianLinearRegression({ precision: 1 })
      for (let i = 0; i < 6; i++) {
        const x = gauss()
        model.learnOne({ x }, slope * x + gauss() + 7)
      }
      const x = gauss()
      const interval = model.predictDistributionOne({ x }).interval(0.9)
      const label = slope * x + gauss() + 7
      all++
      if (interval && interval.lower <= label && label <= interval.upper) inside++
    }
    // 90 %, within four deviations of a count of 400.
    expect(Math.abs(inside / all - 0.9)).toBeLessThan(0.06)
  })

  test('nothing learned: no interval; a constant label: no noise; merged and piped as LinearRegression', () => {
    const model = new BayesianLinearRegression()
    expect(model.predictDistributionOne({ x: 1 }).interval()).toBeNull()
    for (let i = 0; i < 5; i++) model.learnOne({ x: i }, 2)
    expect(model.predictDistributionOne({ x: 1 }).interval()?.lower).toBeCloseTo(2, 12)
    const piped = pipeline(new StandardScaler(), new BayesianLinearRegression({ precision: 2 })).fit(X, y)
    const ridge = pipeline(new StandardScaler(), new LinearRegression({ l2: 2 })).fit(X, y)
    expectClose(piped.predict(X), ridge.predict(X), 1e-12)
    const left = new BayesianLinearRegression().fit(X.slice(0, 70), y.slice(0, 70))
    left.merge(new BayesianLinearRegression().fit(X.slice(70), y.slice(70)))
    const whole = new BayesianLinearRegression().fit(X, y)
    expectClose([...left.posterior().coefficients], [...whole.posterior().coefficients], 1e-13)
    expect(() => new BayesianLinearRegression({ precision: 0 })).toThrow(/precision/)
    expect(() => whole.predictDistributionOne(X[0] as object).interval(1)).toThrow(/level: 1 is no probability/)
  })
})

describe('MultiOutputRegression', () => {
  const labels = X.map((row, i) => ({ y: y[i] as number, sum: row.a + row.b, noise: random() }))

  test('each label as LinearRegression has it, at every moment', () => {
    const multi = new MultiOutputRegression({ labels: ['y', 'sum', 'noise'], l2: 0.5 })
    const alone = (['y', 'sum', 'noise'] as const).map(label => ({ label, model: new LinearRegression({ l2: 0.5 }) }))
    for (const [i, row] of X.entries()) {
      multi.learnOne(row, labels[i] as object)
      for (const { label, model } of alone) {
        model.learnOne(row, labels[i]?.[label] as number)
        if (i % 29 === 0) expect(multi.predictOne(row)[label]).toBeCloseTo(model.predictOne(row), 9)
      }
    }
    for (const { label, model } of alone) {
      expectClose(
        multi.summary(label).coefficients.map(term => term.value),
        model.coefficients as number[],
        1e-13,
      )
    }
  })

  test('merged, saved, restored, extended, wrong', () => {
    const options = { labels: ['y', 'sum'] }
    const whole = new MultiOutputRegression(options).fit(X, labels)
    const left = new MultiOutputRegression(options).fit(X.slice(0, 50), labels.slice(0, 50))
    left.merge(new MultiOutputRegression(options).fit(X.slice(50), labels.slice(50)))
    expectClose(Object.values(left.predictOne(X[3] as object)), Object.values(whole.predictOne(X[3] as object)), 1e-12)
    const again = fromJSON(JSON.stringify(whole)) as MultiOutputRegression
    expect(again.predict(X)).toEqual(whole.predict(X))
    const late = new MultiOutputRegression(options)
    late.useFeatures(['a', 'b'])
    const known = new MultiOutputRegression(options)
    known.useFeatures(['a', 'b', 'c'])
    for (const [i, row] of X.entries()) {
      if (i === 80) late.extendFeatures(['c'])
      const record = { ...row, c: i < 80 ? 0 : row.c }
      for (const one of [late, known]) one.learnOne(record, labels[i] as object)
    }
    expectClose(Object.values(late.predictOne(X[3] as object)), Object.values(known.predictOne(X[3] as object)), 1e-12)
    expect(() => whole.learnOne(X[0] as object, { y: 1 })).toThrow(/'sum': undefined is missing/)
    expect(() => whole.summary('z')).toThrow(/no such label/)
    expect(() => new MultiOutputRegression({ labels: [] })).toThrow(/labels/)
    expect(new MultiOutputRegression(options).predictOne({ a: 1 })).toEqual({ y: 0, sum: 0 })
  })
})

describe('descriptions', () => {
  test.each([
    new LinearRegression({ window: 50 }),
    new LinearRegression({ forgetting: 0.99 }),
    new LinearRegression({ fitIntercept: false }),
    new GivensRegression({ halfLife: 30 }),
    new BayesianLinearRegression(),
    new BayesianRidge(),
  ])('$type, empty and fitted, is plain data without NaN', model => {
    expect(model.describe().notes.length).toBeGreaterThan(0)
    for (const one of [model, model.clone().fit(X, y)]) {
      const described = one.describe()
      expect(JSON.parse(JSON.stringify(described))).toEqual(described)
    }
  })

  test('a window says how many records count', () => {
    const { parameters, tables } = new LinearRegression({ window: 50 }).fit(X, y).describe()
    expect(parameters).toContainEqual({ name: 'window', value: 50 })
    expect(parameters).toContainEqual({ name: 'records that count', value: 50 })
    expect(tables[0]?.rows.map(row => row[0])).toEqual(['(intercept)', 'a', 'b', 'c'])
  })
})

test.each([
  new LinearRegression(),
  new LinearRegression({ forgetting: 0.9 }),
  new LinearRegression({ window: 3 }),
  new GivensRegression(),
  new BayesianLinearRegression(),
  new BayesianRidge(),
])('$type: constant columns, constant labels, repeated records: never NaN', model => {
  const rows = [1, 1, 1, 2, 2, 1, 1, 1, 1, 3].map(a => ({ a, same: 4, twice: 2 * a, zero: 0 }))
  for (const row of rows) {
    expect(Number.isFinite(model.predictOne(row))).toBe(true)
    model.learnOne(row, 5)
    expect(model.predictOne(row)).toBeCloseTo(5, 6)
  }
  for (const value of model.coefficients) expect(Number.isNaN(value ?? 0)).toBe(false)
})
