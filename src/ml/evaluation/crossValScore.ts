import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import { type Batch, batchLength, isFrame } from '../estimator/batch.ts'
import type { Classifier, ClassLabels } from '../estimator/classifier.ts'
import { checkLengths, type Labels, readLabels } from '../estimator/labels.ts'
import type { Regressor } from '../estimator/regressor.ts'
import { readClassLabels } from '../estimator/vectorClassifier.ts'
import { Accuracy } from '../metrics/accuracy.ts'
import type { ClassificationMetricClass } from '../metrics/classificationMetric.ts'
import type { MetricClass } from '../metrics/metric.ts'
import { R2 } from '../metrics/r2.ts'
import { addRecord, isClassificationClass, type ScoredRecord } from './scoredRecord.ts'
import { kFold, type Split, stratifiedKFold } from './splits.ts'

/** Options of {@link crossValScore}. */
export interface CrossValScoreOptions<M> {
  /** The metric: a class. Default `ml.R2` for regressors, `ml.Accuracy` for classifiers, as scikit-learn's `score`. */
  readonly metric?: (M extends Classifier ? ClassificationMetricClass : MetricClass) | undefined
  /** Number of parts (stratified for classifiers), or splits such as `ml.timeSeriesSplit` gives. Default 5. */
  readonly cv?: number | readonly Split[] | undefined
}

/**
 * Fits a fresh clone of the model to each training part and scores it on the test part: one figure a split. The model itself is
 * left as it is; pipelines are fitted as a whole, so that nothing of a test part leaks into scalers and encoders.
 *
 * @throws FlinknbError `INVALID_OPTION`; `MODEL` for columns of different length, or a metric that is not defined on a test part
 * @example ml.crossValScore(ml.pipeline(new ml.StandardScaler(), new ml.LinearRegression()), X, y, { cv: ml.timeSeriesSplit(X.length) })
 */
export function crossValScore<M extends Regressor | Classifier>(
  model: M,
  X: Batch,
  y: M extends Classifier ? ClassLabels : Labels,
  options: CrossValScoreOptions<M> = {},
): number[] {
  const call = 'ml.crossValScore'
  checkOptionNames(call, options, ['metric', 'cv'])
  const { cv = 5 } = options
  const classifies = model?.kind === 'classifier'
  if (!classifies && model?.kind !== 'regressor') {
    throw new FlinknbError('INVALID_OPTION', `${call}: model: ${show(model)} is no regressor and no classifier.`)
  }
  const labels = classifies ? readClassLabels(y as ClassLabels, 'y') : readLabels(y as Labels, 'y')
  checkLengths(batchLength(X), labels.length, `${call} of X and y`)
  const Class: MetricClass | ClassificationMetricClass = options.metric ?? (classifies ? Accuracy : R2)
  if (isClassificationClass(Class) !== classifies) {
    throw new FlinknbError('INVALID_OPTION', `${call}: metric: ${Class.metricName} does not suit a ${model.kind}.`)
  }
  const splits =
    typeof cv !== 'number'
      ? cv
      : classifies
        ? stratifiedKFold(labels, { splits: cv })
        : kFold(labels.length, { splits: cv })
  return splits.map(({ train, test }, s) => {
    const fitted = model.clone() as Regressor | Classifier
    fitted.fit(rowsAt(X, train), train.map(row => labels[row]) as never)
    const metric = new Class()
    for (const [i, record] of recordsOf(fitted, rowsAt(X, test)).entries()) {
      addRecord(metric, { ...record, yTrue: labels[test[i] as number] as ScoredRecord['yTrue'] }, 1)
    }
    if (metric.value !== null) return metric.value
    throw new FlinknbError('MODEL', `${call}: ${metric.name} is not defined on test part ${s + 1}.`, {
      fix: 'Pass more rows, fewer parts, or another metric.',
    })
  })
}

function recordsOf(model: Regressor | Classifier, X: Batch): Omit<ScoredRecord, 'yTrue'>[] {
  if (model.kind === 'regressor') return model.predict(X).map(yPred => ({ yPred, weight: 1 }))
  const probabilities = model.predictProba(X)
  return model.predict(X).map((yPred, i) => ({
    yPred,
    probabilities: Object.fromEntries(model.classes.map((label, k) => [String(label), probabilities[i]?.[k] ?? 0])),
    weight: 1,
  }))
}

/** Some rows of a batch. */
function rowsAt(X: Batch, rows: readonly number[]): Batch {
  if (!isFrame(X)) return rows.map(row => X[row] as object)
  const values = X.values as readonly unknown[]
  return { columns: X.columns, values: rows.map(row => values[row]) }
}
