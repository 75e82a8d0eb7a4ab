import { type Duration, durationMs } from '../../base/duration.ts'
import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import type { CoProcessFunction } from '../../engine/coProcessFunction.ts'
import type { DataStream } from '../../engine/dataStream.ts'
import type { Collector, ProcessContext } from '../../engine/processFunction.ts'
import type { Accepts } from '../../ml/estimator/estimator.ts'
import { checkFeatureNames } from '../../ml/estimator/featureNames.ts'
import type { Regressor } from '../../ml/estimator/regressor.ts'
import { atRecord } from '../../ml/evaluation/atRecord.ts'
import { bindModel, type FeatureOf } from '../../ml/evaluation/bindModel.ts'
import { type PredictRow, predictedRow } from '../../ml/evaluation/predictedRow.ts'
import type { PredictedBy } from '../../ml/evaluation/scored.ts'
import { fromJSON } from '../../ml/fromJson.ts'
import type { ModelOfKind } from './modelStore.ts'
import { eventTimeOf, type ModelUpdate } from './modelUpdates.ts'

/** Options of {@link predictWith}. */
export interface PredictWithOptions<In, K extends 'regressor' | 'classifier' = 'regressor'> {
  readonly features: readonly FeatureOf<{ readonly accepts: Accepts }, In>[]
  /** How much older than a row, in event time, its model may be: Flink ML's `maxAllowedModelDelayMs`. Default 0. */
  readonly maxModelDelay?: Duration | undefined
  /** How many rows may wait for a model; one more is an error. Default 100,000. */
  readonly maxWaiting?: number | undefined
  /** Rows that wait when all input has ended: predicted by the newest model, or left out as by Flink ML. Default `'predict'`. */
  readonly atEnd?: 'predict' | 'drop' | undefined
  /** What the updates hold. Default `'regressor'`. */
  readonly kind?: K | undefined
}

/** A row with the prediction of the model that came in time. */
export type PredictedWith<In, K extends 'regressor' | 'classifier'> = PredictedBy<ModelOfKind<K>, In> & {
  /** Event time of the newest record that the model has learned. `modelVersion` is the update's. */
  readonly modelTimestamp: number
}

/**
 * Predicts rows with models that come on a stream of their own (`ml.modelUpdates`). A row is predicted as soon as there is a
 * model at most `maxModelDelay` older than the row, and waits until then; so however late training runs, no prediction
 * is made by a model that is too old. The same rule as Flink ML's online models: row time − delay ≤ model time. Rows that
 * waited leave with the event time of the update they waited for. What waits, and the model, are state.
 *
 * @throws FlinknbError `INVALID_OPTION` for a wrong option; while running `MODEL` when more rows wait than may, `INVALID_STATE`
 *   when rows have no event time
 * @example
 * const updates = ml.modelUpdates(labelled, model, { features: ['age', 'income'], label: 'price', every: 500 })
 * const predicted = ml.predictWith(rows, updates, { features: ['age', 'income'], maxModelDelay: '1min' })
 */
export function predictWith<In extends object, const K extends 'regressor' | 'classifier' = 'regressor'>(
  rows: DataStream<In>,
  updates: DataStream<ModelUpdate>,
  options: PredictWithOptions<In, K>,
): DataStream<PredictedWith<In, K>> {
  const call = 'ml.predictWith'
  checkOptionNames(call, options, ['features', 'maxModelDelay', 'maxWaiting', 'atEnd', 'kind'])
  const { features, maxModelDelay = 0, maxWaiting = 100_000, atEnd = 'predict' } = options
  const kind: 'regressor' | 'classifier' = options.kind ?? 'regressor'
  if (!Number.isInteger(maxWaiting) || maxWaiting < 1) {
    throw new FlinknbError('INVALID_OPTION', `${call}: maxWaiting: ${show(maxWaiting)} is no number of rows.`)
  }
  for (const [name, value, known] of [
    ['atEnd', atEnd, ['predict', 'drop']],
    ['kind', kind, ['regressor', 'classifier']],
  ] as const) {
    if ((known as readonly string[]).includes(value)) continue
    throw new FlinknbError('INVALID_OPTION', `${call}: ${name}: ${show(value)} cannot be used.`, {
      fix: `Pass '${known.join(`' or '`)}'.`,
    })
  }
  const settings = {
    features: checkFeatureNames(call, features),
    delayMs: durationMs(maxModelDelay, 'maxModelDelay'),
    maxWaiting,
    atEnd,
    kind,
  }
  return rows.connect(updates).process(new PredictWith<In, PredictedWith<In, K>>(settings))
}

