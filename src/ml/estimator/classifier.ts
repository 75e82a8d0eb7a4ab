import type { Batch } from './batch.ts'
import type { Estimator } from './estimator.ts'

/** What a class may be called. `1` and `'1'` are two classes. */
export type ClassLabel = string | number | boolean

/** One label a row: an array or a Series (danfo.js's `Series` is one by shape). */
export type ClassLabels = ArrayLike<unknown> | { readonly values: unknown }

/** Predicts a class. River's verbs for one record, scikit-learn's for a batch. */
export interface Classifier extends Estimator {
  readonly kind: 'classifier'
  /** Known classes, in the order they were named or first seen. Vectors of probabilities stand in this order. */
  readonly classes: readonly ClassLabel[]
  /** @throws FlinknbError `MODEL` naming the column and value that is no finite number, or the label that is no class */
  learnOne(x: object, y: ClassLabel, weight?: number): void
  /** The likeliest class; null before one is known. */
  predictOne(x: object): ClassLabel | null
  /** Probability of each known class, by its name; they add up to 1. Empty before a class is known. */
  predictProbaOne(x: object): Record<string, number>
  /** Forgets everything and learns the batch. */
  fit(X: Batch, y: ClassLabels): this
  /** Learns the batch on top of what is known. */
  partialFit(X: Batch, y: ClassLabels): this
  /** One class a row. @throws FlinknbError `INVALID_STATE` when nothing was learned */
  predict(X: Batch): ClassLabel[]
  /** One row of probabilities a row, in the order of `classes`. */
  predictProba(X: Batch): number[][]
  clone(): Classifier
  /**
   * Of a classifier to which a batch is more than its records one by one: learns a whole one, of the features it has and after
   * a fresh start. `x` holds the numbers row after row, `classIndexes` the place of each row's class.
   */
  readonly fitVectors?: ((x: Float64Array, classIndexes: Int32Array) => void) | undefined
  /** The place of a label in `classes`, where it is added when it is new. */
  classIndex(label: ClassLabel): number
  /** `learnOne` for numbers in feature order and a class by its place. `x` stays the caller's. */
  learnVector(x: Float64Array, classIndex: number, weight: number): void
  /** Writes the probability of each known class into `out`, whose length is the number of classes. */
  probabilitiesOfVector(x: Float64Array, out: Float64Array): void
  /**
   * `probabilitiesOfVector`, then `learnVector` of a class that is known already (its place is below `out.length`): the same
   * result, possibly faster.
   */
  predictAndLearnVector(x: Float64Array, classIndex: number, weight: number, out: Float64Array): void
  /**
   * `probabilitiesOfVector(asked, out)`, then `learnVector(x, …)` of a class that is known already, of one record as it was
   * scaled before and after its scaler learned it: the same result, possibly faster.
   */
  predictThenLearnVector(
    asked: Float64Array,
    x: Float64Array,
    classIndex: number,
    weight: number,
    out: Float64Array,
  ): void
  /** `learnVector` for values in feature order. Where numbers are accepted, they are checked. */
  learnValues(values: readonly unknown[], classIndex: number, weight: number): void
  /** `probabilitiesOfVector` for values in feature order. */
  probabilitiesOfValues(values: readonly unknown[], out: Float64Array): void
}
