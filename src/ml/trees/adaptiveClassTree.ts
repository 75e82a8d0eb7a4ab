import { argMax } from '../estimator/vectorClassifier.ts'
import { type AdaptiveSettings, AdaptiveTree, type AdaptiveTreeState } from './adaptiveTree.ts'
import { ClassLeaf, type ClassLeafState } from './classLeaf.ts'
import { type ClassTreeSettings, decideClassSplit } from './classTree.ts'
import { everyColumn } from './columns.ts'
import type { ErrorWatch } from './errorWatch.ts'

/** A Hoeffding adaptive tree over vectors and places of classes. */
export class AdaptiveClassTree extends AdaptiveTree<ClassLeaf> {
  #all: Int32Array
  /** Room for a number a class. */
  #votes = new Float64Array(2)

  constructor(
    private readonly settings: ClassTreeSettings & AdaptiveSettings,
    width: number,
  ) {
    super(settings)
    this.#all = everyColumn(width)
    this.place(this.shape.root, this.freshLeaf())
  }

  /** The answers of all leaves that a record reaches, each the heavier the less its leaf errs. */
  probabilities(x: Float64Array, out: Float64Array): void {
    const { leafPrediction, bayesFrom } = this.settings
    const votes = this.votes(out.length).subarray(0, out.length)
    out.fill(0)
    this.forEachLeaf(x, (leaf, errors) => {
      if (!leaf.probabilities(x, votes, leafPrediction, bayesFrom)) return
      const weight = errors.mean > 0 ? 1 / (errors.mean * errors.mean) : 1
      for (let k = 0; k < out.length; k++) out[k] = (out[k] as number) + weight * (votes[k] as number)
    })
    let sum = 0
    for (let k = 0; k < out.length; k++) sum += out[k] as number
    for (let k = 0; k < out.length; k++) out[k] = sum > 0 ? (out[k] as number) / sum : 1 / out.length
  }

  widen(width: number): void {
    this.#all = everyColumn(width)
    for (const leaf of this.leaves) leaf?.widen(this.#all)
  }

  get bytes(): number {
    return this.leaves.reduce((sum, leaf) => sum + 8 * (leaf?.numbers ?? 0), 40 * this.shape.size)
  }

  toJSON(): AdaptiveTreeState<ClassLeafState> {
    return this.saveWith(leaf => leaf.toJSON(this.#all))
  }

  restore(state: AdaptiveTreeState<ClassLeafState>): void {
    this.restoreWith(state, leaf => ClassLeaf.fromJSON(leaf, this.#all))
  }

  protected freshLeaf(): ClassLeaf {
    return new ClassLeaf(this.#all, new Float64Array(0))
  }

  protected error(leaf: ClassLeaf, x: Float64Array, k: number): number {
    const votes = this.votes(leaf.weights.length).subarray(0, leaf.weights.length)
    const { leafPrediction, bayesFrom } = this.settings
    return leaf.probabilities(x, votes, leafPrediction, bayesFrom) && argMax(votes) === k ? 0 : 1
  }

  protected learnLeaf(leaf: ClassLeaf, x: Float64Array, k: number, w: number): void {
    if (this.settings.leafPrediction === 'adaptive') leaf.judge(x, k, w, this.votes(leaf.weights.length))
    leaf.learn(x, k, w)
  }

  protected trySplit(node: number, leaf: ClassLeaf): void {
    if (leaf.isPure) return
    const split = decideClassSplit(leaf, this.settings)
    if (split === 'restart') leaf.restart()
    if (split === 'restart' || split === null) return
    const { shape } = this
    shape.split(node, split.feature, split.threshold, split.gain)
    this.becameSplit(node)
    this.place(shape.left[node] as number, new ClassLeaf(this.#all, split.left))
    this.place(shape.right[node] as number, new ClassLeaf(this.#all, split.right))
  }

  /** Hoeffding's bound of the difference between two error rates, as in the paper. */
  protected compare(own: ErrorWatch, alternate: ErrorWatch): number {
    const rate = own.mean
    const share = 1 / alternate.n + 1 / own.n
    const bound = Math.sqrt(2 * rate * (1 - rate) * Math.log(2 / this.settings.switchSignificance) * share)
    const difference = rate - alternate.mean
    return difference > bound ? 1 : -difference > bound ? -1 : 0
  }

  private votes(classes: number): Float64Array {
    if (this.#votes.length < classes) this.#votes = new Float64Array(classes)
    return this.#votes
  }
}
