import { describe, expect, test } from 'vitest'
import { predict } from '../../src/ml/evaluation/predict.ts'
import { prequential } from '../../src/ml/evaluation/prequential.ts'
import { LinearRegression } from '../../src/ml/linear/linearRegression.ts'
import { pipeline } from '../../src/ml/pipeline/pipeline.ts'
import { StandardScaler } from '../../src/ml/preprocessing/standardScaler.ts'
import { householderFit } from './batchFit.ts'
import { hasPurchases, numberRows } from './golden.ts'

interface Row {
  readonly id: number
  readonly x: number
  readonly z: number
  readonly y: number | null
}

const rows: Row[] = Array.from({ length: 40 }, (_, i) => ({
  id: i,
  x: Math.sin(i) * 10,
  z: (i * i) % 7,
  y: 2 * Math.sin(i) + i / 9,
}))
const options = { features: ['x', 'z'], label: 'y' } as const

const fresh = () => pipeline(new StandardScaler(), new LinearRegression())

describe.skipIf(!hasPurchases)('the shop (needs ../shared/notebooks)', () => {
  const clean = (hasPurchases ? numberRows('notebooks/data/purchases.csv') : [])
    .filter(row => (row.price as number) > 0 && (row.age as number) >= 18)
    .map(row => ({ ...row, incomeK: (row.income as number) / 1000 })) as unknown as Purchase[]

  interface Purchase {
    readonly age: number
    readonly incomeK: number
    readonly buy_count: number
    readonly price: number
  }

  test('prequential MSE equals that of exact recursive least squares within 0.1 %, predictions those of batch fits to 1e-9', () => {
    const scoring = prequential<Purchase, 'price'>(fresh(), {
      features: ['age', 'incomeK', 'buy_count'],
      label: 'price',
    })
    const scored = scoring.mapBatch?.(clean) ?? []
    expect(scored).toHaveLength(19_985)
    const reference = recursiveLeastSquares(
      clean.map(row => [1, row.age, row.incomeK, row.buy_count]),
      clean.map(row => row.price),
    )
    const ours = scored.reduce((sum, row) => sum + row.residual ** 2, 0) / scored.length
    const theirs = reference.reduce((sum, p, i) => sum + (p - (clean[i]?.price as number)) ** 2, 0) / clean.length
    if (process.env.REPORT) console.log('prequential MSE', ours, 'recursive least squares', theirs, ours / theirs - 1)
    expect(Math.abs(ours / theirs - 1)).toBeLessThan(0.001)
    for (const i of [5, 10, 100, 1000, 5000]) {
      const before = clean.slice(0, i)
      const fit = householderFit(
        before.map(row => [row.age, row.incomeK, row.buy_count]),
        before.map(row => row.price),
      )
      const [age = 0, incomeK = 0, count = 0, intercept = 0] = fit
      const row = clean[i] as Purchase
      const expected = intercept + age * row.age + incomeK * row.incomeK + count * row.buy_count
      expect(Math.abs((scored[i]?.prediction as number) - expected)).toBeLessThan(1e-9 * Math.abs(expected))
    }
  })

  /** Textbook RLS (Haykin, Adaptive Filter Theory, table 9.1 with λ = 1), P(0) = δ⁻¹ I with a diffuse δ⁻¹ = 1e6. */
  function recursiveLeastSquares(X: readonly number[][], y: readonly number[]): number[] {
    const d = X[0]?.length ?? 0
    const P = Array.from({ length: d }, (_, i) => Array.from({ length: d }, (__, j) => (i === j ? 1e6 : 0)))
    const w = new Array<number>(d).fill(0)
    return X.map((x, t) => {
      const dot = (a: readonly number[]): number => a.reduce((sum, value, i) => sum + value * (x[i] as number), 0)
      const prediction = dot(w)
      const Px = P.map(dot)
      const gain = Px.map(value => value / (1 + dot(Px)))
      for (const [i, g] of gain.entries()) {
        w[i] = (w[i] as number) + g * ((y[t] as number) - prediction)
        const row = P[i] as number[]
        for (let j = 0; j < d; j++) row[j] = (row[j] as number) - g * (Px[j] as number)
      }
      return prediction
    })
  }
})

