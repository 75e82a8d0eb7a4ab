import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import { RandomSource } from '../../base/random.ts'
import { type Batch, batchLength, forEachValueRow } from '../estimator/batch.ts'
import type { Classifier, ClassLabels } from '../estimator/classifier.ts'
import { checkLengths, type Labels, readLabels } from '../estimator/labels.ts'
import type { Regressor } from '../estimator/regressor.ts'
import { readClassLabels } from '../estimator/vectorClassifier.ts'
import { checkLearned } from '../estimator/vectorRegressor.ts'
import { type AnyMetricClass, addRecord } from '../evaluation/scoredRecord.ts'
import type { ClassificationMetricClass } from '../metrics/classificationMetric.ts'
import type { MetricClass } from '../metrics/metric.ts'
import { R2 } from '../metrics/r2.ts'
import { definedScore, metricFor } from '../selection/streamScoring.ts'

/** Options of {@link permutationImportance}. */
export interface PermutationImportanceOptions<M> {
  /** Default `ml.R2` for regressors, `ml.Accuracy` for classifiers. */
  readonly metric?: (M extends Classifier ? ClassificationMetricClass : MetricClass) | undefined
  /** How often each column is shuffled. Default 5. */
  readonly repeats?: number | undefined
  /** Default 0. */
  readonly seed?: number | undefined
}

/** How much worse a model is without a feature. */
export interface ImportanceRow {
  readonly feature: string
  /** Mean loss of the metric over the repeats: above 0 where the feature helps. */
  readonly importance: number
  /** Population deviation over the repeats. */
  readonly std: number
}

/**
 * How much a metric suffers when one column is shuffled, so that it says nothing any more (Breiman 2001), as scikit-learn's
 * `permutation_importance`: with features that say the same, each seems to be of little use. Best measured on rows that
 * the model has not learned. Most important first.
 *
 * @throws FlinknbError `INVALID_OPTION`; `INVALID_STATE` when nothing was learned
 * @example display(ml.permutationImportance(model, X, y, { metric: ml.MAE, repeats: 10, seed: 1 }))
 */
export function permutationImportance<M extends Regressor | Classifier>(
  model: M,
  X: Batch,
  y: M extends Classifier ? ClassLabels : Labels,
  options: PermutationImportanceOptions<M> = {},
): ImportanceRow[] {
  const call = 'ml.permutationImportance'
  checkOptionNames(call, options, ['metric', 'repeats', 'seed'])
  const { repeats = 5, seed = 0 } = options
  if (!Number.isInteger(repeats) || repeats < 1) {
    throw new FlinknbError('INVALID_OPTION', `${call}: repeats: ${show(repeats)} is no count.`, {
      fix: 'Pass 1 or more.',
    })
  }
  checkLearned(model, 'permutationImportance')
  const Class = metricFor(call, model, options.metric, R2)
  const labels = model.kind === 'classifier' ? readClassLabels(y as ClassLabels, 'y') : readLabels(y as Labels, 'y')
  checkLengths(batchLength(X), labels.length, `${call} of X and y`)
  const rows: Record<string, unknown>[] = []
  forEachValueRow(X, model.features, values => {
    rows.push(Object.fromEntries(model.features.map((name, j) => [name, values[j]])))
  })
  const baseline = scoreOf(call, model, Class, rows, labels)
  const sign = new Class().better === 'lower' ? 1 : -1
  const random = new RandomSource(seed)
  return model.features
    .map(feature => {
      const losses = Array.from({ length: repeats }, () => {
        const column = shuffled(
          rows.map(row => row[feature]),
          random,
        )
        const others = rows.map((row, i) => ({ ...row, [feature]: column[i] }))
        return sign * (scoreOf(call, model, Class, others, labels) - baseline)
      })
      const importance = losses.reduce((sum, loss) => sum + loss, 0) / repeats
      const variance = losses.reduce((sum, loss) => sum + (loss - importance) ** 2, 0) / repeats
      return { feature, importance, std: Math.sqrt(variance) }
    })
    .sort((a, b) => b.importance - a.importance)
}

function scoreOf(
  call: string,
  model: Regressor | Classifier,
  Class: AnyMetricClass,
  rows: readonly object[],
  labels: ArrayLike<unknown>,
): number {
  const metric = new Class()
  for (const [i, row] of rows.entries()) {
    const record = {
      yTrue: labels[i] as number,
      yPred: model.predictOne(row),
      ...(model.kind === 'classifier' ? { probabilities: model.predictProbaOne(row) } : {}),
      weight: 1,
    }
    addRecord(metric as never, record, 1)
  }
  return definedScore(call, metric)
}

/** Fisher and Yates. */
function shuffled<T>(values: readonly T[], random: RandomSource): T[] {
  const result = [...values]
  for (let i = result.length - 1; i > 0; i--) {
    const j = random.below(i + 1)
    ;[result[i], result[j]] = [result[j] as T, result[i] as T]
  }
  return result
}
