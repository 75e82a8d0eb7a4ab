import { describe, expect, test } from 'vitest'
import { HalfSpaceTrees } from '../../src/ml/anomaly/halfSpaceTrees.ts'
import { scoreAnomalies } from '../../src/ml/anomaly/scoreAnomalies.ts'
import { KMeans } from '../../src/ml/cluster/kMeans.ts'
import { ConformalIntervals } from '../../src/ml/conformal/conformalIntervals.ts'
import { isIntervalRegressor, type PredictedInterval } from '../../src/ml/estimator/intervalRegressor.ts'
import type { Regressor } from '../../src/ml/estimator/regressor.ts'
import { predict } from '../../src/ml/evaluation/predict.ts'
import { prequential } from '../../src/ml/evaluation/prequential.ts'
import { fromJSON } from '../../src/ml/fromJson.ts'
import { SGDClassifier } from '../../src/ml/gradient/sgdClassifier.ts'
import { SGDRegressor } from '../../src/ml/gradient/sgdRegressor.ts'
import { LinearRegression } from '../../src/ml/linear/linearRegression.ts'
import { columns } from '../../src/ml/pipeline/columns.ts'
import { pipeline } from '../../src/ml/pipeline/pipeline.ts'
import { union } from '../../src/ml/pipeline/union.ts'
import { MinMaxScaler } from '../../src/ml/preprocessing/minMaxScaler.ts'
import { OneHotEncoder } from '../../src/ml/preprocessing/oneHotEncoder.ts'
import { rowFeatures } from '../../src/ml/preprocessing/rowFeatures.ts'
import { SelectKBest } from '../../src/ml/preprocessing/selectKBest.ts'
import { StandardScaler } from '../../src/ml/preprocessing/standardScaler.ts'
import { TargetEncoder } from '../../src/ml/preprocessing/targetEncoder.ts'
import { TargetScaler } from '../../src/ml/preprocessing/targetScaler.ts'
import { householderFit } from './batchFit.ts'

interface Sale {
  readonly age: number
  readonly income: number
  readonly city: string | null
  readonly price: number
}

const CITIES = ['Rome', 'Oslo', 'Bonn', 'Kyiv', null]
const sales: Sale[] = Array.from({ length: 200 }, (_, i) => {
  const city = CITIES[i < 20 ? i % 2 : (i * i + (i >> 2)) % 5] as string | null
  const age = 20 + ((i * 37) % 50)
  const income = 1000 * (1 + ((i * 53) % 90))
  return { age, income, city, price: age / 2 + income / 5000 + 7 * (city?.length ?? 1) + Math.sin(i * i) }
})
const features = ['age', 'income', 'city'] as const

const shop = () =>
  pipeline(
    union(columns(['age', 'income'], new StandardScaler()), columns(['city'], new OneHotEncoder())),
    new LinearRegression(),
  )

/** Least squares over all rows so far, by another method: raw numbers and an indicator of each city but the first seen. */
function reference(rows: readonly Sale[], row: Sale): number {
  const seen = [...new Set(rows.map(sale => sale.city))].slice(1)
  const design = (sale: Sale): number[] => [
    sale.age,
    sale.income / 1000,
    ...seen.map(city => (sale.city === city ? 1 : 0)),
  ]
  const fitted = householderFit(
    rows.map(design),
    rows.map(sale => sale.price),
  )
  return design(row).reduce((sum, value, j) => sum + value * (fitted[j] as number), fitted.at(-1) as number)
}

