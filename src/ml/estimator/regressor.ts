import type { AffineMap } from './affineMap.ts'
import type { Batch } from './batch.ts'
import type { Estimator } from './estimator.ts'
import type { Labels } from './labels.ts'

/** Predicts a number. River's verbs for one record, scikit-learn's for a batch. */
export interface Regressor extends Estimator {
  readonly kind: 'regressor'
  /**
   * Learns one record. The first one fixes the features: all of its columns, unless `useFeatures` named them before.
   *
   * @throws FlinknbError `MODEL` naming the column and value that is not a finite number
   */
  learnOne(x: object, y: number, weight?: number): void
  /** 0 before anything was learned. Columns of `x` that are no features are ignored. */
  predictOne(x: object): number
  /** Forgets everything and learns the batch. */
  fit(X: Batch, y: Labels): this
  /** Learns the batch on top of what is known; the first one fixes the features. */
  partialFit(X: Batch, y: Labels): this
  /** One prediction a row. @throws FlinknbError `INVALID_STATE` when nothing was learned */
  predict(X: Batch): number[]
  clone(): Regressor
  /** `learnOne` for numbers in feature order, already checked to be finite. `x` stays the caller's. */
  learnVector(x: Float64Array, y: number, weight: number): void
  /** `predictOne` for numbers in feature order, already checked. */
  predictVector(x: Float64Array): number
  /** `predictVector`, then `learnVector`: the same result, possibly faster. */
  predictAndLearnVector(x: Float64Array, y: number, weight: number): number
  /**
   * `predictVector(asked)`, then `learnVector(x, …)`, of one record as it was scaled before and after its scaler learned it:
   * the same result, possibly faster.
   */
  predictThenLearnVector(asked: Float64Array, x: Float64Array, y: number, weight: number): number
  /** `learnVector` for values in feature order. Where numbers are accepted, they are checked. */
  learnValues(values: readonly unknown[], y: number, weight: number): void
  /** `predictVector` for values in feature order. */
  predictValues(values: readonly unknown[]): number
}

/**
 * A regressor whose statistics can be kept on raw features and solved for any affine map of them. In a pipeline behind
 * affine transformers it learns raw records, so that nothing is ever scaled with parameters that have since changed.
 */
export interface AffineRegressor extends Regressor {
  /**
   * From now on `learnVector` and `predictVector` take raw features, while coefficients speak of mapped ones.
   *
   * @throws FlinknbError `INVALID_STATE` when it has already learned or stands in another pipeline
   */
  readThrough(map: () => AffineMap): void
}

export function isAffineRegressor(regressor: Regressor): regressor is AffineRegressor {
  return 'readThrough' in regressor
}
