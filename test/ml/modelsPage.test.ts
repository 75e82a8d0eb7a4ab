import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, expectTypeOf, test } from 'vitest'
import { env, ml, plot, WatermarkStrategy } from '../../src/api/index.ts'
import { RandomSource } from '../../src/base/random.ts'

/** The code of docs/learning.md from "Versions, promotion and roll-back" on, as a user writes it. */

interface Sale {
  readonly ts: number
  readonly age: number
  readonly income: number
  readonly price: number
}

const random = new RandomSource(3)
const rows: readonly Sale[] = Array.from({ length: 1500 }, (_, i) => {
  const age = 18 + 60 * random.next()
  const income = 2 + 6 * random.next()
  return { ts: i * 1000, age, income, price: 10 + 0.5 * age + 4 * income + random.gaussian() }
})
const stream = env
  .fromCollection(rows)
  .assignTimestampsAndWatermarks(WatermarkStrategy.forMonotonousTimestamps<Sale>().withTimestampAssigner(row => row.ts))
const regression = () => ml.pipeline(new ml.StandardScaler(), new ml.LinearRegression())
const X = rows.map(({ age, income }) => ({ age, income }))
const y = rows.map(row => row.price)

test('versions, a live handle, promotion', async () => {
  const store = ml.modelStore(mkdtempSync(path.join(tmpdir(), 'flinknb-page-')))
  const model = regression().fit(X.slice(0, 100), y.slice(0, 100))
  expect(store.save('price', model, { metrics: { MAE: 3.2 }, note: 'first month' }).version).toBe(1)
  store.alias('price', 'champion', 1)
  const live = store.live('price@champion')
  const predicted = await stream.process(ml.predict(live, { features: ['age', 'income'] })).executeAndCollect()
  expect(predicted[0]?.modelVersion).toBe(1)
  const scored = await stream
    .process(
      ml.gatedPromotion(regression(), {
        features: ['age', 'income'],
        label: 'price',
        store,
        name: 'price',
        window: 500,
        margin: 0.05,
      }),
    )
    .executeAndCollect()
  expectTypeOf(scored[0]?.promotion).toEqualTypeOf<'promoted' | 'rolledBack' | null | undefined>()
  expect(scored).toHaveLength(1500)
})

test('rows that wait for a model', async () => {
  const updates = ml.modelUpdates(stream, regression(), { features: ['age', 'income'], label: 'price', every: 500 })
  const predicted = await ml
    .predictWith(stream, updates, { features: ['age', 'income'], maxModelDelay: '1min' })
    .executeAndCollect()
  expect(predicted).toHaveLength(1500)
  expectTypeOf(predicted[0]?.modelTimestamp).toEqualTypeOf<number | undefined>()
  expect(predicted.every(row => row.ts - 60_000 <= row.modelTimestamp)).toBe(true)
})

test('explanations, on a stream too', async () => {
  const model = regression().fit(X, y)
  expect(ml.debugOne(model, { age: 30, income: 5 }).contributions).toHaveLength(2)
  const shuffled = ml.permutationImportance(model, X.slice(0, 200), y.slice(0, 200), { metric: ml.MAE, repeats: 10 })
  expect(shuffled[0]?.importance).toBeGreaterThan(1)
  expect(ml.weightImportance(model)).toHaveLength(2)
  const importances = stream.process(
    ml.streamingImportance(regression(), { features: ['age', 'income'], label: 'price', every: 100 }),
  )
  plot.line(importances, { x: 'n', y: ['age', 'income'] })
  expect((await importances.executeAndCollect()).at(-1)?.age).toBeGreaterThan(10)
  const lines = stream.process(
    ml.trackCoefficients(regression(), { features: ['age', 'income'], label: 'price', every: 100 }),
  )
  plot.line(lines, { x: 'n', y: ['age', 'income'] })
  expect((await lines.executeAndCollect()).map(row => row.n)).toEqual(
    Array.from({ length: 15 }, (_, i) => 100 * (i + 1)),
  )
})

test('searches', () => {
  const found = ml.gridSearch(
    ({ l2 }) => ml.pipeline(new ml.StandardScaler(), new ml.LinearRegression({ l2 })),
    { l2: [0.1, 1, 10] },
    { X, y, metric: ml.MAE, cv: ml.timeSeriesSplit(X.length) },
  )
  expect(found.rows).toHaveLength(3)
  expect(found.model.n).toBe(1500)
  const halved = ml.successiveHalving(
    ({ l2 }) => ml.pipeline(new ml.StandardScaler(), new ml.LinearRegression({ l2 })),
    { l2: [0.1, 1, 10, 10_000] },
    { rows, features: ['age', 'income'], label: 'price', metric: ml.MAE, budget: 2000, eta: 2 },
  )
  expect(halved.bestParameters.l2).toBeLessThan(10_000)
})
