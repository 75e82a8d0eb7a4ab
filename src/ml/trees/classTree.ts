import type { RandomSource } from '../../base/random.ts'
import { ClassLeaf, type ClassLeafPrediction, type ClassLeafState } from './classLeaf.ts'
import { bestClassSplit, type ClassSplit, type ClassSplitSettings } from './classSplit.ts'
import { drawColumns, everyColumn } from './columns.ts'
import type { GrowthSettings } from './growth.ts'
import { hoeffdingBound, rangeOfMerit } from './impurity.ts'
import { TreeShape, type TreeShapeState } from './treeShape.ts'

/** How a classification tree grows and predicts. */
export interface ClassTreeSettings extends GrowthSettings, ClassSplitSettings {
  readonly leafPrediction: ClassLeafPrediction
  /** Weight from which leaves of `naiveBayes` use it. */
  readonly bayesFrom: number
  /** A leaf in which one class has a larger share is not split. */
  readonly maxShare: number
}

/** Plain data of {@link ClassTree}. */
export interface ClassTreeState {
  readonly shape: TreeShapeState
  readonly leaves: readonly (ClassLeafState | null)[]
}

/** A Hoeffding tree over vectors and places of classes. `columns` and `random`: each leaf observes so many, drawn by chance. */
export class ClassTree {
  shape = new TreeShape()
  /** By node; null for splits. */
  leaves: (ClassLeaf | null)[]
  #all: Int32Array
  #votes = new Float64Array(2)

  constructor(
    private readonly settings: ClassTreeSettings,
    width: number,
    private readonly columns = width,
    private readonly random: RandomSource | null = null,
  ) {
    this.#all = everyColumn(width)
    this.leaves = [this.leaf(new Float64Array(0))]
  }

  learn(x: Float64Array, k: number, w: number): void {
    const { settings, shape } = this
    const node = shape.leafOf(x)
    const leaf = this.leaves[node] as ClassLeaf
    if (settings.leafPrediction === 'adaptive') leaf.judge(x, k, w, this.votes(leaf.weights.length))
    leaf.learn(x, k, w)
    if (!leaf.active) return
    if ((shape.depth[node] as number) >= settings.maxDepth) {
      leaf.deactivate()
      return
    }
    if (leaf.sinceAttempt < settings.gracePeriod) return
    leaf.sinceAttempt = 0
    if (shape.nodes + 2 > settings.maxNodes || leaf.isPure) return
    const split = decideClassSplit(leaf, settings)
    if (split === 'restart') leaf.restart()
    else if (split) this.split(node, split)
  }

  probabilities(x: Float64Array, out: Float64Array): void {
    const { leafPrediction, bayesFrom } = this.settings
    const leaf = this.leaves[this.shape.leafOf(x)] as ClassLeaf
    if (!leaf.probabilities(x, out, leafPrediction, bayesFrom)) out.fill(1 / out.length)
  }

  widen(width: number): void {
    this.#all = everyColumn(width)
    for (const leaf of this.leaves) leaf?.widen(this.#all)
  }

  get bytes(): number {
    return this.leaves.reduce((sum, leaf) => sum + 8 * (leaf?.numbers ?? 0), 40 * this.shape.size)
  }

  toJSON(): ClassTreeState {
    return { shape: this.shape.toJSON(), leaves: this.leaves.map(leaf => leaf?.toJSON(this.#all) ?? null) }
  }

  restore(state: ClassTreeState): void {
    this.shape = TreeShape.fromJSON(state.shape)
    this.leaves = state.leaves.map(leaf => leaf && ClassLeaf.fromJSON(leaf, this.#all))
  }

  private split(node: number, { feature, threshold, gain, left, right }: ClassSplit): void {
    const { shape } = this
    shape.split(node, feature, threshold, gain)
    this.leaves[node] = null
    this.leaves[shape.left[node] as number] = this.leaf(left)
    this.leaves[shape.right[node] as number] = this.leaf(right)
  }

  private leaf(weights: Float64Array): ClassLeaf {
    const { random, columns } = this
    return new ClassLeaf(random ? drawColumns(this.#all.length, columns, random) : this.#all, weights)
  }

  private votes(classes: number): Float64Array {
    if (this.#votes.length < classes) this.#votes = new Float64Array(classes)
    return this.#votes
  }
}

/**
 * The split of a leaf when it is surely the best, or as good as any; `restart` when there is none to be found in what was
 * observed; null while it is not certain enough.
 */
export function decideClassSplit(leaf: ClassLeaf, settings: ClassTreeSettings): ClassSplit | 'restart' | null {
  const { weights, total } = leaf
  if ((weights[leaf.majority()] as number) / total > settings.maxShare) return 'restart'
  const split = bestClassSplit(leaf, settings)
  const bound = hoeffdingBound(rangeOfMerit(settings.criterion, weights), settings.delta, total)
  if (!(split.merit - split.second > bound || bound < settings.tau)) return null
  return split.feature < 0 ? 'restart' : split
}
