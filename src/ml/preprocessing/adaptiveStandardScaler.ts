import { checkOptionNames } from '../../base/options.ts'
import { checkNumber } from '../gradient/numberOption.ts'
import { ColumnScaler, type Figures, widened } from './columnScaler.ts'

/** Options of {@link AdaptiveStandardScaler}. */
export interface AdaptiveStandardScalerOptions {
  /** How much a new record counts, above 0 and at most 1; the one before counts (1 − fading) of that. Default 0.3. */
  readonly fading?: number | undefined
}

/**
 * Scales each feature to mean 0 and deviation 1 of the recent past: exponentially fading mean and variance, as River's
 * `AdaptiveStandardScaler`, for features whose level moves. A feature without variance becomes 0.
 *
 * The variance by the recurrence of Finch (Incremental calculation of weighted mean and variance, 2009), never E[x²] − mean²,
 * by which River's is rounding alone for a feature that stays the same. Memory: 2 numbers a feature.
 *
 * @example
 * const scaler = new ml.AdaptiveStandardScaler({ fading: 0.5 })
 * for (const x of [2, 4]) scaler.learnOne({ x }) // mean 3, variance 1
 * scaler.transformOne({ x: 4 }) // { x: 1 }
 */
export class AdaptiveStandardScaler extends ColumnScaler {
  readonly type = 'AdaptiveStandardScaler'
  readonly options: { readonly fading: number }
  #mean: Float64Array = new Float64Array(0)
  #variance: Float64Array = new Float64Array(0)

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: AdaptiveStandardScalerOptions = {}) {
    super()
    checkOptionNames('AdaptiveStandardScaler', options, ['fading'])
    const { fading = 0.3 } = options
    checkNumber('AdaptiveStandardScaler', 'fading', fading, { above: 0, to: 1 })
    this.options = { fading }
  }

  /**
   * Old records were scaled otherwise than new ones: to solve all of them through the present map, as a regression in a
   * pipeline would, is another model. So each record is learned as it was scaled then.
   */
  override get isAffine(): boolean {
    return false
  }

  override transformVector(x: Float64Array, out: Float64Array): void {
    if (this.n === 0) out.set(x)
    else {
      for (let j = 0; j < x.length; j++) {
        const variance = this.#variance[j] as number
        out[j] = variance > 0 ? ((x[j] as number) - (this.#mean[j] as number)) / Math.sqrt(variance) : 0
      }
    }
  }

  clone(): AdaptiveStandardScaler {
    return new AdaptiveStandardScaler(this.options)
  }

  figures(): Figures {
    return { mean: [...this.#mean], variance: [...this.#variance] }
  }

  protected learnColumns(x: Float64Array): void {
    const { fading } = this.options
    const mean = this.#mean
    const variance = this.#variance
    if (this.learned === 1) mean.set(x)
    for (let j = 0; j < mean.length; j++) {
      const distance = (x[j] as number) - (mean[j] as number)
      mean[j] = (mean[j] as number) + fading * distance
      variance[j] = (1 - fading) * ((variance[j] as number) + fading * distance * distance)
    }
  }

  protected placeColumn(j: number): void {
    this.shift = this.#mean[j] as number
    this.scale = Math.sqrt(this.#variance[j] as number) || 1
  }

  protected saved(): Readonly<Record<string, unknown>> {
    return { mean: [...this.#mean], variance: [...this.#variance] }
  }

  protected restoreColumns(state: Readonly<Record<string, unknown>>): void {
    this.#mean = this.savedColumn(state, 'mean')
    this.#variance = this.savedColumn(state, 'variance')
  }

  protected start(features: readonly string[]): void {
    this.learned = 0
    this.#mean = new Float64Array(features.length)
    this.#variance = new Float64Array(features.length)
  }

  protected override extend(names: readonly string[], width: number): void {
    this.#mean = widened(this.#mean, width + names.length)
    this.#variance = widened(this.#variance, width + names.length)
  }
}
