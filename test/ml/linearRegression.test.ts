import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../src/base/random.ts'
import { LinearRegression } from '../../src/ml/linear/linearRegression.ts'
import { householderFit } from './batchFit.ts'

const random = seededRandom(11)
const X = Array.from({ length: 200 }, () => ({ a: random(), b: 100 * random(), c: random() - 0.5 }))
const y = X.map(row => 1 + 2 * row.a - 0.3 * row.b + 5 * row.c + random())

describe('columns that say nothing new, as R handles them', () => {
  test('constant and collinear columns are named, null, and 0 in predictions', () => {
    const rows = X.map(row => ({ one: 7, a: row.a, twice: 2 * row.a + 1, b: row.b, sum: row.a + row.b, c: row.c }))
    const model = new LinearRegression().fit(rows, y)
    expect(model.dropped).toEqual(['one', 'twice', 'sum'])
    const reduced = new LinearRegression().fit(X, y)
    expect(model.coefficients.map(value => value === null)).toEqual([true, false, true, false, true, false])
    expectClose(
      model.coefficients.filter(value => value !== null),
      reduced.coefficients as number[],
      1e-9,
    )
    expectClose(
      model.standardErrors.filter(value => value !== null),
      reduced.standardErrors as number[],
      1e-9,
    )
    expectClose(model.predict(rows), reduced.predict(X), 1e-9)
    expect(model.summary().degreesOfFreedom).toBe(200 - 4)
    const changed = { ...(rows[0] as (typeof rows)[number]), one: 100, twice: -5, sum: 1e6 }
    expect(model.predictOne(changed)).toBeCloseTo(reduced.predictOne(X[0] as object), 9)
    expect(model.describe().notes).toEqual([
      'Dropped, because constant or collinear with the columns before: one, twice, sum.',
    ])
  })

  test('a column that was constant comes back when it varies', () => {
    const model = new LinearRegression()
    for (const [i, row] of X.entries()) {
      model.learnOne({ a: row.a, late: i < 100 ? 3 : row.b }, y[i] as number)
      if (i === 99) expect(model.dropped).toEqual(['late'])
    }
    expect(model.dropped).toEqual([])
  })

  test.each([1e3, 1e6, 1e9])('a mean of %s deviations costs nothing', offset => {
    const far = X.map(row => ({ a: row.a + offset, b: row.b, c: row.c }))
    // What float64 made of the shifted column, taken back exactly (Sterbenz), is the data the model saw.
    const near = far.map(row => ({ ...row, a: row.a - offset }))
    const model = new LinearRegression().fit(far, y)
    expect(model.dropped).toEqual([])
    expectClose(model.coefficients as number[], new LinearRegression().fit(near, y).coefficients as number[], 1e-9)
    expectClose(model.predict(far), new LinearRegression().fit(near, y).predict(near), 1e-9)
  })
})

describe('the first records', () => {
  test('0 before anything, then the shortest solution, as numpy lstsq gives it', () => {
    const model = new LinearRegression()
    expect(model.predictOne({ u: 1, v: 2 })).toBe(0)
    model.learnOne({ u: 1, v: 2 }, 10)
    expect(model.coefficients).toEqual([0, 0])
    expect(model.predictOne({ u: 50, v: 50 })).toBe(10)
    model.learnOne({ u: 4, v: 6 }, 20)
    // One direction (3, 4), length 5, rise 10: slopes 10 · (3, 4) / 25.
    expectClose(model.coefficients as number[], [1.2, 1.6], 1e-12)
    expect(model.predictOne({ u: 4, v: 6 })).toBeCloseTo(20, 12)
    expect(model.describe().notes[0]).toMatch(/Fewer records than coefficients/)
    expect(model.standardErrors).toEqual([null, null])
    model.learnOne({ u: 0, v: 0 }, 1)
    expect(model.predictOne({ u: 0, v: 0 })).toBeCloseTo(1, 10)
    expect(model.residualVariance).toBeNull()
  })

  test('every prediction is finite, whatever repeats', () => {
    const model = new LinearRegression()
    const repeated = [X[0], X[0], X[0], X[1], X[1], X[0], X[2], X[2], X[1], X[3], X[4]] as typeof X
    for (const [i, row] of repeated.entries()) {
      expect(Number.isFinite(model.predictOne(row))).toBe(true)
      model.learnOne(row, y[i] as number)
    }
  })
})

test('merged parts equal the whole, however they were cut', () => {
  const whole = new LinearRegression({ l2: 0.5 }).fit(X, y)
  for (const cut of [0, 1, 3, 100, 199, 200]) {
    const left = new LinearRegression({ l2: 0.5 })
    const right = left.clone()
    for (const [i, row] of X.entries()) (i < cut ? left : right).learnOne(row, y[i] as number)
    left.merge(right)
    expect(left.n).toBe(200)
    expectClose(
      [left.intercept, ...left.coefficients] as number[],
      [whole.intercept, ...whole.coefficients] as number[],
      1e-14,
    )
    expectClose(left.predict(X), whole.predict(X), 1e-12)
  }
  expect(() => new LinearRegression().merge(whole)).toThrow(/another configuration/)
})

