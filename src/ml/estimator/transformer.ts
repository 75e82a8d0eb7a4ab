import type { AffineMap } from './affineMap.ts'
import type { Batch } from './batch.ts'
import type { Estimator } from './estimator.ts'

/** Maps features to features. `transform` never learns; `fit` and `learnOne` never transform. */
export interface Transformer extends Estimator {
  /** @throws FlinknbError `MODEL` naming the column and value that is not a finite number */
  learnOne(x: object): void
  /** The features alone, mapped. */
  transformOne(x: object): Record<string, number>
  /** Forgets everything and learns the batch. */
  fit(X: Batch): this
  /** Rows in, rows out; arrays in, arrays out; a DataFrame gives rows. */
  transform(X: Batch): Record<string, number>[] | number[][]
  clone(): Transformer
  learnVector(x: Float64Array): void
  /** Writes the mapped `x` into `out`, which may be `x`. */
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
