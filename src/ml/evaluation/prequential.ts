import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import type { Classifier } from '../estimator/classifier.ts'
import type { EstimatorJSON } from '../estimator/estimator.ts'
import type { Regressor } from '../estimator/regressor.ts'
import { isTimedLearner } from '../linear/timedLearner.ts'
import { atRecord } from './atRecord.ts'
import { type BoundModel, bindModel, type FeatureOf } from './bindModel.ts'
import { DelayedLabels, type DelayedLabelsState, type LabelDelay } from './delayedLabels.ts'
import { DriftMarks } from './driftMarks.ts'
import { type LabelledModel, labelledModel } from './labelledModel.ts'
import { type ReadTime, readTime } from './readTime.ts'
import type { RowCollector, RowContext, RowFunction } from './rowFunction.ts'
import type { FeatureName, LabelOf, ScoredBy } from './scored.ts'

/** Options of {@link prequential}. */
export interface PrequentialOptions<In, L extends string, M extends Regressor | Classifier = Regressor> {
  /** Columns the model learns from. */
  readonly features: readonly FeatureOf<M, In>[]
  /** The column it predicts. Where a row's label is null or undefined, the row is predicted and not learned. */
  readonly label: L
  /** A column that says how much a row counts: 0 or more. */
  readonly weight?: FeatureName<In> | undefined
  /**
   * When labels are known. A row is predicted at once and learned when its label is there: so many records later (`100`), so
   * much event time later (`'10min'`), or when a column has grown by so much (`{ moment: 'day', by: 10 }`). Default at once.
   */
  readonly delay?: LabelDelay<In> | undefined
  /** The column of the time, epoch milliseconds or a Date, where model or delay ask for it. Default the event time. */
  readonly timestamp?: (keyof In & string) | undefined
}

/**
 * Tests, then trains, in one operator, so that no order of user code can leak a label: each row is predicted by the
 * model as it was before that row, and only then learned. Rows leave with their own columns and
 * - of a regressor: `prediction`, `residual` (label − prediction; null without a label), and `lower` and `upper` of one that
 *   gives intervals;
 * - of a classifier: `prediction` (a class), its `probability`, the `probabilities` of all, and `correct` (null without a label);
 * - `modelVersion`: records learned before this prediction;
 * - `drift`, of a model made by `ml.onDrift`: whether the row raised the alarm.
 *
 * With a `delay` rows leave when they are predicted too, scored with the label they carry; the model sees it only later, and
 * learns what is left when the input ends.
 *
 * @throws FlinknbError `INVALID_OPTION` for a wrong option; `MODEL`, while running, naming column and value of what is
 *   not a finite number, or no class
 * @example
 * const scored = stream.process(ml.prequential(model, { features: ['age', 'income'], label: 'price' }))
 */
export function prequential<
  In extends object,
  const L extends LabelOf<M, In> & string,
  M extends Regressor | Classifier = Regressor,
>(model: M, options: PrequentialOptions<In, L, M>): RowFunction<In, ScoredBy<M, In, L & keyof In>> {
  const call = 'ml.prequential'
  checkOptionNames(call, options, ['features', 'label', 'weight', 'delay', 'timestamp'])
  const { features, label, weight } = options
  checkLabelColumns(call, { label, ...(weight === undefined ? {} : { weight }) }, features)
  return testThenTrain(call, bindModel(call, model, features), options)
}

/** The columns of {@link prequential} once the model has its features. */
export interface TestThenTrainOptions {
  readonly label: string
  readonly weight?: string | undefined
  readonly delay?: unknown
  readonly timestamp?: string | undefined
}

/** Test-then-train of a model that is bound already. */
export function testThenTrain<In extends object, Out>(
  call: string,
  bound: BoundModel,
  { label, weight, delay, timestamp }: TestThenTrainOptions,
): RowFunction<In, Out> {
  const { model } = bound
  const delayed = delay === undefined ? undefined : new DelayedLabels(call, delay, model.features, timestamp)
  // A timestamp is for whoever asks for one: the model, or the delay.
  const timeColumn = typeof delay === 'string' && !isTimedLearner(model) ? undefined : timestamp
  return new Prequential<In, Out>(
    model,
    labelledModel(bound, label, weight),
    readTime(call, model, timeColumn),
    delayed,
  )
}

/**
 * Holds label and weight columns against the features.
 *
 * @throws FlinknbError `INVALID_OPTION` for one that is no name, or a feature
 */
export function checkLabelColumns(call: string, columns: object, features: readonly string[]): void {
  for (const [name, column] of Object.entries(columns)) {
    if (typeof column === 'string' && !features?.includes?.(column)) continue
    throw new FlinknbError('INVALID_OPTION', `${call}: ${name}: ${show(column)} cannot be used.`, {
      fix: 'Name a column that is not among the features.',
    })
  }
}

interface PrequentialState {
  readonly model: EstimatorJSON
  readonly delayed: DelayedLabelsState
}

class Prequential<In extends object, Out> implements RowFunction<In, Out> {
  readonly name = 'prequential'
  readonly mapBatch?: (values: readonly In[]) => Out[]
  private readonly marks: DriftMarks

  constructor(
    private readonly model: Regressor | Classifier,
    private readonly labelled: LabelledModel,
    private readonly time: ReadTime | undefined,
    private readonly delayed: DelayedLabels | undefined,
  ) {
    this.marks = new DriftMarks(model)
    if (time?.needsContext || delayed?.needsContext) return
    this.mapBatch = values => {
      const scored: Out[] = []
      try {
        while (scored.length < values.length) scored.push(this.score(values[scored.length] as In, undefined))
      } catch (error) {
        throw atRecord(error, values[scored.length] as In)
      }
      return scored
    }
  }

  processElement(value: In, context: RowContext | undefined, out: RowCollector<Out>): void {
    let scored: Out
    try {
      scored = this.score(value, context)
    } catch (error) {
      throw atRecord(error, value)
    }
    out.collect(scored)
  }

  endInput(): void {
    this.learnDue(Number.POSITIVE_INFINITY)
  }

  snapshotState(): EstimatorJSON | PrequentialState {
    const model = this.model.toJSON()
    return this.delayed ? { model, delayed: this.delayed.toJSON() } : model
  }

  restoreState(state: unknown): void {
    if (this.delayed) {
      const { model, delayed } = state as PrequentialState
      this.model.restore(model)
      this.delayed.restore(delayed)
    } else this.model.restore(state as EstimatorJSON)
    this.marks.restored()
  }

  private score(value: In, context: RowContext | undefined): Out {
    const { delayed, labelled } = this
    this.time?.advance(value, context)
    if (!delayed) return this.marks.mark(labelled.scoreAndLearn(value)) as Out
    const now = delayed.now(value, context)
    this.learnDue(now)
    const scored = labelled.score(value)
    delayed.add(value, now, labelled.labelOf(value), labelled.weightOf(value))
    return this.marks.mark(scored) as Out
  }

  private learnDue(now: number): void {
    for (let next = this.delayed?.next(now); next; next = this.delayed?.next(now)) {
      this.labelled.learn(next.row, next.label, next.weight)
    }
  }
}
