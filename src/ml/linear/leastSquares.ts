import { type AffineMap, identityMap } from '../estimator/affineMap.ts'
import { compileFastSolve, type FastSolver } from './compileFastSolve.ts'
import { compileLearn, compilePredictAndLearn, type Learn, type PredictAndLearn } from './compileLearn.ts'
import { add, divide, multiply, negate, subtract, toNumber, ZERO } from './doubleDouble.ts'
import { fastSolve } from './fastSolve.ts'
import { type LeastSquaresState, LeastSquaresStatistics } from './leastSquaresStatistics.ts'
import { RegressionMemory } from './regressionMemory.ts'
import { type SolvedRegression, solveRegression } from './solveRegression.ts'
import { updateMoments } from './updateMoments.ts'

/**
 * Hot loops written out for narrow models, by width; beyond, the code would outgrow what V8 optimises well. Made once,
 * so that every model of a width runs the same, already optimised functions.
 */
const LEARN: readonly Learn[] = Array.from({ length: 8 }, (_, width) => compileLearn(width))
const PREDICT_AND_LEARN: readonly PredictAndLearn[] = Array.from({ length: 8 }, (_, width) =>
  compilePredictAndLearn(width),
)
const SOLVE: readonly FastSolver[] = Array.from({ length: 8 }, (_, width) => compileFastSolve(width))

/** The float64 shadow starts anew from the exact statistics after this many records. */
const REFRESH_EVERY = 1024

/** Plain data of {@link LeastSquares}. */
export interface LeastSquaresSnapshot {
  readonly statistics: LeastSquaresState
  readonly means: readonly number[]
  readonly moments: readonly number[]
}

/**
 * Least squares and ridge on vectors, exact after every record: statistics of the raw features in double-double, and a
 * solution for whatever affine map the features currently go through. Predictions come from a float64 shadow where that is
 * safe to ten digits, else from the exact solver; coefficients always from the latter.
 */
export class LeastSquares {
  readonly statistics: LeastSquaresStatistics
  private readonly memory: RegressionMemory
  private readonly all: Float64Array
  private readonly slopes: Float64Array
  private readonly exactOrigin: Float64Array
  /** Where predictions start from: the working means, or `exactOrigin`. */
  private origin: Float64Array
  private readonly learnFast: Learn | undefined
  private readonly step: PredictAndLearn | undefined
  private readonly solveFast: FastSolver | undefined
  private yOrigin = 0
  private stale = false

  constructor(
    private readonly width: number,
    private readonly l2: number,
    private readonly fitIntercept: boolean,
    private readonly map: () => AffineMap = () => identityMap(width),
  ) {
    this.memory = new RegressionMemory(width)
    this.all = this.memory.all
    this.slopes = this.memory.slopes
    this.statistics = new LeastSquaresStatistics(this.memory)
    this.exactOrigin = new Float64Array(width)
    this.origin = this.exactOrigin
    this.learnFast = fitIntercept ? LEARN[width] : undefined
    // Ridge's penalty may change with every record, so it is solved when asked.
    this.step = fitIntercept && l2 === 0 ? PREDICT_AND_LEARN[width] : undefined
    this.solveFast = SOLVE[width]
  }

  get n(): number {
    return this.statistics.n
  }

  /** @param low low parts of double-double features */
  learn(x: Float64Array, y: number, weight: number, low?: Float64Array): void {
    if (weight === 0) return
    const { statistics, learnFast } = this
    this.stale = true
    if (learnFast && weight === 1 && low === undefined) {
      statistics.n++
      learnFast(this.all, x, y)
    } else {
      statistics.add(x, y, weight, low)
      if (this.fitIntercept) updateMoments(this.memory, statistics.record, weight)
    }
    if (statistics.n % REFRESH_EVERY === 0) this.refresh()
  }

