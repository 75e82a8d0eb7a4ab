import { FlinknbError } from '../../base/errors.ts'
import { type AffineMap, identityMap } from '../estimator/affineMap.ts'
import { centreMoments } from './centreMoments.ts'
import { compileFastSolve, type FastSolver } from './compileFastSolve.ts'
import { compileLearn, compilePredictAndLearn, type Learn, type PredictAndLearn } from './compileLearn.ts'
import { type DoubleDouble, divide, fromNumber, multiply, subtract, toNumber, ZERO } from './doubleDouble.ts'
import { roundingOf } from './exactLeastSquares.ts'
import { type LeastSquaresState, LeastSquaresStatistics } from './leastSquaresStatistics.ts'
import { minimumNorm } from './minimumNorm.ts'
import { type RecordMemory, recordMemory } from './recordMemory.ts'
import { RegressionMemory } from './regressionMemory.ts'
import type { Retention } from './retention.ts'
import { solveMoments } from './solveMoments.ts'
import { type SolvedRegression, solveRegression } from './solveRegression.ts'
import { TriangularShadow, type TriangularShadowState } from './triangularShadow.ts'
import { updateMoments } from './updateMoments.ts'

/**
 * Hot loops written out for narrow models, by width; beyond, the code would outgrow what V8 optimises well. Made once,
 * so that every model of a width runs the same, already optimised functions.
 */
const NARROW = 8
const LEARN: readonly Learn[] = Array.from({ length: NARROW }, (_, width) => compileLearn(width))
const PREDICT_AND_LEARN: readonly PredictAndLearn[] = Array.from({ length: NARROW }, (_, width) =>
  compilePredictAndLearn(width),
)
const SOLVE: readonly FastSolver[] = Array.from({ length: NARROW }, (_, width) => compileFastSolve(width))

/** Low parts are brought up, and a narrow model's float64 shadow starts anew from the exact sums, after this many records. */
const REFRESH_EVERY = 1024

/** What a regression is to solve. */
export interface LeastSquaresOptions {
  readonly l2: number
  readonly fitIntercept: boolean
  readonly retention: Retention
}

/** Plain data of {@link LeastSquares}. */
export interface LeastSquaresSnapshot {
  readonly learned: number
  readonly statistics: LeastSquaresState
  /** A narrow model's shadow. */
  readonly means: readonly number[]
  readonly moments: readonly number[]
  /** A wide model's shadow. */
  readonly triangle: TriangularShadowState | null
  readonly memory: unknown
}

/**
 * Least squares and ridge on vectors, exact after every record: statistics of the raw features in double-double, and a
 * solution for whatever affine map the features currently go through. Coefficients always come from the exact solver;
 * predictions from float64 where that is safe to ten digits:
 *
 * - every record, few features: co-moments beside the sums, solved by code written out for the width;
 * - every record or fading, no penalty: a triangle (Givens) beside the sums, O(d²) a record;
 * - windows, directional forgetting, a penalty on many features: co-moments made from the sums when asked, O(d³).
 */
export class LeastSquares {
  readonly statistics: LeastSquaresStatistics
  /** Records learned, also those that are forgotten by now. */
  learned = 0
  private readonly memory: RegressionMemory
  private readonly all: Float64Array
  private readonly slopes: Float64Array
  private readonly exactOrigin: Float64Array
  /** Where predictions start from: the working means, or `exactOrigin`. */
  private origin: Float64Array
  private readonly recordMemory: RecordMemory | undefined
  /** Whether co-moments are kept up beside the sums. */
  private readonly keepsMoments: boolean
  private readonly learnFast: Learn | undefined
  private readonly step: PredictAndLearn | undefined
  private readonly solveFast: FastSolver | undefined
  private readonly triangle: TriangularShadow | undefined
  /** Where co-moments are made from the sums when asked; the memory itself, unless that keeps its own. */
  private centred: RegressionMemory | undefined
  private readonly u: Float64Array
  private yOrigin = 0
  private stale = false

  constructor(
    private readonly width: number,
    private readonly options: LeastSquaresOptions,
    private readonly map: () => AffineMap = () => identityMap(width),
  ) {
    const { l2, fitIntercept, retention } = options
    this.memory = new RegressionMemory(width)
    this.all = this.memory.all
    this.slopes = this.memory.slopes
    this.statistics = new LeastSquaresStatistics(this.memory)
    this.exactOrigin = new Float64Array(width)
    this.origin = this.exactOrigin
    this.recordMemory = recordMemory(retention, width)
    const all = retention.kind === 'all'
    this.keepsMoments = fitIntercept && all && width < NARROW
    if (this.keepsMoments) {
      this.learnFast = LEARN[width]
      // Ridge's penalty may change with every record, so it is solved when asked.
      if (l2 === 0) this.step = PREDICT_AND_LEARN[width]
      this.solveFast = SOLVE[width]
    } else if (fitIntercept && l2 === 0 && (all || retention.kind === 'fading')) {
      this.triangle = new TriangularShadow(width, retention.kind === 'fading' ? retention.factor : 1)
    }
    this.u = new Float64Array(((width + 1) * (width + 2)) / 2)
  }

