import { expect, test } from 'vitest'
import * as ml from '../../../src/api/ml.ts'
import { RandomSource } from '../../../src/base/random.ts'

const random = new RandomSource(31)
const rows = Array.from({ length: 2000 }, () => ({ age: 20 + 50 * random.next(), income: 1e4 + 9e4 * random.next() }))
const prices = rows.map(({ age, income }) => age + income / 1000 + 5 * random.gaussian())

test('docs/learning.md: a logistic pipeline, and a median by a scale-free optimizer on raw features', () => {
  const clicks = ml.pipeline(
    new ml.StandardScaler(),
    new ml.LogisticRegression({
      optimizer: ml.optim.AdaGrad({ learningRate: 0.1 }),
      l2: 1e-4,
      classes: [false, true],
    }),
  )
  const median = new ml.SGDRegressor({
    loss: ml.losses.quantile({ alpha: 0.5 }),
    optimizer: ml.optim.NormalizedAdaptive({ learningRate: 5 }),
  })
  let right = 0
  let below = 0
  for (const [i, row] of rows.entries()) {
    const dear = (prices[i] as number) > 100
    if (i >= 1000 && clicks.predictOne(row) === dear) right++
    if (i >= 1000 && (prices[i] as number) < median.predictOne(row)) below++
    clicks.learnOne(row, dear)
    median.learnOne(row, prices[i] as number)
  }
  expect(right).toBeGreaterThan(900)
  expect(below).toBeGreaterThan(400)
  expect(below).toBeLessThan(600)
})

test('docs/learning.md: intervals of a pipeline', () => {
  const model = new ml.ConformalIntervals(ml.pipeline(new ml.StandardScaler(), new ml.SGDRegressor()), {
    level: 0.9,
    window: 500,
  })
  for (const [i, row] of rows.entries()) model.learnOne(row, prices[i] as number)
  expect(model.coverage).toBeGreaterThan(0.87)
  expect(model.coverage).toBeLessThan(0.93)
  const { lower, upper } = model.predictIntervalOne({ age: 45, income: 5e4 }) as ml.PredictedInterval
  // ± 1.645 · 5 around 95, and a little for a model that still moves.
  expect(upper - lower).toBeGreaterThan(14)
  expect(upper - lower).toBeLessThan(22)
})
