import { FlinknbError } from '../base/errors.ts'
import { show } from '../base/options.ts'
import { isEstimatorJSON } from './estimator/checkSaved.ts'
import type { Estimator } from './estimator/estimator.ts'
import type { EstimatorSpec } from './estimator/estimatorSpec.ts'
import { ESTIMATOR_CLASSES } from './estimatorClasses.ts'
import { ESTIMATOR_WRAPPERS } from './estimatorWrappers.ts'

/**
 * The estimator that `toJSON` saved, ready to go on as if it had never stopped. Takes the plain data or its JSON text.
 *
 * @throws FlinknbError `MODEL` when it is no saved estimator, or of a class this version does not know
 * @example const again = ml.fromJSON(JSON.stringify(model))
 */
export function fromJSON(saved: unknown): Estimator {
  const json = typeof saved === 'string' ? parse(saved) : saved
  if (!isEstimatorJSON(json)) {
    throw new FlinknbError('MODEL', `fromJSON: ${show(json)} is no saved model.`, { fix: 'Pass what toJSON() gave.' })
  }
  const estimator = constructEstimator(json)
  estimator.restore(json)
  return estimator
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new FlinknbError('MODEL', `fromJSON: ${show(text)} is not JSON.`, { cause, fix: 'Pass what toJSON() gave.' })
  }
}

/** A fresh estimator of a spec. @throws FlinknbError `MODEL` for a class this version does not know */
export function constructEstimator(spec: EstimatorSpec): Estimator {
  const Class = Object.hasOwn(ESTIMATOR_CLASSES, spec.type) ? ESTIMATOR_CLASSES[spec.type] : undefined
  if (Class) return new Class(spec.options)
  const build = Object.hasOwn(ESTIMATOR_WRAPPERS, spec.type) ? ESTIMATOR_WRAPPERS[spec.type] : undefined
  if (build) return build(spec.options, constructEstimator)
  const known = [...Object.keys(ESTIMATOR_CLASSES), ...Object.keys(ESTIMATOR_WRAPPERS)]
  throw new FlinknbError('MODEL', `fromJSON: '${spec.type}' is no known estimator.`, {
    fix: `It may have been saved by a newer version; known: ${known.join(', ')}.`,
  })
}
