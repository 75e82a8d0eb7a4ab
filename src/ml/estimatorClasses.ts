import type { Estimator, EstimatorJSON } from './estimator/estimator.ts'
import { LinearRegression } from './linear/linearRegression.ts'
import { StandardScaler } from './preprocessing/standardScaler.ts'

/** Every class that is built from its options alone, by its `type`: what `fromJSON` and the conformance suite go through. */
export const ESTIMATOR_CLASSES: Readonly<Record<string, new (options: EstimatorJSON['options']) => Estimator>> = {
  LinearRegression,
  StandardScaler,
}
