import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'

/** @throws FlinknbError `INVALID_OPTION` when a penalty, or a prior's precision, is not a finite number of 0 or more */
export function checkPenalty(who: string, option: string, value: unknown): asserts value is number {
  if (typeof value === 'number' && value >= 0 && value < Number.POSITIVE_INFINITY) return
  throw new FlinknbError('INVALID_OPTION', `${who}: ${option}: ${show(value)} is no penalty.`, {
    fix: 'Pass a finite number of 0 or more.',
  })
}

/** @throws FlinknbError `INVALID_OPTION` when `fitIntercept` is neither true nor false */
export function checkIntercept(who: string, value: unknown): asserts value is boolean {
  if (typeof value === 'boolean') return
  throw new FlinknbError('INVALID_OPTION', `${who}: fitIntercept: ${show(value)} is not true or false.`)
}
