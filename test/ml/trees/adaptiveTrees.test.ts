import { describe, expect, test } from 'vitest'
import { HoeffdingAdaptiveTreeClassifier } from '../../../src/ml/trees/hoeffdingAdaptiveTreeClassifier.ts'
import { HoeffdingAdaptiveTreeRegressor } from '../../../src/ml/trees/hoeffdingAdaptiveTreeRegressor.ts'
import { HoeffdingTreeClassifier } from '../../../src/ml/trees/hoeffdingTreeClassifier.ts'
import recorded from '../fixtures/trees.json' with { type: 'json' }
import { expectRecordedClasses, expectRecordedValues } from './recorded.ts'
import { piecewise, threeClasses } from './syntheticStreams.ts'

const options = { delta: 0.01, bootstrap: false, comparedFrom: 100 }

describe('Hoeffding adaptive tree classifier', () => {
  test.each([
    'adaptive',
    'majority',
    'naiveBayes',
  ] as const)('as River, where alternates split in their own place: %s', leafPrediction => {
    const model = new HoeffdingAdaptiveTreeClassifier({ ...options, gracePeriod: 60, leafPrediction })
    const run = recorded.adaptiveClassifiers[leafPrediction]
    expectRecordedClasses(model, threeClasses(6000, 3000), run)
    expect(model.alternates).toEqual(run.alternates)
  })

  test('after a change it errs less than a tree that does not adapt', () => {
    const records = threeClasses(8000, 4000)
    const hits = [
      new HoeffdingAdaptiveTreeClassifier({ gracePeriod: 60, delta: 0.01, seed: 3 }),
      new HoeffdingTreeClassifier({ gracePeriod: 60, delta: 0.01 }),
    ].map(model => {
      model.useFeatures(['a', 'b', 'c', 'd'])
      let right = 0
      records.forEach(({ x, y }, i) => {
        if (i >= 5000 && model.predict([[...x]])[0] === y) right++
        model.learnVector(x, model.classIndex(y), 1)
      })
      return right / 3000
    })
    expect(hits[0]).toBeGreaterThan(0.88)
    expect(hits[1]).toBeLessThan(0.8)
  })
})

describe('Hoeffding adaptive tree regressor', () => {
  test.each([
    'mean',
    'adaptive',
  ] as const)('as River, where alternates split in their own place: %s', leafPrediction => {
    const river = { leafModel: 'sgd', digits: 1, errorBounds: 'none' } as const
    const model = new HoeffdingAdaptiveTreeRegressor({ ...options, ...river, gracePeriod: 100, leafPrediction })
    const run = recorded.adaptiveRegressors[leafPrediction]
    expectRecordedValues(model, piecewise(6000, 3000), run)
    expect(model.alternates).toEqual(run.alternates)
  })

  test('options that cannot be are named', () => {
    expect(() => new HoeffdingAdaptiveTreeRegressor({ errorBounds: 'some' as 'auto' })).toThrow('errorBounds: "some"')
    expect(() => new HoeffdingAdaptiveTreeRegressor({ seed: 0.5 })).toThrow('HoeffdingAdaptiveTreeRegressor: seed: 0.5')
  })
})
