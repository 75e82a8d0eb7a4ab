import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import { checkFeatureNames } from '../estimator/featureNames.ts'
import type { Regressor } from '../estimator/regressor.ts'

/**
 * Gives a model its features, or checks that it has these.
 *
 * @throws FlinknbError `INVALID_OPTION` when `model` is no regressor or `features` no list of names; `MODEL` when the
 *   model has learned other features
 */
export function bindModel(call: string, model: Regressor, features: readonly string[]): void {
  if (model === null || typeof model !== 'object' || !('predictVector' in model)) {
    throw new FlinknbError('INVALID_OPTION', `${call}: model: ${show(model)} is no regressor.`, {
      fix: 'Pass one, such as ml.pipeline(new ml.StandardScaler(), new ml.LinearRegression()).',
    })
  }
  model.useFeatures(checkFeatureNames(call, features))
}