  /** `predict`, then `learn`: the same result, in one go. */
  predictAndLearn(x: Float64Array, y: number, weight: number): number {
    const { step, memory } = this
    if (this.stale && step !== undefined) this.predictFast(x)
    if (step === undefined || this.stale || this.origin !== memory.means || weight !== 1) {
      const prediction = this.predict(x)
      this.learn(x, y, weight)
      return prediction
    }
    const n = ++this.statistics.n
    this.stale = !step(this.all, x, y)
    this.yOrigin = memory.means[this.width] as number
    const prediction = memory.prediction[0] as number
    if (n % REFRESH_EVERY === 0) this.refresh()
    return prediction
  }

  predict(x: Float64Array): number {
    if (this.stale) {
      if (this.predictFast(x)) return this.memory.prediction[0] as number
      this.solveForPrediction()
    }
    const { slopes, origin } = this
    let prediction = this.yOrigin
    for (let j = 0; j < slopes.length; j++) {
      prediction += (slopes[j] as number) * ((x[j] as number) - (origin[j] as number))
    }
    return prediction
  }

  /** The exact solution now. */
  solve(): SolvedRegression {
    const map = this.map()
    this.fillPenalty(map)
    return solveRegression(this.statistics, this.memory.penalty, map, this.fitIntercept, this.l2)
  }

  merge(other: LeastSquares): void {
    this.statistics.merge(other.statistics)
    this.stale = true
    this.refresh()
  }

  toJSON(): LeastSquaresSnapshot {
    const { means, moments } = this.memory
    return { statistics: this.statistics.toJSON(), means: [...means], moments: [...moments] }
  }

  restore(snapshot: LeastSquaresSnapshot): void {
    this.statistics.restore(snapshot.statistics)
    this.memory.means.set(snapshot.means)
    this.memory.moments.set(snapshot.moments)
    this.stale = this.statistics.n > 0
  }

  /** False where float64 is not safe, or there is not enough to solve from. */
  private predictFast(x: Float64Array): boolean {
    if (!this.fitIntercept || (this.l2 === 0 && this.statistics.n <= this.width)) return false
    if (this.l2 > 0) this.fillPenalty(this.map())
    const solved = this.solveFast ? this.solveFast(this.all, x) : fastSolve(this.memory, x)
    if (solved) this.useShadow()
    return solved
  }

  /** The slopes in memory are the shadow's, solved just now. */
  private useShadow(): void {
    this.stale = false
    this.origin = this.memory.means
    this.yOrigin = this.memory.means[this.width] as number
  }

  private solveForPrediction(): void {
    this.stale = false
    const { exact } = this.solve()
    for (const [j, slope] of exact.slopes.entries()) this.slopes[j] = toNumber(slope)
    // A mean has more digits than float64: what rounding it takes away goes into the start value.
    let start = exact.yOrigin
    for (const [j, value] of exact.origin.entries()) {
      this.exactOrigin[j] = value.hi
      start = subtract(start, multiply(exact.slopes[j] ?? ZERO, { hi: value.lo, lo: 0 }))
    }
    this.origin = this.exactOrigin
    this.yOrigin = toNumber(start)
  }

  private fillPenalty(map: AffineMap): void {
    for (let j = 0; j < this.width; j++) this.memory.penalty[j] = this.l2 * (map.scale[j] as number) ** 2
  }

  /** Float64 means and co-moments from the exact statistics, so that rounding does not pile up. */
  private refresh(): void {
    const { statistics, memory, width } = this
    this.stale = true
    statistics.renormalise()
    if (!this.fitIntercept || statistics.n === 0) return
    const weight = statistics.moment(0, 0)
    const means = Array.from({ length: width + 1 }, (_, j) => divide(statistics.moment(0, j + 1), weight))
    let k = 0
    for (let i = 0; i < width; i++) {
      const mean = means[i] ?? ZERO
      for (let j = i; j <= width; j++, k++) {
        const product = negate(multiply(mean, statistics.moment(0, j + 1)))
        memory.moments[k] = toNumber(add(statistics.moment(i + 1, j + 1), product))
      }
    }
    for (const [j, mean] of means.entries()) memory.means[j] = toNumber(mean)
  }
}
