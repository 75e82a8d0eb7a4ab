import { expect, expectTypeOf, test } from 'vitest'
import { env } from '../../../src/api/env.ts'
import * as ml from '../../../src/api/ml.ts'
import * as plot from '../../../src/api/plot.ts'
import { RandomSource } from '../../../src/base/random.ts'

/** The code of docs/learning.md, "Scoring, delayed labels and drift", as a user writes it. */

interface Sale {
  readonly id: number
  readonly age: number
  readonly income: number
  readonly city: string
  readonly price: number
  readonly returned: boolean
}

const random = new RandomSource(7)
const rows: readonly Sale[] = Array.from({ length: 3000 }, (_, id) => {
  const age = 18 + 60 * random.next()
  const income = 2 + 6 * random.next()
  const price = (id < 1500 ? 10 + 0.5 * age + 4 * income : 60 - 0.3 * age + 9 * income) + random.gaussian()
  return { id, age, income, city: id % 2 ? 'Bern' : 'Genf', price, returned: random.next() < (age > 50 ? 0.8 : 0.2) }
})
const sales = env.fromCollection(rows)

test('a regressor, its figures, and a comparison with a baseline', async () => {
  const model = ml.pipeline(new ml.StandardScaler(), new ml.LinearRegression())
  const scored = sales.process(ml.prequential(model, { features: ['age', 'income'], label: 'price' }))
  const figures = ml.evaluation(scored, { metrics: [ml.MAE, ml.R2], window: 500, fading: 0.99 })
  const last = (await figures.executeAndCollect()).at(-1)
  expectTypeOf(last?.fadingMAE).toEqualTypeOf<number | null | undefined>()
  expect(last?.n).toBe(3000)

  const compared = sales.process(
    ml.compare(
      {
        exact: ml.pipeline(new ml.StandardScaler(), new ml.LinearRegression()),
        recent: ml.pipeline(new ml.StandardScaler(), new ml.LinearRegression({ forgetting: 0.99 })),
      },
      { features: ['age', 'income'], label: 'price', metrics: [ml.MAE] },
    ),
  )
  plot.line(compared, { x: 'n', y: ['exact_windowMAE', 'recent_windowMAE', 'baseline_windowMAE'] })
  const end = (await compared.executeAndCollect()).at(-1)
  expect(end?.recent_windowMAE as number).toBeLessThan(end?.exact_windowMAE as number)
  expect(end?.exact_windowMAE as number).toBeLessThan(end?.baseline_windowMAE as number)
})

test('a classifier over text and numbers', async () => {
  const risk = ml.pipeline(new ml.StandardScaler(), new ml.SGDClassifier())
  const scored = sales.process(ml.prequential(risk, { features: ['age', 'income'], label: 'returned' }))
  const rows = await scored.executeAndCollect()
  expectTypeOf(rows[0]?.correct).toEqualTypeOf<boolean | undefined>()
  const figures = ml.evaluation(env.fromCollection(rows), {
    metrics: [ml.Accuracy, ml.LogLoss, ml.ROCAUC, ml.F1.of({ average: 'macro' })],
    label: 'returned',
  })
  const last = (await figures.executeAndCollect()).at(-1)
  expectTypeOf(last?.windowmacroF1).toEqualTypeOf<number | null | undefined>()
  expect(last?.Accuracy as number).toBeGreaterThan(0.7)
  const curve = ml.calibrationCurve(
    rows.map(row => row.returned),
    rows.map(row => row.probabilities),
  )
  expect(curve.length).toBeGreaterThan(3)
})

test('labels that come later', async () => {
  const model = () => ml.pipeline(new ml.StandardScaler(), new ml.LinearRegression())
  const options = { features: ['age', 'income'], label: 'price' } as const
  const late = await sales.process(ml.prequential(model(), { ...options, delay: 100 })).executeAndCollect()
  expect(late[99]?.prediction).toBe(0)
  expect(late[100]?.modelVersion).toBe(1)
  const asked = sales.map(({ id, age, income }) => ({ id, age, income }))
  const answered = sales.map(({ id, price }) => ({ id, price }))
  const joined = await asked
    .connect(answered)
    .process(ml.learnFrom(model(), { features: ['age', 'income'], label: 'price', key: 'id' }))
    .executeAndCollect()
  expect(joined).toHaveLength(3000)
  expectTypeOf(joined[0]?.residual).toEqualTypeOf<number | undefined>()
})

test('drift: seen, marked and acted upon', async () => {
  const model = ml.onDrift(
    ml.pipeline(new ml.StandardScaler(), new ml.LinearRegression()),
    new ml.ADWIN({ bounds: 'auto' }),
    { action: 'reset' },
  )
  const scored = await sales
    .process(ml.prequential(model, { features: ['age', 'income'], label: 'price' }))
    .executeAndCollect()
  expectTypeOf(scored[0]?.drift).toEqualTypeOf<boolean | undefined>()
  expect(scored.filter(row => row.drift).map(row => row.id)).toEqual(model.alarms.map(alarm => alarm.record - 1))
  expect(model.alarms).toHaveLength(1)

  const watched = await env
    .fromCollection(scored)
    .process(ml.detectDrift(new ml.PageHinkley({ threshold: 100 }), { value: row => Math.abs(row.residual) }))
    .executeAndCollect()
  expect(watched.some(row => row.drift)).toBe(true)
})

test('splits and cross-validation', () => {
  const X = rows.slice(0, 500).map(({ age, income }) => ({ age, income }))
  const y = rows.slice(0, 500).map(row => row.price)
  const model = ml.pipeline(new ml.StandardScaler(), new ml.LinearRegression())
  const scores = ml.crossValScore(model, X, y, { metric: ml.MAE, cv: ml.timeSeriesSplit(X.length) })
  expect(scores).toHaveLength(5)
  for (const score of scores) expect(score).toBeLessThan(1)
})
