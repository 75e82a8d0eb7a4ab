import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import type { Records } from '../estimator/vectorEstimator.ts'
import { checkNumber } from '../gradient/numberOption.ts'
import { checkBooleans } from './checkChoice.ts'
import { ColumnScaler, type Figures } from './columnScaler.ts'
import { columnsOf } from './columnsOf.ts'
import { StreamingQuantiles, type StreamingQuantilesState } from './streamingQuantiles.ts'
import { WindowQuantiles } from './windowQuantiles.ts'

/** Options of {@link RobustScaler}. */
export interface RobustScalerOptions {
  /** Subtract the median. Default true. */
  readonly withCentering?: boolean | undefined
  /** Divide by the distance of the two quantiles. Default true. */
  readonly withScaling?: boolean | undefined
  /** In per cent. Default [25, 75], the interquartile range. */
  readonly quantileRange?: readonly [low: number, high: number] | undefined
  /** Only the newest so many records, exactly. Default: all of them. */
  readonly window?: number | undefined
}

type Quantiles = StreamingQuantiles | WindowQuantiles

/**
 * Scales each feature by its median and interquartile range, which outliers do not move, as scikit-learn's `RobustScaler`.
 * A feature whose range is 0 is only moved.
 *
 * After `fit` quantiles are exact. Over a stream they are exact for the first 1,024 records and by the P² algorithm
 * afterwards, or exact over the newest `window` records. Memory: 1,024 numbers a feature, or twice the window.
 *
 * @example
 * const scaler = new ml.RobustScaler().fit([{ x: 1 }, { x: 2 }, { x: 3 }, { x: 4 }, { x: 1000 }])
 * scaler.transformOne({ x: 5 }) // { x: 1 }: (5 − 3) / (4 − 2)
 */
export class RobustScaler extends ColumnScaler {
  readonly type = 'RobustScaler'
  readonly options: {
    readonly withCentering: boolean
    readonly withScaling: boolean
    readonly quantileRange: readonly [number, number]
    readonly window: number | null
  }
  #columns: Quantiles[] = []

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: RobustScalerOptions | RobustScaler['options'] = {}) {
    super()
    checkOptionNames('RobustScaler', options, ['withCentering', 'withScaling', 'quantileRange', 'window'])
    const { withCentering = true, withScaling = true, quantileRange = [25, 75] } = options
    const window = options.window ?? null
    checkBooleans('RobustScaler', { withCentering, withScaling })
    if (window !== null) checkNumber('RobustScaler', 'window', window, { from: 2, to: 1e7, whole: true })
    const [low, high] = Array.isArray(quantileRange) ? (quantileRange as readonly number[]) : []
    if (low === undefined || high === undefined || !(0 < low && low < 50 && 50 < high && high < 100)) {
      throw new FlinknbError('INVALID_OPTION', `RobustScaler: quantileRange: ${show(quantileRange)} is no range.`, {
        fix: 'Pass two percentages, one below and one above the median, such as [25, 75].',
      })
    }
    this.options = { withCentering, withScaling, quantileRange: [low, high], window }
  }

  get median(): number[] {
    return this.#columns.map(column => (this.n > 0 ? column.value(1) : 0))
  }

  override fitRecords(records: Records<number | undefined>): void {
    if (this.options.window !== null) {
      super.fitRecords(records)
      return
    }
    const columns = columnsOf(records, this.features)
    for (const [j, column] of columns.entries()) (this.#columns[j] as StreamingQuantiles).fill(column.sort())
    this.learned = columns[0]?.length ?? 0
  }

  clone(): RobustScaler {
    return new RobustScaler(this.options)
  }

  figures(): Figures {
    const quantile = (k: number): number[] => this.#columns.map(column => (this.n > 0 ? column.value(k) : 0))
    const [low, high] = this.options.quantileRange
    return { [`${low} %`]: quantile(0), median: quantile(1), [`${high} %`]: quantile(2) }
  }

  protected learnColumns(x: Float64Array): void {
    for (let j = 0; j < this.#columns.length; j++) this.#columns[j]?.add(x[j] as number)
  }

  protected placeColumn(j: number, shift: number, scale: number): void {
    const column = this.#columns[j] as Quantiles
    this.shift = this.options.withCentering ? column.value(1) : shift
    this.scale = (this.options.withScaling && column.value(2) - column.value(0)) || scale
  }

  protected saved(): Readonly<Record<string, unknown>> {
    return { columns: this.#columns.map(column => column.toJSON()) }
  }

  protected restoreColumns({ columns }: Readonly<Record<string, unknown>>): void {
    if (!Array.isArray(columns) || columns.length !== this.#columns.length) throw this.damaged(columns)
    for (const [j, column] of this.#columns.entries())
      column.restore(columns[j] as StreamingQuantilesState & { newest: [] })
  }

  protected start(features: readonly string[]): void {
    this.learned = 0
    this.#columns = features.map(() => this.newColumn())
  }

  /** New features were 0 so far: as many zeros as there were records, or as the sketch needs to know. */
  protected override extend(names: readonly string[]): void {
    for (const _ of names) {
      const column = this.newColumn()
      if (column instanceof StreamingQuantiles) column.fillZeros(this.learned)
      else for (let i = 0; i < Math.min(this.learned, column.size); i++) column.add(0)
      this.#columns.push(column)
    }
  }

  private newColumn(): Quantiles {
    const [low, high] = this.options.quantileRange
    const quantiles = [low / 100, 0.5, high / 100]
    const { window } = this.options
    return window === null ? new StreamingQuantiles(quantiles) : new WindowQuantiles(quantiles, window)
  }
}
