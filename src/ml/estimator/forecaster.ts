import type { Estimator } from './estimator.ts'

/** Predicts the next values of one series from those before. */
export interface Forecaster extends Estimator {
  readonly kind: 'forecaster'
  /** Learns the next value. @throws FlinknbError `MODEL` for what is not a finite number */
  learnOne(y: number): void
  /** The next `horizon` values; empty before enough was learned to say anything. */
  forecast(horizon: number): number[]
}