test('a row is predicted before it is learned, keeps its columns, and counts', () => {
  const model = fresh()
  const own = fresh()
  const scored = prequential<Row, 'y'>(model, options).mapBatch?.(rows) ?? []
  for (const [i, row] of rows.entries()) {
    const prediction = own.predictOne({ x: row.x, z: row.z })
    expect(scored[i]).toEqual({ ...row, prediction, residual: (row.y as number) - prediction, modelVersion: i })
    own.learnOne({ x: row.x, z: row.z }, row.y as number)
  }
  expect(scored[0]?.prediction).toBe(0)
  expect(model.n).toBe(40)
})

test('the future changes nothing: no label leaks', () => {
  const changed = rows.map((row, i) => (i < 20 ? row : { ...row, x: 1e6, y: -1e6 }))
  const one = prequential<Row, 'y'>(fresh(), options).mapBatch?.(rows).slice(0, 20)
  const other = prequential<Row, 'y'>(fresh(), options).mapBatch?.(changed).slice(0, 20)
  expect(other).toEqual(one)
  // Nor does a row's own label reach its own prediction.
  const swapped = rows.map((row, i) => (i === 20 ? { ...row, y: 1e6 } : row))
  const third = prequential<Row, 'y'>(fresh(), options).mapBatch?.(swapped)
  expect(third?.[20]?.prediction).toBe(prequential<Row, 'y'>(fresh(), options).mapBatch?.(rows)[20]?.prediction)
})

test('batches of any size, single elements, snapshot and restore at every record: the same', () => {
  const whole = prequential<Row, 'y'>(fresh(), options).mapBatch?.(rows)
  const single = prequential<Row, 'y'>(fresh(), options)
  const collected: unknown[] = []
  let state: unknown
  let current = single
  for (const row of rows) {
    if (state !== undefined) {
      current = prequential<Row, 'y'>(fresh(), options)
      current.restoreState?.(JSON.parse(JSON.stringify(state)))
    }
    current.processElement(row, undefined, { collect: value => collected.push(value) })
    state = current.snapshotState?.()
  }
  expect(collected).toEqual(whole)
  const parts = prequential<Row, 'y'>(fresh(), options)
  expect([0, 7, 14, 21, 28, 35].flatMap(i => parts.mapBatch?.(rows.slice(i, i + 7)) ?? [])).toEqual(whole)
})

test('restoring works in place: the model the user holds is the model that goes on', () => {
  const trained = fresh()
  prequential<Row, 'y'>(trained, options).mapBatch?.(rows)
  const model = fresh()
  prequential<Row, 'y'>(model, options).restoreState?.(trained.toJSON())
  expect(model.n).toBe(40)
  expect(model.predictOne({ x: 1, z: 2 })).toBe(trained.predictOne({ x: 1, z: 2 }))
})

test('the fast step, single calls and a batch fit agree to the last digits at every record, past every refresh', () => {
  const many = Array.from({ length: 2500 }, (_, i) => ({
    ...(rows[i % 40] as Row),
    x: Math.sin(i) * 10,
    y: Math.cos(i * i) + i / 1e3,
  }))
  const model = fresh()
  const slow = fresh()
  const scored = prequential<(typeof many)[number], 'y'>(model, options).mapBatch?.(many) ?? []
  for (const [i, row] of many.entries()) {
    const expected = slow.predictOne(row)
    expect(Math.abs((scored[i]?.prediction as number) - expected)).toBeLessThanOrEqual(
      1e-12 * Math.max(1, Math.abs(expected)),
    )
    // Reading coefficients between two records must not change what follows.
    if (i % 97 === 0) slow.describe()
    slow.learnOne({ x: row.x, z: row.z }, row.y)
  }
  expect(model.predictOne(many[3] as Row)).toBeCloseTo(slow.predictOne(many[3] as Row), 12)
  expect(model.regressor.coefficients).toEqual(slow.regressor.coefficients)
})

