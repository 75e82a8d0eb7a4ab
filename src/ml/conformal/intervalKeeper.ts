import type { ConformalSettings } from './conformalOptions.ts'
import type { ResidualBounds, ResidualScores } from './residualBounds.ts'
import { EndlessScores, SymmetricScores, TwoSidedScores } from './residualScores.ts'

/** Plain data of {@link IntervalKeeper}. */
export interface IntervalKeeperState {
  readonly scores: unknown
  readonly alpha: number
  readonly given: number
  readonly within: number
  readonly widths: number
  /** 1 for a hit, 0 for a miss, oldest first. */
  readonly newest: readonly number[]
}

/** The interval of the next residual, and how often those before were right. */
export class IntervalKeeper {
  /** The share that may lie outside, as adapted so far. */
  alpha: number
  /** Of the next residual; null while there are too few. */
  bounds: ResidualBounds | null = null
  private readonly scores: ResidualScores
  private newest: number[] = []
  private hits = 0
  private given = 0
  private within = 0
  private widths = 0

  constructor(private readonly settings: ConformalSettings) {
    this.alpha = 1 - settings.level
    this.scores = createScores(settings)
  }

  /** Share of the window's residuals within their interval. */
  get coverage(): number | null {
    return this.newest.length > 0 ? this.hits / this.newest.length : null
  }

  get overallCoverage(): number | null {
    return this.given > 0 ? this.within / this.given : null
  }

  get meanWidth(): number | null {
    return this.given > 0 ? this.widths / this.given : null
  }

  observe(residual: number): void {
    if (this.bounds !== null) this.judge(residual, this.bounds)
    this.scores.add(residual)
    this.bounds = this.scores.bounds(this.alpha)
  }

  toJSON(): IntervalKeeperState {
    const { alpha, given, within, widths, newest } = this
    return { scores: this.scores.toJSON(), alpha, given, within, widths, newest: [...newest] }
  }

  restore(state: IntervalKeeperState): void {
    this.scores.restore(state.scores)
    this.alpha = state.alpha
    this.given = state.given
    this.within = state.within
    this.widths = state.widths
    this.newest = [...state.newest]
    this.hits = this.newest.reduce((sum, hit) => sum + hit, 0)
    this.bounds = this.scores.bounds(this.alpha)
  }

  private judge(residual: number, { lower, upper }: ResidualBounds): void {
    const hit = residual >= lower && residual <= upper ? 1 : 0
    const { level, window, adaptive, adaptationRate } = this.settings
    this.given++
    this.within += hit
    this.widths += upper - lower
    this.newest.push(hit)
    this.hits += hit
    if (this.newest.length > (window ?? COVERAGE_WINDOW)) this.hits -= this.newest.shift() as number
    // α ← α + γ (1 − level − miss), kept where there is such a quantile.
    if (adaptive) this.alpha = Math.min(1, Math.max(0, this.alpha + adaptationRate * (hit - level)))
  }
}

/** Where all residuals decide, coverage is still told of this many. */
const COVERAGE_WINDOW = 500

function createScores({ sides, window, level }: ConformalSettings): ResidualScores {
  if (window === null) return new EndlessScores(1 - level)
  return sides === 'symmetric' ? new SymmetricScores(window, 1 - level) : new TwoSidedScores(window)
}
