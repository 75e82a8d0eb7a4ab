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