test('a row without a label is predicted and not learned', () => {
  const model = fresh()
  const scored = prequential<Row, 'y'>(model, options).mapBatch?.(
    rows.map(row => (row.id % 2 ? { ...row, y: null } : row)),
  )
  expect(scored?.[3]?.residual).toBeNull()
  expect(typeof scored?.[3]?.prediction).toBe('number')
  expect(scored?.map(row => row.modelVersion).slice(0, 5)).toEqual([0, 1, 1, 2, 2])
  expect(model.n).toBe(20)
})

test('weights: 0 is not learned, 2 is twice', () => {
  const weighted = new LinearRegression()
  const repeated = new LinearRegression()
  const w = rows.map((row, i) => ({ ...row, y: row.y as number, w: i % 3 }))
  prequential<(typeof w)[number], 'y'>(weighted, { ...options, weight: 'w' }).mapBatch?.(w)
  prequential<(typeof w)[number], 'y'>(repeated, options).mapBatch?.(w.flatMap(row => new Array(row.w).fill(row)))
  for (const [j, coefficient] of weighted.coefficients.entries())
    expect(coefficient).toBeCloseTo(repeated.coefficients[j] as number, 12)
  expect(weighted.n).toBe(26)
})

test('what is no number is named, with its value and the fix', () => {
  const scoring = (): ReturnType<typeof prequential<Row, 'y'>> => prequential<Row, 'y'>(fresh(), options)
  const bad = (change: Record<string, unknown>) => () =>
    scoring().mapBatch?.([{ ...(rows[1] as Row), ...change } as Row])
  expect(bad({ x: 'old' })).toThrow(/feature 'x': "old" is text, not a number\. Convert the column/)
  expect(bad({ x: Number.NaN })).toThrow(/feature 'x': NaN is not a finite number\. Filter such rows out/)
  expect(bad({ z: undefined })).toThrow(/feature 'z': undefined is missing/)
  expect(bad({ z: null })).toThrow(/feature 'z': null is missing/)
  expect(bad({ z: true })).toThrow(/feature 'z': true is a boolean, not a number/)
  expect(bad({ z: 3n })).toThrow(/feature 'z': 3 is a bigint/)
  expect(bad({ z: 1e200 })).toThrow(/feature 'z': 1e\+200 is too large/)
  expect(bad({ y: Number.POSITIVE_INFINITY })).toThrow(/label 'y': Infinity is not a finite number/)
  expect(bad({ y: '3' })).toThrow(/label 'y': "3" is text/)
  expect(bad({ id: 4711, y: '3' })).toThrow(/The record: \{"id":4711,/)
})

test('wrong options are refused before anything runs', () => {
  const call = (changed: object) => () => prequential<Row, 'y'>(fresh(), { ...options, ...changed })
  expect(call({ featuers: [] })).toThrow(/ml\.prequential: unknown option 'featuers'.*Did you mean 'features'/)
  expect(call({ features: [] })).toThrow(/features: \[\] is not a list of column names/)
  expect(call({ features: ['x', 'x'] })).toThrow(/feature 'x' is named twice/)
  expect(call({ features: ['x', 'y'] })).toThrow(/label: "y" cannot be used.*not among the features/)
  expect(() => prequential<Row, 'y'>({} as never, options)).toThrow(/model: \{\} is no regressor/)
  const trained = new LinearRegression().fit([{ x: 1, q: 2 }], [3])
  expect(() => prequential<Row, 'y'>(trained, options)).toThrow(/does not know feature 'z'/)
})

test('predict never learns, and follows a model that trains elsewhere', () => {
  const model = fresh()
  const predicting = predict<Row>(model, { features: ['z', 'x'] })
  expect(predicting.mapBatch?.(rows.slice(0, 1))).toEqual([{ ...rows[0], prediction: 0, modelVersion: 0 }])
  prequential<Row, 'y'>(model, options).mapBatch?.(rows)
  const [predicted] = predicting.mapBatch?.(rows.slice(5, 6)) ?? []
  expect(predicted).toEqual({ ...rows[5], prediction: model.predictOne(rows[5] as Row), modelVersion: 40 })
  expect(model.n).toBe(40)
})