interface Settings {
  readonly features: readonly string[]
  readonly delayMs: number
  readonly maxWaiting: number
  readonly atEnd: 'predict' | 'drop'
  readonly kind: 'regressor' | 'classifier'
}

interface State {
  readonly update: ModelUpdate | null
  readonly waiting: readonly (readonly [timestamp: number, row: object])[]
}

/** What {@link predictWith} runs. */
export class PredictWith<In extends object, Out> implements CoProcessFunction<In, ModelUpdate, Out> {
  readonly name = 'predict with model updates'
  #update: ModelUpdate | undefined
  #predict: PredictRow | undefined
  #waiting: (readonly [timestamp: number, row: In])[] = []

  constructor(private readonly settings: Settings) {}

  /** A stream that runs again begins anew; what is restored comes after this. */
  open(): void {
    this.#update = undefined
    this.#predict = undefined
    this.#waiting = []
  }

  processElement1(row: In, context: ProcessContext, out: Collector<Out>): void {
    const timestamp = eventTimeOf('ml.predictWith', context)
    if (this.#isFresh(timestamp)) this.#emit(row, out)
    else this.#wait(timestamp, row)
  }

  processElement2(update: ModelUpdate, _context: ProcessContext, out: Collector<Out>): void {
    this.#take(update)
    const waiting = this.#waiting
    this.#waiting = waiting.filter(([timestamp]) => !this.#isFresh(timestamp))
    for (const [timestamp, row] of waiting) if (this.#isFresh(timestamp)) this.#emit(row, out)
  }

  endInput(out: Collector<Out>): void {
    const waiting = this.#waiting
    this.#waiting = []
    if (this.settings.atEnd === 'drop' || waiting.length === 0) return
    if (this.#predict === undefined) {
      throw new FlinknbError('MODEL', `ml.predictWith: ${waiting.length} rows wait, and no model ever came.`, {
        fix: `Let ml.modelUpdates see labelled rows, or leave such rows out: atEnd: 'drop'.`,
      })
    }
    for (const [, row] of waiting) this.#emit(row, out)
  }

  snapshotState(): State {
    return { update: this.#update ?? null, waiting: [...this.#waiting] }
  }

  restoreState(state: unknown): void {
    const { update, waiting } = state as State
    if (update) this.#take(update)
    this.#waiting = [...(waiting as (readonly [number, In])[])]
  }

  #isFresh(timestamp: number): boolean {
    return this.#update !== undefined && timestamp - this.settings.delayMs <= this.#update.timestamp
  }

  #take(update: ModelUpdate): void {
    const { features, kind } = this.settings
    const model = fromJSON(update.model)
    if (model.kind !== kind) {
      throw new FlinknbError('INVALID_OPTION', `ml.predictWith: the updates hold a ${model.kind}.`, {
        fix: `Say so: { kind: '${model.kind}' }.`,
      })
    }
    this.#update = update
    this.#predict = predictedRow(bindModel('ml.predictWith', model as Regressor, features))
  }

  #emit(row: In, out: Collector<Out>): void {
    const { version, timestamp } = this.#update as ModelUpdate
    try {
      const predicted = (this.#predict as PredictRow)(row)
      out.collect({ ...predicted, modelVersion: version, modelTimestamp: timestamp } as Out)
    } catch (error) {
      throw atRecord(error, row)
    }
  }

  #wait(timestamp: number, row: In): void {
    if (this.#waiting.push([timestamp, row]) <= this.settings.maxWaiting) return
    const newest = this.#update ? new Date(this.#update.timestamp).toISOString() : 'none'
    throw new FlinknbError(
      'MODEL',
      `ml.predictWith: more than ${this.settings.maxWaiting} rows wait for a model; the newest is of ${newest}.`,
      { fix: 'Allow a longer maxModelDelay, more maxWaiting, or send models more often (every).' },
    )
  }
}
