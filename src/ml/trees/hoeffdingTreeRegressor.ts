import { checkSaved } from '../estimator/checkSaved.ts'
import type { EstimatorJSON } from '../estimator/estimator.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import { VectorRegressor } from '../estimator/vectorRegressor.ts'
import { importanceTable, leftOut, optionParameters, treeTable } from './describeTree.ts'
import { splitImportances, type TreeNode } from './treeNodes.ts'
import { valueNodes } from './valueNodes.ts'
import { ValueTree, type ValueTreeSettings, type ValueTreeState } from './valueTree.ts'
import { readValueTree, type ValueTreeOptions } from './valueTreeOptions.ts'

/** Options of {@link HoeffdingTreeRegressor}. */
export type HoeffdingTreeRegressorOptions = ValueTreeOptions

/**
 * A regression tree that grows with the stream: a leaf is split where that reduces the labels' variance most, as soon as Hoeffding's
 * bound says that no other feature would do better (Ikonomovska, Gama and Džeroski, Learning model trees from evolving data streams,
 * 2011). Leaves predict their mean or a linear model. With `{ leafModel: 'sgd', digits: 1 }` it is River's
 * `HoeffdingTreeRegressor`; the default differs so that no scale of features makes it explode, and its memory is bounded.
 *
 * Memory: a leaf keeps 4 numbers for each of up to `maxBins` thresholds and feature, and d + 10 more; at most `maxNodes` nodes;
 * `bytes` says how much that is now.
 *
 * @example
 * const model = new ml.HoeffdingTreeRegressor({ gracePeriod: 10, leafPrediction: 'mean' })
 * for (let i = 0; i < 10; i++) model.learnOne({ x: i }, i < 5 ? 1 : 3)
 * model.nodes[0] // { feature: 'x', threshold: 4, … }
 * model.predictOne({ x: 7 }) // 3
 */
export class HoeffdingTreeRegressor extends VectorRegressor {
  readonly type = 'HoeffdingTreeRegressor'
  readonly options: Readonly<Record<string, unknown>>
  readonly #settings: ValueTreeSettings
  #tree: ValueTree
  #n = 0

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: HoeffdingTreeRegressorOptions = {}) {
    super()
    this.#settings = readValueTree('HoeffdingTreeRegressor', options)
    this.options = { ...this.#settings }
    this.#tree = new ValueTree(this.#settings, 0)
  }

  get n(): number {
    return this.#n
  }

  /** The tree: splits, and the mean label of the leaves. */
  get nodes(): readonly TreeNode[] {
    return valueNodes(this.#tree.shape, this.#tree.leaves, this.features)
  }

  /** Of what is kept, in bytes; objects' own overhead is not counted. */
  get bytes(): number {
    return this.#tree.bytes
  }

  /** By feature, the share that splits on it have in the reduction of variance; all 0 before the first split. */
  importances(): Record<string, number> {
    return splitImportances([this.#tree.shape], this.features)
  }

  learnVector(x: Float64Array, y: number, weight: number): void {
    this.#n++
    if (weight > 0) this.#tree.learn(x, y, weight)
  }

  predictVector(x: Float64Array): number {
    return this.#tree.predict(x)
  }

  clone(): HoeffdingTreeRegressor {
    return new HoeffdingTreeRegressor(this.options)
  }

  toJSON(): EstimatorJSON {
    const state = { n: this.#n, tree: this.#tree.toJSON() }
    return { type: this.type, format: 1, options: this.options, features: this.features, state }
  }

  restore(json: EstimatorJSON): void {
    checkSaved(json, this)
    this.reset(json.features.length > 0 ? json.features : this.features)
    const { n, tree } = json.state as { n: number; tree: ValueTreeState }
    this.#n = n
    this.#tree.restore(tree)
  }

  describe(): ModelDescription {
    const { nodes } = this
    return {
      title: this.type,
      n: this.#n,
      features: this.features,
      parameters: [
        { name: 'nodes', value: nodes.length },
        { name: 'bytes', value: this.bytes },
        ...optionParameters(this.options),
      ],
      tables: [
        treeTable(nodes, node => node.value[0] ?? null, 'mean label'),
        ...(nodes.length > 1 ? [importanceTable(this.importances())] : []),
      ],
      notes: this.#n === 0 ? ['Nothing learned yet; predicts 0.'] : leftOut(nodes.length),
    }
  }

  protected start(features: readonly string[]): void {
    this.#n = 0
    this.#tree = new ValueTree(this.#settings, features.length)
  }

  protected override extend(names: readonly string[], width: number): void {
    this.#tree.widen(width + names.length)
  }
}
