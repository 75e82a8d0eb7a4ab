import { DataFrame, type Series } from 'danfojs-node'
import { expect, test } from 'vitest'
import { trainTestSplit } from '../../src/ml/evaluation/trainTestSplit.ts'
import { LinearRegression } from '../../src/ml/linear/linearRegression.ts'
import { meanSquaredError, r2Score } from '../../src/ml/metrics/scores.ts'
import { pipeline } from '../../src/ml/pipeline/pipeline.ts'
import { StandardScaler } from '../../src/ml/preprocessing/standardScaler.ts'

const rows = Array.from({ length: 103 }, (_, i) => ({
  age: 18 + (i % 50),
  income: (i * 37) % 91,
  name: `n${i}`,
  price: 0,
}))
for (const row of rows) row.price = 5 + 2 * row.age - 0.5 * row.income

test('a danfo DataFrame is split, fitted, predicted and scored as the batch cell of the example does', () => {
  const data = new DataFrame(rows)
  const [train, test]: [DataFrame, DataFrame] = trainTestSplit(data, { testSize: 0.2, seed: 42 })
  expect([train.shape, test.shape]).toEqual([
    [82, 4],
    [21, 4],
  ])
  expect([...(train.index as number[]), ...(test.index as number[])].sort((a, b) => a - b)).toEqual(
    rows.map((_, i) => i),
  )
  const features = ['age', 'income']
  const batch = new LinearRegression().fit(train.loc({ columns: features }), train.price as Series)
  expect(batch.features).toEqual(features)
  expect(batch.coefficients[0]).toBeCloseTo(2, 12)
  expect(batch.coefficients[1]).toBeCloseTo(-0.5, 12)
  expect(batch.intercept).toBeCloseTo(5, 10)
  const predicted = batch.predict(test.loc({ columns: features }))
  expect(meanSquaredError(test.price as Series, predicted)).toBeLessThan(1e-20)
  expect(r2Score(test.loc({ columns: ['price'] }), predicted)).toBeCloseTo(1, 12)
  const piped = pipeline(new StandardScaler(), new LinearRegression()).fit(
    train.loc({ columns: features }),
    train.price as Series,
  )
  expect(piped.predict(test)[0]).toBeCloseTo(predicted[0] as number, 10)
  expect(() => new LinearRegression().fit(train, train.price as Series)).toThrow(
    /feature 'name' in row 0: "n\d+" is text/,
  )
})
