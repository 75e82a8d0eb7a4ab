import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import { NewestSorted } from '../conformal/newestSorted.ts'
import { P2Quantile, type P2QuantileState } from '../conformal/p2Quantile.ts'
import { checkSaved } from '../estimator/checkSaved.ts'
import type { EstimatorJSON } from '../estimator/estimator.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import { VectorRegressor } from '../estimator/vectorRegressor.ts'
import { checkNumber } from '../gradient/numberOption.ts'

/** Options of {@link DummyRegressor}. */
export interface DummyRegressorOptions {
  /** What is always predicted: the labels' `mean` (default), `median`, `quantile`, or the `last` label. */
  readonly strategy?: 'mean' | 'median' | 'quantile' | 'last' | undefined
  /** Which quantile `quantile` predicts, between 0 and 1. Default 0.5. */
  readonly quantile?: number | undefined
  /** Only of the newest so many labels, exactly; by default of all of them, quantiles by the P² algorithm. */
  readonly window?: number | undefined
}

interface DummyState {
  readonly n: number
  readonly weight: number
  readonly value: number
  readonly p2: P2QuantileState | null
  readonly newest: readonly number[] | null
}

/**
 * Predicts the labels' mean, median, a quantile or the last one, whatever the features say: what a model has to beat.
 * scikit-learn's `DummyRegressor`, River's `StatisticRegressor`. Weights count for the mean over all labels.
 *
 * Memory: 13 numbers, or 2 a label of the window.
 *
 * @example
 * const model = new ml.DummyRegressor({ strategy: 'last' }).fit([{ x: 1 }, { x: 2 }], [5, 7])
 * model.predictOne({ x: 3 }) // 7
 */
export class DummyRegressor extends VectorRegressor {
  readonly type = 'DummyRegressor'
  readonly options: {
    readonly strategy: NonNullable<DummyRegressorOptions['strategy']>
    readonly quantile: number
    readonly window?: number
  }
  #n = 0
  #weight = 0
  #value = 0
  #p2: P2Quantile | undefined
  #newest: NewestSorted | undefined

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: DummyRegressorOptions = {}) {
    super()
    checkOptionNames('DummyRegressor', options, ['strategy', 'quantile', 'window'])
    const { strategy = 'mean', quantile = 0.5, window } = options
    if (!['mean', 'median', 'quantile', 'last'].includes(strategy)) {
      throw new FlinknbError('INVALID_OPTION', `DummyRegressor: strategy: ${show(strategy)} is none.`, {
        fix: `Pass 'mean', 'median', 'quantile' or 'last'.`,
      })
    }
    checkNumber('DummyRegressor', 'quantile', quantile, { above: 0, below: 1 })
    if (window !== undefined) checkNumber('DummyRegressor', 'window', window, { from: 1, whole: true })
    this.options = { strategy, quantile, ...(window === undefined ? {} : { window }) }
    this.start()
  }

  get n(): number {
    return this.#n
  }

  learnVector(_x: Float64Array, y: number, weight: number): void {
    this.#n++
    if (weight === 0) return
    const { strategy } = this.options
    this.#weight += weight
    this.#newest?.add(y)
    this.#p2?.add(y)
    if (strategy === 'last') this.#value = y
    else if (this.#newest) this.#value = strategy === 'mean' ? mean(this.#newest) : this.#newest.quantile(this.share)
    else if (this.#p2) this.#value = this.#p2.value ?? 0
    else this.#value += ((y - this.#value) * weight) / this.#weight
  }

  predictVector(_x: Float64Array): number {
    return this.#value
  }

  clone(): DummyRegressor {
    return new DummyRegressor(this.options)
  }

  toJSON(): EstimatorJSON {
    const state: DummyState = {
      n: this.#n,
      weight: this.#weight,
      value: this.#value,
      p2: this.#p2?.toJSON() ?? null,
      newest: this.#newest?.toJSON() ?? null,
    }
    return { type: this.type, format: 1, options: { ...this.options }, features: this.features, state }
  }

  restore(json: EstimatorJSON): void {
    checkSaved(json, this)
    this.reset(json.features.length > 0 ? json.features : this.features)
    const { n, weight, value, p2, newest } = json.state as DummyState
    this.#n = n
    this.#weight = weight
    this.#value = value
    if (p2) this.#p2?.restore(p2)
    if (newest) this.#newest?.restore(newest)
  }

  describe(): ModelDescription {
    return {
      title: this.type,
      n: this.#n,
      features: this.features,
      parameters: [
        { name: 'strategy', value: this.options.strategy },
        ...(this.options.window === undefined ? [] : [{ name: 'window', value: this.options.window }]),
        { name: 'prediction', value: this.#value },
      ],
      tables: [],
      notes: ['A baseline: predicts the same whatever the features are.'],
    }
  }

  protected start(): void {
    const { strategy, window } = this.options
    this.#n = 0
    this.#weight = 0
    this.#value = 0
    const byRank = strategy === 'median' || strategy === 'quantile'
    this.#newest = window !== undefined && strategy !== 'last' ? new NewestSorted(window) : undefined
    this.#p2 = window === undefined && byRank ? new P2Quantile(this.share) : undefined
  }

  protected override extend(): void {}

  private get share(): number {
    return this.options.strategy === 'median' ? 0.5 : this.options.quantile
  }
}

/** Summed anew each time, so that nothing drifts. */
function mean(newest: NewestSorted): number {
  let sum = 0
  for (let rank = 1; rank <= newest.length; rank++) sum += newest.smallest(rank)
  return sum / newest.length
}
