import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import type { Classifier } from '../estimator/classifier.ts'
import type { EstimatorJSON } from '../estimator/estimator.ts'
import type { Regressor } from '../estimator/regressor.ts'
import { atRecord } from '../evaluation/atRecord.ts'
import { bindModel, type FeatureOf } from '../evaluation/bindModel.ts'
import { type LabelledModel, labelledModel } from '../evaluation/labelledModel.ts'
import { checkLabelColumns } from '../evaluation/prequential.ts'
import { type ReadTime, readTime } from '../evaluation/readTime.ts'
import type { RowCollector, RowContext, RowFunction } from '../evaluation/rowFunction.ts'
import type { LabelOf } from '../evaluation/scored.ts'
import { cannotExplain } from './cannotExplain.ts'
import { isLinear, partsOf } from './innerModel.ts'

/** Options of {@link trackCoefficients}. */
export interface TrackCoefficientsOptions<In, L extends string, M extends Regressor | Classifier = Regressor> {
  readonly features: readonly FeatureOf<M, In>[]
  readonly label: L
  /** A row of coefficients every so many learned rows. Default 50. */
  readonly every?: number | undefined
}

/** Coefficients at a moment: `n` records learned, and one column a feature; null for a dropped one. */
export type CoefficientRow = { readonly n: number } & { readonly [feature: string]: number | null }

/**
 * The coefficients of a linear model over time: each row is learned, and every `every` rows, and at the end, what the model
 * says then leaves. Features are those behind the transformers; `intercept` is one of the columns. It teaches the model itself, as an
 * operator behind another one sees a model batch by batch: for predictions beside it, give each a `clone()`.
 *
 * @throws FlinknbError `INVALID_OPTION`; `MODEL` for a model without coefficients, or, while running, naming column and value
 *   of what it cannot take
 * @example
 * const lines = stream.process(ml.trackCoefficients(model, { features: ['age', 'income'], label: 'price', every: 100 }))
 * display(plot.line(lines, { x: 'n', y: ['age', 'income'] }))
 */
export function trackCoefficients<
  In extends object,
  const L extends LabelOf<M, In> & string,
  M extends Regressor | Classifier = Regressor,
>(model: M, options: TrackCoefficientsOptions<In, L, M>): RowFunction<In, CoefficientRow> {
  const call = 'ml.trackCoefficients'
  checkOptionNames(call, options, ['features', 'label', 'every'])
  const { features, label, every = 50 } = options
  if (!Number.isInteger(every) || every < 1) {
    throw new FlinknbError('INVALID_OPTION', `${call}: every: ${show(every)} is no number of rows.`, {
      fix: 'Pass 1 or more.',
    })
  }
  const { last } = partsOf(model)
  if (!isLinear(last)) throw cannotExplain(call, last.type)
  checkLabelColumns(call, { label }, features)
  const labelled = labelledModel(bindModel(call, model as Regressor, features), label, undefined)
  return new CoefficientTracker<In>(model, labelled, readTime(call, model, undefined), every)
}

interface State {
  readonly model: EstimatorJSON
  readonly rows: number
  readonly emittedAt: number
}

class CoefficientTracker<In extends object> implements RowFunction<In, CoefficientRow> {
  readonly name = 'track coefficients'
  #rows = 0
  #emittedAt = 0

  constructor(
    private readonly model: Regressor | Classifier,
    private readonly labelled: LabelledModel,
    private readonly time: ReadTime | undefined,
    private readonly every: number,
  ) {}

  processElement(row: In, context: RowContext | undefined, out: RowCollector<CoefficientRow>): void {
    try {
      const y = this.labelled.labelOf(row)
      if (y === undefined) return
      this.time?.advance(row, context)
      this.labelled.learn(row, y, 1)
    } catch (error) {
      throw atRecord(error, row)
    }
    if (++this.#rows % this.every === 0) this.#emit(out)
  }

  endInput(out: RowCollector<CoefficientRow>): void {
    if (this.#rows > this.#emittedAt) this.#emit(out)
  }

  snapshotState(): State {
    return { model: this.model.toJSON(), rows: this.#rows, emittedAt: this.#emittedAt }
  }

  restoreState(state: unknown): void {
    const { model, rows, emittedAt } = state as State
    this.model.restore(model)
    this.#rows = rows
    this.#emittedAt = emittedAt
  }

  #emit(out: RowCollector<CoefficientRow>): void {
    this.#emittedAt = this.#rows
    const { last } = partsOf(this.model)
    if (!isLinear(last)) return
    const { coefficients } = last
    const named = last.features.map((feature, j) => [feature, coefficients[j] ?? null] as const)
    out.collect({ n: this.model.n, intercept: last.intercept, ...Object.fromEntries(named) } as CoefficientRow)
  }
}
