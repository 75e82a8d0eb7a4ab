import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../src/base/random.ts'
import type { ClassLabel } from '../../../src/ml/estimator/classifier.ts'
import { Accuracy } from '../../../src/ml/metrics/accuracy.ts'
import { PRAUC } from '../../../src/ml/metrics/averagePrecision.ts'
import { BalancedAccuracy } from '../../../src/ml/metrics/balancedAccuracy.ts'
import { BrierScore } from '../../../src/ml/metrics/brierScore.ts'
import type { ClassificationMetric, ClassificationMetricClass } from '../../../src/ml/metrics/classificationMetric.ts'
import {
  accuracyScore,
  averagePrecisionScore,
  balancedAccuracyScore,
  brierScoreLoss,
  calibrationCurve,
  cohenKappaScore,
  confusionMatrix,
  expectedCalibrationError,
  f1Score,
  fbetaScore,
  logLoss,
  matthewsCorrcoef,
  precisionScore,
  recallScore,
  rocAucScore,
} from '../../../src/ml/metrics/classificationScores.ts'
import {
  adjustedRandScore,
  daviesBouldinScore,
  normalizedMutualInfoScore,
  silhouetteScore,
} from '../../../src/ml/metrics/clusteringScores.ts'
import { CohenKappa } from '../../../src/ml/metrics/cohenKappa.ts'
import { AdjustedRand, NMI } from '../../../src/ml/metrics/contingency.ts'
import { ECE } from '../../../src/ml/metrics/expectedCalibrationError.ts'
import { ExplainedVariance } from '../../../src/ml/metrics/explainedVariance.ts'
import { F1, FBeta, Precision, Recall } from '../../../src/ml/metrics/fScore.ts'
import { LogLoss } from '../../../src/ml/metrics/logLoss.ts'
import { MAE } from '../../../src/ml/metrics/mae.ts'
import { MAPE } from '../../../src/ml/metrics/mape.ts'
import { MCC } from '../../../src/ml/metrics/matthewsCorrelation.ts'
import { MaxError } from '../../../src/ml/metrics/maxError.ts'
import { MedianAE } from '../../../src/ml/metrics/medianAE.ts'
import type { Metric, MetricClass } from '../../../src/ml/metrics/metric.ts'
import { MSE } from '../../../src/ml/metrics/mse.ts'
import { MSLE } from '../../../src/ml/metrics/msle.ts'
import { PinballLoss } from '../../../src/ml/metrics/pinballLoss.ts'
import { PoissonDeviance } from '../../../src/ml/metrics/poissonDeviance.ts'
import { R2 } from '../../../src/ml/metrics/r2.ts'
import { RMSE } from '../../../src/ml/metrics/rmse.ts'
import { ROCAUC } from '../../../src/ml/metrics/rocAuc.ts'
import * as scores from '../../../src/ml/metrics/scores.ts'
import { SMAPE } from '../../../src/ml/metrics/smape.ts'

interface Classes {
  readonly labels: readonly ClassLabel[]
  readonly yTrue: readonly ClassLabel[]
  readonly yPred: readonly ClassLabel[]
  readonly probabilities: readonly (readonly number[])[]
  readonly weight: readonly number[]
  readonly scores: Readonly<Record<'plain' | 'weighted', Readonly<Record<string, number>>>>
  readonly confusion: readonly (readonly number[])[]
  readonly calibration?: { readonly observed: readonly number[]; readonly predicted: readonly number[] }
}

interface Fixture {
  readonly regression: {
    readonly yTrue: readonly number[]
    readonly yPred: readonly number[]
    readonly weight: readonly number[]
    readonly scores: Readonly<Record<string, { readonly plain: number; readonly weighted?: number }>>
  }
  readonly binary: Classes
  readonly river: { readonly ROCAUC10: number }
  readonly texts: Classes
  readonly several: Classes
  readonly clustering: Readonly<Record<'silhouette' | 'daviesBouldin' | 'adjustedRand' | 'nmi', number>> & {
    readonly X: number[][]
    readonly yTrue: readonly number[]
    readonly clusters: readonly number[]
  }
}

const fixture = JSON.parse(readFileSync(path.join(import.meta.dirname, '../fixtures/metrics.json'), 'utf8')) as Fixture
const { regression, clustering } = fixture

const REGRESSION: readonly MetricClass[] = [
  MAE,
  MSE,
  RMSE,
  R2,
  MAPE,
  MSLE,
  PoissonDeviance,
  ExplainedVariance,
  PinballLoss.of(0.9),
  MaxError,
  MedianAE,
]

