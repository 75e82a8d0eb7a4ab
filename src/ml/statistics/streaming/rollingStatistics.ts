import { FlinknbError } from '../../../base/errors.ts'
import { show } from '../../../base/options.ts'
import { NewestSorted } from '../../conformal/newestSorted.ts'
import type { StreamingStatistic } from './streamingStatistic.ts'

/** A figure of the newest `window` values, exactly. Memory: 2 numbers a value of the window. */
abstract class RollingStatistic implements StreamingStatistic {
  protected readonly newest: NewestSorted

  /** @throws FlinknbError `INVALID_OPTION` when `window` is no whole number of 1 or more */
  constructor(window: number) {
    if (!(Number.isInteger(window) && window >= 1)) {
      throw new FlinknbError('INVALID_OPTION', `ml.stats: window: ${show(window)} is no number of values.`)
    }
    this.newest = new NewestSorted(window)
  }

  add(x: number): void {
    this.newest.add(x)
  }

  abstract readonly value: number | null

  toJSON(): readonly number[] {
    return this.newest.toJSON()
  }

  restore(state: unknown): void {
    this.newest.restore(state as readonly number[])
  }
}

/** A quantile of the newest values, on the line between the two next to it (numpy's default). */
export class RollingQuantile extends RollingStatistic {
  constructor(
    private readonly q: number,
    window: number,
  ) {
    super(window)
    if (typeof q === 'number' && q >= 0 && q <= 1) return
    throw new FlinknbError('INVALID_OPTION', `ml.stats.RollingQuantile: ${show(q)} is no quantile.`, {
      fix: 'Pass a number from 0 to 1.',
    })
  }

  get value(): number | null {
    return this.newest.length > 0 ? this.newest.quantile(this.q) : null
  }
}

/** The smallest of the newest values. */
export class RollingMin extends RollingStatistic {
  get value(): number | null {
    return this.newest.length > 0 ? this.newest.smallest(1) : null
  }
}

/** The largest of the newest values. */
export class RollingMax extends RollingStatistic {
  get value(): number | null {
    return this.newest.length > 0 ? this.newest.smallest(this.newest.length) : null
  }
}

/** The mean of the newest values, computed anew when asked, so that nothing drifts. */
export class RollingMean extends RollingStatistic {
  get value(): number | null {
    const values = this.newest.toJSON()
    return values.length > 0 ? values.reduce((sum, x) => sum + x, 0) / values.length : null
  }
}

/** The sample variance of the newest values, computed anew when asked. Null before the second value. */
export class RollingVar extends RollingStatistic {
  get value(): number | null {
    const values = this.newest.toJSON()
    if (values.length < 2) return null
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length
    return values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1)
  }
}
