import { add, type DoubleDouble, divide, fromNumber, multiply, negate, toNumber, ZERO } from './doubleDouble.ts'
import type { LeastSquaresStatistics } from './leastSquaresStatistics.ts'
import type { RecordMemory } from './recordMemory.ts'

/** Relative to the squares involved: information in a direction below this is none, and nothing is forgotten there. */
const NOTHING_KNOWN = 1e-24

/**
 * Directional forgetting (Cao and Schwartz, "A directional forgetting algorithm based on the decomposition of the
 * information matrix", Automatica 36, 2000): of the information matrix R only the part along the new φ = (1, x) fades,
 * `R ← R − (1 − μ) Rφ φ′R / φ′Rφ + φφ′`. The label's sums take part, so that the coefficients follow from the sums as
 * always: the same update as the paper's `θ ← θ + R⁻¹ φ (y − φ′θ)`.
 */
export class DirectionalMemory implements RecordMemory {
  constructor(private readonly factor: number) {}

  learn(statistics: LeastSquaresStatistics, x: Float64Array, y: number, weight: number, low?: Float64Array): void {
    if (weight === 0) return
    if (statistics.n > 0) this.forgetAlong(statistics, x)
    statistics.add(x, y, weight, low)
  }

  advanceTo(): boolean {
    return false
  }

  extend(): void {}

  toJSON(): null {
    return null
  }

  restore(): void {}

  private forgetAlong(statistics: LeastSquaresStatistics, x: Float64Array): void {
    const phi = [1, ...x]
    const g: DoubleDouble[] = []
    for (let i = 0; i < phi.length + 1; i++) {
      let sum = ZERO
      for (const [j, value] of phi.entries()) sum = add(sum, multiply(statistics.moment(i, j), fromNumber(value)))
      g.push(sum)
    }
    let information = ZERO
    let squares = 0
    for (const [j, value] of phi.entries()) {
      information = add(information, multiply(g[j] as DoubleDouble, fromNumber(value)))
      squares += value * value * toNumber(statistics.moment(j, j))
    }
    if (!(information.hi > NOTHING_KNOWN * squares)) return
    statistics.addProduct(g, negate(divide(fromNumber(1 - this.factor), information)))
  }
}