describe.each(REGRESSION.map(Class => ({ name: Class.metricName, Class })))('$name of scikit-learn', ({
  name,
  Class,
}) => {
  const expected = regression.scores[name] as { readonly plain: number; readonly weighted?: number }
  const filled = (weighted: boolean, metric: Metric = new Class()): Metric => {
    for (const [i, y] of regression.yTrue.entries())
      metric.add(y, regression.yPred[i] as number, weighted ? (regression.weight[i] as number) : 1)
    return metric
  }

  test('plain', () => expect(filled(false).value).toBeCloseTo(expected.plain, 12))
  test.skipIf(expected.weighted === undefined)('weighted', () =>
    expect(filled(true).value).toBeCloseTo(expected.weighted as number, 12),
  )
})

test('the batch functions of numbers give the same', () => {
  const { yTrue, yPred, weight } = regression
  const expected = regression.scores
  const both = (name: string, f: (a: number[], b: number[], options?: scores.ScoreOptions) => number) => {
    expect(f([...yTrue], [...yPred])).toBeCloseTo(expected[name]?.plain as number, 12)
    expect(f([...yTrue], [...yPred], { sampleWeight: weight })).toBeCloseTo(expected[name]?.weighted as number, 12)
  }
  both('MAE', scores.meanAbsoluteError)
  both('MSE', scores.meanSquaredError)
  both('RMSE', scores.rootMeanSquaredError)
  both('R2', scores.r2Score)
  both('MAPE', scores.meanAbsolutePercentageError)
  both('MSLE', scores.meanSquaredLogError)
  both('PoissonDeviance', scores.meanPoissonDeviance)
  both('ExplainedVariance', scores.explainedVarianceScore)
  both('PinballLoss0.9', (a, b, options) => scores.meanPinballLoss(a, b, { ...options, q: 0.9 }))
  expect(scores.maxError(yTrue, yPred)).toBeCloseTo(expected.MaxError?.plain as number, 12)
  expect(scores.medianAbsoluteError(yTrue, yPred)).toBeCloseTo(expected.MedianAE?.plain as number, 12)
})

test('SMAPE and MASE by hand', () => {
  // 2·1/3 and 0/0, which counts 0.
  expect(scores.symmetricMeanAbsolutePercentageError([1, 0], [2, 0])).toBeCloseTo(1 / 3, 15)
  const smape = new SMAPE()
  smape.add(1, 2)
  expect(smape.value).toBeCloseTo(2 / 3, 15)
  // Training steps of 2 and 4 give a scale of 3; errors of 3 and 6 a MAE of 4.5.
  expect(scores.meanAbsoluteScaledError([10, 20], [7, 14], [1, 3, 7])).toBeCloseTo(1.5, 15)
  expect(() => scores.meanAbsoluteScaledError([1], [1], [2, 2])).toThrow(/gives no scale/)
})

const ALL = {
  Accuracy,
  BalancedAccuracy,
  MCC,
  CohenKappa,
  LogLoss,
  BrierScore,
  ROCAUC,
  PRAUC,
  Precision,
  Recall,
  F1,
  F2: FBeta.of({ beta: 2 }),
  ...Object.fromEntries(
    (['micro', 'macro', 'weighted'] as const).flatMap(average =>
      [Precision.of({ average }), Recall.of({ average }), F1.of({ average }), FBeta.of({ beta: 2, average })].map(
        Class => [Class.metricName, Class],
      ),
    ),
  ),
} as Readonly<Record<string, ClassificationMetricClass>>

/** The same classes told which of two texts is the positive one. */
const FOR_TEXTS = {
  ...ALL,
  Precision: Precision.of({ positive: 'yes' }),
  Recall: Recall.of({ positive: 'yes' }),
  F1: F1.of({ positive: 'yes' }),
  F2: FBeta.of({ beta: 2, positive: 'yes' }),
  ROCAUC: ROCAUC.of({ positive: 'yes' }),
  PRAUC: PRAUC.of({ positive: 'yes' }),
} as Readonly<Record<string, ClassificationMetricClass>>

const SETS = (['binary', 'texts', 'several'] as const).flatMap(set =>
  (['plain', 'weighted'] as const).flatMap(kind =>
    Object.entries(fixture[set].scores[kind]).map(([name, expected]) => ({ set, kind, name, expected })),
  ),
)

test.each(SETS)('$name of scikit-learn, $set, $kind', ({ set, kind, name, expected }) => {
  const { labels, yTrue, yPred, probabilities, weight } = fixture[set]
  const metric = new ((set === 'texts' ? FOR_TEXTS : ALL)[name] as ClassificationMetricClass)()
  for (const [i, label] of yTrue.entries()) {
    const byName = Object.fromEntries(labels.map((l, k) => [String(l), probabilities[i]?.[k] as number]))
    metric.add(label, yPred[i] as ClassLabel, byName, kind === 'weighted' ? weight[i] : 1)
  }
  expect(metric.value).toBeCloseTo(expected, 12)
})

