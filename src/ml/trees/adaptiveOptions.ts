import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import { checkNumber } from '../gradient/numberOption.ts'
import { checkBooleans } from '../preprocessing/checkChoice.ts'

/** Options of trees that replace branches which have become worse. */
export interface ReplacementOptions {
  /** ADWIN's probability of a false alarm, for each split. Default 0.002. */
  readonly driftDelta?: number | undefined
  /** Errors that a branch and its alternate must both have before they are compared. Default 300. */
  readonly comparedFrom?: number | undefined
  /** Probability of taking one of them for better that is not. Default 0.05. */
  readonly switchSignificance?: number | undefined
  /** Whether leaves learn a record as often as Poisson(1) says, but at least once. Default true. */
  readonly bootstrap?: boolean | undefined
  /** Default 0. */
  readonly seed?: number | undefined
}

export const REPLACEMENT_OPTIONS = ['driftDelta', 'comparedFrom', 'switchSignificance', 'bootstrap', 'seed'] as const

/** {@link ReplacementOptions} with defaults filled in. */
export interface ReplacementSettings {
  readonly driftDelta: number
  readonly comparedFrom: number
  readonly switchSignificance: number
  readonly bootstrap: boolean
  readonly seed: number
}

/** @throws FlinknbError `INVALID_OPTION` */
export function readReplacement(call: string, options: ReplacementOptions): ReplacementSettings {
  const { driftDelta = 0.002, comparedFrom = 300, switchSignificance = 0.05, bootstrap = true, seed = 0 } = options
  checkNumber(call, 'driftDelta', driftDelta, { above: 0, below: 1 })
  checkNumber(call, 'comparedFrom', comparedFrom, { from: 2, whole: true })
  checkNumber(call, 'switchSignificance', switchSignificance, { above: 0, below: 1 })
  checkBooleans(call, { bootstrap })
  checkSeed(call, seed)
  return { driftDelta, comparedFrom, switchSignificance, bootstrap, seed }
}

/** @throws FlinknbError `INVALID_OPTION` */
export function checkSeed(call: string, seed: unknown): asserts seed is number {
  if (Number.isInteger(seed)) return
  throw new FlinknbError('INVALID_OPTION', `${call}: seed: ${show(seed)} is no seed.`, { fix: 'Pass a whole number.' })
}
