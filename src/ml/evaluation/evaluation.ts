import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import { isUsable, unusableValue } from '../estimator/number.ts'
import type { Metric, MetricClass } from '../metrics/metric.ts'
import { WindowedMetrics, type WindowedMetricsState } from '../metrics/windowedMetrics.ts'
import type { RowCollector, RowFunction } from './rowFunction.ts'

type NameOf<M extends readonly MetricClass[]> = M[number]['metricName']

/** One state of an evaluation: `n` rows seen, each metric over all of them, and over the newest `window`. */
export type EvaluationRow<M extends readonly MetricClass[]> = { readonly n: number } & {
  readonly [K in NameOf<M>]: number | null
} & { readonly [K in `window${NameOf<M>}`]: number | null }

/** Options of {@link createEvaluation}. */
export interface EvaluationOptions<M extends readonly MetricClass[]> {
  readonly metrics: M
  /** How many of the newest rows the windowed figures speak of. Default 500. */
  readonly window?: number | undefined
  /** A result every so many rows. Default a tenth of the window. */
  readonly every?: number | undefined
  /** The column of the label; without it the label is `prediction + residual`. */
  readonly label?: string | undefined
}

/** What an evaluation reads: what `ml.prequential` gives, or rows with a `prediction` and a label column. */
export interface EvaluatedRow {
  readonly prediction: number
  readonly residual?: number | null
}

/**
 * Scored rows in, figures out: every `every` rows, and once more at the end. Rows without a label are passed over. The
 * same rows give the same figures, however they were batched.
 *
 * @throws FlinknbError `INVALID_OPTION` for a wrong option
 * @example scored.process(ml.createEvaluation({ metrics: [ml.MAE, ml.R2], window: 500 })) // { n, MAE, R2, windowMAE, windowR2 }
 */
export function createEvaluation<const M extends readonly MetricClass[]>(
  options: EvaluationOptions<M>,
): RowFunction<EvaluatedRow, EvaluationRow<M>> {
  checkOptionNames('ml.evaluation', options, ['metrics', 'window', 'every', 'label'])
  const { metrics, window = 500, every = Math.max(1, Math.round(window / 10)), label } = options
  if (!Array.isArray(metrics) || metrics.length === 0 || !metrics.every(isMetricClass)) {
    throw new FlinknbError('INVALID_OPTION', `ml.evaluation: metrics: ${show(metrics)} is not a list of metrics.`, {
      fix: 'Pass classes, such as metrics: [ml.MAE, ml.RMSE, ml.R2].',
    })
  }
  checkCount('window', window)
  checkCount('every', every)
  return new Evaluation<M>(metrics, window, every, label)
}

interface EvaluationState {
  readonly n: number
  readonly emittedAt: number
  readonly metrics: readonly (readonly number[])[]
  readonly window: WindowedMetricsState
}

class Evaluation<M extends readonly MetricClass[]> implements RowFunction<EvaluatedRow, EvaluationRow<M>> {
  readonly name = 'evaluation'
  private readonly cumulative: readonly Metric[]
  private readonly windowed: WindowedMetrics
  private n = 0
  private emittedAt = 0

  constructor(
    private readonly classes: M,
    window: number,
    private readonly every: number,
    private readonly label: string | undefined,
  ) {
    this.cumulative = classes.map(Class => new Class())
    this.windowed = new WindowedMetrics(window, classes)
  }

  processElement(row: EvaluatedRow, _context: unknown, out: RowCollector<EvaluationRow<M>>): void {
    const prediction: unknown = row.prediction
    if (!isUsable(prediction)) throw unusableValue(`column 'prediction'`, prediction)
    const yTrue = this.labelOf(row, prediction)
    if (yTrue === undefined) return
    for (const metric of this.cumulative) metric.add(yTrue, prediction)
    this.windowed.add(yTrue, prediction)
    if (++this.n % this.every === 0) this.emit(out)
  }

  endInput(out: RowCollector<EvaluationRow<M>>): void {
    if (this.n > this.emittedAt) this.emit(out)
  }

  snapshotState(): EvaluationState {
    const metrics = this.cumulative.map(metric => metric.toJSON())
    return { n: this.n, emittedAt: this.emittedAt, metrics, window: this.windowed.toJSON() }
  }

  restoreState(state: unknown): void {
    const { n, emittedAt, metrics, window } = state as EvaluationState
    this.n = n
    this.emittedAt = emittedAt
    for (const [i, metric] of this.cumulative.entries()) metric.restore(metrics[i] ?? [])
    this.windowed.restore(window)
  }

  private labelOf(row: EvaluatedRow, prediction: number): number | undefined {
    const column = this.label ?? 'residual'
    const value = (row as unknown as Readonly<Record<string, unknown>>)[column]
    if (value === null || (value === undefined && this.label !== undefined)) return undefined
    if (!isUsable(value)) throw unusableValue(`column '${column}'`, value)
    return this.label === undefined ? prediction + value : value
  }

  private emit(out: RowCollector<EvaluationRow<M>>): void {
    this.emittedAt = this.n
    const row: Record<string, number | null> = { n: this.n }
    const windowed = this.windowed.values()
    for (const [i, Class] of this.classes.entries()) row[Class.metricName] = this.cumulative[i]?.value ?? null
    for (const [i, Class] of this.classes.entries()) row[`window${Class.metricName}`] = windowed[i] ?? null
    out.collect(row as EvaluationRow<M>)
  }
}

function isMetricClass(value: unknown): boolean {
  return typeof value === 'function' && 'metricName' in value && typeof value.metricName === 'string'
}

function checkCount(name: string, value: unknown): void {
  if (Number.isInteger(value) && (value as number) >= 1) return
  throw new FlinknbError('INVALID_OPTION', `ml.evaluation: ${name}: ${show(value)} is not a number of rows.`, {
    fix: 'Pass a whole number of 1 or more.',
  })
}