test('the batch functions of classes give the same', () => {
  const { yTrue, yPred, probabilities, weight, scores: expected, confusion, calibration } = fixture.binary
  const options = { sampleWeight: weight }
  const { plain, weighted } = expected
  expect(accuracyScore(yTrue, yPred, options)).toBeCloseTo(weighted.Accuracy as number, 12)
  expect(balancedAccuracyScore(yTrue, yPred, options)).toBeCloseTo(weighted.BalancedAccuracy as number, 12)
  expect(precisionScore(yTrue, yPred, options)).toBeCloseTo(weighted.Precision as number, 12)
  expect(recallScore(yTrue, yPred, options)).toBeCloseTo(weighted.Recall as number, 12)
  expect(f1Score(yTrue, yPred, { ...options, average: 'macro' })).toBeCloseTo(weighted.macroF1 as number, 12)
  expect(fbetaScore(yTrue, yPred, { ...options, beta: 2 })).toBeCloseTo(weighted.F2 as number, 12)
  expect(matthewsCorrcoef(yTrue, yPred, options)).toBeCloseTo(weighted.MCC as number, 12)
  expect(cohenKappaScore(yTrue, yPred, options)).toBeCloseTo(weighted.CohenKappa as number, 12)
  const positive = probabilities.map(row => row[1] as number)
  for (const rows of [positive, probabilities, probabilities.map(([a = 0, b = 0]) => ({ 0: a, 1: b }))]) {
    expect(logLoss(yTrue, rows)).toBeCloseTo(plain.LogLoss as number, 12)
    expect(brierScoreLoss(yTrue, rows)).toBeCloseTo(plain.BrierScore as number, 12)
    expect(rocAucScore(yTrue, rows)).toBeCloseTo(plain.ROCAUC as number, 12)
    expect(averagePrecisionScore(yTrue, rows)).toBeCloseTo(plain.PRAUC as number, 12)
  }
  const matrix = confusionMatrix(yTrue, yPred)
  expect(fixture.binary.labels.map(row => fixture.binary.labels.map(column => countOf(matrix, row, column)))).toEqual(
    confusion,
  )
  const curve = calibrationCurve(yTrue, probabilities, { bins: 5 })
  curve.forEach((bin, b) => {
    expect(bin.observed).toBeCloseTo(calibration?.observed[b] as number, 12)
    expect(bin.predicted).toBeCloseTo(calibration?.predicted[b] as number, 12)
  })
  expect(curve).toHaveLength(calibration?.observed.length as number)
})

function countOf(matrix: ReturnType<typeof confusionMatrix>, row: ClassLabel, column: ClassLabel): number {
  return matrix.counts[matrix.labels.indexOf(row)]?.[matrix.labels.indexOf(column)] as number
}

test("River's area under ten thresholds", () => {
  const metric = new ROCAUC({ thresholds: 10 })
  const { yTrue, probabilities } = fixture.binary
  for (const [i, label] of yTrue.entries()) metric.add(label, null, { 0: 0, 1: probabilities[i]?.[1] as number })
  expect(metric.value).toBeCloseTo(fixture.river.ROCAUC10, 12)
  expect(metric.value).not.toBeCloseTo(fixture.binary.scores.plain.ROCAUC as number, 4)
})

test('beyond 10,000 probabilities the area is counted in buckets, and stays right to four digits', () => {
  const random = seededRandom(4)
  const exact: [number, number][] = []
  const metric = new ROCAUC()
  const parts = [new ROCAUC(), new ROCAUC()]
  for (let i = 0; i < 30_000; i++) {
    const label = Number(random() < 0.1)
    const probability = 1 / (1 + Math.exp(3 - 2 * label - 2 * random() - 2 * random()))
    exact.push([probability, label])
    metric.add(label, null, { 1: probability })
    parts[i % 2]?.add(label, null, { 1: probability })
  }
  // Mann and Whitney's U by ranks; all probabilities differ.
  exact.sort((a, b) => a[0] - b[0])
  const positives = exact.filter(([, label]) => label === 1).length
  const ranks = exact.reduce((sum, [, label], i) => sum + label * (i + 1), 0)
  const area = (ranks - (positives * (positives + 1)) / 2) / positives / (30_000 - positives)
  expect(metric.value).toBeCloseTo(area, 4)
  parts[0]?.merge(parts[1] as ROCAUC)
  expect(parts[0]?.value).toBeCloseTo(area, 4)
  expect((metric.toJSON() as number[]).length).toBeLessThan(30_001)
})

