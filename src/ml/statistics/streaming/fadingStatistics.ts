import { FlinknbError } from '../../../base/errors.ts'
import { show } from '../../../base/options.ts'
import type { StreamingStatistic } from './streamingStatistic.ts'

/** Mean and variance in which each value weighs `1 − fading` times the next one's. */
abstract class FadingStatistic implements StreamingStatistic {
  protected n = 0
  protected mean = 0
  protected variance = 0

  /** @param fading weight of the newest value, between 0 and 1 */
  constructor(private readonly fading = 0.5) {
    if (typeof fading === 'number' && fading > 0 && fading <= 1) return
    throw new FlinknbError('INVALID_OPTION', `ml.stats: fading: ${show(fading)} is no weight.`, {
      fix: 'Pass a number above 0, at most 1.',
    })
  }

  add(x: number): void {
    if (this.n++ === 0) this.mean = x
    else {
      const d = x - this.mean
      this.mean += this.fading * d
      this.variance = (1 - this.fading) * (this.variance + this.fading * d * d)
    }
  }

  abstract readonly value: number | null

  toJSON(): readonly number[] {
    return [this.n, this.mean, this.variance]
  }

  restore(state: unknown): void {
    const [n = 0, mean = 0, variance = 0] = state as readonly number[]
    this.n = n
    this.mean = mean
    this.variance = variance
  }
}

/** Exponentially weighted mean. Memory: 3 numbers. */
export class EWMean extends FadingStatistic {
  get value(): number | null {
    return this.n > 0 ? this.mean : null
  }
}

/**
 * Exponentially weighted variance, of distances from the weighted mean. River takes the weighted mean of squares minus the squared
 * mean, which loses its digits where values are large for their spread. Memory: 3 numbers.
 */
export class EWVar extends FadingStatistic {
  get value(): number | null {
    return this.n > 0 ? this.variance : null
  }
}
