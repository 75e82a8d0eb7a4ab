import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import { CompensatedSum } from '../statistics/compensatedSum.ts'
import { configuredMetric } from './configuredMetric.ts'
import type { Metric, MetricClass } from './metric.ts'

/**
 * Mean absolute scaled error (Hyndman and Koehler, 2006): MAE by the MAE of saying the label of `season` records ago, over the
 * same stream. Below 1 is better than that. Null before there is such a label, or while it is always right. Rows must come in
 * the order of time; a merge scores each part by itself and adds up, without the pairs across the seam.
 *
 * Memory: `season` numbers.
 */
export class MASE implements Metric {
  static readonly metricName = 'MASE'
  readonly better = 'lower'
  private readonly errors = new CompensatedSum()
  private readonly weights = new CompensatedSum()
  private readonly naive = new CompensatedSum()
  private readonly naiveWeights = new CompensatedSum()
  private past: number[] = []

  /** @throws FlinknbError `INVALID_OPTION` when season is no whole number of 1 or more */
  constructor(
    readonly season = 1,
    readonly name: string = MASE.metricName,
  ) {
    if (Number.isInteger(season) && season >= 1) return
    throw new FlinknbError('INVALID_OPTION', `MASE: ${show(season)} is no season.`, {
      fix: 'Pass a number of records.',
    })
  }

  /** @example metrics: [ml.MASE.of(12)] // a column MASE12 */
  static of<const S extends number>(season: S): MetricClass<`MASE${S}`> {
    const name = `MASE${season}` as const
    return configuredMetric(name, () => new MASE(season, name))
  }

  add(yTrue: number, yPred: number, weight = 1): void {
    this.errors.add(weight * Math.abs(yTrue - yPred))
    this.weights.add(weight)
    if (this.past.length === this.season) {
      this.naive.add(weight * Math.abs(yTrue - (this.past.shift() as number)))
      this.naiveWeights.add(weight)
    }
    this.past.push(yTrue)
  }

  get value(): number | null {
    const scale = this.naive.value / this.naiveWeights.value
    return scale > 0 ? this.errors.value / this.weights.value / scale : null
  }

  merge(other: this): void {
    for (const part of ['errors', 'weights', 'naive', 'naiveWeights'] as const) this[part].merge(other[part])
    if (other.past.length > 0) this.past = [...this.past, ...other.past].slice(-this.season)
  }

  fade(factor: number): void {
    for (const part of ['errors', 'weights', 'naive', 'naiveWeights'] as const) this[part].scale(factor)
  }

  toJSON(): readonly number[] {
    return [this.errors, this.weights, this.naive, this.naiveWeights].flatMap(sum => sum.toJSON()).concat(this.past)
  }

  restore(state: readonly number[]): void {
    for (const [i, part] of ([this.errors, this.weights, this.naive, this.naiveWeights] as const).entries())
      part.restore(state.slice(2 * i, 2 * i + 2))
    this.past = state.slice(8)
  }
}
