import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'

/**
 * Holds a numeric option against its domain.
 *
 * @param domain as the reader shall see it: `a number above 0`
 * @throws FlinknbError `INVALID_OPTION`
 */
export function checkNumber(
  who: string,
  name: string,
  value: unknown,
  domain: string,
  fits: (value: number) => boolean,
): number {
  if (typeof value === 'number' && Number.isFinite(value) && fits(value)) return value
  throw new FlinknbError('INVALID_OPTION', `${who}: ${name}: ${show(value)} does not do.`, { fix: `Pass ${domain}.` })
}

/** A whole number of `least` or more. @throws FlinknbError `INVALID_OPTION` */
export function checkCount(who: string, name: string, value: unknown, least = 1): number {
  return checkNumber(who, name, value, `a whole number of ${least} or more`, v => Number.isInteger(v) && v >= least)
}

/** A probability strictly between 0 and 1. @throws FlinknbError `INVALID_OPTION` */
export function checkShare(who: string, name: string, value: unknown): number {
  return checkNumber(who, name, value, 'a number between 0 and 1', v => v > 0 && v < 1)
}

/** @throws FlinknbError `INVALID_OPTION` when the value is none of those allowed */
export function checkChoice<T extends string | boolean>(
  who: string,
  name: string,
  value: unknown,
  allowed: readonly T[],
): T {
  if (allowed.includes(value as T)) return value as T
  throw new FlinknbError('INVALID_OPTION', `${who}: ${name}: ${show(value)} does not do.`, {
    fix: `Pass ${allowed.map(show).join(' or ')}.`,
  })
}
