import { NewestSorted } from './newestSorted.ts'
import { P2Quantile, type P2QuantileState } from './p2Quantile.ts'
import type { ResidualBounds, ResidualScores } from './residualBounds.ts'

/**
 * Split conformal prediction on the newest residuals: the ⌈(n + 1)(1 − α)⌉-th smallest |y − ŷ| to both sides (Papadopoulos
 * et al. 2002; Lei et al., JASA 113, 2018). Residuals that could come in any order are covered with at least 1 − α,
 * whatever their distribution and whatever the model.
 */
export class SymmetricScores implements ResidualScores {
  readonly #sizes: NewestSorted

  /** @param alpha below which there is an interval only once there are 1 / alpha − 1 residuals */
  constructor(
    window: number,
    private readonly alpha: number,
  ) {
    this.#sizes = new NewestSorted(window)
  }

  add(residual: number): void {
    this.#sizes.add(Math.abs(residual))
  }

  bounds(alpha: number): ResidualBounds | null {
    const n = this.#sizes.length
    if (rankOf(this.alpha, n) > n) return null
    // An α adapted to below 1 / (n + 1) asks for an infinite interval: the window's largest residual is the widest there is.
    const size = this.#sizes.smallest(Math.max(1, Math.min(n, rankOf(alpha, n))))
    return { lower: -size, upper: size }
  }

  toJSON(): unknown {
    return this.#sizes.toJSON()
  }

  restore(state: unknown): void {
    this.#sizes.restore(state as readonly number[])
  }
}

/** ⌈(n + 1)(1 − α)⌉, where 1 − 0.9 is meant to be a tenth. */
function rankOf(alpha: number, n: number): number {
  return Math.ceil((n + 1) * (1 - alpha) - 1e-9)
}

/** The quantiles α/2 and 1 − α/2 of the newest residuals, each side for itself: for residuals that are not symmetric. */
export class TwoSidedScores implements ResidualScores {
  readonly #residuals: NewestSorted

  constructor(window: number) {
    this.#residuals = new NewestSorted(window)
  }

  add(residual: number): void {
    this.#residuals.add(residual)
  }

  bounds(alpha: number): ResidualBounds | null {
    if (this.#residuals.length === 0) return null
    return { lower: this.#residuals.quantile(alpha / 2), upper: this.#residuals.quantile(1 - alpha / 2) }
  }

  toJSON(): unknown {
    return this.#residuals.toJSON()
  }

  restore(state: unknown): void {
    this.#residuals.restore(state as readonly number[])
  }
}

/** The same quantiles of all residuals so far, by the P² algorithm; α is fixed. */
export class EndlessScores implements ResidualScores {
  readonly #lower: P2Quantile
  readonly #upper: P2Quantile

  constructor(alpha: number) {
    this.#lower = new P2Quantile(alpha / 2)
    this.#upper = new P2Quantile(1 - alpha / 2)
  }

  add(residual: number): void {
    this.#lower.add(residual)
    this.#upper.add(residual)
  }

  bounds(): ResidualBounds | null {
    const lower = this.#lower.value
    const upper = this.#upper.value
    return lower === null || upper === null ? null : { lower, upper }
  }

  toJSON(): unknown {
    return [this.#lower.toJSON(), this.#upper.toJSON()]
  }

  restore(state: unknown): void {
    const [lower, upper] = state as readonly [P2QuantileState, P2QuantileState]
    this.#lower.restore(lower)
    this.#upper.restore(upper)
  }
}
