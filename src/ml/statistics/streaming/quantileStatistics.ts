import { FlinknbError } from '../../../base/errors.ts'
import { show } from '../../../base/options.ts'
import { P2Quantile, type P2QuantileState } from '../../conformal/p2Quantile.ts'
import type { StreamingStatistic } from './streamingStatistic.ts'

/** A quantile of all values so far by five markers (P², Jain and Chlamtac 1985): an estimate. Memory: 15 numbers. */
export class Quantile implements StreamingStatistic {
  private readonly markers: P2Quantile

  /** @param q between 0 and 1 */
  constructor(q = 0.5) {
    if (!(typeof q === 'number' && q > 0 && q < 1)) {
      throw new FlinknbError('INVALID_OPTION', `ml.stats.Quantile: ${show(q)} is no quantile.`, {
        fix: 'Pass a number between 0 and 1.',
      })
    }
    this.markers = new P2Quantile(q)
  }

  add(x: number): void {
    this.markers.add(x)
  }

  get value(): number | null {
    return this.markers.value
  }

  toJSON(): P2QuantileState {
    return this.markers.toJSON()
  }

  restore(state: unknown): void {
    this.markers.restore(state as P2QuantileState)
  }
}

/** Distance of two quantiles, the quartiles by default: an estimate by P². Memory: 30 numbers. */
export class IQR implements StreamingStatistic {
  private readonly low: Quantile
  private readonly high: Quantile

  constructor(low = 0.25, high = 0.75) {
    this.low = new Quantile(low)
    this.high = new Quantile(high)
    if (low < high) return
    throw new FlinknbError('INVALID_OPTION', `ml.stats.IQR: ${low} is not below ${high}.`)
  }

  add(x: number): void {
    this.low.add(x)
    this.high.add(x)
  }

  get value(): number | null {
    const [low, high] = [this.low.value, this.high.value]
    return low === null || high === null ? null : high - low
  }

  toJSON(): unknown {
    return [this.low.toJSON(), this.high.toJSON()]
  }

  restore(state: unknown): void {
    const [low, high] = state as readonly unknown[]
    this.low.restore(low)
    this.high.restore(high)
  }
}

/** Median absolute deviation: the median of distances from the median so far, both by P². Memory: 30 numbers. */
export class MAD implements StreamingStatistic {
  private readonly median = new Quantile()
  private readonly deviation = new Quantile()

  add(x: number): void {
    this.median.add(x)
    this.deviation.add(Math.abs(x - (this.median.value as number)))
  }

  get value(): number | null {
    return this.deviation.value
  }

  toJSON(): unknown {
    return [this.median.toJSON(), this.deviation.toJSON()]
  }

  restore(state: unknown): void {
    const [median, deviation] = state as readonly unknown[]
    this.median.restore(median)
    this.deviation.restore(deviation)
  }
}
