import { describe, expect, test } from 'vitest'
import { GaussianNB } from '../../../src/ml/bayes/gaussianNB.ts'
import type { Classifier } from '../../../src/ml/estimator/classifier.ts'
import { createEvaluation } from '../../../src/ml/evaluation/evaluation.ts'
import { prequential } from '../../../src/ml/evaluation/prequential.ts'
import { SGDClassifier } from '../../../src/ml/gradient/sgdClassifier.ts'
import { Accuracy } from '../../../src/ml/metrics/accuracy.ts'
import { F1 } from '../../../src/ml/metrics/fScore.ts'
import { LogLoss } from '../../../src/ml/metrics/logLoss.ts'
import { ROCAUC } from '../../../src/ml/metrics/rocAuc.ts'
import { pipeline } from '../../../src/ml/pipeline/pipeline.ts'
import { StandardScaler } from '../../../src/ml/preprocessing/standardScaler.ts'
import { goldenJson, hasGolden, numberRows } from '../golden.ts'

interface GoldenRun {
  readonly name: string
  readonly Accuracy: number
  readonly F1: number
  readonly LogLoss: number
  readonly ROCAUC_river_10thresholds: number
  readonly ROCAUC_exact?: number
}

/** From River's rows to River's figures, through `ml.prequential` and `ml.evaluation`. */
describe.skipIf(!hasGolden)("River's figures of classifiers (needs ../shared/golden)", () => {
  const runs = hasGolden ? goldenJson<{ runs: readonly GoldenRun[] }>('river_runs.json').runs : []
  const logistic = () =>
    pipeline(new StandardScaler(), new SGDClassifier({ interceptLearningRate: 0.01, classes: [0, 1] }))

  test.each<[string, string, () => Classifier]>([
    ['phishing.std.LogReg(SGD(.01))', 'phishing', logistic],
    ['bananas.std.LogReg(default)', 'bananas', logistic],
    ['phishing.GaussianNB', 'phishing', () => new GaussianNB()],
    ['bananas.GaussianNB', 'bananas', () => new GaussianNB()],
  ])('%s', (name, data, create) => {
    const expected = runs.find(run => run.name === name) as GoldenRun
    const rows = numberRows(`golden/data/${data}.csv`)
    const features = Object.keys(rows[0] ?? {}).filter(column => column !== 'y')
    const scored =
      prequential<Record<string, number>, 'y', Classifier>(create(), { features, label: 'y' }).mapBatch?.(rows) ?? []
    const metrics = [Accuracy, F1, LogLoss] as const
    const areas = { exact: new ROCAUC(), river: new ROCAUC({ thresholds: 10 }) }
    const evaluating = createEvaluation({ metrics, label: 'y', every: rows.length })
    const figures: { readonly Accuracy: number | null; readonly F1: number | null; readonly LogLoss: number | null }[] =
      []
    for (const row of scored) {
      // River knows the probability p of class 1 only, 0 before it knows the class, and takes 1 − p for the other, which loses
      // digits where p is near 1; ours are the model's own for both classes.
      const p = row.probabilities['1'] ?? 0
      const river = { ...row, prediction: row.prediction ?? 0, probabilities: { 0: 1 - p, 1: p } }
      evaluating.processElement(river, undefined, { collect: figure => figures.push(figure) })
      for (const area of Object.values(areas)) area.add(row.y as number, river.prediction, river.probabilities)
    }
    const close = (value: unknown, figure: number) =>
      expect(Math.abs((value as number) / figure - 1)).toBeLessThan(1e-9)
    close(figures[0]?.Accuracy, expected.Accuracy)
    close(figures[0]?.F1, expected.F1)
    // −log(1 − p) of a p a few units in the last place below 1 is decided by those units: rounding of each one's own.
    const digits = name === 'phishing.GaussianNB' ? 1e-5 : 1e-9
    expect(Math.abs((figures[0]?.LogLoss as number) / expected.LogLoss - 1)).toBeLessThan(digits)
    close(areas.river.value, expected.ROCAUC_river_10thresholds)
    if (expected.ROCAUC_exact !== undefined) close(areas.exact.value, expected.ROCAUC_exact)
  })
})
