import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import type { ClassLabel } from '../estimator/classifier.ts'
import type { ClassificationMetricClass } from '../metrics/classificationMetric.ts'
import type { MetricClass } from '../metrics/metric.ts'
import { atRecord } from './atRecord.ts'
import { MetricBoard, type MetricBoardState } from './metricBoard.ts'
import { eventTime } from './readTime.ts'
import type { MetricWindow } from './recentRecords.ts'
import type { RowCollector, RowContext, RowFunction } from './rowFunction.ts'
import {
  type AnyMetricClass,
  checkMetrics,
  classRecords,
  isClassificationClass,
  numberRecords,
  type ReadRecord,
} from './scoredRecord.ts'

type NameOf<M extends readonly AnyMetricClass[]> = M[number]['metricName']

/**
 * One state of an evaluation: `n` rows seen, each metric over all of them, over the newest `window`, and, with `fading`, with
 * old rows fading.
 */
export type EvaluationRow<M extends readonly AnyMetricClass[], F = undefined> = { readonly n: number } & {
  readonly [K in NameOf<M>]: number | null
} & { readonly [K in `window${NameOf<M>}`]: number | null } & ([F] extends [number]
    ? { readonly [K in `fading${NameOf<M>}`]: number | null }
    : unknown)

/** Options of {@link createEvaluation}. */
export interface EvaluationOptions<M extends readonly AnyMetricClass[], F extends number | undefined = undefined> {
  readonly metrics: M
  /** What the windowed figures speak of: so many of the newest rows, or so much event time (`'10min'`). Default 500. */
  readonly window?: MetricWindow | undefined
  /** Adds figures in which each row weighs this factor less than the next: 0.99. */
  readonly fading?: F | undefined
  /** A result every so many rows. Default a tenth of the window; 50 for a window of time. */
  readonly every?: number | undefined
  /** The column of the label; of a regressor's rows it may be left out, the label then is `prediction + residual`. */
  readonly label?: string | undefined
  /** A column that says how much a row counts: 0 or more. */
  readonly weight?: string | undefined
}

/** The same for rows of a classifier, whose label column must be named. */
export interface ClassEvaluationOptions<M extends readonly AnyMetricClass[], F extends number | undefined = undefined>
  extends EvaluationOptions<M, F> {
  readonly label: string
}

/** What an evaluation reads: what `ml.prequential` gives, or rows with a `prediction` and a label column. */
export interface EvaluatedRow {
  readonly prediction: number
  readonly residual?: number | null
}

/** What an evaluation of a classifier reads. */
export interface ClassifiedRow {
  readonly prediction: ClassLabel | null
  readonly probabilities?: Readonly<Record<string, number>>
}

/**
 * Scored rows in, figures out: every `every` rows, and once more at the end. Rows without a label are passed over. The
 * same rows give the same figures, however they were batched.
 *
 * @throws FlinknbError `INVALID_OPTION` for a wrong option
 * @example scored.process(ml.createEvaluation({ metrics: [ml.MAE, ml.R2], window: 500 })) // { n, MAE, R2, windowMAE, windowR2 }
 */
export function createEvaluation<
  const M extends readonly MetricClass[],
  const F extends number | undefined = undefined,
>(options: EvaluationOptions<M, F>): RowFunction<EvaluatedRow, EvaluationRow<M, F>>
export function createEvaluation<
  const M extends readonly ClassificationMetricClass[],
  const F extends number | undefined = undefined,
>(options: ClassEvaluationOptions<M, F>): RowFunction<ClassifiedRow, EvaluationRow<M, F>>
export function createEvaluation(
  options: EvaluationOptions<readonly AnyMetricClass[], number | undefined>,
): RowFunction<object, EvaluationRow<readonly AnyMetricClass[], number | undefined>> {
  const call = 'ml.evaluation'
  checkOptionNames(call, options, ['metrics', 'window', 'fading', 'every', 'label', 'weight'])
  const { window = 500, fading, label, weight } = options
  const metrics = checkMetrics(call, options.metrics)
  const board = new MetricBoard(call, metrics, window, fading)
  const every = checkEvery(call, options.every, window)
  return new Evaluation(board, readerOf(call, metrics, label, weight), typeof window === 'string', every)
}

/** How often a result is wanted. @throws FlinknbError `INVALID_OPTION` when it is no number of rows */
export function checkEvery(call: string, every: unknown, window: MetricWindow): number {
  if (every === undefined) return typeof window === 'number' ? Math.max(1, Math.round(window / 10)) : 50
  if (Number.isInteger(every) && (every as number) >= 1) return every as number
  throw new FlinknbError('INVALID_OPTION', `${call}: every: ${show(every)} is not a number of rows.`, {
    fix: 'Pass a whole number of 1 or more.',
  })
}

function readerOf(
  call: string,
  metrics: readonly AnyMetricClass[],
  label: string | undefined,
  weight: string | undefined,
): ReadRecord {
  const [first] = metrics
  if (!first || !isClassificationClass(first)) return numberRecords(label, weight)
  if (typeof label === 'string') return classRecords(label, weight)
  throw new FlinknbError('INVALID_OPTION', `${call}: label: ${show(label)} is no column.`, {
    fix: `Metrics about classes need the label: label: 'species'.`,
  })
}

interface EvaluationState {
  readonly n: number
  readonly emittedAt: number
  readonly board: MetricBoardState
}

class Evaluation<Out> implements RowFunction<object, Out> {
  readonly name = 'evaluation'
  private n = 0
  private emittedAt = 0

  constructor(
    private readonly board: MetricBoard,
    private readonly read: ReadRecord,
    private readonly inTime: boolean,
    private readonly every: number,
  ) {}

  processElement(row: object, context: RowContext | undefined, out: RowCollector<Out>): void {
    try {
      const record = this.read(row)
      if (record === undefined) return
      this.board.add(record, this.inTime ? eventTime('ml.evaluation', context) : 0)
    } catch (error) {
      throw atRecord(error, row)
    }
    if (++this.n % this.every === 0) this.emit(out)
  }

  endInput(out: RowCollector<Out>): void {
    if (this.n > this.emittedAt) this.emit(out)
  }

  snapshotState(): EvaluationState {
    return { n: this.n, emittedAt: this.emittedAt, board: this.board.toJSON() }
  }

  restoreState(state: unknown): void {
    const { n, emittedAt, board } = state as EvaluationState
    this.n = n
    this.emittedAt = emittedAt
    this.board.restore(board)
  }

  private emit(out: RowCollector<Out>): void {
    this.emittedAt = this.n
    const row: Record<string, number | null> = { n: this.n }
    this.board.write(row)
    out.collect(row as Out)
  }
}
