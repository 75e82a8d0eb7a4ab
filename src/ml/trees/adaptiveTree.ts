import { RandomSource } from '../../base/random.ts'
import type { InputBounds } from '../drift/inputBounds.ts'
import { ErrorWatch, type ErrorWatchState } from './errorWatch.ts'
import type { GrowthSettings } from './growth.ts'
import { TreeShape, type TreeShapeState } from './treeShape.ts'

/** How a tree replaces branches that have become worse. */
export interface AdaptiveSettings extends GrowthSettings {
  /** ADWIN's probability of a false alarm. */
  readonly driftDelta: number
  readonly errorBounds: InputBounds
  /** Errors that a branch and its alternate must both have before they are compared. */
  readonly comparedFrom: number
  /** Probability of taking one for better that is not. */
  readonly switchSignificance: number
  readonly bootstrap: boolean
  readonly seed: number
}

/** What leaves of either kind have in common. */
interface GrowingLeaf {
  active: boolean
  sinceAttempt: number
  deactivate(): void
}

/** Plain data of {@link AdaptiveTree}. */
export interface AdaptiveTreeState<L> {
  readonly shape: TreeShapeState
  readonly leaves: readonly (L | null)[]
  readonly watches: readonly (ErrorWatchState | null)[]
  readonly alternates: readonly number[]
  readonly counts: AlternateCounts
  readonly random: number
}

/** Alternate trees so far. */
export interface AlternateCounts {
  readonly started: number
  /** Those that took the place of a branch. */
  readonly switched: number
  /** Those that were given up. */
  readonly pruned: number
}

/**
 * The Hoeffding adaptive tree (Bifet and Gavaldà, Adaptive learning from evolving data streams, IDA 2009): every split watches the
 * errors below it; where they grow, another tree is grown beside it, which takes its place when it errs less. Alternates grow for
 * themselves until then. (River 0.26, as MOA, hangs an alternate into the main tree when it first splits.)
 */
export abstract class AdaptiveTree<L extends GrowingLeaf> {
  shape = new TreeShape()
  /** By node; null for splits and unused places. */
  leaves: (L | null)[] = []
  counts: AlternateCounts = { started: 0, switched: 0, pruned: 0 }
  protected readonly random: RandomSource
  #watches: (ErrorWatch | null)[] = []
  /** Root of the tree that grows beside a split; −1 for none. */
  #alternates: number[] = []

  constructor(protected readonly adaptive: AdaptiveSettings) {
    this.random = new RandomSource(adaptive.seed)
  }

  learn(x: Float64Array, y: number, w: number): void {
    this.learnAt(this.shape.root, -1, x, y, w)
  }

  /** The leaves that answer for a record: of the tree itself, and of alternates beside its path. */
  forEachLeaf(x: Float64Array, visit: (leaf: L, errors: ErrorWatch) => void, start = this.shape.root): void {
    const { shape } = this
    let node = start
    for (let j = shape.feature[node] as number; j >= 0; j = shape.feature[node] as number) {
      const alternate = this.#alternates[node] as number
      if (alternate >= 0) this.forEachLeaf(x, visit, alternate)
      node = ((x[j] as number) <= (shape.threshold[node] as number) ? shape.left[node] : shape.right[node]) as number
    }
    visit(this.leaves[node] as L, this.#watches[node] as ErrorWatch)
  }

  protected saveWith<S>(save: (leaf: L) => S): AdaptiveTreeState<S> {
    return {
      shape: this.shape.toJSON(),
      leaves: this.leaves.map(leaf => leaf && save(leaf)),
      watches: this.#watches.map(watch => watch?.toJSON() ?? null),
      alternates: [...this.#alternates],
      counts: { ...this.counts },
      random: this.random.state,
    }
  }

  protected restoreWith<S>(state: AdaptiveTreeState<S>, read: (leaf: S) => L): void {
    this.shape = TreeShape.fromJSON(state.shape)
    this.leaves = state.leaves.map(leaf => leaf && read(leaf))
    this.#watches = state.watches.map(saved => {
      if (!saved) return null
      const watch = this.watch()
      watch.restore(saved)
      return watch
    })
    this.#alternates = [...state.alternates]
    this.counts = { ...state.counts }
    this.random.state = state.random
  }

  /** Hangs a leaf at a node of the shape. */
  protected place(node: number, leaf: L): void {
    this.leaves[node] = leaf
    this.#watches[node] = this.watch()
    this.#alternates[node] = -1
  }

  /** A leaf has become a split. */
  protected becameSplit(node: number): void {
    this.leaves[node] = null
    this.#watches[node] = this.watch()
    this.#alternates[node] = -1
  }

