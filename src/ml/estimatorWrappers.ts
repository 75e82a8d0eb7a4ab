import { FlinknbError } from '../base/errors.ts'
import { buildConformal } from './conformal/conformalIntervals.ts'
import { buildOnDrift } from './drift/onDrift.ts'
import type { Estimator, EstimatorJSON } from './estimator/estimator.ts'
import { type Construct, checkSpec, checkSpecs } from './estimator/estimatorSpec.ts'
import type { Transformer } from './estimator/transformer.ts'
import { MultiOutputRegression, type MultiOutputRegressionOptions } from './linear/multiOutputRegression.ts'
import { selectorFromJSON } from './pipeline/columnSelector.ts'
import { Columns } from './pipeline/columns.ts'
import { type LastStep, pipeline } from './pipeline/pipeline.ts'
import { Union } from './pipeline/union.ts'
import { buildTargetScaler } from './preprocessing/targetScaler.ts'

type Build = (options: EstimatorJSON['options'], construct: Construct) => Estimator

/**
 * Every class that is built from other estimators, by its `type`: their specs (`specOf`) stand in its options. And those that
 * cannot be built without options.
 */
export const ESTIMATOR_WRAPPERS: Readonly<Record<string, Build>> = {
  ConformalIntervals: buildConformal,
  DriftClassifier: buildOnDrift,
  DriftRegressor: buildOnDrift,
  Columns: ({ selector, steps }, construct) =>
    new Columns(
      selectorFromJSON(selector),
      (steps as readonly unknown[]).map(step => construct(checkSpec(step, 'Columns')) as Transformer<unknown>),
    ),
  MultiOutputRegression: options => new MultiOutputRegression(options as unknown as MultiOutputRegressionOptions),
  Pipeline: ({ steps }, construct) =>
    pipeline(...(checkSpecs(steps, 'Pipeline').map(construct) as unknown as [...Transformer<unknown>[], LastStep])),
  RowFeatures: ({ function: name }) => {
    throw new FlinknbError('MODEL', `fromJSON: the model holds a function (ml.rowFeatures, '${String(name)}').`, {
      fix: 'A function is no data: build the model by the same code, and put the state into it with restore(json).',
    })
  },
  TargetScaler: buildTargetScaler,
  Union: ({ parts, prefixes }, construct) =>
    new Union(checkSpecs(parts, 'Union').map(construct) as Transformer<unknown>[], prefixes as readonly string[]),
}
