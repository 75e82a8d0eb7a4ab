import type { Estimator } from '../estimator/estimator.ts'
import type { Transformer } from '../estimator/transformer.ts'

/** A model by shape that is coefficients of its features and an intercept. */
export interface LinearModel extends Estimator {
  readonly coefficients: readonly (number | null)[]
  readonly intercept: number
}

/** One list of coefficients a class. */
export interface LinearModelOfClasses extends Estimator {
  readonly coefficients: readonly (readonly number[])[]
  readonly intercepts: readonly number[]
}

export function isLinear(model: Estimator): model is LinearModel {
  return 'coefficients' in model && 'intercept' in model
}

export function isLinearOfClasses(model: Estimator): model is LinearModelOfClasses {
  return 'coefficients' in model && 'intercepts' in model
}

/** The model within what only watches it: drift detection, intervals, a live handle. */
export function unwrapped(model: Estimator): Estimator {
  return 'model' in model && isEstimator(model.model) ? unwrapped(model.model) : model
}

/** Transformers and what stands behind them; none for a model by itself. */
export function partsOf(model: Estimator): {
  readonly transformers: readonly Transformer<unknown>[]
  readonly last: Estimator
} {
  const whole = unwrapped(model)
  if ('transformers' in whole && 'last' in whole && isEstimator(whole.last)) {
    return { transformers: whole.transformers as Transformer<unknown>[], last: unwrapped(whole.last) }
  }
  return { transformers: [], last: whole }
}

function isEstimator(value: unknown): value is Estimator {
  return value !== null && typeof value === 'object' && 'toJSON' in value && 'features' in value && 'kind' in value
}
