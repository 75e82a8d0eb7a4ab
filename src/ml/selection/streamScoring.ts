import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import type { Classifier } from '../estimator/classifier.ts'
import type { Regressor } from '../estimator/regressor.ts'
import { bindModel } from '../evaluation/bindModel.ts'
import { checkLabelColumns, type TestThenTrainOptions, testThenTrain } from '../evaluation/prequential.ts'
import type { RowFunction } from '../evaluation/rowFunction.ts'
import {
  type AnyMetricClass,
  addRecord,
  classRecords,
  isClassificationClass,
  numberRecords,
  type ReadRecord,
} from '../evaluation/scoredRecord.ts'
import { Accuracy } from '../metrics/accuracy.ts'
import { MAE } from '../metrics/mae.ts'

/** What it takes to test a model on recorded rows and then train it, row by row. */
export interface StreamOptions extends TestThenTrainOptions {
  readonly features: readonly string[]
  readonly metric?: AnyMetricClass | undefined
}

/** A model on its way over a recorded stream. */
export class StreamScoring {
  readonly metric: InstanceType<AnyMetricClass>
  readonly #scoring: RowFunction<object, object>
  readonly #read: ReadRecord
  readonly #time: string | undefined
  readonly #out = { collect: (row: object) => this.#score(row) }

  /** @throws FlinknbError `INVALID_OPTION` for a metric of the other kind, or columns that cannot be used */
  constructor(call: string, model: Regressor | Classifier, options: StreamOptions) {
    const { features, label, weight, timestamp } = options
    checkLabelColumns(call, { label, ...(weight === undefined ? {} : { weight }) }, features)
    const Class = metricFor(call, model, options.metric, MAE)
    this.metric = new Class()
    const bound = bindModel(call, model as Regressor, features)
    this.#scoring = testThenTrain<object, object>(call, bound, options)
    this.#read = isClassificationClass(Class) ? classRecords(label, weight) : numberRecords(label, weight)
    this.#time = timestamp
  }

  add(row: object): void {
    const time = this.#time === undefined ? undefined : (row as Readonly<Record<string, unknown>>)[this.#time]
    const timestamp = time instanceof Date ? time.getTime() : typeof time === 'number' ? time : undefined
    this.#scoring.processElement(row, { timestamp }, this.#out)
  }

  /** Learns what was still waiting for its label. */
  end(): void {
    this.#scoring.endInput?.(this.#out)
  }

  #score(row: object): void {
    const record = this.#read(row)
    if (record) addRecord(this.metric as never, record, record.weight)
  }
}

/** @throws FlinknbError `INVALID_OPTION` when it is no metric, or one of the other kind */
export function metricFor(
  call: string,
  { kind }: Regressor | Classifier,
  metric: unknown,
  regression: AnyMetricClass,
): AnyMetricClass {
  const Class = metric ?? (kind === 'classifier' ? Accuracy : regression)
  if (typeof Class !== 'function' || !('metricName' in Class)) {
    throw new FlinknbError('INVALID_OPTION', `${call}: metric: ${show(metric)} is no metric.`, {
      fix: 'Pass a class, such as ml.MAE.',
    })
  }
  if (isClassificationClass(Class as AnyMetricClass) === (kind === 'classifier')) return Class as AnyMetricClass
  throw new FlinknbError('INVALID_OPTION', `${call}: metric: ${String(Class.metricName)} does not suit a ${kind}.`)
}

/** Whether `a` is better than `b`; nothing is better than null. */
export function isBetter(better: 'lower' | 'higher', a: number | null, b: number | null): boolean {
  if (a === null || b === null) return a !== null && b === null
  return better === 'lower' ? a < b : a > b
}

/** The value of a metric. @throws FlinknbError `MODEL` when the metric is not defined on what it has seen */
export function definedScore(call: string, metric: { readonly name: string; readonly value: number | null }): number {
  if (metric.value !== null) return metric.value
  throw new FlinknbError('MODEL', `${call}: ${metric.name} is not defined on these rows.`, {
    fix: 'Pass more rows with labels, or another metric.',
  })
}
