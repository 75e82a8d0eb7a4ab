import { FlinknbError } from '../../../base/errors.ts'
import { show } from '../../../base/options.ts'
import type { StreamingStatistic } from './streamingStatistic.ts'

interface AutoCorrState {
  readonly past: readonly number[]
  readonly sums: readonly number[]
}

/**
 * Correlation (Pearson) of each value with the one `lag` before, as River; co-moments by Welford's recurrence. Null before two
 * such pairs and while one side does not vary. Memory: `lag` + 6 numbers.
 */
export class AutoCorr implements StreamingStatistic {
  private past: number[] = []
  private n = 0
  private meanX = 0
  private meanY = 0
  private xx = 0
  private yy = 0
  private xy = 0

  /** @throws FlinknbError `INVALID_OPTION` when `lag` is no whole number of 1 or more */
  constructor(private readonly lag = 1) {
    if (Number.isInteger(lag) && lag >= 1) return
    throw new FlinknbError('INVALID_OPTION', `ml.stats.AutoCorr: lag: ${show(lag)} is no whole number of 1 or more.`)
  }

  add(x: number): void {
    if (this.past.length === this.lag) {
      const y = this.past.shift() as number
      const n = ++this.n
      const dx = x - this.meanX
      const dy = y - this.meanY
      this.meanX += dx / n
      this.meanY += dy / n
      this.xx += dx * (x - this.meanX)
      this.yy += dy * (y - this.meanY)
      this.xy += dx * (y - this.meanY)
    }
    this.past.push(x)
  }

  get value(): number | null {
    const scale = Math.sqrt(this.xx) * Math.sqrt(this.yy)
    return this.n > 1 && scale > 0 ? this.xy / scale : null
  }

  toJSON(): AutoCorrState {
    return { past: [...this.past], sums: [this.n, this.meanX, this.meanY, this.xx, this.yy, this.xy] }
  }

  restore(state: unknown): void {
    const { past, sums } = state as AutoCorrState
    const [n = 0, meanX = 0, meanY = 0, xx = 0, yy = 0, xy = 0] = sums
    this.past = [...past]
    this.n = n
    this.meanX = meanX
    this.meanY = meanY
    this.xx = xx
    this.yy = yy
    this.xy = xy
  }
}
