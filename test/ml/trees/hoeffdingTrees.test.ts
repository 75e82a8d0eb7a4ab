import { describe, expect, test } from 'vitest'
import { HoeffdingTreeClassifier } from '../../../src/ml/trees/hoeffdingTreeClassifier.ts'
import { HoeffdingTreeRegressor } from '../../../src/ml/trees/hoeffdingTreeRegressor.ts'
import recorded from '../fixtures/trees.json' with { type: 'json' }
import { expectRecordedClasses, expectRecordedValues } from './recorded.ts'
import { piecewise, threeClasses } from './syntheticStreams.ts'

describe('Hoeffding tree classifier', () => {
  const runs = recorded.classifiers
  const quick = { gracePeriod: 60, delta: 0.01 }

  test.each([
    ['gini, majority', { criterion: 'gini', leafPrediction: 'majority' }],
    ['infoGain, naiveBayes', { leafPrediction: 'naiveBayes', bayesFrom: 30 }],
    ['adaptive, depth 2', { maxDepth: 2 }],
  ] as const)('as River: %s', (name, options) => {
    expectRecordedClasses(new HoeffdingTreeClassifier({ ...quick, ...options }), threeClasses(3000), runs[name])
  })

  test('as River: weighted', () => {
    expectRecordedClasses(new HoeffdingTreeClassifier(quick), threeClasses(3000), runs.weighted, i => 1 + (i % 3))
  })

  test('the example of its documentation', () => {
    const model = new HoeffdingTreeClassifier({ gracePeriod: 4, leafPrediction: 'majority' })
    for (const x of [1, 2, 8, 9]) model.learnOne({ x }, x > 5 ? 'high' : 'low')
    expect(model.nodes[0]).toMatchObject({ feature: 'x', threshold: 1 + (2 * 8) / 11, left: 1, right: 2 })
    expect(model.predictOne({ x: 7 })).toBe('high')
    expect(model.predictOne({ x: 0 })).toBe('low')
  })

  test('importances say which features the splits are on', () => {
    const model = new HoeffdingTreeClassifier(quick)
    model.useFeatures(['a', 'b', 'c', 'nothing'])
    for (const { x, y } of threeClasses(3000)) model.learnVector(x, model.classIndex(y), 1)
    const { a, b, c, nothing } = model.importances() as Record<'a' | 'b' | 'c' | 'nothing', number>
    expect(Math.min(a, b, c)).toBeGreaterThan(0.1)
    expect(nothing).toBeLessThan(0.05)
    expect(a + b + c + nothing).toBeCloseTo(1, 12)
    expect(model.describe().tables.map(table => table.title)).toEqual(['Tree', 'Importance'])
  })

  test('no more nodes than are allowed', () => {
    const model = new HoeffdingTreeClassifier({ ...quick, maxNodes: 4 })
    model.useFeatures(['a', 'b', 'c', 'd'])
    for (const { x, y } of threeClasses(3000)) model.learnVector(x, model.classIndex(y), 1)
    expect(model.nodes).toHaveLength(3)
    expect(model.bytes).toBeLessThan(2000)
  })

  test('options that cannot be are named', () => {
    expect(() => new HoeffdingTreeClassifier({ delta: 0 })).toThrow('HoeffdingTreeClassifier: delta: 0 cannot be used')
    expect(() => new HoeffdingTreeClassifier({ criterion: 'entropy' as 'gini' })).toThrow('criterion: "entropy"')
    expect(() => new HoeffdingTreeClassifier({ leafPrediction: 'nba' as 'adaptive' })).toThrow("'majority'")
  })
})

describe('Hoeffding tree regressor', () => {
  const runs = recorded.regressors
  const river = { gracePeriod: 100, delta: 0.01, leafModel: 'sgd', digits: 1 } as const

  test.each([
    ['mean', { leafPrediction: 'mean', digits: null, maxBins: 3000 }],
    ['mean, one digit', { leafPrediction: 'mean' }],
    ['model', { leafPrediction: 'model' }],
    ['adaptive', { leafPrediction: 'adaptive' }],
  ] as const)('as River: %s', (name, options) => {
    expectRecordedValues(new HoeffdingTreeRegressor({ ...river, ...options }), piecewise(3000), runs[name])
  })

  test('as River: weighted', () => {
    expectRecordedValues(new HoeffdingTreeRegressor(river), piecewise(3000), runs.weighted, i => 1 + (i % 3))
  })

  test('the example of its documentation', () => {
    const model = new HoeffdingTreeRegressor({ gracePeriod: 10, leafPrediction: 'mean' })
    for (let i = 0; i < 10; i++) model.learnOne({ x: i }, i < 5 ? 1 : 3)
    expect(model.nodes[0]).toMatchObject({ feature: 'x', threshold: 4 })
    expect(model.predictOne({ x: 7 })).toBe(3)
    expect(model.predictOne({ x: 2 })).toBe(1)
  })
})