  /** @param low low parts of double-double features */
  learn(x: Float64Array, y: number, weight: number, low?: Float64Array): void {
    if (weight === 0) return
    const { statistics, learnFast } = this
    this.stale = true
    this.learned++
    if (learnFast && weight === 1 && low === undefined) {
      statistics.n++
      learnFast(this.all, x, y)
    } else {
      this.take(x, y, weight, low)
      if (this.keepsMoments) updateMoments(this.memory, statistics.record, weight)
    }
    this.triangle?.learn(x, y, weight, statistics)
    if (this.learned % REFRESH_EVERY === 0) this.refresh()
  }

  /** `learn` as one of many of a batch, between which nobody predicts. */
  learnInBatch(x: Float64Array, y: number, weight: number): void {
    if (!this.triangle) this.learn(x, y, weight)
    else if (weight !== 0) {
      this.stale = true
      this.learned++
      this.take(x, y, weight)
      this.triangle.miss(this.statistics)
      if (this.learned % REFRESH_EVERY === 0) this.refresh()
    }
  }

  /** `predict`, then `learn`: the same result, in one go. */
  predictAndLearn(x: Float64Array, y: number, weight: number): number {
    const { step, memory } = this
    if (step === undefined) {
      const prediction = this.predict(x)
      this.learn(x, y, weight)
      return prediction
    }
    if (this.stale) this.predictFast(x)
    if (this.stale || this.origin !== memory.means || weight !== 1) {
      const prediction = this.predict(x)
      this.learn(x, y, weight)
      return prediction
    }
    this.statistics.n++
    const n = ++this.learned
    this.stale = !step(this.all, x, y)
    this.yOrigin = memory.means[this.width] as number
    const prediction = memory.prediction[0] as number
    if (n % REFRESH_EVERY === 0) this.refresh()
    return prediction
  }

  predict(x: Float64Array): number {
    if (this.stale && !this.predictFast(x)) this.solveForPrediction()
    const { slopes, origin } = this
    let prediction = this.yOrigin
    for (let j = 0; j < slopes.length; j++) {
      prediction += (slopes[j] as number) * ((x[j] as number) - (origin[j] as number))
    }
    return prediction
  }

  /** It is now `timestampMs` or later. Returns whether records left or faded. */
  advanceTo(timestampMs: number): boolean {
    if (!this.recordMemory?.advanceTo(this.statistics, timestampMs)) return false
    this.stale = true
    return true
  }

  /** Everything learned so far counts `factor` as much. */
  forget(factor: number): void {
    this.statistics.scale(factor)
    this.triangle?.fade(factor)
    this.refresh()
  }

  /** The exact solution now. */
  solve(): SolvedRegression {
    const map = this.map()
    const { fitIntercept, l2 } = this.options
    this.fillPenalty(map)
    return solveRegression(this.statistics, this.memory.penalty, map, fitIntercept, l2)
  }

  merge(other: LeastSquares): void {
    if (this.recordMemory) {
      throw new FlinknbError(
        'MODEL',
        'Regressions that forget cannot be merged: which records are the newer is not known.',
        {
          fix: 'Merge regressions without window, forgetting and halfLife.',
        },
      )
    }
    this.learned += other.learned
    this.statistics.merge(other.statistics)
    this.triangle?.miss(this.statistics)
    this.refresh()
  }

  /** The same regression over `added` more features that were 0 in every record so far. */
  extended(added: number, map: (() => AffineMap) | undefined): LeastSquares {
    const wider = new LeastSquares(this.width + added, this.options, map)
    wider.learned = this.learned
    wider.statistics.widen(this.statistics)
    if (this.recordMemory && wider.recordMemory) {
      this.recordMemory.extend(added)
      wider.recordMemory.restore(this.recordMemory.toJSON())
    }
    wider.triangle?.miss(wider.statistics)
    wider.refresh()
    return wider
  }

  toJSON(): LeastSquaresSnapshot {
    const { means, moments } = this.memory
    return {
      learned: this.learned,
      statistics: this.statistics.toJSON(),
      means: this.keepsMoments ? [...means] : [],
      moments: this.keepsMoments ? [...moments] : [],
      triangle: this.triangle?.toJSON() ?? null,
      memory: this.recordMemory?.toJSON() ?? null,
    }
  }

