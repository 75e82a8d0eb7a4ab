import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import type { Estimator } from '../estimator/estimator.ts'
import type { RowCollector, RowContext, RowFunction } from '../evaluation/rowFunction.ts'
import { cannotExplain } from './cannotExplain.ts'
import { isLinear, partsOf } from './innerModel.ts'

/** Options of {@link trackCoefficients}. */
export interface TrackCoefficientsOptions {
  /** A row of coefficients every so many rows. Default 50. */
  readonly every?: number | undefined
}

/** Coefficients at a moment: `n` records learned, and one column a feature; null for a dropped one. */
export type CoefficientRow = { readonly n: number } & { readonly [feature: string]: number | null }

/**
 * The coefficients of a linear model while it learns elsewhere: a row every `every` rows that pass, and one at the end.
 * Put it behind the operator that teaches the model. Features are those behind the transformers; `intercept` is one of the columns.
 *
 * @throws FlinknbError `INVALID_OPTION`; `MODEL` for a model without coefficients
 * @example
 * const scored = stream.process(ml.prequential(model, { features: ['age', 'income'], label: 'price' }))
 * const lines = scored.process(ml.trackCoefficients(model, { every: 100 }))
 * display(plot.line(lines, { x: 'n', y: ['age', 'income'] }))
 */
export function trackCoefficients(
  model: Estimator,
  options: TrackCoefficientsOptions = {},
): RowFunction<object, CoefficientRow> {
  const call = 'ml.trackCoefficients'
  checkOptionNames(call, options, ['every'])
  const { every = 50 } = options
  if (!Number.isInteger(every) || every < 1) {
    throw new FlinknbError('INVALID_OPTION', `${call}: every: ${show(every)} is no number of rows.`, {
      fix: 'Pass 1 or more.',
    })
  }
  const { last } = partsOf(model)
  if (!isLinear(last)) throw cannotExplain(call, last.type)
  return new CoefficientTracker(model, every)
}

class CoefficientTracker implements RowFunction<object, CoefficientRow> {
  readonly name = 'track coefficients'
  #rows = 0
  #emittedAt = 0

  constructor(
    private readonly model: Estimator,
    private readonly every: number,
  ) {}

  processElement(_row: object, _context: RowContext | undefined, out: RowCollector<CoefficientRow>): void {
    if (++this.#rows % this.every === 0) this.#emit(out)
  }

  endInput(out: RowCollector<CoefficientRow>): void {
    if (this.#rows > this.#emittedAt) this.#emit(out)
  }

  snapshotState(): readonly number[] {
    return [this.#rows, this.#emittedAt]
  }

  restoreState(state: unknown): void {
    const [rows = 0, emittedAt = 0] = state as readonly number[]
    this.#rows = rows
    this.#emittedAt = emittedAt
  }

  #emit(out: RowCollector<CoefficientRow>): void {
    this.#emittedAt = this.#rows
    const { last } = partsOf(this.model)
    if (!isLinear(last)) return
    const coefficients = last.coefficients
    const named = last.features.map((feature, j) => [feature, coefficients[j] ?? null] as const)
    out.collect({ n: this.model.n, intercept: last.intercept, ...Object.fromEntries(named) } as CoefficientRow)
  }
}
