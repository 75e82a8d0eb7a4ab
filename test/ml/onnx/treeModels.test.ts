import { expect, test } from 'vitest'
import { ml } from '../../../src/api/index.ts'
import { expectSame, FEATURES, records } from './sameAnswers.ts'

test.each([
  ['means', { leafPrediction: 'mean' }],
  ['linear models', { leafPrediction: 'model' }],
  ['whichever errs less', { leafPrediction: 'adaptive' }],
  ["River's linear models", { leafPrediction: 'model', leafModel: 'sgd' }],
  ['one leaf', { maxDepth: 0 }],
] as const)('Hoeffding regression tree of %s', async (name, options) => {
  const scaled = ml.pipeline(new ml.StandardScaler(), new ml.HoeffdingTreeRegressor({ gracePeriod: 50, ...options }))
  const { X, y, fresh } = records(1500)
  for (const [i, x] of X.entries()) scaled.learnOne(x, y[i] as number)
  if (name !== 'one leaf') expect(scaled.regressor.nodes.length).toBeGreaterThan(4)
  await expectSame(scaled, fresh, { prediction: fresh.map(row => scaled.predictOne(row)) })
})

test.each([
  ['majorities', { leafPrediction: 'majority' }],
  ['naive Bayes', { leafPrediction: 'naiveBayes', bayesFrom: 20 }],
  ['whichever is right more often', { leafPrediction: 'adaptive' }],
  ['one leaf', { maxDepth: 0 }],
] as const)('Hoeffding classification tree of %s', async (name, options) => {
  const model = new ml.HoeffdingTreeClassifier({ gracePeriod: 50, delta: 0.1, tau: 0.4, ...options })
  model.useFeatures(FEATURES)
  const { X, y, fresh } = records(1500)
  for (const [i, x] of X.entries())
    model.learnOne(x, `class ${Math.min(3, Math.max(0, Math.floor((y[i] as number) / 6)))}`)
  if (name !== 'one leaf') expect(model.nodes.length).toBeGreaterThan(4)
  await expectSame(model, fresh, {
    label: fresh.map(row => model.predictOne(row) as string),
    probabilities: model.predictProba(fresh).flat(),
  })
})

test.each([
  ['adaptive random forest, median', () => new ml.AdaptiveRandomForestRegressor({ trees: 6, seed: 1 })],
  [
    'adaptive random forest, mean',
    () => new ml.AdaptiveRandomForestRegressor({ trees: 5, seed: 2, aggregation: 'mean' }),
  ],
  ['aggregated Mondrian forest', () => new ml.AggregatedMondrianForestRegressor({ trees: 5, seed: 3 })],
  ['Hoeffding adaptive tree', () => new ml.HoeffdingAdaptiveTreeRegressor({ gracePeriod: 50, seed: 4 })],
])('%s of numbers', async (_, build) => {
  const model = build() as InstanceType<typeof ml.AggregatedMondrianForestRegressor>
  model.useFeatures(FEATURES)
  const { X, y, fresh } = records(600)
  for (const [i, x] of X.entries()) model.learnOne(x, y[i] as number)
  expect(new Set(fresh.map(row => model.predictOne(row))).size).toBeGreaterThan(5)
  await expectSame(model, fresh, { prediction: fresh.map(row => model.predictOne(row)) })
})

test.each([
  ['adaptive random forest', () => new ml.AdaptiveRandomForestClassifier({ trees: 6, seed: 1 })],
  ['aggregated Mondrian forest', () => new ml.AggregatedMondrianForestClassifier({ trees: 5, seed: 3 })],
  [
    'Hoeffding adaptive tree',
    () => new ml.HoeffdingAdaptiveTreeClassifier({ gracePeriod: 50, delta: 0.1, tau: 0.4, seed: 4 }),
  ],
])('%s of classes', async (_, build) => {
  const model = build() as InstanceType<typeof ml.AggregatedMondrianForestClassifier>
  model.useFeatures(FEATURES)
  const { X, y, fresh } = records(600)
  for (const [i, x] of X.entries())
    model.learnOne(x, ['low', 'mid', 'high'][Math.min(2, Math.max(0, Math.floor((y[i] as number) / 8)))] as string)
  const probabilities = model.predictProba(fresh)
  expect(new Set(probabilities.map(row => row[0])).size).toBeGreaterThan(3)
  await expectSame(model, fresh, {
    label: fresh.map(row => model.predictOne(row) as string),
    probabilities: probabilities.flat(),
  })
})
