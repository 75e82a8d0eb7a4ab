import { FlinknbError } from '../../../base/errors.ts'
import { show } from '../../../base/options.ts'
import { FourMoments } from './fourMoments.ts'
import type { StreamingStatistic } from './streamingStatistic.ts'

/** A figure that follows from the first four moments. Mergeable. Memory: 5 numbers. */
abstract class MomentStatistic implements StreamingStatistic {
  protected readonly moments = new FourMoments()

  add(x: number): void {
    this.moments.add(x)
  }

  abstract readonly value: number | null

  /** Adds what another one of the same class has seen. */
  merge(other: this): void {
    this.moments.merge(other.moments)
  }

  toJSON(): readonly number[] {
    return this.moments.toJSON()
  }

  restore(state: unknown): void {
    this.moments.restore(state as readonly number[])
  }
}

/** The mean of all values so far. */
export class Mean extends MomentStatistic {
  get value(): number | null {
    return this.moments.n > 0 ? this.moments.mean : null
  }
}

/** Variance by Welford's recurrence, never Σx². Null before there are more values than `ddof`. */
export class Var extends MomentStatistic {
  /** @param ddof what is taken off the number of values: 1 for a sample (default), 0 for a population */
  constructor(private readonly ddof = 1) {
    super()
    if (Number.isInteger(ddof) && ddof >= 0) return
    throw new FlinknbError('INVALID_OPTION', `ml.stats.Var: ddof: ${show(ddof)} is no whole number of 0 or more.`)
  }

  get value(): number | null {
    const { n, m2 } = this.moments
    return n > this.ddof ? m2 / (n - this.ddof) : null
  }
}

/** Standard error of the mean. Null before the second value. */
export class SEM extends MomentStatistic {
  get value(): number | null {
    const { n, m2 } = this.moments
    return n > 1 ? Math.sqrt(m2 / (n - 1) / n) : null
  }
}

/** Skewness of a sample, corrected for bias (Joanes and Gill's G₁). Null before the third value and while all are the same. */
export class Skew extends MomentStatistic {
  get value(): number | null {
    const { n, m2, m3 } = this.moments
    if (n < 3 || !(m2 > 0)) return null
    return (Math.sqrt(n * (n - 1)) / (n - 2)) * ((Math.sqrt(n) * m3) / m2 ** 1.5)
  }
}

/** Excess kurtosis of a sample, corrected for bias (Joanes and Gill's G₂). Null before the fourth value and while all are the same. */
export class Kurtosis extends MomentStatistic {
  get value(): number | null {
    const { n, m2, m4 } = this.moments
    if (n < 4 || !(m2 > 0)) return null
    const excess = (n * m4) / (m2 * m2) - 3
    return ((n - 1) / ((n - 2) * (n - 3))) * ((n + 1) * excess + 6)
  }
}
