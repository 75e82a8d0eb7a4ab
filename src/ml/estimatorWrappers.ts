import { buildOnDrift } from './drift/onDrift.ts'
import type { Estimator, EstimatorJSON } from './estimator/estimator.ts'
import { type Construct, checkSpecs } from './estimator/estimatorSpec.ts'
import type { Transformer } from './estimator/transformer.ts'
import { type LastStep, pipeline } from './pipeline/pipeline.ts'

type Build = (options: EstimatorJSON['options'], construct: Construct) => Estimator

/** Every class that is built from other estimators, by its `type`: their specs (`specOf`) stand in its options. */
export const ESTIMATOR_WRAPPERS: Readonly<Record<string, Build>> = {
  DriftClassifier: buildOnDrift,
  DriftRegressor: buildOnDrift,
  Pipeline: ({ steps }, construct) =>
    pipeline(...(checkSpecs(steps, 'Pipeline').map(construct) as unknown as [...Transformer<unknown>[], LastStep])),
}
