import { FlinknbError } from '../../base/errors.ts'

/** Plain data of {@link LinearWeights}: the intercept first. */
export interface LinearWeightsState {
  readonly n: number
  readonly weights: readonly number[]
}

/** Weights of a linear score that are moved along records: what learners without an optimizer keep. */
export class LinearWeights {
  n = 0
  /** The intercept at place 0, feature j at j + 1. */
  w: Float64Array

  constructor(
    private readonly who: string,
    width: number,
  ) {
    this.w = new Float64Array(width + 1)
  }

  get coefficients(): number[] {
    return [...this.w.subarray(1)]
  }

  get intercept(): number {
    return this.w[0] as number
  }

  /** @throws FlinknbError `MODEL` when the weights have outgrown all numbers */
  score(x: Float64Array): number {
    const { w } = this
    let score = 0
    for (let j = 0; j < x.length; j++) score += (w[j + 1] as number) * (x[j] as number)
    score += w[0] as number
    if (Math.abs(score) < 1e300) return score
    throw new FlinknbError('MODEL', `${this.who}: the weights grew beyond all bounds within ${this.n} records.`, {
      fix: 'Put ml.StandardScaler() before it.',
    })
  }

  /** w += step · x; the intercept by `interceptStep`. */
  move(x: Float64Array, step: number, interceptStep: number): void {
    const { w } = this
    for (let j = 0; j < x.length; j++) w[j + 1] = (w[j + 1] as number) + step * (x[j] as number)
    w[0] = (w[0] as number) + interceptStep
  }

  extend(added: number): void {
    const before = this.w
    this.w = new Float64Array(before.length + added)
    this.w.set(before)
  }

  toJSON(): LinearWeightsState {
    return { n: this.n, weights: [...this.w] }
  }

  /** @throws FlinknbError `MODEL` when the state does not fit */
  restore({ n, weights }: LinearWeightsState): void {
    if (!Number.isFinite(n) || weights?.length !== this.w.length || !weights.every(Number.isFinite)) {
      throw new FlinknbError('MODEL', `${this.who}: the saved weights do not fit or are damaged.`, {
        fix: 'Pass what toJSON() gave.',
      })
    }
    this.n = n
    this.w.set(weights)
  }
}
