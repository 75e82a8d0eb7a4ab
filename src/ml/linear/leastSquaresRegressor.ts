import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import type { AffineMap } from '../estimator/affineMap.ts'
import { checkSaved } from '../estimator/checkSaved.ts'
import type { EstimatorJSON } from '../estimator/estimator.ts'
import type { AffineRegressor } from '../estimator/regressor.ts'
import type { Records } from '../estimator/vectorEstimator.ts'
import { VectorRegressor } from '../estimator/vectorRegressor.ts'
import { LeastSquares, type LeastSquaresOptions, type LeastSquaresSnapshot } from './leastSquares.ts'
import type { PreciseRegressor } from './preciseLearner.ts'
import type { SolvedRegression } from './solveRegression.ts'
import { checkTimestamp } from './timedLearner.ts'

/** What regressions over {@link LeastSquares} have in common: everything but what they say about their solution. */
export abstract class LeastSquaresRegressor extends VectorRegressor implements AffineRegressor, PreciseRegressor {
  abstract readonly options: Readonly<Record<string, unknown>>
  readonly learnsLowParts = true
  readonly #problem: LeastSquaresOptions
  #core: LeastSquares
  #map: (() => AffineMap) | undefined
  #solved: SolvedRegression | undefined
  /** Whether records come in a batch, between which nobody predicts. */
  #inBatch = false
  /** The newest time told; time goes on whatever is forgotten. */
  #nowMs: number | undefined

  constructor(problem: LeastSquaresOptions) {
    super()
    this.#problem = problem
    this.#core = new LeastSquares(0, problem)
  }

  /** Records learned, also those that are forgotten by now. */
  get n(): number {
    return this.#core.learned
  }

  /**
   * Learns numbers in feature order, already checked.
   *
   * @param low low parts of features known to more digits than a float64 holds (`x + low`): powers of a measured value
   *   rounded to float64 are other data, from which NIST's Filip keeps 7 digits
   */
  learnVector(x: Float64Array, y: number, weight: number, low?: Float64Array): void {
    this.changed()
    if (this.#inBatch) this.#core.learnInBatch(x, y, weight)
    else this.#core.learn(x, y, weight, low)
  }

  predictVector(x: Float64Array): number {
    return this.#core.predict(x)
  }

  override predictAndLearnVector(x: Float64Array, y: number, weight: number): number {
    this.changed()
    return this.#core.predictAndLearn(x, y, weight)
  }

  override learnOne(x: object, y: number, weight = 1): void {
    this.refuseInPipeline('learnOne')
    super.learnOne(x, y, weight)
  }

  override predictOne(x: object): number {
    this.refuseInPipeline('predictOne')
    return super.predictOne(x)
  }

  override fit(...args: Parameters<VectorRegressor['fit']>): this {
    this.refuseInPipeline('fit')
    return super.fit(...args)
  }

  override partialFit(...args: Parameters<VectorRegressor['partialFit']>): this {
    this.refuseInPipeline('partialFit')
    this.#inBatch = true
    try {
      return super.partialFit(...args)
    } finally {
      this.#inBatch = false
    }
  }

  override predict(...args: Parameters<VectorRegressor['predict']>): number[] {
    this.refuseInPipeline('predict')
    return super.predict(...args)
  }

  readThrough(map: () => AffineMap): void {
    if (this.#map || this.n > 0) {
      throw new FlinknbError(
        'INVALID_STATE',
        `pipeline: this ${this.type} ${this.#map ? 'stands in another pipeline' : 'has already learned'}.`,
        { fix: 'Pass a fresh one, or its clone().' },
      )
    }
    this.#map = map
    this.start(this.features)
  }

  /**
   * Adds what another regression of the same configuration has learned.
   *
   * @throws FlinknbError `MODEL` when configuration or features differ, or the configuration forgets
   */
  merge(other: this): this {
    if (other.type !== this.type || JSON.stringify(other.options) !== JSON.stringify(this.options)) {
      throw new FlinknbError('MODEL', `${this.type}: merge() of another configuration.`, {
        fix: 'Merge what clone() gave.',
      })
    }
    if (other.features.length === 0) return this
    this.useFeatures(other.features)
    if (other.features.some((name, j) => name !== this.features[j])) {
      throw new FlinknbError('MODEL', `${this.type}: merge() with features in another order.`, {
        fix: 'Call useFeatures() with the same list on both before learning.',
      })
    }
    this.changed()
    this.#core.merge(other.#core)
    return this
  }

  toJSON(): EstimatorJSON {
    const { type, options, features } = this
    return { type, format: 1, options, features, state: this.#core.toJSON() }
  }

  restore(json: EstimatorJSON): void {
    checkSaved(json, this)
    this.reset(json.features.length > 0 ? json.features : this.features)
    if (json.features.length > 0) this.#core.restore(json.state as LeastSquaresSnapshot)
  }

  protected start(features: readonly string[]): void {
    this.changed()
    this.#core = new LeastSquares(features.length, this.#problem, this.#map)
    if (this.#nowMs !== undefined) this.#core.advanceTo(this.#nowMs)
  }

  protected override extend(names: readonly string[]): void {
    this.changed()
    this.#core = this.#core.extended(names.length, this.#map)
  }

  protected override fitRecords(records: Records): void {
    this.changed()
    records((input, y) => {
      if (input instanceof Float64Array) this.#core.learnInBatch(input, y, 1)
      else this.learnValues(input, y, 1)
    })
  }

  protected get core(): LeastSquares {
    return this.#core
  }

  /** The exact solution now, solved once for each state. In a pipeline the map may have changed without this noticing. */
  protected solution(): SolvedRegression {
    if (this.#map) return this.#core.solve()
    this.#solved ??= this.#core.solve()
    return this.#solved
  }

  /** It is now `timestampMs` or later. */
  protected tellTime(timestampMs: number): void {
    checkTimestamp(this.type, timestampMs)
    this.#nowMs = Math.max(this.#nowMs ?? timestampMs, timestampMs)
    if (this.#core.advanceTo(timestampMs)) this.changed()
  }

  protected discount(factor: number): void {
    if (typeof factor !== 'number' || !(factor >= 0 && factor <= 1)) {
      throw new FlinknbError('INVALID_OPTION', `${this.type}: forget(${show(factor)}): no factor from 0 to 1.`, {
        fix: 'Pass what share of its weight everything learned so far keeps, such as 0.1.',
      })
    }
    this.changed()
    this.#core.forget(factor)
  }

  /** What was learned is not what it was. */
  protected changed(): void {
    this.#solved = undefined
  }

  protected get inPipeline(): boolean {
    return this.#map !== undefined
  }

  protected refuseInPipeline(call: string): void {
    if (!this.#map) return
    throw new FlinknbError('INVALID_STATE', `${this.type}: ${call}() on a step of a pipeline.`, {
      fix: `Call ${call}() of the pipeline, or of a clone() of this regression.`,
    })
  }
}
