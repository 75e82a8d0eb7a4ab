import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import type { Classifier } from '../estimator/classifier.ts'
import type { EstimatorJSON } from '../estimator/estimator.ts'
import type { Regressor } from '../estimator/regressor.ts'
import { atRecord } from './atRecord.ts'
import { bindModel, type FeatureOf } from './bindModel.ts'
import { DriftMarks } from './driftMarks.ts'
import { type LabelledModel, labelledModel } from './labelledModel.ts'
import { checkLabelColumns } from './prequential.ts'
import { type ReadTime, readTime } from './readTime.ts'
import type { RowCollector, RowContext, TwoRowsFunction } from './rowFunction.ts'
import type { LabelOf, ScoredBy } from './scored.ts'

/** Options of {@link learnFrom}. */
export interface LearnFromOptions<A, B, L extends string, M extends Regressor | Classifier = Regressor> {
  /** Columns of the first stream that the model learns from. */
  readonly features: readonly FeatureOf<M, A>[]
  /** The column of the second stream that it predicts. */
  readonly label: L
  /** The column that both streams have in common and that says which label belongs to which row. */
  readonly key: keyof A & keyof B & string
  /** How many rows (and labels that came first) wait at most; beyond, the oldest is given up. Default 100,000. */
  readonly maxWaiting?: number | undefined
}

/** What {@link learnFrom} makes of a row and its label. */
export type Learned<A, B, L extends keyof B & string, M> = ScoredBy<M, A & Pick<B, L>, L>

/**
 * Test-then-train where labels come on a stream of their own, later, in whatever order: each row of the first stream is
 * predicted when it comes, and learned when the second stream brings the label with the same key. Rows leave then: with their
 * own columns, the label, and what `ml.prequential` adds, as it was predicted when the row came. A label that comes first
 * waits for its row. A key stands for one row and one label.
 *
 * For predictions at once, run `ml.predict` with the same model beside it.
 *
 * @throws FlinknbError `INVALID_OPTION` for a wrong option; `MODEL`, while running, naming column and value of what the model
 *   cannot take
 * @example
 * const scored = orders.connect(deliveries).process(ml.learnFrom(model, { features: ['distance'], label: 'minutes', key: 'orderId' }))
 */
export function learnFrom<
  A extends object,
  B extends object,
  const L extends LabelOf<M, B> & string,
  M extends Regressor | Classifier = Regressor,
>(model: M, options: LearnFromOptions<A, B, L, M>): TwoRowsFunction<A, B, Learned<A, B, L & keyof B & string, M>> {
  const call = 'ml.learnFrom'
  checkOptionNames(call, options, ['features', 'label', 'key', 'maxWaiting'])
  const { features, label, key, maxWaiting = 100_000 } = options
  checkLabelColumns(call, { label, key }, features)
  if (!Number.isInteger(maxWaiting) || maxWaiting < 1) {
    throw new FlinknbError('INVALID_OPTION', `${call}: maxWaiting: ${show(maxWaiting)} is no number of rows.`)
  }
  const bound = bindModel(call, model, features)
  return new LearnFrom(
    model,
    labelledModel(bound, label, undefined),
    key,
    label,
    maxWaiting,
    readTime(call, model, undefined),
  )
}

interface LearnFromState {
  readonly model: EstimatorJSON
  readonly rows: readonly (readonly [key: unknown, row: object])[]
  readonly labels: readonly (readonly [key: unknown, label: unknown])[]
}

type Row = Readonly<Record<string, unknown>>

class LearnFrom<A extends object, B extends object, Out> implements TwoRowsFunction<A, B, Out> {
  readonly name = 'learn from'
  /** Scored rows without a label yet, oldest first. */
  private readonly rows = new Map<unknown, object>()
  private readonly labels = new Map<unknown, unknown>()
  private readonly marks: DriftMarks

  constructor(
    private readonly model: Regressor | Classifier,
    private readonly labelled: LabelledModel,
    private readonly key: string,
    private readonly label: string,
    private readonly maxWaiting: number,
    private readonly time: ReadTime | undefined,
  ) {
    this.marks = new DriftMarks(model)
  }

  processElement1(row: A, context: RowContext | undefined, out: RowCollector<Out>): void {
    this.time?.advance(row, context)
    const key = this.keyOf(row)
    const scored = this.score(row)
    if (this.labels.has(key)) {
      const label = this.labels.get(key)
      this.labels.delete(key)
      this.learn(scored, label, out)
    } else this.keep(this.rows, key, scored)
  }

  processElement2(row: B, context: RowContext | undefined, out: RowCollector<Out>): void {
    this.time?.advance(row, context)
    const label = (row as Row)[this.label]
    if (label === null || label === undefined) return
    const key = this.keyOf(row)
    const scored = this.rows.get(key)
    if (scored) {
      this.rows.delete(key)
      this.learn(scored, label, out)
    } else if (!this.labels.has(key)) this.keep(this.labels, key, label)
  }

  snapshotState(): LearnFromState {
    return { model: this.model.toJSON(), rows: [...this.rows], labels: [...this.labels] }
  }

  restoreState(state: unknown): void {
    const { model, rows, labels } = state as LearnFromState
    this.model.restore(model)
    this.marks.restored()
    this.rows.clear()
    this.labels.clear()
    for (const [key, row] of rows) this.rows.set(key, row)
    for (const [key, label] of labels) this.labels.set(key, label)
  }

  private score(row: A): object {
    try {
      // A label in the row itself would be a leak; the one that counts comes later.
      return this.labelled.score({ ...row, [this.label]: null })
    } catch (error) {
      throw atRecord(error, row)
    }
  }

  private learn(scored: object, label: unknown, out: RowCollector<Out>): void {
    const row: Record<string, unknown> = { ...scored, [this.label]: label }
    const y = this.labelled.labelOf(row)
    if (y === undefined) return
    this.labelled.learn(row, y, 1)
    if ('correct' in row) row.correct = row.prediction === y
    else row.residual = (y as number) - (row.prediction as number)
    out.collect(this.marks.mark(row) as Out)
  }

  private keep<V>(waiting: Map<unknown, V>, key: unknown, value: V): void {
    // The newest of one key counts, and waits as long as one that has just come.
    waiting.delete(key)
    waiting.set(key, value)
    if (waiting.size > this.maxWaiting) waiting.delete(waiting.keys().next().value)
  }

  private keyOf(row: object): unknown {
    const key = (row as Row)[this.key]
    if (key !== null && key !== undefined) return key instanceof Date ? key.getTime() : key
    throw new FlinknbError('MODEL', `ml.learnFrom: key '${this.key}' is missing in ${show(row)}.`, {
      fix: 'Filter such rows out.',
    })
  }
}
