import { describe, expect, test } from 'vitest'
import type { Classifier } from '../../../src/ml/estimator/classifier.ts'
import type { Regressor } from '../../../src/ml/estimator/regressor.ts'
import { MinMaxScaler } from '../../../src/ml/preprocessing/minMaxScaler.ts'
import { AdaptiveRandomForestClassifier } from '../../../src/ml/trees/adaptiveRandomForestClassifier.ts'
import { AdaptiveRandomForestRegressor } from '../../../src/ml/trees/adaptiveRandomForestRegressor.ts'
import { AggregatedMondrianForestClassifier } from '../../../src/ml/trees/aggregatedMondrianForestClassifier.ts'
import { AggregatedMondrianForestRegressor } from '../../../src/ml/trees/aggregatedMondrianForestRegressor.ts'
import { HoeffdingTreeClassifier } from '../../../src/ml/trees/hoeffdingTreeClassifier.ts'
import recorded from '../fixtures/forests.json' with { type: 'json' }
import { hasGolden } from '../golden.ts'
import { type DataSet, dataSet, type Scaled, standardised, unscaled } from '../gradient/riverRun.ts'
import { classify, regress } from '../gradient/testThenTrain.ts'
import { piecewise, threeClasses } from './syntheticStreams.ts'

const SEEDS = [0, 1, 2, 3, 4]

/** The forests draw other numbers than River's: means over five seeds are compared. */
describe.skipIf(!hasGolden)('forests as good as River’s on recorded streams (needs ../shared/golden)', () => {
  const accuracy = (make: (seed: number) => Classifier, data: DataSet, scaled: Scaled): number =>
    mean(SEEDS.map(seed => classify(make(seed), data, scaled).first.at(-1) as number))
  /** From record 10 on. */
  const error = (make: (seed: number) => Regressor, data: DataSet, scaled: Scaled): number =>
    mean(
      SEEDS.map(seed => {
        const { predictions } = regress(make(seed), data, scaled)
        return mean(predictions.slice(10).map((prediction, i) => Math.abs(prediction - (data.y[i + 10] as number))))
      }),
    )

  test.each([
    // River's seeds differ by 0.003 and 0.007 (standard deviation).
    ['bananas', 0.01],
    ['phishing', 0.02],
  ] as const)('adaptive random forest on %s: accuracy to within %d', (file, tolerance) => {
    const data = dataSet(file)
    const ours = accuracy(seed => new AdaptiveRandomForestClassifier({ seed, classes: [0, 1] }), data, unscaled(data))
    expect(Math.abs(ours - mean(recorded.adaptive[file]))).toBeLessThan(tolerance)
  })

  test('adaptive random forest on trump_approval: mean absolute error to within 0.1 with River’s leaves, less by default', () => {
    const data = dataSet('trump_approval')
    const scaled = standardised(data)
    const river = { leafModel: 'sgd', digits: 1 } as const
    const same = error(seed => new AdaptiveRandomForestRegressor({ seed, ...river }), data, scaled)
    const ours = error(seed => new AdaptiveRandomForestRegressor({ seed }), data, unscaled(data))
    expect(Math.abs(same - mean(recorded.adaptive.trump))).toBeLessThan(0.1)
    expect(ours).toBeLessThan(mean(recorded.adaptive.trump))
  })

  test.each([
    ['bananas', 0.01],
    ['phishing', 0.02],
  ] as const)('aggregated Mondrian forest on %s: accuracy to within %d', (file, tolerance) => {
    const data = dataSet(file)
    const scaled = ranged(data)
    const ours = accuracy(
      seed => new AggregatedMondrianForestClassifier({ seed, maxNodes: 20_000, classes: [0, 1] }),
      data,
      scaled,
    )
    expect(Math.abs(ours - mean(recorded.mondrian[file]))).toBeLessThan(tolerance)
  })

  test('aggregated Mondrian forest on trump_approval: mean absolute error to within 0.05', () => {
    const data = dataSet('trump_approval')
    const ours = error(seed => new AggregatedMondrianForestRegressor({ seed }), data, ranged(data))
    expect(Math.abs(ours - mean(recorded.mondrian.trump))).toBeLessThan(0.05)
  })
})

