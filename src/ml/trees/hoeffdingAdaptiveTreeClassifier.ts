import { checkSaved } from '../estimator/checkSaved.ts'
import type { ClassLabel } from '../estimator/classifier.ts'
import type { EstimatorJSON } from '../estimator/estimator.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import { VectorClassifier } from '../estimator/vectorClassifier.ts'
import { readClasses } from '../gradient/binaryClassifier.ts'
import { AdaptiveClassTree } from './adaptiveClassTree.ts'
import { REPLACEMENT_OPTIONS, type ReplacementOptions, readReplacement } from './adaptiveOptions.ts'
import type { AdaptiveSettings, AdaptiveTreeState, AlternateCounts } from './adaptiveTree.ts'
import type { ClassLeafState } from './classLeaf.ts'
import { classNodes, sayClass } from './classNodes.ts'
import type { ClassTreeSettings } from './classTree.ts'
import { type ClassTreeOptions, readClassTree } from './classTreeOptions.ts'
import { alternateParameters, importanceTable, leftOut, optionParameters, treeTable } from './describeTree.ts'
import { splitImportances, type TreeNode } from './treeNodes.ts'

/** Options of {@link HoeffdingAdaptiveTreeClassifier}. */
export interface HoeffdingAdaptiveTreeClassifierOptions extends ClassTreeOptions, ReplacementOptions {}

/**
 * A Hoeffding tree that follows a world which changes (Bifet and Gavaldà, Adaptive learning from evolving data streams, IDA 2009): each split
 * watches the errors below it with ADWIN; where they grow, another tree is grown beside it, which takes its place when it errs less.
 * While both stand, both answer, each the heavier the less it errs. Options and defaults of River's tree of this name.
 *
 * Memory: as `HoeffdingTreeClassifier`, with O(log n) for each node's errors; alternates count among the at most `maxNodes` nodes.
 *
 * @example
 * const model = new ml.HoeffdingAdaptiveTreeClassifier({ seed: 1 })
 * stream.process(ml.prequential(model, { features: ['a', 'b'], label: 'kind' }))
 * model.alternates // { started: 0, switched: 0, pruned: 0 }: nothing has changed yet
 */
export class HoeffdingAdaptiveTreeClassifier extends VectorClassifier {
  readonly type = 'HoeffdingAdaptiveTreeClassifier'
  readonly options: Readonly<Record<string, unknown>>
  readonly #settings: ClassTreeSettings & AdaptiveSettings
  #tree: AdaptiveClassTree
  #n = 0

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: HoeffdingAdaptiveTreeClassifierOptions = {}) {
    const who = 'HoeffdingAdaptiveTreeClassifier'
    const { settings, classes, saved } = readClassTree(who, options, REPLACEMENT_OPTIONS)
    const replacement = readReplacement(who, options)
    super(classes)
    this.options = { ...saved, ...replacement }
    // Errors are 0 or 1.
    this.#settings = { ...settings, ...replacement, errorBounds: [0, 1] }
    this.#tree = new AdaptiveClassTree(this.#settings, 0)
  }

  get n(): number {
    return this.#n
  }

  /** The tree, without alternates: splits, and the share of each class in the leaves, in the order of `classes`. */
  get nodes(): readonly TreeNode[] {
    return classNodes(this.#tree.shape, this.#tree.leaves, this.features, this.classes.length)
  }

  /** Trees that were grown beside others, and what became of them. */
  get alternates(): AlternateCounts {
    return { ...this.#tree.counts }
  }

  /** Of what is kept, in bytes; objects' own overhead is not counted. */
  get bytes(): number {
    return this.#tree.bytes
  }

  /** By feature, the share that splits on it have in the reduction of impurity; all 0 before the first split. */
  importances(): Record<string, number> {
    return splitImportances([this.#tree.shape], this.features)
  }

  learnVector(x: Float64Array, classIndex: number, weight: number): void {
    this.#n++
    if (weight > 0) this.#tree.learn(x, classIndex, weight)
  }

  probabilitiesOfVector(x: Float64Array, out: Float64Array): void {
    this.#tree.probabilities(x, out)
  }

  clone(): HoeffdingAdaptiveTreeClassifier {
    return new HoeffdingAdaptiveTreeClassifier(this.options)
  }

  toJSON(): EstimatorJSON {
    const state = { n: this.#n, classes: [...this.classes], tree: this.#tree.toJSON() }
    return { type: this.type, format: 1, options: this.options, features: this.features, state }
  }

  restore(json: EstimatorJSON): void {
    checkSaved(json, this)
    this.reset(json.features.length > 0 ? json.features : this.features)
    const { n, classes, tree } = json.state as {
      n: number
      classes: readonly ClassLabel[]
      tree: AdaptiveTreeState<ClassLeafState>
    }
    this.restoreClasses(readClasses(this.type, classes))
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
        treeTable(nodes, node => sayClass(node, this.classes), 'class'),
        ...(nodes.length > 1 ? [importanceTable(this.importances())] : []),
      ],
      notes: this.#n === 0 ? ['Nothing learned yet; every class is as likely.'] : leftOut(nodes.length),
    }
  }

  /** Leaves make room for a class when they meet it. */
  protected addClass(): void {}

  protected start(features: readonly string[]): void {
    this.#n = 0
    this.#tree = new AdaptiveClassTree(this.#settings, features.length)
  }

  protected override extend(names: readonly string[], width: number): void {
    this.#tree.widen(width + names.length)
  }
}
