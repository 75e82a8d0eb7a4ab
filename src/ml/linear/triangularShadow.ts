import { FlinknbError } from '../../base/errors.ts'
import { toNumber } from './doubleDouble.ts'
import { type ExactSolution, solveExactly } from './exactLeastSquares.ts'
import type { LeastSquaresMoments } from './leastSquaresStatistics.ts'
import type { RegressionMemory } from './regressionMemory.ts'
import { TriangularFactor, type TriangularFactorState } from './triangularFactor.ts'

/** Of a column's variation, what columns before it leave is at least this part: then float64 keeps ten digits. */
const SAFE = 1e-6
/** The triangle is made anew from the exact sums after this many records, so that rounding does not pile up. */
const RENEW_EVERY = 65_536

/** Plain data of {@link TriangularShadow}. */
export interface TriangularShadowState {
  readonly sound: boolean
  readonly renewAt: number
  readonly waited: number
  readonly factor: TriangularFactorState | null
}

/**
 * The float64 companion of a wide regression's exact sums: a {@link TriangularFactor} that each record is rotated into, so
 * that a prediction after each record costs O(d²) instead of O(d³).
 *
 * It is made from the exact sums as soon as there are more records than coefficients, and anew when it cannot be trusted:
 * after a batch or a merge, when a column that followed from others does no longer, and every 65,536 records. All of this
 * happens while learning, never while predicting, so that what is saved depends on the records alone.
 */
export class TriangularShadow {
  private readonly factor: TriangularFactor
  private readonly coefficients: Float64Array
  private sound = false
  /** How many records the next attempt, or renewal, waits for. */
  private renewAt = 0
  private waited = 0

  constructor(
    private readonly width: number,
    private readonly fading: number,
  ) {
    this.factor = new TriangularFactor(width + 1, true)
    this.coefficients = new Float64Array(width + 1)
  }

  /** Takes a record that `statistics` has taken just now. */
  learn(x: Float64Array, y: number, weight: number, statistics: LeastSquaresMoments): void {
    const { factor } = this
    if (this.sound) {
      if (this.fading !== 1) factor.fade(this.fading)
      factor.learn(x, y, weight)
      if (factor.contradicted) this.miss(statistics)
    } else factor.see(x)
    if (statistics.n >= this.renewAt && statistics.n > this.width + 1) this.renew(statistics)
  }

  /** Records have come that were not learned here. */
  miss(statistics: LeastSquaresMoments): void {
    this.sound = false
    this.renewAt = statistics.n + 1
    this.waited = 1
  }

  fade(factor: number): void {
    this.factor.fade(factor)
  }

  /** Writes slopes and means into the memory; false where float64 is not safe. */
  solve(memory: RegressionMemory): boolean {
    const { factor, width, coefficients } = this
    if (!this.sound) return false
    if (!factor.isSafe(SAFE)) return false
    factor.substitute(coefficients)
    for (let j = 0; j < width; j++) memory.slopes[j] = coefficients[j + 1] as number
    // The intercept's row holds the means, the label's last.
    for (let j = 0; j <= width; j++) memory.means[j] = factor.above[j] as number
    return true
  }

  toJSON(): TriangularShadowState {
    const { sound, renewAt, waited } = this
    return { sound, renewAt, waited, factor: this.factor.toJSON() }
  }

  /** @throws FlinknbError `MODEL` when the state is of another width or damaged */
  restore(state: TriangularShadowState | null): void {
    if (!state?.factor || !this.factor.restore(state.factor)) {
      throw new FlinknbError('MODEL', `A saved regression over ${this.width} features is damaged: its triangle.`)
    }
    this.sound = state.sound
    this.renewAt = state.renewAt
    this.waited = state.waited
  }

  private renew(statistics: LeastSquaresMoments): void {
    const { width, factor } = this
    const penalty = new Float64Array(width)
    const exact = solveExactly(statistics, { intercept: true, penalty, shift: [] })
    const z = exact.factor.scaled(exact.right).map(toNumber)
    factor.become(
      (i, j) => entryOf(exact, statistics, i, j, z),
      j => (j === 0 ? 0 : (exact.matrix[j - 1]?.[j - 1]?.hi ?? 0)),
      [false, ...exact.dropped],
      exact.residualSumOfSquares.hi,
    )
    this.sound = factor.isSafe(SAFE)
    if (this.sound) {
      this.waited = 0
      this.renewAt = statistics.n + RENEW_EVERY
    } else {
      // An attempt costs as much as an exact prediction: wait twice as long each time, up to a few records a feature.
      this.waited = Math.min(2 * Math.max(1, this.waited), 4 * width)
      this.renewAt = statistics.n + this.waited
    }
  }
}

/** The triangle of (1, x₁ … x_d, y) from the exact factor of the centred moments. */
function entryOf(
  exact: ExactSolution,
  statistics: LeastSquaresMoments,
  i: number,
  j: number,
  z: readonly number[],
): number {
  const width = exact.origin.length
  if (i === 0) {
    if (j === 0) return toNumber(statistics.moment(0, 0))
    const origin = j <= width ? exact.origin[j - 1] : exact.yOrigin
    return origin ? toNumber(origin) : 0
  }
  if (i === j) return exact.factor.pivot(i - 1)
  return j > width ? (z[i - 1] as number) : exact.factor.lower(j - 1, i - 1)
}
