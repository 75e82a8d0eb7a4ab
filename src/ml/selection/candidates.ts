import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import type { Classifier } from '../estimator/classifier.ts'
import { checkSpecs, type EstimatorSpec, specOf } from '../estimator/estimatorSpec.ts'
import type { Regressor } from '../estimator/regressor.ts'
import { constructEstimator } from '../fromJson.ts'

/**
 * A function from parameters to a fresh model; or a model whose options are set: a name means an option of the model, of a
 * pipeline's last step, or of a step that stands before a dot (`'StandardScaler.withMean'`).
 */
export type Candidate<P, M extends Regressor | Classifier> = ((parameters: P) => M) | M

/** A fresh model with these parameters. @throws FlinknbError naming the parameters it cannot be built with */
export function buildCandidate<P extends object, M extends Regressor | Classifier>(
  call: string,
  candidate: Candidate<P, M>,
  parameters: P,
): M {
  const model: unknown = withParameters(call, parameters, () =>
    typeof candidate === 'function' ? candidate(parameters) : constructEstimator(specWith(call, candidate, parameters)),
  )
  const { kind, n } = (model ?? {}) as { kind?: unknown; n?: unknown }
  if ((kind !== 'regressor' && kind !== 'classifier') || n !== 0) {
    throw new FlinknbError('INVALID_OPTION', `${call}: ${show(model)} is no fresh regressor or classifier.`, {
      fix: 'Return a new one: parameters => new ml.LinearRegression({ l2: parameters.l2 }).',
    })
  }
  return model as M
}

/** Does something for a candidate, whose parameters stand before the message of what it throws. */
export function withParameters<T>(call: string, parameters: object, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    if (!(cause instanceof FlinknbError)) throw cause
    throw new FlinknbError(cause.code, `${call} with ${show(parameters)}: ${cause.message}`, { cause })
  }
}

function specWith(call: string, model: Regressor | Classifier, parameters: object): EstimatorSpec {
  if (model === null || typeof model !== 'object' || typeof model.toJSON !== 'function') {
    throw new FlinknbError('INVALID_OPTION', `${call}: model: ${show(model)} is neither function nor model.`, {
      fix: 'Pass parameters => new ml.LinearRegression({ l2: parameters.l2 }), or a model.',
    })
  }
  return Object.entries(parameters).reduce((spec, [name, value]) => specSet(call, spec, name, value), specOf(model))
}

function specSet(call: string, spec: EstimatorSpec, name: string, value: unknown): EstimatorSpec {
  const dot = name.indexOf('.')
  if (spec.type !== 'Pipeline') {
    if (dot < 0) return { ...spec, options: { ...spec.options, [name]: value } }
    throw new FlinknbError('INVALID_OPTION', `${call}: '${name}': ${spec.type} has no steps.`, {
      fix: `Name its option alone, such as '${name.slice(dot + 1)}'.`,
    })
  }
  const steps = checkSpecs(spec.options.steps, 'Pipeline')
  const place = dot < 0 ? steps.length - 1 : steps.findIndex(step => step.type === name.slice(0, dot))
  if (place < 0) {
    throw new FlinknbError('INVALID_OPTION', `${call}: '${name}': the pipeline has no step '${name.slice(0, dot)}'.`, {
      fix: `Its steps: ${steps.map(step => step.type).join(', ')}.`,
    })
  }
  const changed = specSet(call, steps[place] as EstimatorSpec, name.slice(dot + 1), value)
  return { ...spec, options: { ...spec.options, steps: steps.with(place, changed) } }
}
