import { describe, expect, test } from 'vitest'
import { HoeffdingTreeClassifier } from '../../../src/ml/trees/hoeffdingTreeClassifier.ts'
import { HoeffdingTreeRegressor } from '../../../src/ml/trees/hoeffdingTreeRegressor.ts'
import recorded from '../fixtures/trees.json' with { type: 'json' }
import { hasGolden } from '../golden.ts'
import { dataSet, riverRun, riverRuns, unscaled } from '../gradient/riverRun.ts'
import { classify, expectClassification, expectClose, regress } from '../gradient/testThenTrain.ts'
import { expectRecordedClasses, expectRecordedValues } from './recorded.ts'

/** Runs that cannot be met to 1e-9 and why. */
const outOfReach: Readonly<Record<string, string>> = {
  'bananas.HoeffdingTreeClassifier(grace=50)': `River tries a split when a difference of two sums of fractions reaches 50; the
    last digit of erfc decides between 50 and 51 records, and with 51 a split at record 4,022 does not come about (3,381
    instead of 3,383 hits). Met to 1e-9 below where River is given 50 − 1e-9, and in all its figures up to record 1,000`,
  'trump.HoeffdingTreeRegressor(default)': `River removes thresholds after a split tried in vain, and counts values that come back
    from then on only: the splits after record 400 rest on part of the records. Met to 1e-9 below where it removes nothing`,
}

describe.skipIf(!hasGolden)('River’s trees, run by run (needs ../shared/golden)', () => {
  const covered = new Set<string>(Object.keys(outOfReach))

  test.each(['phishing', 'bananas'])('%s.HoeffdingTreeClassifier(default)', file => {
    const name = `${file}.HoeffdingTreeClassifier(default)`
    covered.add(name)
    const data = dataSet(file)
    expectClassification(classify(new HoeffdingTreeClassifier(), data, unscaled(data)), riverRun(name))
  })

  test('bananas.HoeffdingTreeClassifier(grace=50), with a grace period that rounding cannot move', () => {
    const { X, y } = dataSet('bananas')
    const records = X.map((x, i) => ({ x, y: y[i] as number }))
    expectRecordedClasses(new HoeffdingTreeClassifier({ gracePeriod: 50 }), records, recorded.bananasCountedGrace50)
    expect(recorded.bananasCountedGrace50.hits / 5300).not.toBe(
      riverRun('bananas.HoeffdingTreeClassifier(grace=50)').Accuracy,
    )
  })

  test('trump.HoeffdingTreeRegressor(default), which explodes at its second record, with the leaves of River', () => {
    const { X, y, names } = dataSet('trump_approval')
    const river = { leafModel: 'sgd', digits: 1, maxBins: 1000 } as const
    const records = X.map((x, i) => ({ x, y: y[i] as number }))
    expectRecordedValues(new HoeffdingTreeRegressor(river), records, recorded.trumpUnpruned)
    // The recorded run itself: its first predictions, and its figures as long as River has removed nothing.
    const run = riverRun('trump.HoeffdingTreeRegressor(default)')
    const figures = regress(new HoeffdingTreeRegressor(river), { X, y, names }, unscaled({ X, y, names }))
    expectClose(figures.predictions.slice(0, 8), run.first_predictions)
    expect(figures.predictions[1]).toBeGreaterThan(4e11)
    for (const [n, { mae, mse }] of Object.entries(run.checkpoints)) {
      expectClose([figures.first[Number(n) - 1], figures.second[Number(n) - 1]], [mae as number, mse as number])
    }
    // And what removal costs it: the mean error after the explosion.
    const removed = (1000 * (run.checkpoints['1000']?.mae ?? 0) - 2 * (run.checkpoints['2']?.mae ?? 0)) / 998
    const kept = (1000 * (figures.first[999] ?? 0) - 2 * (figures.first[1] ?? 0)) / 998
    expect(kept).toBeLessThan(0.8 * removed)
  })

  test('trump_approval without exploding, by default', () => {
    const data = dataSet('trump_approval')
    const figures = regress(new HoeffdingTreeRegressor(), data, unscaled(data))
    expect(Math.max(...figures.predictions.slice(1))).toBeLessThan(60)
    // 43.76 of it are the first record's, of which nothing can be known.
    expect(figures.first.at(-1)).toBeLessThan(0.5)
  })

  test('no recorded run of a tree was forgotten', () => {
    const trees = riverRuns.filter(({ name }) => name.includes('Tree'))
    expect(trees.map(({ name }) => name).filter(name => !covered.has(name))).toEqual([])
    expect(trees).toHaveLength(4)
  })
})
