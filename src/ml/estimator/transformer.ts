import type { AffineMap } from './affineMap.ts'
import type { Batch } from './batch.ts'
import type { Estimator } from './estimator.ts'

/** Maps features to features. `transform` never learns; `fit` and `learnOne` never transform. */
export interface Transformer extends Estimator {
  readonly kind: 'transformer'
  /** Names of what `transformVector` writes, in order. They may grow while learning, at the end only. */
  readonly outputFeatures: readonly string[]
  /**
   * @param y the label, for transformers that look at it; those throw where it is missing
   * @throws FlinknbError `MODEL` naming the column and value that is not a finite number
   */
  learnOne(x: object, y?: number): void
  /** The output features alone. */
  transformOne(x: object): Record<string, number>
  /** Forgets everything and learns the batch. */
  fit(X: Batch): this
  /** Learns the batch on top of what is known; the first one fixes the features. */
  partialFit(X: Batch): this
  /** Rows in, rows out; arrays in, arrays out; a DataFrame gives rows. */
  transform(X: Batch): Record<string, number>[] | number[][]
  clone(): Transformer
  learnVector(x: Float64Array, y?: number): void
  /** Writes the output features of `x` into `out`, another array of their number. */
  transformVector(x: Float64Array, out: Float64Array): void
}

/** A transformer that maps each feature by an affine function and can say which. */
export interface AffineTransformer extends Transformer {
  /** This transformer after `before`, as one map of the raw features; its statistics were kept on the raw features. */
  affine(before: AffineMap): AffineMap
}

export function isAffineTransformer(transformer: Transformer): transformer is AffineTransformer {
  return 'affine' in transformer
}
