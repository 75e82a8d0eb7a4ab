/** Frames as the models take them: what the classical cells of a notebook do. */
import { expect, expectTypeOf, test } from 'vitest'
import { rowsToDataFrame } from '../../src/dataframe/rowsToDataFrame.ts'
import type { Series } from '../../src/dataframe/series.ts'
import { trainTestSplit } from '../../src/ml/evaluation/trainTestSplit.ts'
import { LinearRegression } from '../../src/ml/linear/linearRegression.ts'
import { meanSquaredError } from '../../src/ml/metrics/scores.ts'

test('10,000 rows are split, fitted and scored, every row on one side, in time', async () => {
  const rows = Array.from({ length: 10_000 }, (_, id) => ({
    id,
    ts: 1.7e12 + id,
    age: 18 + (id % 60),
    income: (id * 7919) % 100_003,
    city: `c${id % 5}`,
    price: 3 * (18 + (id % 60)) + 0.5 * ((id * 7919) % 100_003) + 7,
  }))
  const data = await rowsToDataFrame(rows)
  const start = performance.now()
  const [train, testing] = trainTestSplit(data, { testSize: 0.2, seed: 42 })
  const features = ['age', 'income']
  const model = new LinearRegression().fit(train.loc({ columns: features }), train['price'])
  const mse = meanSquaredError(testing['price'], model.predict(testing.loc({ columns: features })))
  const elapsedMs = performance.now() - start

  expectTypeOf(train['price']).toEqualTypeOf<Series<number>>()
  expect(train.dtypes).toEqual(data.dtypes)
  expect([train.shape, testing.shape]).toEqual([
    [8_000, 6],
    [2_000, 6],
  ])
  const ids = [...train['id'].values, ...testing['id'].values].sort((a, b) => a - b)
  expect(ids).toEqual(rows.map(row => row.id))
  expect(mse).toBeLessThan(1e-12)
  expect(model.intercept).toBeCloseTo(7, 6)
  expect(elapsedMs).toBeLessThan(2_000)
  if (process.env.FLINKNB_FIGURES) console.log(`split, fit, predict of 10,000 × 6: ${elapsedMs.toFixed()} ms`)
})