test('predictions stay those of an independent batch fit over many records, with and without weights', () => {
  const model = new LinearRegression()
  for (let round = 0; round < 15; round++) for (const [i, row] of X.entries()) model.learnOne(row, y[i] as number)
  const fitted = householderFit(
    X.map(row => [row.a, row.b, row.c]),
    y,
  )
  expectClose([...model.coefficients, model.intercept] as number[], fitted, 1e-11)
  expectClose(
    [model.predictOne({ a: 0.5, b: 50, c: 0 })],
    [0.5 * (fitted[0] as number) + 50 * (fitted[1] as number) + (fitted[3] as number)],
    1e-11,
  )
  const weighted = new LinearRegression()
  for (const [i, row] of X.entries()) weighted.learnOne(row, y[i] as number, 15)
  expectClose(weighted.predict(X), model.predict(X), 1e-11)
  expect(weighted.n).toBe(200)
})

test('wide models take the simple loops and agree', () => {
  const wide = Array.from({ length: 120 }, () => Array.from({ length: 12 }, () => random()))
  const labels = wide.map(row => row.reduce((sum, value, j) => sum + j * value, random()))
  const model = new LinearRegression()
  model.useFeatures(wide[0]?.map((_, j) => `x${j}`) ?? [])
  for (const [i, row] of wide.entries()) model.learnVector(Float64Array.from(row), labels[i] as number, 1)
  const fitted = householderFit(wide, labels)
  expectClose([...model.coefficients, model.intercept] as number[], fitted, 1e-10)
  expectClose(
    model.predict(wide),
    wide.map(row => row.reduce((sum, value, j) => sum + value * (fitted[j] as number), fitted[12] as number)),
    1e-10,
  )
})

test('batches: rows, arrays, frames and series by shape give the same model', () => {
  const columns = ['c', 'label', 'a', 'b']
  const frame = { columns, values: X.map((row, i) => [row.c, y[i], row.a, row.b]) }
  const arrays = X.map(row => [row.a, row.b, row.c])
  const byRows = new LinearRegression().fit(X, { values: y })
  const byArrays = new LinearRegression().fit(arrays, Float64Array.from(y))
  const byFrame = new LinearRegression()
  byFrame.useFeatures(['a', 'b', 'c'])
  byFrame.fit(frame, { values: y.map(value => [value]) })
  expect(byArrays.coefficients).toEqual(byRows.coefficients)
  expect(byFrame.coefficients).toEqual(byRows.coefficients)
  expect(byArrays.features).toEqual(['x0', 'x1', 'x2'])
  expect(byFrame.predict(frame)).toEqual(byRows.predict(X))
  expect(byRows.predict(arrays)).toEqual(byArrays.predict(arrays))
  expect(new LinearRegression().fit(frame, y).features).toEqual(columns)
})

test('the order of columns in a row does not matter; later columns are refused, later fits start afresh', () => {
  const model = new LinearRegression()
  model.learnOne({ a: 1, b: 2 }, 3)
  model.learnOne({ b: 5, a: 1 }, 6)
  const same = new LinearRegression()
  same.learnOne({ a: 1, b: 2 }, 3)
  same.learnOne({ a: 1, b: 5 }, 6)
  expect(JSON.stringify(model)).toBe(JSON.stringify(same))
  expect(() => model.learnOne({ a: 1, b: 2, c: 3 }, 1)).toThrow(/feature 'c' appeared after learning had begun/)
  expect(() => model.learnOne({ a: 1 }, 1)).toThrow(/feature 'b': undefined is missing/)
  expect(() => model.fit([], [])).toThrow(/X has no rows/)
  expect(() => model.fit(X, [1])).toThrow(/200 and 1 values do not belong together/)
  expect(() => model.fit([{ q: 1 }, { q: 'two' }], [1, 2])).toThrow(/feature 'q' in row 1: "two" is text/)
  expect(() => model.fit([[1, 2], [1]], [1, 2])).toThrow(/row 1 has 1 values for 2 features/)
  expect(() => new LinearRegression().predict(X)).toThrow(/predict\(\) before anything was learned/)
  expect(() => new LinearRegression().fit(X, y).predict({ columns: ['a', 'bb', 'c'], values: [[1, 2, 3]] })).toThrow(
    /DataFrame has no column 'b'/,
  )
  expect(model.fit([{ p: 1 }, { p: 2 }, { p: 3 }], [2, 4, 6]).coefficients[0]).toBeCloseTo(2, 14)
})

test('wrong options', () => {
  expect(() => new LinearRegression({ L2: 1 } as never)).toThrow(/unknown option 'L2'.*Did you mean 'l2'/)
  expect(() => new LinearRegression({ l2: -1 })).toThrow(/l2: -1 is no penalty/)
  expect(() => new LinearRegression({ fitIntercept: 'no' as never })).toThrow(/fitIntercept: "no" is not true or false/)
})

test('saved states that do not fit are refused', () => {
  const saved = new LinearRegression().fit(X, y).toJSON()
  expect(() => new LinearRegression({ l2: 1 }).restore(saved)).toThrow(/was saved with l2 0, not 1/)
  expect(() => new LinearRegression().restore({ ...saved, type: 'Tree' })).toThrow(/cannot restore a saved Tree/)
  expect(() => new LinearRegression().restore({} as never)).toThrow(/\{\} is no saved model/)
  const damaged = JSON.parse(JSON.stringify(saved)) as { state: { statistics: { hi: (number | null)[] } } }
  damaged.state.statistics.hi[3] = null
  expect(() => new LinearRegression().restore(damaged as never)).toThrow(/damaged/)
})

function expectClose(values: readonly number[], truth: readonly number[], tolerance: number): void {
  expect(values).toHaveLength(truth.length)
  for (const [i, value] of values.entries()) {
    const expected = truth[i] as number
    expect(Math.abs(value - expected), `${i}: ${value} for ${expected}`).toBeLessThanOrEqual(
      tolerance * Math.max(1, Math.abs(expected)),
    )
  }
}
