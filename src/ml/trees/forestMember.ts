import { ADWIN } from '../drift/adwin.ts'
import type { ForestSettings } from './forestOptions.ts'

/** Plain data of {@link ForestMember}. */
export interface ForestMemberState<S> {
  readonly tree: S
  readonly background: S | null
  readonly drift: unknown
  readonly warning: unknown
  readonly records: number
  readonly score: number
  readonly drifts: number
  readonly warnings: number
}

/** What a forest needs of its trees, whatever they predict. */
interface MemberTree<S> {
  learn(x: Float64Array, y: number, w: number): void
  toJSON(): S
  restore(state: S): void
}

/**
 * A tree of an adaptive random forest with what watches it: when its errors grow, another is grown in the background, which takes
 * its place when they have surely grown.
 */
export class ForestMember<S, T extends MemberTree<S>> {
  tree: T
  background: T | null = null
  /** Records judged since the tree began. */
  records = 0
  /** Mean of what it was judged by: hits, or squared errors. */
  score = 0
  drifts = 0
  warnings = 0
  readonly #drift: ADWIN | null
  readonly #warning: ADWIN | null

  constructor(
    { driftDelta, warningDelta }: ForestSettings,
    private readonly grow: () => T,
  ) {
    this.tree = grow()
    this.#drift = driftDelta === null ? null : new ADWIN({ delta: driftDelta, bounds: 'none' })
    this.#warning = warningDelta === null ? null : new ADWIN({ delta: warningDelta, bounds: 'none' })
  }

  judge(score: number): void {
    this.records++
    this.score += (score - this.score) / this.records
  }

  /** @param error of its prediction, mapped to about [0, 1] */
  learn(x: Float64Array, y: number, w: number, error: number): void {
    this.background?.learn(x, y, w)
    this.tree.learn(x, y, w)
    if (this.#warning?.update(error)) {
      this.background = this.grow()
      this.#warning.reset()
      this.warnings++
    }
    if (this.#drift?.update(error)) this.replace()
  }

  toJSON(): ForestMemberState<S> {
    return {
      tree: this.tree.toJSON(),
      background: this.background?.toJSON() ?? null,
      drift: this.#drift?.toJSON().state ?? null,
      warning: this.#warning?.toJSON().state ?? null,
      records: this.records,
      score: this.score,
      drifts: this.drifts,
      warnings: this.warnings,
    }
  }

  restore(state: ForestMemberState<S>): void {
    this.tree.restore(state.tree)
    this.background = state.background === null ? null : this.grow()
    if (state.background !== null) this.background?.restore(state.background)
    this.#drift?.restore({ ...this.#drift.toJSON(), state: state.drift })
    this.#warning?.restore({ ...this.#warning.toJSON(), state: state.warning })
    this.records = state.records
    this.score = state.score
    this.drifts = state.drifts
    this.warnings = state.warnings
  }

  private replace(): void {
    this.tree = this.background ?? this.grow()
    this.background = null
    this.#drift?.reset()
    this.#warning?.reset()
    this.records = 0
    this.score = 0
    this.drifts++
  }
}
