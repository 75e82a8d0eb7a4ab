import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import type { Estimator } from './estimator.ts'

/** How an estimator is built, as plain data: how those that hold others write them into their own options. */
export interface EstimatorSpec {
  readonly type: string
  readonly options: Readonly<Record<string, unknown>>
}

/** Builds an estimator, fresh, from its spec. */
export type Construct = (spec: EstimatorSpec) => Estimator

/** The spec of an estimator, to stand in another's options. */
export function specOf(estimator: Estimator): EstimatorSpec {
  return { type: estimator.type, options: estimator.toJSON().options }
}

/** @throws FlinknbError `MODEL` when a value is no spec */
export function checkSpec(value: unknown, where: string): EstimatorSpec {
  const spec = value as Partial<EstimatorSpec> | null
  if (spec && typeof spec === 'object' && typeof spec.type === 'string' && spec.options) return spec as EstimatorSpec
  throw new FlinknbError('MODEL', `fromJSON: ${where}: ${show(value)} is no saved estimator.`, {
    fix: 'Pass what toJSON() gave.',
  })
}

/** The specs of a list of steps. @throws FlinknbError `MODEL` when there are none, or one is no spec */
export function checkSpecs(value: unknown, where: string): readonly EstimatorSpec[] {
  if (Array.isArray(value) && value.length > 0)
    return value.map((spec, i) => checkSpec(spec, `${where}, step ${i + 1}`))
  throw new FlinknbError('MODEL', `fromJSON: ${where}: ${show(value)} are no steps.`, {
    fix: 'Pass what toJSON() gave.',
  })
}
