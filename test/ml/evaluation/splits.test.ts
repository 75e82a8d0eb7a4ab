import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { DummyClassifier } from '../../../src/ml/dummy/dummyClassifier.ts'
import { crossValScore } from '../../../src/ml/evaluation/crossValScore.ts'
import { kFold, type Split, stratifiedKFold, timeSeriesSplit } from '../../../src/ml/evaluation/splits.ts'
import { LinearRegression } from '../../../src/ml/linear/linearRegression.ts'
import { Accuracy } from '../../../src/ml/metrics/accuracy.ts'
import { MAE } from '../../../src/ml/metrics/mae.ts'
import { pipeline } from '../../../src/ml/pipeline/pipeline.ts'
import { StandardScaler } from '../../../src/ml/preprocessing/standardScaler.ts'

interface Fixture {
  readonly kFold: readonly { readonly rows: number; readonly splits: number; readonly expected: readonly Split[] }[]
  readonly stratified: readonly { readonly y: string[]; readonly splits: number; readonly expected: readonly Split[] }[]
  readonly timeSeries: readonly {
    readonly rows: number
    readonly options: Readonly<Record<'n_splits' | 'gap' | 'test_size' | 'max_train_size', number | undefined>>
    readonly expected: readonly Split[]
  }[]
  readonly crossVal: {
    readonly X: number[][]
    readonly y: number[]
    readonly r2: readonly number[]
    readonly mae: readonly number[]
  }
}

const fixture = JSON.parse(readFileSync(path.join(import.meta.dirname, '../fixtures/splits.json'), 'utf8')) as Fixture

describe("scikit-learn's splits", () => {
  test.each(fixture.kFold)('KFold of $rows into $splits', ({ rows, splits, expected }) => {
    expect(kFold(rows, { splits })).toEqual(expected)
  })

  test.each(fixture.stratified)('StratifiedKFold into $splits', ({ y, splits, expected }) => {
    expect(stratifiedKFold(y, { splits })).toEqual(expected)
  })

  test.each(fixture.timeSeries)('TimeSeriesSplit $options', ({ rows, options, expected }) => {
    const { n_splits: splits, gap, test_size: testSize, max_train_size: maxTrainSize } = options
    expect(timeSeriesSplit(rows, { splits, gap, testSize, maxTrainSize })).toEqual(expected)
  })
})

test('a shuffle depends on the seed alone, and each row is tested once', () => {
  const splits = kFold(23, { shuffle: true, seed: 3 })
  expect(splits).toEqual(kFold(23, { shuffle: true, seed: 3 }))
  expect(splits).not.toEqual(kFold(23, { shuffle: true, seed: 4 }))
  expect(splits.flatMap(split => split.test).sort((a, b) => a - b)).toEqual(Array.from({ length: 23 }, (_, i) => i))
  const y = Array.from({ length: 30 }, (_, i) => i % 3)
  for (const { test: rows } of stratifiedKFold(y, { shuffle: true, seed: 1 }))
    expect([0, 1, 2].map(k => rows.filter(row => y[row] === k).length)).toEqual([2, 2, 2])
})

test('scores of each part as scikit-learn gives them; the model stays as it was', () => {
  const { X, y, r2, mae } = fixture.crossVal
  const model = pipeline(new StandardScaler(), new LinearRegression({ l2: 1 }))
  for (const [i, score] of crossValScore(model, X, y).entries()) expect(score).toBeCloseTo(r2[i] as number, 9)
  const scores = crossValScore(model, X, y, { metric: MAE, cv: timeSeriesSplit(y.length, { splits: 3 }) })
  for (const [i, score] of scores.entries()) expect(score).toBeCloseTo(mae[i] as number, 9)
  expect(model.n).toBe(0)
  const rows = X.map(row => ({ a: row[0], b: row[1] }))
  const frame = { columns: ['a', 'b'], values: X.map(row => row.slice(0, 2)) }
  expect(crossValScore(model, frame, y)).toEqual(crossValScore(model, rows, y))
})

test('a classifier is scored on stratified parts', () => {
  const y = Array.from({ length: 20 }, (_, i) => (i % 4 === 0 ? 'rare' : 'usual'))
  const X = y.map((_, i) => [i])
  expect(crossValScore(new DummyClassifier(), X, y)).toEqual([0.75, 0.75, 0.75, 0.75, 0.75])
})

test('what cannot be split or scored is named', () => {
  expect(() => kFold(3, { splits: 5 })).toThrow(/5 parts of 3 rows/)
  expect(() => kFold(3, { split: 5 } as never)).toThrow(/unknown option 'split'.*'splits'/)
  expect(() => kFold(10, { splits: 1.5 })).toThrow(/splits: 1\.5 is no whole number of 2/)
  expect(() => stratifiedKFold(['a', 'b', 'c'], { splits: 2 })).toThrow(/no class has 2 rows/)
  expect(() => timeSeriesSplit(3, { splits: 5 })).toThrow(/3 rows are too few for 5 splits/)
  expect(() => timeSeriesSplit(10, { gap: -1 })).toThrow(/gap: -1/)
  const model = new LinearRegression()
  expect(() => crossValScore(model, [[1], [2]], [1])).toThrow(/do not belong together/)
  expect(() => crossValScore(model, [[1], [2]], [1, 2], { metric: Accuracy as never })).toThrow(/does not suit/)
  expect(() => crossValScore(model, [[1], [2]], [1, 2], { cv: 2 })).toThrow(/R2 is not defined on test part 1/)
})