  protected abstract freshLeaf(): L
  /** Of a leaf's own prediction, before the record is learned. */
  protected abstract error(leaf: L, x: Float64Array, y: number): number
  protected abstract learnLeaf(leaf: L, x: Float64Array, y: number, w: number): void
  /** Splits the leaf at a node when that is surely good. */
  protected abstract trySplit(node: number, leaf: L): void
  /** Above 0 when the alternate surely errs less, below 0 when it surely errs more. */
  protected abstract compare(own: ErrorWatch, alternate: ErrorWatch): number

  private learnAt(node: number, parent: number, x: Float64Array, y: number, w: number): void {
    const { shape } = this
    const j = shape.feature[node] as number
    if (j < 0) {
      this.learnInLeaf(node, x, y, w)
      return
    }
    const watch = this.#watches[node] as ErrorWatch
    const alarm = watch.add(this.error(this.leaves[shape.leafOf(x, node)] as L, x, y))
    let alternate = this.#alternates[node] as number
    if (alarm) this.startAlternate(node, watch)
    else if (alternate >= 0 && this.judgeAlternate(node, parent, watch)) {
      this.learnAt(alternate, parent, x, y, w)
      return
    }
    alternate = this.#alternates[node] as number
    if (alternate >= 0) this.learnAt(alternate, node, x, y, w)
    this.learnAt(this.childTowards(node, x), node, x, y, w)
  }

  private learnInLeaf(node: number, x: Float64Array, y: number, weight: number): void {
    const { adaptive, shape } = this
    const leaf = this.leaves[node] as L
    const draws = adaptive.bootstrap ? this.random.poisson(1) : 1
    // A record that was not drawn counts once, as in River and MOA.
    const w = weight * Math.max(1, draws)
    ;(this.#watches[node] as ErrorWatch).add(this.error(leaf, x, y))
    this.learnLeaf(leaf, x, y, w)
    if (!leaf.active || leaf.sinceAttempt < adaptive.gracePeriod) return
    if ((shape.depth[node] as number) >= adaptive.maxDepth) {
      leaf.deactivate()
      return
    }
    leaf.sinceAttempt = 0
    if (shape.nodes + 2 <= adaptive.maxNodes) this.trySplit(node, leaf)
  }

  private startAlternate(node: number, watch: ErrorWatch): void {
    const { shape } = this
    watch.forget()
    const old = this.#alternates[node] as number
    if (old >= 0) this.release(old)
    else if (shape.nodes >= this.adaptive.maxNodes) return
    const alternate = shape.add(shape.depth[node] as number)
    this.place(alternate, this.freshLeaf())
    this.#alternates[node] = alternate
    this.counts = { ...this.counts, started: this.counts.started + 1 }
  }

  /** Whether the alternate took the branch's place. */
  private judgeAlternate(node: number, parent: number, watch: ErrorWatch): boolean {
    const alternate = this.#alternates[node] as number
    const other = this.#watches[alternate] as ErrorWatch
    const { comparedFrom } = this.adaptive
    if (other.n <= comparedFrom || watch.n <= comparedFrom) return false
    const better = this.compare(watch, other)
    if (better < 0) {
      this.release(alternate)
      this.#alternates[node] = -1
      this.counts = { ...this.counts, pruned: this.counts.pruned + 1 }
    }
    if (better <= 0) return false
    this.#alternates[node] = -1
    this.hang(alternate, node, parent)
    this.release(node)
    this.counts = { ...this.counts, switched: this.counts.switched + 1 }
    return true
  }

  /** Puts a subtree into the place of `node`, which may itself be an alternate. */
  private hang(subtree: number, node: number, parent: number): void {
    const { shape } = this
    if (parent < 0) shape.root = subtree
    else if (shape.left[parent] === node) shape.left[parent] = subtree
    else if (shape.right[parent] === node) shape.right[parent] = subtree
    else this.#alternates[parent] = subtree
  }

  private childTowards(node: number, x: Float64Array): number {
    const { shape } = this
    const goesLeft = (x[shape.feature[node] as number] as number) <= (shape.threshold[node] as number)
    return (goesLeft ? shape.left[node] : shape.right[node]) as number
  }

  /** Gives up a subtree with all alternates in it. */
  private release(start: number): void {
    for (const node of this.shape.below(start)) {
      const alternate = this.#alternates[node] as number
      if (alternate >= 0) {
        this.release(alternate)
        this.counts = { ...this.counts, pruned: this.counts.pruned + 1 }
      }
      this.leaves[node] = null
      this.#watches[node] = null
      this.#alternates[node] = -1
      this.shape.release(node)
    }
  }

  private watch(): ErrorWatch {
    return new ErrorWatch(this.adaptive.driftDelta, this.adaptive.errorBounds)
  }
}
