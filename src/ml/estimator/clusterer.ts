import type { Batch } from './batch.ts'
import type { Estimator } from './estimator.ts'
import type { Input } from './vectorEstimator.ts'

/** Puts records into groups that nobody has named. */
export interface Clusterer extends Estimator {
  readonly kind: 'clusterer'
  /** @throws FlinknbError `MODEL` naming the column and value that is not a finite number */
  learnOne(x: object): void
  /** The number of the cluster, from 0; -1 before there is one. */
  predictOne(x: object): number
  /** Forgets everything and learns the batch. */
  fit(X: Batch): this
  /** One cluster a row. @throws FlinknbError `INVALID_STATE` when nothing was learned */
  predict(X: Batch): number[]
  clone(): Clusterer
  /** `learnOne` in feature order: numbers, or raw values where the clusterer accepts values. */
  learnVector(x: Input): void
  /** `predictOne` in feature order, as {@link learnVector}. */
  clusterOfVector(x: Input): number
  /** How far from the centre of its cluster a record is. */
  distanceOfVector(x: Input): number
}
