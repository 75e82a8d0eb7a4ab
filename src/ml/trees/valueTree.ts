import type { RandomSource } from '../../base/random.ts'
import type { RunningMomentsState } from '../statistics/runningMoments.ts'
import { drawColumns, everyColumn } from './columns.ts'
import { FeatureScale } from './featureScale.ts'
import type { GrowthSettings } from './growth.ts'
import { hoeffdingBound } from './impurity.ts'
import { LeafModel } from './leafModel.ts'
import { TreeShape, type TreeShapeState } from './treeShape.ts'
import { ValueLeaf, type ValueLeafSettings, type ValueLeafState } from './valueLeaf.ts'
import { bestValueSplit, type Moments, type ValueSplit } from './valueSplit.ts'

/** How a regression tree grows and predicts. */
export interface ValueTreeSettings extends GrowthSettings, ValueLeafSettings {
  /** Weight that each side of a split must have. */
  readonly minSamples: number
}

/** Plain data of {@link ValueTree}. */
export interface ValueTreeState {
  readonly shape: TreeShapeState
  readonly leaves: readonly (ValueLeafState | null)[]
  readonly moments: RunningMomentsState
}

const NOTHING: Moments = { n: 0, mean: 0, squares: 0 }

/** A Hoeffding tree of numbers over vectors. `columns` and `random`: each leaf observes so many, drawn by chance. */
export class ValueTree {
  shape = new TreeShape()
  /** By node; null for splits. */
  leaves: (ValueLeaf | null)[]
  #all: Int32Array
  #scale: FeatureScale
  readonly #scales: boolean

  constructor(
    private readonly settings: ValueTreeSettings,
    width: number,
    private readonly columns = width,
    private readonly random: RandomSource | null = null,
  ) {
    this.#all = everyColumn(width)
    this.#scale = new FeatureScale(width)
    this.#scales = settings.leafPrediction !== 'mean' && settings.leafModel === 'normalized'
    this.leaves = [new ValueLeaf(settings, this.draw(), NOTHING, this.model())]
  }

  learn(x: Float64Array, y: number, w: number): void {
    const { settings, shape } = this
    if (this.#scales) this.#scale.add(x)
    const node = shape.leafOf(x)
    const leaf = this.leaves[node] as ValueLeaf
    leaf.learn(x, y, w)
    if (!leaf.active) return
    if ((shape.depth[node] as number) >= settings.maxDepth) {
      leaf.deactivate()
      return
    }
    if (leaf.sinceAttempt < settings.gracePeriod) return
    leaf.sinceAttempt = 0
    if (shape.nodes + 2 > settings.maxNodes) return
    const split = decideValueSplit(leaf, settings)
    if (split) this.split(node, leaf, split)
  }

  predict(x: Float64Array): number {
    return (this.leaves[this.shape.leafOf(x)] as ValueLeaf).predict(x)
  }

  widen(width: number): void {
    this.#all = everyColumn(width)
    this.#scale = this.#scale.widened(width)
    for (const leaf of this.leaves) leaf?.widen(this.#all, this.#scale)
  }

  get bytes(): number {
    return this.leaves.reduce((sum, leaf) => sum + 8 * (leaf?.numbers ?? 0), 40 * this.shape.size)
  }

  toJSON(): ValueTreeState {
    return {
      shape: this.shape.toJSON(),
      leaves: this.leaves.map(leaf => leaf?.toJSON(this.#all) ?? null),
      moments: this.#scale.toJSON(),
    }
  }

  restore(state: ValueTreeState): void {
    this.shape = TreeShape.fromJSON(state.shape)
    this.#scale.restore(state.moments)
    this.leaves = state.leaves.map(leaf => leaf && ValueLeaf.fromJSON(leaf, this.settings, this.#all, this.model()))
  }

  private split(node: number, leaf: ValueLeaf, { feature, threshold, merit, left, right }: ValueSplit): void {
    const { shape } = this
    shape.split(node, feature, threshold, merit * leaf.n)
    this.leaves[node] = null
    this.leaves[shape.left[node] as number] = leaf.child(this.draw(), left)
    this.leaves[shape.right[node] as number] = leaf.child(this.draw(), right)
  }

  private draw(): Int32Array {
    return this.random ? drawColumns(this.#all.length, this.columns, this.random) : this.#all
  }

  private model(): LeafModel | null {
    const { leafPrediction, leafModel } = this.settings
    return leafPrediction === 'mean' ? null : new LeafModel(leafModel, this.#all.length, this.#scale)
  }
}

/** The split of a leaf when it is surely the best, or as good as any; null while it is not certain enough. */
export function decideValueSplit(leaf: ValueLeaf, settings: ValueTreeSettings): ValueSplit | null {
  const split = bestValueSplit(leaf.columns, leaf.bins, leaf, settings.minSamples)
  if (split.feature < 0 || !(split.merit > 0)) return null
  const bound = hoeffdingBound(1, settings.delta, leaf.n)
  return split.second / split.merit < 1 - bound || bound < settings.tau ? split : null
}
