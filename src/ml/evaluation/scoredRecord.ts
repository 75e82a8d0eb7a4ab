import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import type { ClassLabel } from '../estimator/classifier.ts'
import { isUsable, unusableValue } from '../estimator/number.ts'
import { checkClassLabel } from '../estimator/vectorClassifier.ts'
import { checkWeight } from '../estimator/vectorRegressor.ts'
import type { ClassificationMetric, ClassificationMetricClass, Probabilities } from '../metrics/classificationMetric.ts'
import type { Metric, MetricClass } from '../metrics/metric.ts'

/** The class of a metric about numbers or about classes. */
export type AnyMetricClass = MetricClass | ClassificationMetricClass

/** What metrics need to know of a scored row. */
export interface ScoredRecord {
  readonly yTrue: ClassLabel
  readonly yPred: ClassLabel | null
  /** Of a record about classes, be they none; absent of one about numbers. */
  readonly probabilities?: Probabilities | undefined
  readonly weight: number
}

/** Reads what metrics need from a scored row; undefined for a row without a label. */
export type ReadRecord = (row: object) => ScoredRecord | undefined

/** Whether a metric is about classes. */
export function isClassificationClass(Class: AnyMetricClass): Class is ClassificationMetricClass {
  return 'isClassification' in Class
}

/** Adds a record to a metric of the kind it was read for. */
export function addRecord(metric: Metric | ClassificationMetric, record: ScoredRecord, weight: number): void {
  const { yTrue, yPred, probabilities } = record
  if (isNumberRecord(record)) (metric as Metric).add(yTrue as number, yPred as number, weight)
  else (metric as ClassificationMetric).add(yTrue, yPred, probabilities, weight)
}

/** Records about classes carry probabilities, be they none. */
function isNumberRecord(record: ScoredRecord): boolean {
  return record.probabilities === undefined
}

/**
 * Metrics of one kind.
 *
 * @throws FlinknbError `INVALID_OPTION` when it is no list of metric classes, or of both kinds
 */
export function checkMetrics(call: string, metrics: unknown): readonly AnyMetricClass[] {
  const classes = Array.isArray(metrics) ? (metrics as AnyMetricClass[]) : []
  const isClass = (value: unknown) => typeof value === 'function' && 'metricName' in value
  if (classes.length === 0 || !classes.every(isClass)) {
    throw new FlinknbError('INVALID_OPTION', `${call}: metrics: ${show(metrics)} is not a list of metrics.`, {
      fix: 'Pass classes, such as metrics: [ml.MAE, ml.RMSE, ml.R2].',
    })
  }
  const ofClasses = classes.filter(isClassificationClass)
  if (ofClasses.length > 0 && ofClasses.length < classes.length) {
    const ofNumbers = classes.filter(Class => !isClassificationClass(Class))
    const names = (list: readonly AnyMetricClass[]) => list.map(Class => Class.metricName).join(', ')
    throw new FlinknbError(
      'INVALID_OPTION',
      `${call}: metrics: ${names(ofNumbers)} are about numbers, ${names(ofClasses)} about classes.`,
      { fix: 'Pass metrics of one kind, that of the model.' },
    )
  }
  const names = classes.map(Class => Class.metricName)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice === undefined) return classes
  throw new FlinknbError('INVALID_OPTION', `${call}: metrics: ${twice} is named twice.`, { fix: 'Name it once.' })
}

/** Reads rows of a regressor; without a label column the label is `prediction + residual`. */
export function numberRecords(label: string | undefined, weight: string | undefined): ReadRecord {
  const column = label ?? 'residual'
  return row => {
    const record = row as Readonly<Record<string, unknown>>
    const yPred = record.prediction
    if (!isUsable(yPred)) throw unusableValue(`column 'prediction'`, yPred)
    const value = record[column]
    if (value === null || (value === undefined && label !== undefined)) return undefined
    if (!isUsable(value)) throw unusableValue(`column '${column}'`, value)
    return { yTrue: label === undefined ? yPred + value : value, yPred, weight: weightOf(record, weight) }
  }
}

/** Reads rows of a classifier. */
export function classRecords(label: string, weight: string | undefined): ReadRecord {
  return row => {
    const record = row as Readonly<Record<string, unknown>>
    const { prediction, probabilities } = record
    const yTrue = record[label]
    if (yTrue === null || yTrue === undefined) return undefined
    checkClassLabel(yTrue, `column '${label}'`)
    if (prediction !== null) checkClassLabel(prediction, `column 'prediction'`)
    if (probabilities !== undefined && (probabilities === null || typeof probabilities !== 'object')) {
      throw new FlinknbError('MODEL', `column 'probabilities': ${show(probabilities)} is no object by class name.`)
    }
    return {
      yTrue,
      yPred: prediction,
      probabilities: (probabilities ?? {}) as Probabilities,
      weight: weightOf(record, weight),
    }
  }
}

function weightOf(record: Readonly<Record<string, unknown>>, column: string | undefined): number {
  if (column === undefined) return 1
  const weight = record[column]
  checkWeight(weight, `weight '${column}'`)
  return weight
}
