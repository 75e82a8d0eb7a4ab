import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import { checkNumber } from './numberOption.ts'

/** Options that both passive-aggressive learners have. */
export interface PassiveAggressiveOptions {
  /** How far one record may move the weights. Default 1. */
  readonly C?: number | undefined
  /** `hard`: always as far as needed (PA); `capped` (default): at most C (PA-I); `soft`: less far the smaller C is (PA-II). */
  readonly mode?: 'hard' | 'capped' | 'soft' | undefined
  /** Default true. */
  readonly fitIntercept?: boolean | undefined
  /**
   * Whether the intercept counts as a feature that is always 1 (default), as in the paper, so that a step of mode `hard`
   * ends with no loss. River and scikit-learn move the intercept without counting it, and overshoot: false does the same.
   */
  readonly interceptInNorm?: boolean | undefined
}

/** {@link PassiveAggressiveOptions}, all of them there. */
export type PassiveAggressiveStep = {
  readonly [K in keyof PassiveAggressiveOptions]-?: NonNullable<PassiveAggressiveOptions[K]>
}

export const PASSIVE_AGGRESSIVE_OPTIONS = ['C', 'mode', 'fitIntercept', 'interceptInNorm'] as const

/** @throws FlinknbError `INVALID_OPTION` */
export function readPassiveAggressive(
  call: string,
  options: PassiveAggressiveOptions,
  others: readonly string[],
): PassiveAggressiveStep {
  checkOptionNames(call, options, [...PASSIVE_AGGRESSIVE_OPTIONS, ...others])
  const { C = 1, mode = 'capped', fitIntercept = true, interceptInNorm = true } = options
  checkNumber(call, 'C', C, { above: 0 })
  if (!['hard', 'capped', 'soft'].includes(mode)) {
    throw new FlinknbError('INVALID_OPTION', `${call}: mode: ${show(mode)} is no mode.`, {
      fix: `Pass 'hard', 'capped' or 'soft'.`,
    })
  }
  for (const [name, value] of Object.entries({ fitIntercept, interceptInNorm })) {
    if (typeof value === 'boolean') continue
    throw new FlinknbError('INVALID_OPTION', `${call}: ${name}: ${show(value)} is not true or false.`)
  }
  return { C, mode, fitIntercept, interceptInNorm }
}

/**
 * How far a record with this loss moves the weights along itself: τ of Crammer et al., Online Passive-Aggressive
 * Algorithms, JMLR 7 (2006). `weight` scales C, so that a record of weight 0 moves nothing.
 */
export function passiveAggressiveStep(
  step: PassiveAggressiveStep,
  x: Float64Array,
  loss: number,
  weight: number,
): number {
  if (loss <= 0 || weight === 0) return 0
  let norm = step.fitIntercept && step.interceptInNorm ? 1 : 0
  for (let j = 0; j < x.length; j++) norm += (x[j] as number) * (x[j] as number)
  if (step.mode === 'soft') return loss / (norm + 0.5 / (step.C * weight))
  if (norm === 0) return 0
  return step.mode === 'hard' ? loss / norm : Math.min(step.C * weight, loss / norm)
}
