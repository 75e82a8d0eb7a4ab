import { checkSaved } from '../estimator/checkSaved.ts'
import type { EstimatorJSON } from '../estimator/estimator.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import { VectorRegressor } from '../estimator/vectorRegressor.ts'
import { checkChoice } from '../preprocessing/checkChoice.ts'
import { REPLACEMENT_OPTIONS, type ReplacementOptions, readReplacement } from './adaptiveOptions.ts'
import type { AdaptiveSettings, AlternateCounts } from './adaptiveTree.ts'
import { AdaptiveValueTree, type AdaptiveValueTreeState } from './adaptiveValueTree.ts'
import { alternateParameters, importanceTable, leftOut, optionParameters, treeTable } from './describeTree.ts'
import { splitImportances, type TreeNode } from './treeNodes.ts'
import { valueNodes } from './valueNodes.ts'
import type { ValueTreeSettings } from './valueTree.ts'
import { readValueTree, type ValueTreeOptions } from './valueTreeOptions.ts'

/** Options of {@link HoeffdingAdaptiveTreeRegressor}. */
export interface HoeffdingAdaptiveTreeRegressorOptions extends ValueTreeOptions, ReplacementOptions {
  /**
   * Where absolute errors lie, for ADWIN: `auto` (default) takes the range of the first 50 of each node; `none` feeds them as they are,
   * as River does, though its bound holds for bounded values only.
   */
  readonly errorBounds?: 'auto' | 'none' | undefined
}

/**
 * A regression tree that follows a world which changes (Bifet and Gavaldà, IDA 2009): each split watches the errors below it with ADWIN;
 * where they grow, another tree is grown beside it, which takes its place when its mean error is smaller by a z-test. While both
 * stand, the mean of both is predicted. With `{ leafModel: 'sgd', digits: 1, errorBounds: 'none' }` River's tree of this name.
 *
 * Memory: as `HoeffdingTreeRegressor`, with O(log n) for each node's errors; alternates count among the at most `maxNodes` nodes.
 *
 * @example
 * const model = new ml.HoeffdingAdaptiveTreeRegressor({ gracePeriod: 50, seed: 1 })
 * stream.process(ml.prequential(model, { features: ['size', 'age'], label: 'price' }))
 * model.alternates // { started: 0, switched: 0, pruned: 0 }: nothing has changed yet
 */
export class HoeffdingAdaptiveTreeRegressor extends VectorRegressor {
  readonly type = 'HoeffdingAdaptiveTreeRegressor'
  readonly options: Readonly<Record<string, unknown>>
  readonly #settings: ValueTreeSettings & AdaptiveSettings
  #tree: AdaptiveValueTree
  #n = 0

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: HoeffdingAdaptiveTreeRegressorOptions = {}) {
    super()
    const who = 'HoeffdingAdaptiveTreeRegressor'
    const settings = readValueTree(who, options, ['errorBounds', ...REPLACEMENT_OPTIONS])
    const { errorBounds = 'auto' } = options
    checkChoice(who, 'errorBounds', errorBounds, ['auto', 'none'])
    this.#settings = { ...settings, ...readReplacement(who, options), errorBounds }
    this.options = { ...this.#settings }
    this.#tree = new AdaptiveValueTree(this.#settings, 0)
  }

  get n(): number {
    return this.#n
  }

  /** The tree, without alternates: splits, and the mean label of the leaves. */
  get nodes(): readonly TreeNode[] {
    return valueNodes(this.#tree.shape, this.#tree.leaves, this.features)
  }

  /** Trees that were grown beside others, and what became of them. */
  get alternates(): AlternateCounts {
    return { ...this.#tree.counts }
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

  clone(): HoeffdingAdaptiveTreeRegressor {
    return new HoeffdingAdaptiveTreeRegressor(this.options)
  }

  toJSON(): EstimatorJSON {
    const state = { n: this.#n, tree: this.#tree.toJSON() }
    return { type: this.type, format: 1, options: this.options, features: this.features, state }
  }

  restore(json: EstimatorJSON): void {
    checkSaved(json, this)
    this.reset(json.features.length > 0 ? json.features : this.features)
    const { n, tree } = json.state as { n: number; tree: AdaptiveValueTreeState }
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
        ...alternateParameters(this.alternates),
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
    this.#tree = new AdaptiveValueTree(this.#settings, features.length)
  }

  protected override extend(names: readonly string[], width: number): void {
    this.#tree.widen(width + names.length)
  }
}
