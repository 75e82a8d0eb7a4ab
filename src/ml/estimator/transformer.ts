import type { AffineMap } from './affineMap.ts'
import type { Batch } from './batch.ts'
import type { Accepts, Estimator } from './estimator.ts'
import type { Labels } from './labels.ts'
import type { Records } from './vectorEstimator.ts'

/**
 * Maps features to features. `transform` never learns; `fit` and `learnOne` never transform.
 *
 * `Out` is what an output feature holds: numbers, but for the few that give values on to an encoder.
 */
export interface Transformer<Out = number> extends Estimator {
  readonly kind: 'transformer'
  /** What comes out: numbers, or values for a later step that accepts them. */
  readonly gives: Accepts
  /**
   * Whether what is made of a record must not know that record (its label, its successor's past): a pipeline then
   * transforms first and lets this step learn afterwards. Others learn first, as in River.
   */
  readonly learnsAfter: boolean
  /** Names of what `transformVector` writes, in order. They may grow while learning, at the end only. */
  readonly outputFeatures: readonly string[]
  /**
   * @param y the label, for transformers that look at it; those throw where it is missing
   * @throws FlinknbError `MODEL` naming the column and value that is not a finite number
   */
  learnOne(x: object, y?: number): void
  /** The output features alone. */
  transformOne(x: object): Record<string, Out>
  /** Forgets everything and learns the batch. */
  fit(X: Batch, y?: Labels): this
  /** Learns the batch on top of what is known; the first one fixes the features. */
  partialFit(X: Batch, y?: Labels): this
  /** Rows in, rows out; arrays in, arrays out; a DataFrame gives rows. */
  transform(X: Batch): Record<string, Out>[] | Out[][]
  clone(): Transformer<Out>
  /**
   * What `fit` does after a fresh start: learns all records, once through unless the class knows better (exact
   * quantiles, sorted categories).
   */
  fitRecords(records: Records<number | undefined>): void
  /** A pipeline says that labels are places of classes, to transformers that look at labels. */
  labelsAreClasses?(): void
  /** @param y the label; in a pipeline with a classifier the place of its class */
  learnVector(x: Float64Array, y?: number): void
  /** Writes the output features of `x` into `out`, another array of their number. */
  transformVector(x: Float64Array, out: Float64Array): void
  /** `learnVector` for values in feature order. Where numbers are accepted, they are checked. */
  learnValues(values: readonly unknown[], y?: number): void
  /** `transformVector` for values in feature order. `out` holds numbers or values, as `gives` says. */
  transformValues(values: readonly unknown[], out: Out[] | Float64Array): void
}

/** A transformer that maps each feature by an affine function and can say which; depends on its options for some. */
export interface AffineTransformer extends Transformer {
  /** Whether it is affine with its options. */
  readonly isAffine: boolean
  /** This transformer after `before`, as one map of the raw features; its statistics were kept on the raw features. */
  affine(before: AffineMap): AffineMap
}

/**
 * A transformer that gives a record as it stood before it was learned and as it stands after, in one go: what
 * test-then-train of a pipeline needs of its scaler. Its outputs are one a feature, and it never looks at labels.
 */
export interface TwoSidedTransformer extends Transformer {
  /** `transformVector(x, before)`, `learnVector(x)`, `transformVector(x, after)`: the same bits, faster. */
  transformAroundLearning(x: Float64Array, before: Float64Array, after: Float64Array): void
}

export function isTwoSidedTransformer(transformer: Transformer<unknown>): transformer is TwoSidedTransformer {
  return 'transformAroundLearning' in transformer
}

export function isAffineTransformer(transformer: Transformer<unknown>): transformer is AffineTransformer {
  return 'isAffine' in transformer && transformer.isAffine === true
}
