import { DataStream } from '../engine/dataStream.ts'
import { ProcessOperator } from '../engine/operators/processOperator.ts'
import type { ProcessFunction } from '../engine/processFunction.ts'
import {
  type ClassEvaluationOptions,
  type ClassifiedRow,
  createEvaluation,
  type EvaluatedRow,
  type EvaluationOptions,
  type EvaluationRow,
} from '../ml/evaluation/evaluation.ts'
import type { AnyMetricClass } from '../ml/evaluation/scoredRecord.ts'
import type { ClassificationMetricClass } from '../ml/metrics/classificationMetric.ts'
import type { MetricClass } from '../ml/metrics/metric.ts'

/** How a metric is shown. */
export interface ShownMetric {
  readonly name: string
  readonly better: 'lower' | 'higher'
}

/** A stream of evaluation rows; `display` shows it as a panel of metrics. */
export class EvaluationStream<R> extends DataStream<R> {
  constructor(
    rows: DataStream<R>,
    readonly metrics: readonly ShownMetric[],
    /** How many rows the windowed figures speak of; null for a window of time. */
    readonly window: number | null,
  ) {
    super(rows.host, rows.transformation)
  }
}

/**
 * Scores predictions while they are made: each metric over everything (`MAE`) and over the newest `window` rows
 * (`windowMAE`), every `every` rows and once more at the end. Rows of a classifier take metrics about classes, and the label's
 * column.
 *
 * @throws FlinknbError `INVALID_OPTION` for a wrong option
 * @example display(ml.evaluation(scored, { metrics: [ml.MAE, ml.RMSE, ml.R2], window: 500 }))
 * @example display(ml.evaluation(classified, { metrics: [ml.Accuracy, ml.LogLoss], label: 'defaulted' }))
 */
export function evaluation<
  In extends EvaluatedRow,
  const M extends readonly MetricClass[],
  const F extends number | undefined = undefined,
>(scored: DataStream<In>, options: EvaluationOptions<M, F>): EvaluationStream<EvaluationRow<M, F>>
export function evaluation<
  In extends ClassifiedRow,
  const M extends readonly ClassificationMetricClass[],
  const F extends number | undefined = undefined,
>(
  scored: DataStream<In>,
  options: ClassEvaluationOptions<M, F> & { readonly label: keyof In & string },
): EvaluationStream<EvaluationRow<M, F>>
export function evaluation<M extends readonly AnyMetricClass[], F extends number | undefined>(
  scored: DataStream<object>,
  options: EvaluationOptions<M, F>,
): EvaluationStream<EvaluationRow<M, F>> {
  const create = createEvaluation as unknown as (
    given: EvaluationOptions<M, F>,
  ) => ProcessFunction<object, EvaluationRow<M, F>>
  create(options) // wrong options are an error here, not when the job starts
  const rows = scored.transform<EvaluationRow<M, F>>('evaluation', () => new ProcessOperator(create(options)))
  const metrics = options.metrics.map(Class => ({ name: Class.metricName, better: new Class().better }))
  const { window = 500 } = options
  return new EvaluationStream(rows, metrics, typeof window === 'number' ? window : null)
}