describe('adaptive random forest', () => {
  test('replaces its trees after a change, and errs less than one tree before it', () => {
    const records = threeClasses(4000, 2000)
    const forest = new AdaptiveRandomForestClassifier({ seed: 1 })
    const tree = new HoeffdingTreeClassifier()
    const hits = [forest, tree].map(model => {
      model.useFeatures(['a', 'b', 'c', 'd'])
      const right = records.map(({ x, y }) => {
        const hit = model.n > 0 && model.predict([[...x]])[0] === y
        model.learnVector(x, model.classIndex(y), 1)
        return hit ? 1 : 0
      })
      return { before: mean(right.slice(1000, 2000)), after: mean(right.slice(3000)) }
    })
    expect(forest.drifts).toBeGreaterThanOrEqual(5)
    expect(hits[0]?.before).toBeGreaterThan(hits[1]?.before ?? 1)
    expect(hits[0]?.after).toBeGreaterThan(0.85)
    expect(hits[0]?.after).toBeGreaterThan((hits[1]?.after ?? 1) + 0.1)
  })

  test('its importances name what the label depends on', () => {
    const forest = new AdaptiveRandomForestRegressor({ seed: 1, maxFeatures: 'all' })
    forest.useFeatures(['a', 'b', 'nothing'])
    for (const { x, y } of piecewise(2000)) forest.learnVector(x, y, 1)
    const { a = 0, b = 0, nothing = 1 } = forest.importances()
    expect(a).toBeGreaterThan(0.7)
    expect(b).toBeGreaterThan(nothing)
    expect(forest.trees).toHaveLength(10)
    expect(forest.describe().tables[0]?.rows).toHaveLength(10)
  })

  test('keeps to its bounds of memory', () => {
    const forest = new AdaptiveRandomForestRegressor({
      seed: 1,
      trees: 4,
      maxNodes: 9,
      maxBins: 16,
      driftDelta: null,
      warningDelta: null,
    })
    forest.useFeatures(['a', 'b', 'c'])
    for (const { x, y } of piecewise(5000)) forest.learnVector(x, y, 1)
    for (const nodes of forest.trees) expect(nodes.length).toBeLessThanOrEqual(9)
    // Five leaves of two features' 16 bins of 4 numbers, a model of 4 and 10 more; nodes of 40 bytes.
    expect(forest.bytes).toBeLessThanOrEqual(4 * (5 * 8 * (2 * 16 * 4 + 14) + 9 * 40))
  })

  test('options that cannot be are named', () => {
    expect(() => new AdaptiveRandomForestClassifier({ trees: 0 })).toThrow('AdaptiveRandomForestClassifier: trees: 0')
    expect(() => new AdaptiveRandomForestClassifier({ maxFeatures: 1.5 })).toThrow('maxFeatures: 1.5 cannot be used')
    expect(() => new AdaptiveRandomForestRegressor({ aggregation: 'mode' as 'mean' })).toThrow("'median', 'mean'")
  })
})

/** Through `MinMaxScaler`: before it has learned the record, and after. */
function ranged({ X, names }: DataSet): Scaled {
  const scaler = new MinMaxScaler()
  scaler.useFeatures(names)
  const scaled = (x: Float64Array): Float64Array => {
    const out = new Float64Array(x.length)
    scaler.transformVector(x, out)
    return out
  }
  const toPredict: Float64Array[] = []
  const toLearn = X.map(x => {
    toPredict.push(scaled(x))
    scaler.learnVector(x)
    return scaled(x)
  })
  return { toPredict, toLearn }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value / values.length, 0)
}