describe('text beside numbers before least squares', () => {
  test('equals a batch fit of all records so far, also where cities appear on the way', () => {
    const model = shop()
    const scored =
      prequential<Sale, 'price', ReturnType<typeof shop>>(model, { features, label: 'price' }).mapBatch?.(sales) ?? []
    for (const i of [18, 25, 40, 90, 199]) {
      const known = sales.slice(0, i).some(sale => sale.city === sales[i]?.city)
      if (!known) continue
      const expected = reference(sales.slice(0, i), sales[i] as Sale)
      expect(Math.abs((scored[i]?.prediction as number) - expected)).toBeLessThan(1e-9 * Math.abs(expected))
    }
    expect(model.n).toBe(200)
    expect(model.regressor.features).toEqual([
      'age',
      'income',
      'city_Rome',
      'city_Oslo',
      ...model.regressor.features.slice(4),
    ])
    expect(new Set(model.regressor.features.slice(4))).toEqual(new Set(['city_Bonn', 'city_Kyiv', 'city_null']))
  })

  test('fit gives the same predictions; predict takes the model', () => {
    const stream = shop()
    for (const sale of sales) stream.learnOne(sale, sale.price)
    const X = sales.map(({ price: _, ...x }) => x)
    const batch = shop().fit(
      X,
      sales.map(sale => sale.price),
    )
    for (const [i, prediction] of batch.predict(X).entries()) {
      expect(prediction).toBeCloseTo(reference(sales, sales[i] as Sale), 8)
    }
    expect(batch.regressor.coefficients.slice(0, 2)).toEqual([expect.any(Number), expect.any(Number)])
    const rows = predict(batch, { features }).mapBatch?.(sales.slice(0, 3)) ?? []
    expect(rows.map(row => row.prediction)).toEqual(batch.predict(X.slice(0, 3)))
  })

  test('saved and loaded at every record, it goes on identically', () => {
    let model: Regressor = shop()
    const straight = shop()
    for (const sale of sales.slice(0, 60)) {
      const { price, ...x } = sale
      model = fromJSON(JSON.stringify(model)) as Regressor
      expect(model.predictOne(x)).toBe(straight.predictOne(x))
      model.learnOne(x, price)
      straight.learnOne(x, price)
    }
    expect(JSON.stringify(model)).toBe(JSON.stringify(straight))
  })
})

test('a transformer learns when it learns, and at no other time', () => {
  const model = shop()
  for (const { price, ...x } of sales.slice(0, 30)) model.learnOne(x, price)
  const before = JSON.stringify(model)
  model.predictOne({ age: 1e6, income: -5, city: 'Atlantis' })
  model.predict([{ age: 1, income: 2, city: 'Eldorado' }])
  for (const step of model.steps.slice(0, -1)) {
    ;(step as ReturnType<typeof union>).transformOne({ age: 1, income: 1, city: 'x' })
  }
  expect(JSON.stringify(model)).toBe(before)
})

test('the test set flows into nothing: what is predicted of one row does not depend on the others', () => {
  const model = shop()
  const X = sales.map(({ price: _, ...x }) => x)
  model.fit(
    X.slice(0, 100),
    sales.slice(0, 100).map(sale => sale.price),
  )
  const alone = X.slice(100).map(x => model.predict([x])[0])
  expect(model.predict(X.slice(100))).toEqual(alone)
})

describe('a target encoder never sees the label of the record it encodes', () => {
  /** Every city once: whatever says something about a label has leaked. */
  const rows = Array.from({ length: 300 }, (_, i) => ({ id: `c${i}`, y: i % 2 ? 10 : -10 }))

  test('in a stream and in fit, before a regressor', () => {
    for (const learn of ['stream', 'fit'] as const) {
      const model = pipeline(new TargetEncoder({ smoothing: 1 }), new LinearRegression())
      if (learn === 'fit') {
        model.fit(
          rows.map(({ id }) => ({ id })),
          rows.map(row => row.y),
        )
      } else for (const { id, y } of rows) model.learnOne({ id }, y)
      // Had records known their own labels, the coefficient would be 2 and the fit perfect.
      expect(model.regressor.r2 as number).toBeLessThan(0.1)
    }
  })

  test('changing the last label changes no feature that was learned before, nor its own', () => {
    const encodings = (labels: readonly number[]): number[] => {
      const encoder = new TargetEncoder()
      return labels.map((y, i) => {
        const value = encoder.transformOne({ g: i % 3 }).g as number
        encoder.learnOne({ g: i % 3 }, y)
        return value
      })
    }
    const labels = rows.map(row => row.y)
    expect(encodings([...labels.slice(0, -1), 1e6])).toEqual(encodings(labels))
  })
})

