import { RunningMoments, type RunningMomentsState } from '../statistics/runningMoments.ts'

/** Standardises features by all records so far: (x − mean) × inverse, whose inverse deviations are kept ready. */
export class FeatureScale {
  #moments: RunningMoments
  inverse: Float64Array

  constructor(width: number) {
    this.#moments = new RunningMoments(width)
    this.inverse = new Float64Array(width).fill(1)
  }

  get mean(): Float64Array {
    return this.#moments.mean
  }

  add(x: Float64Array): void {
    this.#moments.add(x)
    this.refresh()
  }

  /** The same over more features, which were 0 in every record so far. */
  widened(width: number): FeatureScale {
    const wider = new FeatureScale(0)
    wider.#moments = this.#moments.widened(width)
    wider.inverse = new Float64Array(width)
    wider.refresh()
    return wider
  }

  toJSON(): RunningMomentsState {
    return this.#moments.toJSON()
  }

  restore(state: RunningMomentsState): void {
    this.#moments.restore(state)
    this.refresh()
  }

  private refresh(): void {
    for (let j = 0; j < this.inverse.length; j++) this.inverse[j] = 1 / this.#moments.scale(j)
  }
}
