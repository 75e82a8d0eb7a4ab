import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, type Settled, show } from '../../base/options.ts'
import { RandomSource } from '../../base/random.ts'
import type { AnomalyDetector } from '../estimator/anomalyDetector.ts'
import { type Batch, batchFeatures, forEachRow, isByPosition } from '../estimator/batch.ts'
import { checkSaved } from '../estimator/checkSaved.ts'
import type { EstimatorJSON } from '../estimator/estimator.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import { VectorEstimator } from '../estimator/vectorEstimator.ts'
import { buildHalfSpaces, type HalfSpaces } from './halfSpaces.ts'

/** Options of {@link HalfSpaceTrees}. */
export interface HalfSpaceTreesOptions {
  /** Default 25, as in the paper. */
  readonly trees?: number | undefined
  /** Levels of splits. Default 8. */
  readonly height?: number | undefined
  /** Records after which what was counted becomes the reference. Default 250. */
  readonly window?: number | undefined
  /** Where a feature's values lie; default 0 to 1, which `MinMaxScaler` before it sees to. */
  readonly limits?: Readonly<Record<string, readonly [number, number]>> | undefined
  /** Default 0. */
  readonly seed?: number | undefined
}

interface HalfSpaceTreesState {
  readonly n: number
  readonly splits: { readonly feature: readonly number[]; readonly threshold: readonly number[] }
  readonly latest: readonly number[]
  readonly reference: readonly number[]
}

/**
 * Half-space trees (Tan, Ting and Liu, Fast anomaly detection for streaming data, IJCAI 2011): random splits of the feature
 * space, made before any data; a record in a half-space that was rarely visited during the last window is unusual. Suits single
 * odd records, not bursts as long as the window. Memory: 2 counts and a split for each of trees × 2^(height + 1) nodes.
 *
 * @example
 * const detector = new ml.HalfSpaceTrees({ trees: 5, height: 3, window: 3, seed: 42 })
 * for (const x of [0.5, 0.45, 0.43, 0.44, 0.445, 0.45]) detector.learnOne({ x })
 * detector.scoreOne({ x: 0 }) > detector.scoreOne({ x: 0.45 }) // true
 */
