import { checkOptionNames } from '../../base/options.ts'
import { ColumnRanges } from './columnRanges.ts'
import { ColumnScaler, type Figures, widened } from './columnScaler.ts'

/**
 * Divides each feature by its largest magnitude so far, as scikit-learn's and River's `MaxAbsScaler`: 0 stays 0.
 *
 * Memory: 2 numbers a feature.
 *
 * @example
 * const scaler = new ml.MaxAbsScaler().fit([{ x: -4 }, { x: 2 }])
 * scaler.transformOne({ x: 2 }) // { x: 0.5 }
 */
export class MaxAbsScaler extends ColumnScaler {
  readonly type = 'MaxAbsScaler'
  readonly options: Readonly<Record<string, never>> = {}
  /** The range, not the magnitude: behind another scaler the origin is elsewhere. */
  #ranges = ColumnRanges.empty(0)

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: object = {}) {
    super()
    checkOptionNames('MaxAbsScaler', options, [])
  }

  /** Adds what another scaler has learned. @throws FlinknbError `MODEL` when the features differ */
  merge(other: MaxAbsScaler): this {
    if (other.n === 0) return this
    this.useFeatures(other.features)
    const columns = this.features.map(name => other.features.indexOf(name))
    this.#ranges.merge(other.#ranges, columns, this.n === 0)
    this.learned += other.n
    return this
  }

  clone(): MaxAbsScaler {
    return new MaxAbsScaler()
  }

  figures(): Figures {
    return { 'largest magnitude': this.features.map((_, j) => this.magnitude(j, 0)) }
  }

  protected learnColumns(x: Float64Array): void {
    this.#ranges.add(x, this.learned === 1)
  }

  protected placeColumn(j: number, shift: number, scale: number): void {
    this.shift = shift
    this.scale = this.magnitude(j, shift) || scale
  }

  protected saved(): Readonly<Record<string, unknown>> {
    return { min: [...this.#ranges.min], max: [...this.#ranges.max] }
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

  private magnitude(j: number, origin: number): number {
    return Math.max(
      Math.abs((this.#ranges.min[j] as number) - origin),
      Math.abs((this.#ranges.max[j] as number) - origin),
    )
  }
}
