import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import { checkNumber } from './numberOption.ts'

/** A learning rate that falls with the number of records learned: plain data, made by one of the functions of `ml.optim`. */
export type Schedule =
  | { readonly type: 'InverseScaling'; readonly learningRate: number; readonly power: number }
  | { readonly type: 'Optimal'; readonly alpha: number }

/** A constant rate or a schedule. */
export type LearningRate = number | Schedule

/**
 * `learningRate / (t + 1)^power` before record t, counted from 0; scikit-learn's `invscaling`.
 *
 * @throws FlinknbError `INVALID_OPTION`
 */
export function InverseScaling(
  options: { readonly learningRate?: number | undefined; readonly power?: number | undefined } = {},
): Schedule {
  checkOptionNames('InverseScaling', options, ['type', 'learningRate', 'power'])
  const { learningRate = 0.1, power = 0.5 } = options
  checkNumber('InverseScaling', 'learningRate', learningRate, { above: 0 })
  checkNumber('InverseScaling', 'power', power, { from: 0 })
  return Object.freeze({ type: 'InverseScaling', learningRate, power })
}

/**
 * Bottou's `1 / (α (t₀ + t))` with `t₀ = 1 / (α √(1/√α))` (Stochastic Gradient Descent Tricks, 2012); scikit-learn's
 * `optimal`. It suits losses with bounded slope (log, hinge); the squared loss overshoots by far in its first steps.
 *
 * @throws FlinknbError `INVALID_OPTION`
 */
export function Optimal(options: { readonly alpha?: number | undefined } = {}): Schedule {
  checkOptionNames('Optimal', options, ['type', 'alpha'])
  const { alpha = 1e-4 } = options
  checkNumber('Optimal', 'alpha', alpha, { above: 0 })
  return Object.freeze({ type: 'Optimal', alpha })
}

/** @throws FlinknbError `INVALID_OPTION` when a value is no learning rate */
export function readLearningRate(call: string, name: string, value: unknown): LearningRate {
  if (typeof value === 'number') {
    checkNumber(call, name, value, { from: 0 })
    return value
  }
  const type = value !== null && typeof value === 'object' && 'type' in value ? value.type : undefined
  if (type === 'InverseScaling') return InverseScaling(value as object)
  if (type === 'Optimal') return Optimal(value as object)
  throw new FlinknbError('INVALID_OPTION', `${call}: ${name}: ${show(value)} is no learning rate.`, {
    fix: 'Pass a number, or a schedule such as ml.optim.InverseScaling({ learningRate: 0.1 }).',
  })
}

/** The rate before record `t` as an expression of generated code. */
export function rateCode(rate: LearningRate): string {
  if (typeof rate === 'number') return String(rate)
  if (rate.type === 'InverseScaling') {
    const { learningRate, power } = rate
    return power === 0.5 ? `${learningRate} / Math.sqrt(t + 1)` : `${learningRate} / (t + 1) ** ${power}`
  }
  const typicalWeight = Math.sqrt(1 / Math.sqrt(rate.alpha))
  return `1 / (${rate.alpha} * (${1 / (typicalWeight * rate.alpha)} + t))`
}

/** The rate before the first record. */
export function firstRate(rate: LearningRate): number {
  if (typeof rate === 'number') return rate
  return rate.type === 'InverseScaling' ? rate.learningRate : Math.sqrt(1 / Math.sqrt(rate.alpha))
}
