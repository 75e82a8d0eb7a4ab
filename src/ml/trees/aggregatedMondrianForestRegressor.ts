import { checkOptionNames } from '../../base/options.ts'
import { RandomSource } from '../../base/random.ts'
import { checkSaved } from '../estimator/checkSaved.ts'
import type { EstimatorJSON } from '../estimator/estimator.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import { VectorRegressor } from '../estimator/vectorRegressor.ts'
import { importanceTable, optionParameters } from './describeTree.ts'
import { mondrianImportances, mondrianNodes, mondrianTable } from './mondrianNodes.ts'
import {
  MONDRIAN_OPTIONS,
  type MondrianForestOptions,
  type MondrianForestSettings,
  readMondrian,
} from './mondrianOptions.ts'
import { MondrianTree, type MondrianTreeState } from './mondrianTree.ts'
import { MeanLabels } from './nodeLabels.ts'
import type { TreeNode } from './treeNodes.ts'

/** Options of {@link AggregatedMondrianForestRegressor}. */
export type AggregatedMondrianForestRegressorOptions = MondrianForestOptions

interface ForestState {
  readonly n: number
  readonly random: number
  readonly trees: readonly MondrianTreeState[]
}

/**
 * An aggregated Mondrian forest for numbers (Mourtada, Gaïffas and Scornet, Journal of the Royal Statistical Society B 83, 2021): trees that split by
 * chance where records lie; each answers with the mean of all its prunings, weighted by exp(−step × ½ squared error), computed exactly.
 * Scale features to about one range before it (`MinMaxScaler`); labels of a very small range need a larger `step`.
 *
 * Memory: trees × at most `maxNodes` nodes of 2 d + 8 numbers, reached after about half as many records; `bytes` says how much it
 * is now.
 *
 * @example
 * const model = ml.pipeline(new ml.MinMaxScaler(), new ml.AggregatedMondrianForestRegressor({ seed: 1 }))
 * stream.process(ml.prequential(model, { features: ['size', 'age'], label: 'price' }))
 */
export class AggregatedMondrianForestRegressor extends VectorRegressor {
  readonly type = 'AggregatedMondrianForestRegressor'
  readonly options: Readonly<Record<string, unknown>>
  readonly #forest: MondrianForestSettings
  #random: RandomSource
  #trees: MondrianTree<MeanLabels>[] = []
  #n = 0

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: AggregatedMondrianForestRegressorOptions = {}) {
    super()
    const who = 'AggregatedMondrianForestRegressor'
    checkOptionNames(who, options, MONDRIAN_OPTIONS)
    this.#forest = readMondrian(who, options)
    this.options = { ...this.#forest }
    this.#random = new RandomSource(this.#forest.seed)
    this.start([])
  }

  get n(): number {
    return this.#n
  }

  /** The nodes of each tree, with each one's own mean. */
  get trees(): readonly (readonly TreeNode[])[] {
    return this.#trees.map(tree => mondrianNodes(tree, this.features, node => [tree.labels.mean(node)]))
  }

  /** Of what is kept, in bytes. */
  get bytes(): number {
    return this.#trees.reduce((sum, tree) => sum + tree.bytes, 0)
  }

  /** By feature, the share that splits on it have in the reduction of variance; all 0 before the first split. */
  importances(): Record<string, number> {
    return mondrianImportances(this.#trees, this.features, ({ labels, left, right }, node) => {
      const [a, b] = [left[node] as number, right[node] as number]
      const weight = (labels.weight(a) * labels.weight(b)) / labels.weight(node)
      return weight * (labels.mean(a) - labels.mean(b)) ** 2
    })
  }

  learnVector(x: Float64Array, y: number, weight: number): void {
    this.#n++
    if (weight > 0) for (const tree of this.#trees) tree.learn(x, y, weight)
  }

  predictVector(x: Float64Array): number {
    let sum = 0
    for (const tree of this.#trees) {
      if (tree.size === 0) return 0
      let node = tree.leafOf(x)
      let value = tree.labels.mean(node)
      for (node = tree.parent[node] as number; node >= 0; node = tree.parent[node] as number) {
        const share = tree.share(node)
        value = share * tree.labels.mean(node) + (1 - share) * value
      }
      sum += value / this.#trees.length
    }
    return sum
  }

  clone(): AggregatedMondrianForestRegressor {
    return new AggregatedMondrianForestRegressor(this.options)
  }

  toJSON(): EstimatorJSON {
    const state: ForestState = { n: this.#n, random: this.#random.state, trees: this.#trees.map(tree => tree.toJSON()) }
    return { type: this.type, format: 1, options: this.options, features: this.features, state }
  }

  restore(json: EstimatorJSON): void {
    checkSaved(json, this)
    this.reset(json.features.length > 0 ? json.features : this.features)
    const { n, random, trees } = json.state as ForestState
    this.#n = n
    this.#random.state = random
    for (const [i, tree] of this.#trees.entries()) tree.restore(trees[i] as MondrianTreeState)
  }

  describe(): ModelDescription {
    return {
      title: this.type,
      n: this.#n,
      features: this.features,
      parameters: [{ name: 'bytes', value: this.bytes }, ...optionParameters(this.options)],
      tables: [mondrianTable(this.#trees), importanceTable(this.importances())],
      notes: this.#n === 0 ? ['Nothing learned yet; predicts 0.'] : [],
    }
  }

  protected start(features: readonly string[]): void {
    const { trees, step, maxNodes, seed } = this.#forest
    this.#n = 0
    this.#random = new RandomSource(seed)
    this.#trees = Array.from(
      { length: trees },
      () => new MondrianTree(new MeanLabels(), features.length, step, maxNodes, this.#random),
    )
  }

  protected override extend(names: readonly string[], width: number): void {
    for (const tree of this.#trees) tree.widen(width + names.length)
  }
}
