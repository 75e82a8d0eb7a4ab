import { FlinknbError } from '../../base/errors.ts'

/** A model that can be told to forget: everything learned so far keeps this share of its weight. */
export interface Forgetful {
  forget(factor: number): void
}

/**
 * The part of a model that can forget: itself, or the last step of a pipeline.
 *
 * @throws FlinknbError `INVALID_OPTION` when there is none
 */
export function forgetfulPart(call: string, model: object): Forgetful {
  if ('forget' in model && typeof model.forget === 'function') return model as Forgetful
  if ('last' in model && model.last !== null && typeof model.last === 'object') return forgetfulPart(call, model.last)
  const type = 'type' in model ? String(model.type) : 'this model'
  throw new FlinknbError('INVALID_OPTION', `${call}: action 'forget': ${type} cannot forget.`, {
    fix: `Take a model with forget(), such as ml.LinearRegression, or action 'reset' or 'swap'.`,
  })
}
