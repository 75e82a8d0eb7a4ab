import { DataStream } from '../engine/dataStream.ts'
import { ProcessOperator } from '../engine/operators/processOperator.ts'
import {
  createEvaluation,
  type EvaluatedRow,
  type EvaluationOptions,
  type EvaluationRow,
} from '../ml/evaluation/evaluation.ts'
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
    readonly window: number,
  ) {
    super(rows.host, rows.transformation)
  }
}

/**
 * Scores predictions while they are made: each metric over everything (`MAE`) and over the newest `window` rows
 * (`windowMAE`), every `every` rows and once more at the end.
 *
 * @throws FlinknbError `INVALID_OPTION` for a wrong option
 * @example display(ml.evaluation(scored, { metrics: [ml.MAE, ml.RMSE, ml.R2], window: 500 }))
 */
export function evaluation<In extends EvaluatedRow, const M extends readonly MetricClass[]>(
  scored: DataStream<In>,
  options: EvaluationOptions<M>,
): EvaluationStream<EvaluationRow<M>> {
  createEvaluation(options) // wrong options are an error here, not when the job starts
  const rows = scored.transform<EvaluationRow<M>>('evaluation', () => new ProcessOperator(createEvaluation(options)))
  const metrics = options.metrics.map(Class => ({ name: Class.metricName, better: new Class().better }))
  return new EvaluationStream(rows, metrics, options.window ?? 500)
}