  restore(snapshot: LeastSquaresSnapshot): void {
    this.statistics.restore(snapshot.statistics)
    this.learned = snapshot.learned
    this.memory.means.set(snapshot.means)
    this.memory.moments.set(snapshot.moments)
    this.triangle?.restore(snapshot.triangle)
    this.recordMemory?.restore(snapshot.memory)
    this.stale = this.statistics.n > 0
  }

  private take(x: Float64Array, y: number, weight: number, low?: Float64Array): void {
    if (this.recordMemory) this.recordMemory.learn(this.statistics, x, y, weight, low)
    else this.statistics.add(x, y, weight, low)
  }

  /** False where float64 is not safe, or there is not enough to solve from. */
  private predictFast(x: Float64Array): boolean {
    const { options, width, memory, statistics } = this
    if (!options.fitIntercept || !(statistics.n > 0)) return false
    if (options.l2 === 0 && statistics.n <= width) return !this.keepsMoments && this.solveShortest()
    if (options.l2 > 0) this.fillPenalty(this.map())
    if (this.solveFast ? this.solveFast(this.all, x) : this.triangle?.solve(memory)) {
      this.useShadow()
      return true
    }
    return this.solveCentred()
  }

  /** From co-moments made of the sums just now: constant columns do no harm, and collinear ones little. */
  private solveCentred(): boolean {
    const { statistics, width, options } = this
    // A narrow model's own co-moments go on from record to record, whoever asks for predictions in between.
    this.centred ??= this.keepsMoments ? new RegressionMemory(width) : this.memory
    const { centred } = this
    if (options.l2 > 0) centred.penalty.set(this.memory.penalty)
    centreMoments(centred, statistics)
    if (!solveMoments(centred, j => isConstant(centred, statistics, j), this.u)) return false
    this.stale = false
    this.slopes.set(centred.slopes)
    const weight = statistics.moment(0, 0)
    const means = Array.from({ length: width + 1 }, (_, j) => divide(statistics.moment(0, j + 1), weight))
    this.startFrom(means.slice(0, width), means[width] ?? ZERO)
    return true
  }

  /** With fewer records than coefficients: the shortest solution, in float64 from centred moments. */
  private solveShortest(): boolean {
    const { memory, width } = this
    centreMoments(memory, this.statistics)
    const { scale } = this.map()
    const constant = Array.from({ length: width }, (_, j) => isConstant(memory, this.statistics, j))
    const matrix: number[][] = Array.from({ length: width }, () => new Array<number>(width).fill(0))
    const right = new Array<number>(width).fill(0)
    for (let i = 0, k = 0; i < width; i++) {
      for (let j = i; j <= width; j++, k++) {
        if (constant[i] || constant[j]) continue
        const moment = (memory.moments[k] as number) / (scale[i] as number)
        if (j === width) right[i] = moment
        else {
          const scaled = moment / (scale[j] as number)
          ;(matrix[i] as number[])[j] = scaled
          ;(matrix[j] as number[])[i] = scaled
        }
      }
    }
    for (const [j, slope] of minimumNorm(matrix, right).entries()) memory.slopes[j] = slope / (scale[j] as number)
    this.useShadow()
    return true
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
    this.startFrom(exact.origin, exact.yOrigin)
  }

  /** A mean has more digits than float64: what rounding it takes away goes into the start value. */
  private startFrom(origin: readonly DoubleDouble[], yOrigin: DoubleDouble): void {
    let start = yOrigin
    for (const [j, value] of origin.entries()) {
      this.exactOrigin[j] = value.hi
      start = subtract(start, multiply(fromNumber(this.slopes[j] as number), fromNumber(value.lo)))
    }
    this.origin = this.exactOrigin
    this.yOrigin = toNumber(start)
  }

  private fillPenalty(map: AffineMap): void {
    for (let j = 0; j < this.width; j++) this.memory.penalty[j] = this.options.l2 * (map.scale[j] as number) ** 2
  }

  /** Float64 means and co-moments from the exact statistics, so that rounding does not pile up. */
  private refresh(): void {
    this.stale = true
    this.statistics.renormalise()
    if (this.keepsMoments && this.statistics.n > 0) centreMoments(this.memory, this.statistics)
  }
}

/** Whether what varies in feature j can be rounding alone. */
function isConstant({ width, moments }: RegressionMemory, statistics: LeastSquaresStatistics, j: number): boolean {
  return (moments[j * (width + 1) - (j * (j - 1)) / 2] as number) <= roundingOf(statistics, j)
}
