import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import { checkBooleans } from './checkChoice.ts'
import { ColumnRanges } from './columnRanges.ts'
import { ColumnScaler, type Figures, widened } from './columnScaler.ts'

/** Options of {@link MinMaxScaler}. */
export interface MinMaxScalerOptions {
  /** Where the smallest and the largest value learned go. Default [0, 1]. */
  readonly range?: readonly [low: number, high: number] | undefined
  /** Keep values beyond those learned within the range. Default false. */
  readonly clip?: boolean | undefined
}

/**
 * Scales each feature so that its smallest and largest value so far become 0 and 1, as scikit-learn's `MinMaxScaler` and,
 * on a stream, River's. A constant feature becomes the low end.
 *
 * Memory: 2 numbers a feature.
 *
 * @example
 * const scaler = new ml.MinMaxScaler().fit([{ x: 1 }, { x: 3 }])
 * scaler.transformOne({ x: 2 }) // { x: 0.5 }
 */
export class MinMaxScaler extends ColumnScaler {
  readonly type = 'MinMaxScaler'
  readonly options: { readonly range: readonly [number, number]; readonly clip: boolean }
  #ranges = ColumnRanges.empty(0)

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: MinMaxScalerOptions = {}) {
    super()
    checkOptionNames('MinMaxScaler', options, ['range', 'clip'])
    const { range = [0, 1], clip = false } = options
    checkBooleans('MinMaxScaler', { clip })
    if (!Array.isArray(range) || range.length !== 2 || !range.every(Number.isFinite) || !(range[0] < range[1])) {
      throw new FlinknbError('INVALID_OPTION', `MinMaxScaler: range: ${show(range)} is no range.`, {
        fix: 'Pass [low, high], such as [0, 1].',
      })
    }
    this.options = { range: [range[0], range[1]], clip }
  }

  /** Clipping is not affine. */
  override get isAffine(): boolean {
    return !this.options.clip
  }

  get min(): number[] {
    return [...this.#ranges.min]
  }

  get max(): number[] {
    return [...this.#ranges.max]
  }

  override transformVector(x: Float64Array, out: Float64Array): void {
    super.transformVector(x, out)
    if (!this.options.clip || this.n === 0) return
    const [low, high] = this.options.range
    for (let j = 0; j < out.length; j++) out[j] = Math.min(high, Math.max(low, out[j] as number))
  }

  /** Adds what another scaler has learned. @throws FlinknbError `MODEL` when the features differ */
  merge(other: MinMaxScaler): this {
    if (other.n === 0) return this
    this.useFeatures(other.features)
    const columns = this.features.map(name => other.features.indexOf(name))
    this.#ranges.merge(other.#ranges, columns, this.n === 0)
    this.learned += other.n
    return this
  }

  clone(): MinMaxScaler {
    return new MinMaxScaler(this.options)
  }

  figures(): Figures {
    return { min: this.min, max: this.max }
  }

  protected learnColumns(x: Float64Array): void {
    this.#ranges.add(x, this.learned === 1)
  }

  protected placeColumn(j: number, _shift: number, scale: number): void {
    const [low, high] = this.options.range
    const min = this.#ranges.min[j] as number
    const width = (this.#ranges.max[j] as number) - min
    this.scale = (width === 0 ? scale : width) / (high - low)
    this.shift = min - low * this.scale
  }

  protected saved(): Readonly<Record<string, unknown>> {
    return { min: this.min, max: this.max }
  }

  protected restoreColumns(state: Readonly<Record<string, unknown>>): void {
    this.#ranges = new ColumnRanges(this.savedColumn(state, 'min'), this.savedColumn(state, 'max'))
  }

  protected start(features: readonly string[]): void {
    this.learned = 0
    this.#ranges = ColumnRanges.empty(features.length)
  }

  protected override extend(names: readonly string[], width: number): void {
    const { min, max } = this.#ranges
    this.#ranges = new ColumnRanges(widened(min, width + names.length), widened(max, width + names.length))
  }
}
