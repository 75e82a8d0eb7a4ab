import { RandomSource } from '../../base/random.ts'
import { checkSaved } from '../estimator/checkSaved.ts'
import type { EstimatorJSON } from '../estimator/estimator.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import { VectorRegressor } from '../estimator/vectorRegressor.ts'
import { checkChoice } from '../preprocessing/checkChoice.ts'
import { RunningMoments, type RunningMomentsState } from '../statistics/runningMoments.ts'
import { importanceTable, memberTable, optionParameters } from './describeTree.ts'
import { ForestMember, type ForestMemberState } from './forestMember.ts'
import {
  FOREST_OPTIONS,
  type ForestOptions,
  type ForestSettings,
  featuresPerLeaf,
  readForest,
} from './forestOptions.ts'
import { splitImportances, type TreeNode } from './treeNodes.ts'
import { valueNodes } from './valueNodes.ts'
import { ValueTree, type ValueTreeSettings, type ValueTreeState } from './valueTree.ts'
import { readValueTree, type ValueTreeOptions } from './valueTreeOptions.ts'

/** Options of {@link AdaptiveRandomForestRegressor}. `gracePeriod` is 50 and `delta` 0.01 where none is given. */
export interface AdaptiveRandomForestRegressorOptions extends ForestOptions, ValueTreeOptions {
  /** How the trees' predictions become one: their `median` (default) or `mean`. */
  readonly aggregation?: 'median' | 'mean' | undefined
}

interface ForestState {
  readonly n: number
  readonly random: number
  readonly members: readonly ForestMemberState<ValueTreeState>[]
  readonly errors: RunningMomentsState
}

/**
 * An adaptive random forest of regression trees (Gomes and others, Adaptive random forests for data stream regression, ESANN 2018; as
 * River's `ARFRegressor`, with Hoeffding trees): leaves watch a few features drawn by chance, trees learn a record as often as Poisson(6)
 * says, and a tree whose errors change is replaced by one that was grown in the background since ADWIN's warning. Errors go to ADWIN
 * as shares of ± 3 deviations. Features cannot appear later.
 *
 * Memory: 2 × trees × that of a `HoeffdingTreeRegressor` whose leaves watch `maxFeatures` features; `bytes` says how much it is now.
 *
 * @example
 * const model = new ml.AdaptiveRandomForestRegressor({ trees: 20, seed: 1 })
 * stream.process(ml.prequential(model, { features: ['size', 'age'], label: 'price' }))
 */
