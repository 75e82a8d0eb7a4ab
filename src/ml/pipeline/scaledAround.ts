import { isTwoSidedTransformer, type Transformer, type TwoSidedTransformer } from '../estimator/transformer.ts'

/** The one scaler of a pipeline, with a record as it is scaled before and after it is learned. */
export class ScaledAround {
  /** Of the record that was learned last; reused. */
  before = new Float64Array(0)
  after = new Float64Array(0)

  constructor(private readonly scaler: TwoSidedTransformer) {}

  learn(x: Float64Array): void {
    if (this.before.length !== x.length) {
      this.before = new Float64Array(x.length)
      this.after = new Float64Array(x.length)
    }
    this.scaler.transformAroundLearning(x, this.before, this.after)
  }
}

/** Undefined where these steps are not just one scaler that can do so. */
export function scaledAround(transformers: readonly Transformer<unknown>[]): ScaledAround | undefined {
  const [only] = transformers
  return transformers.length === 1 && only && isTwoSidedTransformer(only) ? new ScaledAround(only) : undefined
}