test('beyond 1,000 errors their median is right to half a percent', () => {
  const random = seededRandom(5)
  const metric = new MedianAE()
  const other = new MedianAE()
  const errors = Array.from({ length: 20_001 }, () => Math.exp(8 * random() - 4))
  for (const [i, error] of errors.entries()) (i % 3 ? metric : other).add(error, 0)
  metric.merge(other)
  const median = errors.sort((a, b) => a - b)[10_000] as number
  expect(Math.abs((metric.value as number) / median - 1)).toBeLessThan(0.005)
})

test('expected calibration error by hand', () => {
  // Bin 0.6…0.7: two said to be 0.65 sure, one right: |0.65 − 0.5|. Bin 0.9…1: one said to be 0.95 sure, right: 0.05.
  const value = expectedCalibrationError([1, 0, 1], [0.65, 0.65, 0.95])
  expect(value).toBeCloseTo((2 * 0.15 + 0.05) / 3, 15)
  const metric = new ECE(10)
  metric.add('x', null, {})
  expect(metric.value).toBeNull()
})

test('clustering scores of scikit-learn', () => {
  const { X, yTrue, clusters } = clustering
  expect(silhouetteScore(X, clusters)).toBeCloseTo(clustering.silhouette, 12)
  expect(daviesBouldinScore(X, clusters)).toBeCloseTo(clustering.daviesBouldin, 12)
  expect(adjustedRandScore(yTrue, clusters)).toBeCloseTo(clustering.adjustedRand, 12)
  expect(normalizedMutualInfoScore(yTrue, clusters)).toBeCloseTo(clustering.nmi, 12)
  expect(adjustedRandScore(['a', 'a', 'b'], [1, 1, 0])).toBe(1)
  expect(() => silhouetteScore([[1], [2]], [0, 0])).toThrow(/1 clusters of 2 records/)
})

describe.each(
  ([...Object.values(FOR_TEXTS), ECE, AdjustedRand, NMI] as ClassificationMetricClass[]).map(Class => ({
    name: Class.metricName,
    Class,
  })),
)('$name', ({ Class }) => {
  const { labels, yTrue, yPred, probabilities, weight } = fixture.texts
  const filled = (from: number, to: number, metric: ClassificationMetric = new Class(), factor = 1) => {
    for (let i = from; i < to; i++) {
      const byName = Object.fromEntries(labels.map((l, k) => [String(l), probabilities[i]?.[k] as number]))
      metric.add(yTrue[i] as ClassLabel, yPred[i] as ClassLabel, byName, factor * (1 + (weight[i] as number)))
    }
    return metric
  }
  const whole = filled(0, 80).value as number

  test('merged parts equal the whole; a saved state goes on identically', () => {
    for (const cut of [0, 1, 40, 79, 80]) {
      const left = filled(0, cut)
      left.merge(filled(cut, 80))
      expect(left.value).toBeCloseTo(whole, 12)
    }
    const resumed = new Class()
    resumed.restore(JSON.parse(JSON.stringify(filled(0, 33))))
    expect(filled(33, 80, resumed).value).toBe(whole)
  })

  test('faded records weigh less; nothing gives null', () => {
    const faded = filled(0, 40)
    faded.fade?.(0.5)
    expect(filled(40, 80, faded).value).toBeCloseTo(filled(40, 80, filled(0, 40, new Class(), 0.5)).value as number, 12)
    expect(new Class().value).toBeNull()
  })
})

describe.each(
  [...REGRESSION, SMAPE].filter(Class => Class !== MaxError).map(Class => ({ name: Class.metricName, Class })),
)('$name', ({ Class }) => {
  const filled = (from: number, to: number, metric: Metric = new Class(), factor = 1) => {
    for (let i = from; i < to; i++) metric.add(regression.yTrue[i] as number, regression.yPred[i] as number, factor)
    return metric
  }
  test('merge, restore and fade', () => {
    const whole = filled(0, 60).value as number
    const left = filled(0, 20)
    left.merge(filled(20, 60))
    expect(left.value).toBeCloseTo(whole, 12)
    const resumed = new Class()
    resumed.restore(JSON.parse(JSON.stringify(filled(0, 33))))
    expect(filled(33, 60, resumed).value).toBe(whole)
    const faded = filled(0, 30)
    faded.fade?.(0.5)
    expect(filled(30, 60, faded).value).toBeCloseTo(filled(30, 60, filled(0, 30, new Class(), 0.5)).value as number, 12)
  })
})
