import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import type { DataStream } from '../../engine/dataStream.ts'
import type { Collector, ProcessContext, ProcessFunction } from '../../engine/processFunction.ts'
import type { Classifier } from '../../ml/estimator/classifier.ts'
import type { EstimatorJSON } from '../../ml/estimator/estimator.ts'
import type { Regressor } from '../../ml/estimator/regressor.ts'
import { atRecord } from '../../ml/evaluation/atRecord.ts'
import { bindModel, type FeatureOf } from '../../ml/evaluation/bindModel.ts'
import { type LabelledModel, labelledModel } from '../../ml/evaluation/labelledModel.ts'
import { checkLabelColumns } from '../../ml/evaluation/prequential.ts'
import { type ReadTime, readTime } from '../../ml/evaluation/readTime.ts'
import type { FeatureName, LabelOf } from '../../ml/evaluation/scored.ts'

/** A model as it was at a moment, as data that travels on a stream. */
export interface ModelUpdate {
  /** Event time of the newest record it has learned, epoch milliseconds. */
  readonly timestamp: number
  /** 1, 2, 3, … */
  readonly version: number
  readonly model: EstimatorJSON
}

/** Options of {@link modelUpdates}. */
export interface ModelUpdatesOptions<In, L extends string, M extends Regressor | Classifier> {
  readonly features: readonly FeatureOf<M, In>[]
  readonly label: L
  readonly weight?: FeatureName<In> | undefined
  /** A model every so many learned rows, and one at the end. Default 100. */
  readonly every?: number | undefined
}

/**
 * Teaches a model and sends it on as it becomes, for `ml.predictWith` on another stream: Flink ML's stream of model data.
 * Needs event time, which says how old a model is. Rows without a label teach nothing.
 *
 * @throws FlinknbError `INVALID_OPTION` for a wrong option; `MODEL`, while running, naming column and value of what the model
 *   cannot take; `INVALID_STATE` when rows have no event time
 * @example const updates = ml.modelUpdates(labelled, model, { features: ['age', 'income'], label: 'price', every: 500 })
 */
export function modelUpdates<
  In extends object,
  const L extends LabelOf<M, In> & string,
  M extends Regressor | Classifier = Regressor,
>(stream: DataStream<In>, model: M, options: ModelUpdatesOptions<In, L, M>): DataStream<ModelUpdate> {
  const call = 'ml.modelUpdates'
  checkOptionNames(call, options, ['features', 'label', 'weight', 'every'])
  const { features, label, weight, every = 100 } = options
  if (!Number.isInteger(every) || every < 1) {
    throw new FlinknbError('INVALID_OPTION', `${call}: every: ${show(every)} is no number of rows.`, {
      fix: 'Pass 1 or more.',
    })
  }
  checkLabelColumns(call, { label, ...(weight === undefined ? {} : { weight }) }, features)
  const labelled = labelledModel(bindModel(call, model as Regressor, features), label, weight)
  return stream.process(new ModelUpdates<In>(model, labelled, readTime(call, model, undefined), every))
}

interface State {
  readonly model: EstimatorJSON
  readonly learned: number
  readonly version: number
  readonly sentAt: number
  readonly newest: number | null
}

class ModelUpdates<In extends object> implements ProcessFunction<In, ModelUpdate> {
  readonly name = 'model updates'
  #learned = 0
  #version = 0
  #sentAt = 0
  #newest = Number.NEGATIVE_INFINITY

  constructor(
    private readonly model: Regressor | Classifier,
    private readonly labelled: LabelledModel,
    private readonly time: ReadTime | undefined,
    private readonly every: number,
  ) {}

  processElement(row: In, context: ProcessContext, out: Collector<ModelUpdate>): void {
    try {
      const y = this.labelled.labelOf(row)
      if (y === undefined) return
      this.time?.advance(row, context)
      this.#newest = Math.max(this.#newest, eventTimeOf('ml.modelUpdates', context))
      this.labelled.learn(row, y, this.labelled.weightOf(row))
    } catch (error) {
      throw atRecord(error, row)
    }
    if (++this.#learned % this.every === 0) this.#send(out)
  }

  endInput(out: Collector<ModelUpdate>): void {
    if (this.#learned > this.#sentAt) this.#send(out)
  }

  snapshotState(): State {
    const newest = Number.isFinite(this.#newest) ? this.#newest : null
    return { model: this.model.toJSON(), learned: this.#learned, version: this.#version, sentAt: this.#sentAt, newest }
  }

  restoreState(state: unknown): void {
    const { model, learned, version, sentAt, newest } = state as State
    this.model.restore(model)
    this.#learned = learned
    this.#version = version
    this.#sentAt = sentAt
    this.#newest = newest ?? Number.NEGATIVE_INFINITY
  }

  #send(out: Collector<ModelUpdate>): void {
    this.#sentAt = this.#learned
    out.collect({ timestamp: this.#newest, version: ++this.#version, model: this.model.toJSON() })
  }
}

/** @throws FlinknbError `INVALID_STATE` when the stream has no event time */
export function eventTimeOf(call: string, { timestamp }: { readonly timestamp: number | undefined }): number {
  if (timestamp !== undefined) return timestamp
  throw new FlinknbError('INVALID_STATE', `${call}: rows have no event time, which says how old a model is.`, {
    fix: `Give them one: stream.assignTimestampsAndWatermarks(WatermarkStrategy.forMonotonousTimestamps().withTimestampAssigner('ts')).`,
  })
}
