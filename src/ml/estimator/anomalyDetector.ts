import type { Batch } from './batch.ts'
import type { Estimator } from './estimator.ts'
import type { Input } from './vectorEstimator.ts'

/** Says how unusual a record is among those before. */
export interface AnomalyDetector extends Estimator {
  readonly kind: 'anomalyDetector'
  /** @throws FlinknbError `MODEL` naming the column and value that is not a finite number */
  learnOne(x: object): void
  /** From 0, quite usual, to 1; 0 while too little was learned to say anything. */
  scoreOne(x: object): number
  /** Forgets everything and learns the batch. */
  fit(X: Batch): this
  /** One score a row. */
  score(X: Batch): number[]
  clone(): AnomalyDetector
  /** `learnOne` in feature order: numbers, or raw values where the detector accepts values. */
  learnVector(x: Input): void
  /** `scoreOne` in feature order, as {@link learnVector}. */
  scoreVector(x: Input): number
}