test('columns by pattern, type, all but some, and without steps', () => {
  const row = { id: 'x7', item_a: 1, item_b: 4, when: new Date(0), paid: true, note: 'hi' }
  const outputs = (transformer: ReturnType<typeof columns>): unknown => {
    transformer.learnOne(row)
    return transformer.transformOne(row)
  }
  expect(outputs(columns(/^item_/, new MinMaxScaler({ range: [5, 6] })))).toEqual({ item_a: 5, item_b: 5 })
  expect(outputs(columns({ type: 'number' }))).toEqual({ item_a: 1, item_b: 4 })
  expect(outputs(columns({ type: 'text' }, new OneHotEncoder()))).toEqual({ id_x7: 1, note_hi: 1 })
  expect(outputs(columns({ type: 'boolean' }, new OneHotEncoder()))).toEqual({ paid_true: 1 })
  expect(outputs(columns({ type: 'date' }))).toEqual({ when: row.when })
  expect(outputs(columns({ except: ['id', 'when', 'paid', 'note'] }))).toEqual({ item_a: 1, item_b: 4 })
  expect(outputs(columns('item_b', 'item_a'))).toEqual({ item_b: 4, item_a: 1 })
  expect(() => outputs(columns('itme_b'))).toThrow(/'itme_b' is no feature.*Did you mean 'item_b'/)
  expect(() => outputs(columns(/^x_/))).toThrow(/no feature fits \/\^x_\//)
  expect(() => columns({ type: 'texts' } as never)).toThrow(/selects no columns.*Pass names/)
  expect(() => columns('a', new StandardScaler() as never)).toThrow(/'a' is followed by steps.*\['a'\]/)
  expect(() => columns({ type: 'number' }).learnOne({ a: null })).toThrow(
    /feature 'a': null in the first record has no type/,
  )
})

test('columns as they are before a step that wants numbers name what is none', () => {
  const model = pipeline(columns('age', 'income'), new StandardScaler(), new LinearRegression())
  for (const { price, ...x } of sales) model.learnOne(x, price)
  const plain = pipeline(new StandardScaler(), new LinearRegression())
  for (const { price, age, income } of sales) plain.learnOne({ age, income }, price)
  expect(model.regressor.coefficients).toEqual(plain.regressor.coefficients)
  expect(() => model.predictOne({ age: 'old', income: 3, city: 'x' })).toThrow(/feature 'age': "old" is text/)
  expect(() => model.predict([sales[0] as Sale, { ...(sales[1] as Sale), income: Number.NaN }])).toThrow(
    /row 1: feature 'income': NaN is not a finite number/,
  )
})

test('two parts of the same names are refused; named parts are not', () => {
  const both = union(new StandardScaler(), new MinMaxScaler())
  expect(() => both.learnOne({ a: 1 })).toThrow(/two parts give a feature 'a'.*union\(\{/)
  const named = union({ scaled: new StandardScaler(), ranged: new MinMaxScaler() })
  named.learnOne({ a: 1 })
  named.learnOne({ a: 3 })
  expect(named.transformOne({ a: 3 })).toEqual({ scaled_a: 1, ranged_a: 1 })
})

describe('functions of the row', () => {
  const make = () =>
    pipeline(
      rowFeatures((row: { a: number; city: string }) => ({ double: 2 * row.a, upper: row.city.toUpperCase() })),
      union(columns('double'), columns(['upper'], new OneHotEncoder())),
      new LinearRegression(),
    )

  test('give features, numbers and others', () => {
    const model = make()
    for (let i = 0; i < 30; i++) model.learnOne({ a: i, city: i % 2 ? 'x' : 'y' }, 6 * i + (i % 2))
    expect(model.regressor.features).toEqual(['double', 'upper_Y', 'upper_X'])
    expect(model.predictOne({ a: 100, city: 'x' })).toBeCloseTo(601, 8)
  })

  test('cannot be read back, which is said; their state can be put back into the same code', () => {
    const model = make()
    for (let i = 0; i < 30; i++) model.learnOne({ a: i, city: 'x' }, i)
    const saved = JSON.stringify(model)
    expect(() => fromJSON(saved)).toThrow(/holds a function.*restore\(json\)/)
    const again = make()
    again.restore(JSON.parse(saved))
    expect(again.predictOne({ a: 5, city: 'x' })).toBe(model.predictOne({ a: 5, city: 'x' }))
    expect(() =>
      pipeline(
        rowFeatures(() => 3 as never),
        new LinearRegression(),
      ).learnOne({ a: 1 }, 1),
    ).toThrow(/the function gave 3/)
    expect(() =>
      pipeline(
        rowFeatures((row: { a: { b: number } }) => ({ b: row.a.b })),
        new LinearRegression(),
      ).learnOne({ a: null }, 1),
    ).toThrow(/the function threw/)
  })
})

test('fit fits each transformer to the whole batch first, as scikit-learn does', () => {
  const X = sales.map(({ age, income }) => ({ age, income }))
  const y = sales.map(sale => sale.price)
  const model = pipeline(new StandardScaler(), new SGDRegressor()).fit(X, y)
  const scaler = new StandardScaler().fit(X)
  const alone = new SGDRegressor().fit(scaler.transform(X) as Record<string, number>[], y)
  expect(model.predict(X)).toEqual(alone.predict(scaler.transform(X) as Record<string, number>[]))
})

describe('before a classifier', () => {
  test('values, growing columns, classes of the classifier', () => {
    const model = pipeline(
      union(columns(['age'], new StandardScaler()), columns(['city'], new OneHotEncoder())),
      new SGDClassifier(),
    )
    for (let pass = 0; pass < 20; pass++)
      for (const { age, city } of sales) model.learnOne({ age, city }, city === 'Rome')
    expect(model.predictOne({ age: 40, city: 'Rome' })).toBe(true)
    expect(model.predictOne({ age: 40, city: 'Oslo' })).toBe(false)
    const again = fromJSON(JSON.stringify(model)) as typeof model
    expect(again.predictProbaOne({ age: 30, city: 'Bonn' })).toEqual(model.predictProbaOne({ age: 30, city: 'Bonn' }))
    expect(again.classes).toEqual(model.classes)
  })

  test('transformers that look at labels get classes', () => {
    const model = pipeline(new SelectKBest({ k: 1 }), new SGDClassifier())
    for (const { age, income } of sales) model.learnOne({ age, income }, age > 45)
    expect((model.steps[0] as SelectKBest).selected).toEqual(['age'])
  })
})

test('pipelines within pipelines, of transformers and of models', () => {
  const nested = pipeline(
    columns('age', 'income'),
    pipeline(new StandardScaler(), new MinMaxScaler()),
    pipeline(new StandardScaler(), new LinearRegression()),
  )
  const plain = pipeline(new LinearRegression())
  for (const { price, ...x } of sales) nested.learnOne(x, price)
  for (const { price, age, income } of sales) plain.learnOne({ age, income }, price)
  const row = sales[9] as Sale
  const error = Math.abs(nested.predictOne(row) - plain.predictOne(row))
  // The inner scalers' records were scaled with what was known then: near, not equal.
  expect(error).toBeLessThan(2)
  expect(fromJSON(JSON.stringify(nested)).n).toBe(200)
})

describe('before models without labels', () => {
  const X = sales.map(({ age, city }) => ({ age, city }))

  test('a detector: the same scores as behind the transformers by hand; saved, loaded, on a stream', () => {
    const model = pipeline(columns(['age'], new MinMaxScaler()), new HalfSpaceTrees({ window: 20 })).fit(X)
    const scaler = new MinMaxScaler().fit(X.map(({ age }) => ({ age })))
    const detector = new HalfSpaceTrees({ window: 20 }).fit(scaler.transform(X.map(({ age }) => ({ age }))) as object[])
    const scores = X.map(({ age }) => detector.scoreOne(scaler.transformOne({ age })))
    expect(model.score(X)).toEqual(scores)
    expect((fromJSON(JSON.stringify(model)) as typeof model).score(X)).toEqual(scores)
    const scoring = scoreAnomalies<{ age: number; city: string | null }, typeof model>(model.clone(), {
      features: ['age', 'city'],
    })
    const seen: unknown[] = []
    for (const row of X) scoring.processElement(row, undefined, { collect: row => seen.push(row) })
    expect(seen).toHaveLength(200)
  })

  test('a clusterer', () => {
    const model = pipeline(columns(['age'], new StandardScaler()), new KMeans({ clusters: 2 }))
    for (const x of X) model.learnOne(x)
    const young = model.predictOne({ age: 20, city: null })
    expect(model.predictOne({ age: 69, city: null })).not.toBe(young)
    expect(model.predict([{ age: 21, city: 'x' }])).toEqual([young])
    expect(fromJSON(JSON.stringify(model)).toJSON()).toEqual(model.toJSON())
  })
})

describe('what the last step can, the pipeline can', () => {
  const X = sales.map(({ age, city }) => ({ age, city }))
  const y = sales.map(sale => sale.price)
  const front = () => union(columns(['age'], new StandardScaler()), columns(['city'], new OneHotEncoder()))

  test('intervals, as around the whole pipeline, also of transformed labels', () => {
    const model = pipeline(front(), new ConformalIntervals(new LinearRegression()))
    const around = new ConformalIntervals(pipeline(front(), new LinearRegression()))
    for (const target of [model, around]) {
      for (const [i, x] of X.entries()) target.learnOne(x, y[i] as number)
    }
    expect(isIntervalRegressor(model)).toBe(true)
    const bounds = model.predictIntervalOne(X[3] as object) as PredictedInterval
    const expected = around.predictIntervalOne(X[3] as object) as PredictedInterval
    // Without the map that a conformal step hides, early rows were scaled by early figures: near, not equal.
    expect(Math.abs(bounds.lower - expected.lower)).toBeLessThan(1)
    expect(Math.abs(bounds.upper - expected.upper)).toBeLessThan(1)
    expect(bounds.prediction).toBe(model.predictOne(X[3] as object))
    expect(isIntervalRegressor(pipeline(front(), new SGDRegressor()))).toBe(false)
    const logs = new TargetScaler(pipeline(front(), new ConformalIntervals(new LinearRegression())), {
      transform: 'log',
    })
    for (const [i, x] of X.entries()) logs.learnOne(x, y[i] as number)
    if (!isIntervalRegressor(logs)) throw new Error('no intervals')
    const { lower, upper, prediction } = logs.predictIntervalOne(X[3] as object) as PredictedInterval
    // Symmetric where the model is: in logarithms.
    expect(lower).toBeLessThan(prediction)
    expect(Math.log(upper / prediction)).toBeCloseTo(Math.log(prediction / lower), 9)
  })

  test('forgetting by time', () => {
    const model = pipeline(new StandardScaler(), new LinearRegression({ window: '10min' }))
    expect(model.needsTime).toBe(true)
    model.advanceTo(0)
    model.learnOne({ x: 1 }, 1)
    model.advanceTo(3_600_000)
    model.learnOne({ x: 5 }, 7)
    // The first record is older than ten minutes.
    expect(model.predictOne({ x: 5 })).toBeCloseTo(7, 12)
    expect(model.predictOne({ x: 1 })).toBeCloseTo(7, 12)
    expect('advanceTo' in pipeline(new StandardScaler(), new SGDRegressor())).toBe(false)
  })
})
