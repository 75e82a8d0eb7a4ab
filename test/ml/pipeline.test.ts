import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../src/base/random.ts'
import type { Regressor } from '../../src/ml/estimator/regressor.ts'
import { fromJSON } from '../../src/ml/fromJson.ts'
import { LinearRegression } from '../../src/ml/linear/linearRegression.ts'
import { pipeline } from '../../src/ml/pipeline/pipeline.ts'
import { StandardScaler } from '../../src/ml/preprocessing/standardScaler.ts'
import { householderFit, meanAndDeviation } from './batchFit.ts'

interface Row {
  readonly a: number
  readonly b: number
  readonly c: number
}

const random = seededRandom(7)
const rows: Row[] = Array.from({ length: 300 }, () => ({
  a: 20 + 60 * random(),
  b: 1e5 * random(),
  c: Math.floor(6 * random()),
}))
const labels = rows.map(row => 3 + row.a / 2 - row.b / 1e4 + 2 * row.c + 10 * (random() - 0.5))
const X = rows.map(row => [row.a, row.b, row.c])

describe('a streaming pipeline equals a batch fit of all records so far', () => {
  test.each([0, 0.5, 25])('after every record, with l2 = %s', l2 => {
    const model = pipeline(new StandardScaler(), new LinearRegression({ l2 }))
    for (const [i, row] of rows.entries()) {
      model.learnOne(row, labels[i] as number)
      const n = i + 1
      if (n < 6) continue
      const scaled = X.slice(0, n).map(() => [0, 0, 0])
      const scales = [0, 1, 2].map(j => {
        const [mean, deviation] = meanAndDeviation(X.slice(0, n).map(x => x[j] as number))
        for (const [r, z] of scaled.entries()) z[j] = ((X[r]?.[j] as number) - mean) / deviation
        return [mean, deviation] as const
      })
      const fitted = householderFit(scaled, labels.slice(0, n), l2 > 0 ? [l2, l2, l2] : [])
      expectClose([...model.regressor.coefficients, model.regressor.intercept] as number[], fitted)
      const probe = { a: 33, b: 4e4, c: 2 }
      const z = [33, 4e4, 2].map(
        (value, j) => (value - (scales[j] as [number, number])[0]) / (scales[j] as [number, number])[1],
      )
      const expected = z.reduce((sum, value, j) => sum + value * (fitted[j] as number), fitted[3] as number)
      expectClose([model.predictOne(probe)], [expected])
    }
  })

  test('also without an intercept, where centring is not free', () => {
    const model = pipeline(new StandardScaler(), new LinearRegression({ fitIntercept: false }))
    for (const [i, row] of rows.slice(0, 60).entries()) model.learnOne(row, labels[i] as number)
    const [ma, sa] = meanAndDeviation(rows.slice(0, 60).map(row => row.a))
    const scaler = new StandardScaler().fit(rows.slice(0, 60))
    const Z = rows.slice(0, 60).map(row => Object.values(scaler.transformOne(row)))
    const plain = new LinearRegression({ fitIntercept: false }).fit(Z, labels.slice(0, 60))
    expectClose(model.regressor.coefficients as number[], plain.coefficients as number[])
    expect(model.regressor.intercept).toBe(0)
    expect((rows[0] as Row).a).toBeCloseTo(ma + sa * (Z[0]?.[0] as number), 10)
    expectClose([model.predictOne(rows[3] as Row)], [plain.predict([Z[3] as number[]])[0] as number])
  })

  test('two scalers, with and without their parts', () => {
    for (const [first, second] of [
      [{}, {}],
      [{ withMean: false }, { withStd: false }],
      [{ withStd: false }, { withMean: false }],
    ] as const) {
      const model = pipeline(new StandardScaler(first), new StandardScaler(second), new LinearRegression({ l2: 3 }))
      for (const [i, row] of rows.entries()) model.learnOne(row, labels[i] as number)
      const z1 = new StandardScaler(first).fit(rows).transform(rows) as Record<string, number>[]
      const z2 = new StandardScaler(second).fit(z1).transform(z1) as Record<string, number>[]
      const batch = new LinearRegression({ l2: 3 }).fit(z2, labels)
      expectClose(model.regressor.coefficients as number[], batch.coefficients as number[])
      expectClose([model.regressor.intercept], [batch.intercept])
    }
  })

  test('fit and predict on a batch give what record by record gave', () => {
    const stream = pipeline(new StandardScaler(), new LinearRegression())
    for (const [i, row] of rows.entries()) stream.learnOne(row, labels[i] as number)
    const batch = stream.clone().fit(rows, labels)
    expect(batch.predict(rows)).toEqual(rows.map(row => stream.predictOne(row)))
    expect(batch.n).toBe(300)
  })
})

test('a regressor without affine form learns what the transformers make of a record then, as in River', () => {
  const seen: number[][] = []
  const lr = new LinearRegression()
  const recorder = hideReadThrough(lr, x => seen.push([...x]))
  const model = pipeline(new StandardScaler(), recorder)
  for (const [i, row] of rows.slice(0, 20).entries()) model.learnOne(row, labels[i] as number)
  const scaler = new StandardScaler()
  for (const [i, row] of rows.slice(0, 20).entries()) {
    scaler.learnOne(row)
    expect(seen[i]).toEqual(Object.values(scaler.transformOne(row)))
  }
  expect(model.predictOne(rows[4] as Row)).toBe(lr.predictOne(scaler.transformOne(rows[4] as Row)))
})

test('the steps of a pipeline are its own', () => {
  const regression = new LinearRegression()
  const model = pipeline(new StandardScaler(), regression)
  expect(() => pipeline(new StandardScaler(), regression)).toThrow(/stands in another pipeline.*clone\(\)/)
  expect(() => regression.learnOne({ a: 1 }, 2)).toThrow(/step of a pipeline.*of the pipeline/)
  expect(() => pipeline(new StandardScaler().fit(rows), new LinearRegression())).toThrow(
    /StandardScaler has already learned/,
  )
  expect(() => pipeline(new LinearRegression() as never, new LinearRegression())).toThrow(
    /step 1 is LinearRegression.*a transformer/,
  )
  expect(() => pipeline(new StandardScaler(), {} as never)).toThrow(/last step is \{\}.*a model or a transformer/)
  model.fit(rows, labels)
  expect(model.describe().title).toBe('StandardScaler → LinearRegression')
})

test('saved and loaded at every record, it goes on identically', () => {
  let model: Regressor = pipeline(new StandardScaler(), new LinearRegression({ l2: 0.1 }))
  const straight = model.clone()
  for (const [i, row] of rows.slice(0, 50).entries()) {
    model = fromJSON(JSON.stringify(model)) as Regressor
    expect(model.predictOne(row)).toBe(straight.predictOne(row))
    model.learnOne(row, labels[i] as number)
    straight.learnOne(row, labels[i] as number)
  }
  expect(JSON.stringify(model)).toBe(JSON.stringify(straight))
})

function hideReadThrough(inner: LinearRegression, see: (x: Float64Array) => void): Regressor {
  return new Proxy(inner, {
    has: (target, name) => name !== 'readThrough' && name in target,
    get: (target, name) => {
      if (name === 'learnVector') {
        return (x: Float64Array, y: number, weight: number): void => {
          see(x)
          target.learnVector(x, y, weight)
        }
      }
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

function expectClose(values: readonly number[], truth: readonly number[], tolerance = 1e-9): void {
  const size = Math.max(...truth.map(Math.abs))
  for (const [i, value] of values.entries())
    expect(Math.abs(value - (truth[i] as number))).toBeLessThanOrEqual(tolerance * size)
}
