import { normalTwoSided } from '../statistics/normal.ts'
import type { RunningMomentsState } from '../statistics/runningMoments.ts'
import { type AdaptiveSettings, AdaptiveTree, type AdaptiveTreeState } from './adaptiveTree.ts'
import { everyColumn } from './columns.ts'
import type { ErrorWatch } from './errorWatch.ts'
import { FeatureScale } from './featureScale.ts'
import { LeafModel } from './leafModel.ts'
import { ValueLeaf, type ValueLeafState } from './valueLeaf.ts'
import { decideValueSplit, type ValueTreeSettings } from './valueTree.ts'

/** Plain data of {@link AdaptiveValueTree}. */
export interface AdaptiveValueTreeState extends AdaptiveTreeState<ValueLeafState> {
  readonly moments: RunningMomentsState
}

/** A Hoeffding adaptive tree of numbers over vectors. */
export class AdaptiveValueTree extends AdaptiveTree<ValueLeaf> {
  #all: Int32Array
  #scale: FeatureScale
  readonly #scales: boolean

  constructor(
    private readonly settings: ValueTreeSettings & AdaptiveSettings,
    width: number,
  ) {
    super(settings)
    this.#all = everyColumn(width)
    this.#scale = new FeatureScale(width)
    this.#scales = settings.leafPrediction !== 'mean' && settings.leafModel === 'normalized'
    this.place(this.shape.root, this.freshLeaf())
  }

  override learn(x: Float64Array, y: number, w: number): void {
    if (this.#scales) this.#scale.add(x)
    super.learn(x, y, w)
  }

  /** The mean of what all leaves say that a record reaches. */
  predict(x: Float64Array): number {
    let sum = 0
    let leaves = 0
    this.forEachLeaf(x, leaf => {
      sum += leaf.predict(x)
      leaves++
    })
    return sum / leaves
  }

  widen(width: number): void {
    this.#all = everyColumn(width)
    this.#scale = this.#scale.widened(width)
    for (const leaf of this.leaves) leaf?.widen(this.#all, this.#scale)
  }

  get bytes(): number {
    return this.leaves.reduce((sum, leaf) => sum + 8 * (leaf?.numbers ?? 0), 40 * this.shape.size)
  }

  toJSON(): AdaptiveValueTreeState {
    return { ...this.saveWith(leaf => leaf.toJSON(this.#all)), moments: this.#scale.toJSON() }
  }

  restore(state: AdaptiveValueTreeState): void {
    this.#scale.restore(state.moments)
    this.restoreWith(state, leaf => ValueLeaf.fromJSON(leaf, this.settings, this.#all, this.model()))
  }

  protected freshLeaf(): ValueLeaf {
    return new ValueLeaf(this.settings, this.#all, { n: 0, mean: 0, squares: 0 }, this.model())
  }

  protected error(leaf: ValueLeaf, x: Float64Array, y: number): number {
    return Math.abs(y - leaf.predict(x))
  }

  protected learnLeaf(leaf: ValueLeaf, x: Float64Array, y: number, w: number): void {
    leaf.learn(x, y, w)
  }

  protected trySplit(node: number, leaf: ValueLeaf): void {
    const split = decideValueSplit(leaf, this.settings)
    if (!split) return
    const { shape } = this
    shape.split(node, split.feature, split.threshold, split.merit * leaf.n)
    this.becameSplit(node)
    this.place(shape.left[node] as number, leaf.child(this.#all, split.left))
    this.place(shape.right[node] as number, leaf.child(this.#all, split.right))
  }

  /** A two-sided z-test of the mean errors. */
  protected compare(own: ErrorWatch, alternate: ErrorWatch): number {
    const deviation = Math.sqrt(alternate.variance / alternate.n + own.variance / own.n)
    const difference = own.mean - alternate.mean
    if (!(deviation > 0)) return Math.sign(difference)
    return normalTwoSided(difference / deviation) <= this.settings.switchSignificance ? Math.sign(difference) : 0
  }

  private model(): LeafModel | null {
    const { leafPrediction, leafModel } = this.settings
    return leafPrediction === 'mean' ? null : new LeafModel(leafModel, this.#all.length, this.#scale)
  }
}
