import { checkSaved } from '../estimator/checkSaved.ts'
import type { ClassLabel } from '../estimator/classifier.ts'
import type { EstimatorJSON } from '../estimator/estimator.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import { VectorClassifier } from '../estimator/vectorClassifier.ts'
import { readClasses } from '../gradient/binaryClassifier.ts'
import { classNodes, sayClass } from './classNodes.ts'
import { ClassTree, type ClassTreeSettings, type ClassTreeState } from './classTree.ts'
import { type ClassTreeOptions, readClassTree } from './classTreeOptions.ts'
import { importanceTable, leftOut, optionParameters, treeTable } from './describeTree.ts'
import { splitImportances, type TreeNode } from './treeNodes.ts'

/** Options of {@link HoeffdingTreeClassifier}. */
export type HoeffdingTreeClassifierOptions = ClassTreeOptions

/**
 * A decision tree that grows with the stream: a leaf is split as soon as Hoeffding's bound says that the best split seen is, with
 * probability 1 − δ, the best there is (Domingos and Hulten, Mining high-speed data streams, KDD 2000, "VFDT"; naive Bayes in the
 * leaves: Gama, Rocha and Medas, KDD 2003). Features need no scaling. The probabilities and splits of River's `HoeffdingTreeClassifier`,
 * among them its ways where a leaf watches a single feature (split at the first attempt, as there is nothing to compare with) and
 * where one class has nearly all (observed anew).
 *
 * Memory: for K classes, K (4 d + 3) numbers a leaf, at most `maxNodes` nodes; `bytes` says how much that is now.
 *
 * @example
 * const model = new ml.HoeffdingTreeClassifier({ gracePeriod: 4, leafPrediction: 'majority' })
 * for (const x of [1, 2, 8, 9]) model.learnOne({ x }, x > 5 ? 'high' : 'low') // range 1 to 9 in steps of 8/11
 * model.nodes[0] // { feature: 'x', threshold: 2.4545454545454546, … }: the first threshold that parts them
 * model.predictOne({ x: 7 }) // 'high'
 */
export class HoeffdingTreeClassifier extends VectorClassifier {
  readonly type = 'HoeffdingTreeClassifier'
  readonly options: Readonly<Record<string, unknown>>
  readonly #settings: ClassTreeSettings
  #tree: ClassTree
  #n = 0

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: HoeffdingTreeClassifierOptions = {}) {
    const { settings, classes, saved } = readClassTree('HoeffdingTreeClassifier', options)
    super(classes)
    this.options = saved
    this.#settings = settings
    this.#tree = new ClassTree(settings, 0)
  }

  get n(): number {
    return this.#n
  }

  /** The tree: splits, and the share of each class in the leaves, in the order of `classes`. */
  get nodes(): readonly TreeNode[] {
    return classNodes(this.#tree.shape, this.#tree.leaves, this.features, this.classes.length)
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

  clone(): HoeffdingTreeClassifier {
    return new HoeffdingTreeClassifier(this.options)
  }

  toJSON(): EstimatorJSON {
    const state = { n: this.#n, classes: [...this.classes], tree: this.#tree.toJSON() }
    return { type: this.type, format: 1, options: this.options, features: this.features, state }
  }

  restore(json: EstimatorJSON): void {
    checkSaved(json, this)
    this.reset(json.features.length > 0 ? json.features : this.features)
    const { n, classes, tree } = json.state as { n: number; classes: readonly ClassLabel[]; tree: ClassTreeState }
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
    this.#tree = new ClassTree(this.#settings, features.length)
  }

  protected override extend(names: readonly string[], width: number): void {
    this.#tree.widen(width + names.length)
  }
}
