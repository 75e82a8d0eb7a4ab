import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import type { Classifier } from '../estimator/classifier.ts'
import type { EstimatorJSON } from '../estimator/estimator.ts'
import { type Construct, checkSpec } from '../estimator/estimatorSpec.ts'
import type { Regressor } from '../estimator/regressor.ts'
import type { Abilities } from '../pipeline/forwardAbilities.ts'
import { createDetector } from './detectorClasses.ts'
import { DriftClassifier } from './driftClassifier.ts'
import type { DriftDetector } from './driftDetector.ts'
import { DriftRegressor } from './driftRegressor.ts'
import type { OnDriftOptions } from './driftWatch.ts'

/** What {@link onDrift} makes of a model. */
export type DriftAwareModel<M extends Regressor | Classifier> = M extends Classifier
  ? DriftClassifier<M>
  : M extends Regressor
    ? DriftRegressor<M> & Abilities<M>
    : never

/**
 * A model that watches its own errors, each made before its record was learned, and acts when they raise the alarm: starts
 * anew, forgets faster for a while, or gives its place to one that learned since the warning. Alarms are recorded
 * (`alarms`), shown with the model, and mark rows of `ml.prequential` with `drift: true`.
 *
 * A regressor's absolute errors are watched; detectors that want bounded values take `bounds: 'auto'` for them. Of a
 * classifier 1 is watched for a wrong class and 0 for the right one. An alarm about errors that fall is passed over.
 *
 * @throws FlinknbError `INVALID_OPTION`
 * @example
 * const model = ml.onDrift(ml.pipeline(new ml.StandardScaler(), new ml.LinearRegression()), new ml.ADWIN({ bounds: 'auto' }))
 * const scored = stream.process(ml.prequential(model, { features, label: 'price' })) // rows with drift: true at alarms
 */
export function onDrift<M extends Regressor | Classifier>(
  model: M,
  detector: DriftDetector,
  options: OnDriftOptions = {},
): DriftAwareModel<M> {
  if (model?.kind === 'regressor') return new DriftRegressor(model, detector, options) as unknown as DriftAwareModel<M>
  if (model?.kind === 'classifier')
    return new DriftClassifier(model, detector, options) as unknown as DriftAwareModel<M>
  throw new FlinknbError('INVALID_OPTION', `ml.onDrift: model: ${show(model)} is no regressor and no classifier.`, {
    fix: 'Pass one, such as ml.pipeline(new ml.StandardScaler(), new ml.LinearRegression()).',
  })
}

/** A fresh one from saved options. */
export function buildOnDrift(saved: EstimatorJSON['options'], construct: Construct): DriftRegressor | DriftClassifier {
  const model = construct(checkSpec(saved.model, 'onDrift: model')) as Regressor | Classifier
  const detector = createDetector(checkSpec(saved.detector, 'onDrift: detector'))
  const { action, factor, records, warmUp } = saved as OnDriftOptions
  const warning = saved.warning ? createDetector(checkSpec(saved.warning, 'onDrift: warning')) : undefined
  return onDrift(model, detector, { action, warning, factor, records, warmUp })
}
