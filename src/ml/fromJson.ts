import { FlinknbError } from '../base/errors.ts'
import { show } from '../base/options.ts'
import { isEstimatorJSON } from './estimator/checkSaved.ts'
import type { Estimator, EstimatorJSON } from './estimator/estimator.ts'
import type { Transformer } from './estimator/transformer.ts'
import { ESTIMATOR_CLASSES } from './estimatorClasses.ts'
import { type LastStep, pipeline } from './pipeline/pipeline.ts'

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
  const estimator = construct(json)
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

function construct(json: Pick<EstimatorJSON, 'type' | 'options'>): Estimator {
  if (json.type === 'Pipeline') return constructPipeline(json.options.steps)
  const Class = Object.hasOwn(ESTIMATOR_CLASSES, json.type) ? ESTIMATOR_CLASSES[json.type] : undefined
  if (Class) return new Class(json.options)
  throw new FlinknbError('MODEL', `fromJSON: '${json.type}' is no known estimator.`, {
    fix: `It may have been saved by a newer version; known: ${Object.keys(ESTIMATOR_CLASSES).join(', ')}, Pipeline.`,
  })
}

function constructPipeline(steps: unknown): Estimator {
  if (!Array.isArray(steps) || steps.length === 0) {
    throw new FlinknbError('MODEL', `fromJSON: a saved Pipeline has no steps: ${show(steps)}.`, {
      fix: 'Pass what toJSON() gave.',
    })
  }
  const built: Estimator[] = steps.map(step => construct(step as Pick<EstimatorJSON, 'type' | 'options'>))
  return pipeline(...(built as [...Transformer<unknown>[], LastStep]))
}