export class HalfSpaceTrees extends VectorEstimator implements AnomalyDetector {
  readonly type = 'HalfSpaceTrees'
  readonly kind = 'anomalyDetector'
  readonly options: Settled<HalfSpaceTreesOptions>
  #n = 0
  #spaces: HalfSpaces = { feature: new Int32Array(0), threshold: new Float64Array(0) }
  /** Visits of each node in the window that runs, tree after tree, a tree's nodes as a heap: children of i are 2i + 1 and 2i + 2. */
  #latest = new Float64Array(0)
  /** The same of the window before. */
  #reference = new Float64Array(0)

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: HalfSpaceTreesOptions = {}) {
    super()
    checkOptionNames('HalfSpaceTrees', options, ['trees', 'height', 'window', 'limits', 'seed'])
    const { trees = 25, height = 8, window = 250, limits = {}, seed = 0 } = options
    for (const [name, value, most] of [
      ['trees', trees, 1000],
      ['height', height, 20],
      ['window', window, 1e9],
    ] as const) {
      if (Number.isInteger(value) && value >= 1 && value <= most) continue
      throw invalid(`${name}: ${show(value)} cannot be used`, `Pass a whole number from 1 to ${most}.`)
    }
    for (const [name, range] of Object.entries(limits)) {
      if (Array.isArray(range) && range.length === 2 && range.every(Number.isFinite) && range[0] < range[1]) continue
      throw invalid(`limits: ${name}: ${show(range)} is no range`, 'Pass [lowest, highest].')
    }
    if (!Number.isFinite(seed)) throw invalid(`seed: ${show(seed)} is not a number`, 'Pass a whole number.')
    this.options = { trees, height, window, limits, seed }
  }

  get n(): number {
    return this.#n
  }

  learnOne(x: object): void {
    this.learnVector(this.readToLearn(x) as Float64Array)
  }

  scoreOne(x: object): number {
    return this.features.length === 0 ? 0 : this.scoreVector(this.readKnown(x) as Float64Array)
  }

  fit(X: Batch): this {
    this.startBatch(batchFeatures(X), isByPosition(X))
    forEachRow(X, this.features, x => this.learnVector(x))
    return this
  }

  score(X: Batch): number[] {
    const scores: number[] = []
    forEachRow(X, this.features, x => scores.push(this.scoreVector(x)))
    return scores
  }

  learnVector(x: Float64Array): void {
    const { trees, height, window } = this.options
    const { feature, threshold } = this.#spaces
    const size = nodesOf(height)
    const mass = this.#latest
    for (let base = 0; base < trees * size; base += size) {
      let node = 0
      for (let level = 0; level < height; level++) {
        const at = base + node
        mass[at] = (mass[at] as number) + 1
        node = 2 * node + ((x[feature[at] as number] as number) < (threshold[at] as number) ? 1 : 2)
      }
      mass[base + node] = (mass[base + node] as number) + 1
    }
    if (++this.#n % window !== 0) return
    this.#latest = this.#reference.fill(0)
    this.#reference = mass
  }

  scoreVector(x: Float64Array): number {
    const { trees, height, window } = this.options
    if (this.#n < window) return 0
    const { feature, threshold } = this.#spaces
    const size = nodesOf(height)
    const mass = this.#reference
    // The paper's limit: a node this rarely visited is not looked below.
    const sizeLimit = 0.1 * window
    let sum = 0
    for (let base = 0; base < trees * size; base += size) {
      let node = 0
      for (let level = 0; ; level++) {
        const at = base + node
        sum += (mass[at] as number) * 2 ** level
        if (level === height || (mass[at] as number) < sizeLimit) break
        node = 2 * node + ((x[feature[at] as number] as number) < (threshold[at] as number) ? 1 : 2)
      }
    }
    return 1 - sum / (trees * window * size)
  }

  clone(): HalfSpaceTrees {
    return new HalfSpaceTrees(this.options)
  }

  toJSON(): EstimatorJSON {
    const state: HalfSpaceTreesState = {
      n: this.#n,
      splits: { feature: [...this.#spaces.feature], threshold: [...this.#spaces.threshold] },
      latest: [...this.#latest],
      reference: [...this.#reference],
    }
    return { type: this.type, format: 1, options: { ...this.options }, features: this.features, state }
  }

  restore(json: EstimatorJSON): void {
    checkSaved(json, this)
    this.reset(json.features.length > 0 ? json.features : this.features)
    const { n, splits, latest, reference } = json.state as HalfSpaceTreesState
    this.#n = n
    this.#spaces = { feature: Int32Array.from(splits.feature), threshold: Float64Array.from(splits.threshold) }
    this.#latest = Float64Array.from(latest)
    this.#reference = Float64Array.from(reference)
  }

  describe(): ModelDescription {
    const { trees, height, window, seed } = this.options
    return {
      title: this.type,
      n: this.#n,
      features: this.features,
      parameters: Object.entries({ trees, height, window, seed }).map(([name, value]) => ({ name, value })),
      tables: [],
      notes: this.#n < window ? [`Scores are 0 until ${window} records were learned; ${this.#n} so far.`] : [],
    }
  }

  protected start(features: readonly string[]): void {
    const { trees, height, limits, seed } = this.options
    const unknown = features.length > 0 ? Object.keys(limits).find(name => !features.includes(name)) : undefined
    if (unknown !== undefined) {
      throw new FlinknbError('MODEL', `HalfSpaceTrees: limits of '${unknown}', which is no feature.`, {
        fix: `Features: ${features.join(', ')}.`,
      })
    }
    this.#n = 0
    const ranges = features.map(name => limits[name] ?? ([0, 1] as const))
    this.#spaces = buildHalfSpaces(ranges, trees, height, new RandomSource(seed))
    const nodes = features.length === 0 ? 0 : trees * nodesOf(height)
    this.#latest = new Float64Array(nodes)
    this.#reference = new Float64Array(nodes)
  }
}

function nodesOf(height: number): number {
  return 2 ** (height + 1) - 1
}

function invalid(problem: string, fix: string): FlinknbError {
  return new FlinknbError('INVALID_OPTION', `HalfSpaceTrees: ${problem}.`, { fix })
}
