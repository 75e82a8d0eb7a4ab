import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import type { Estimator, EstimatorJSON } from './estimator.ts'

/** Whether a value has the shape of a saved estimator. */
export function isEstimatorJSON(value: unknown): value is EstimatorJSON {
  if (value === null || typeof value !== 'object') return false
  const json = value as Partial<EstimatorJSON>
  return (
    typeof json.type === 'string' &&
    json.format === 1 &&
    Array.isArray(json.features) &&
    json.options !== null &&
    typeof json.options === 'object'
  )
}

/**
 * Holds a saved state against the estimator that shall take it.
 *
 * @throws FlinknbError `MODEL` when it is of another class or configuration, or no saved estimator at all
 */
export function checkSaved(json: unknown, estimator: Estimator): asserts json is EstimatorJSON {
  if (!isEstimatorJSON(json)) {
    throw new FlinknbError('MODEL', `${estimator.type}: ${show(json)} is no saved model.`, {
      fix: 'Pass what toJSON() gave.',
    })
  }
  const own = estimator.toJSON()
  if (json.type !== own.type) {
    throw new FlinknbError('MODEL', `${own.type}: cannot restore a saved ${json.type}.`, { fix: 'Use ml.fromJSON().' })
  }
  for (const [name, value] of Object.entries(own.options)) {
    if (JSON.stringify(json.options[name]) === JSON.stringify(value)) continue
    throw new FlinknbError(
      'MODEL',
      `${own.type}: was saved with ${name} ${show(json.options[name])}, not ${show(value)}.`,
      {
        fix: 'Restore into an estimator of the same options, or use ml.fromJSON().',
      },
    )
  }
}