export class AdaptiveRandomForestRegressor extends VectorRegressor {
  readonly type = 'AdaptiveRandomForestRegressor'
  readonly options: Readonly<Record<string, unknown>>
  readonly #forest: ForestSettings
  readonly #settings: ValueTreeSettings
  readonly #aggregation: 'median' | 'mean'
  #random: RandomSource
  #members: ForestMember<ValueTreeState, ValueTree>[] = []
  #predictions: Float64Array
  /** Of each tree's errors: column i is tree i's. */
  #errors: RunningMoments
  #residuals: Float64Array
  #n = 0

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: AdaptiveRandomForestRegressorOptions = {}) {
    super()
    const who = 'AdaptiveRandomForestRegressor'
    const defaults = { gracePeriod: 50, delta: 0.01 }
    this.#settings = readValueTree(who, options, [...FOREST_OPTIONS, 'aggregation'], defaults)
    this.#forest = readForest(who, options)
    const { aggregation = 'median' } = options
    checkChoice(who, 'aggregation', aggregation, ['median', 'mean'])
    this.#aggregation = aggregation
    this.options = { ...this.#settings, ...this.#forest, aggregation }
    this.#random = new RandomSource(this.#forest.seed)
    this.#predictions = new Float64Array(this.#forest.trees)
    this.#residuals = new Float64Array(this.#forest.trees)
    this.#errors = new RunningMoments(this.#forest.trees)
    this.start([])
  }

  get n(): number {
    return this.#n
  }

  /** The nodes of each tree. */
  get trees(): readonly (readonly TreeNode[])[] {
    return this.#members.map(({ tree }) => valueNodes(tree.shape, tree.leaves, this.features))
  }

  /** Trees that were replaced so far. */
  get drifts(): number {
    return this.#members.reduce((sum, member) => sum + member.drifts, 0)
  }

  /** Of what is kept, in bytes; objects' own overhead is not counted. */
  get bytes(): number {
    return this.#members.reduce((sum, { tree, background }) => sum + tree.bytes + (background?.bytes ?? 0), 0)
  }

  /** By feature, the mean share that splits on it have in the reduction of variance; all 0 before the first split. */
  importances(): Record<string, number> {
    return splitImportances(
      this.#members.map(({ tree }) => tree.shape),
      this.features,
    )
  }

  learnVector(x: Float64Array, y: number, weight: number): void {
    this.#n++
    for (const [i, { tree }] of this.#members.entries()) this.#residuals[i] = y - tree.predict(x)
    this.#errors.add(this.#residuals)
    for (const [i, member] of this.#members.entries()) {
      const error = this.#residuals[i] as number
      member.judge(error * error)
      const times = this.#random.poisson(this.#forest.lambda)
      if (times === 0 || weight === 0) continue
      const deviation = Math.sqrt(this.#errors.variance(i))
      member.learn(x, y, times * weight, deviation > 0 ? (error + 3 * deviation) / (6 * deviation) : 0.5)
    }
  }

  predictVector(x: Float64Array): number {
    const predictions = this.#predictions
    for (const [i, { tree }] of this.#members.entries()) predictions[i] = tree.predict(x)
    const { length } = predictions
    if (this.#aggregation === 'mean') return predictions.reduce((sum, value) => sum + value / length, 0)
    predictions.sort()
    const middle = length >>> 1
    if (length % 2 === 1) return predictions[middle] as number
    return ((predictions[middle - 1] as number) + (predictions[middle] as number)) / 2
  }

  clone(): AdaptiveRandomForestRegressor {
    return new AdaptiveRandomForestRegressor(this.options)
  }

  toJSON(): EstimatorJSON {
    const state: ForestState = {
      n: this.#n,
      random: this.#random.state,
      members: this.#members.map(member => member.toJSON()),
      errors: this.#errors.toJSON(),
    }
    return { type: this.type, format: 1, options: this.options, features: this.features, state }
  }

  restore(json: EstimatorJSON): void {
    checkSaved(json, this)
    this.reset(json.features.length > 0 ? json.features : this.features)
    const { n, random, members, errors } = json.state as ForestState
    this.#n = n
    this.#errors.restore(errors)
    for (const [i, member] of this.#members.entries()) member.restore(members[i] as ForestMemberState<ValueTreeState>)
    // Last, as trees that are made draw features.
    this.#random.state = random
  }

  describe(): ModelDescription {
    return {
      title: this.type,
      n: this.#n,
      features: this.features,
      parameters: [
        { name: 'drifts', value: this.drifts },
        { name: 'bytes', value: this.bytes },
        ...optionParameters(this.options),
      ],
      tables: [memberTable(this.#members, 'mean squared error'), importanceTable(this.importances())],
      notes: this.#n === 0 ? ['Nothing learned yet; predicts 0.'] : [],
    }
  }

  protected start(features: readonly string[]): void {
    this.#n = 0
    this.#random = new RandomSource(this.#forest.seed)
    this.#errors = new RunningMoments(this.#forest.trees)
    const { length } = features
    const watched = featuresPerLeaf(this.#forest, length)
    const grow = (): ValueTree => new ValueTree(this.#settings, length, watched, this.#random)
    this.#members = Array.from({ length: this.#forest.trees }, () => new ForestMember(this.#forest, grow))
  }
}
