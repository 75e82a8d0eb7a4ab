import { FlinknbError, messageOf } from '../base/errors.ts'
import { show } from '../base/options.ts'

/** A function of the user threw: which operator, on which record (undefined where there is none), for which key. */
export class UserCodeError extends FlinknbError {
  constructor(
    readonly operator: string,
    readonly record: unknown,
    cause: unknown,
    readonly key?: unknown,
  ) {
    const forKey = key === undefined ? '' : ` for key ${show(key)}`
    const onRecord = record === undefined ? '' : ` on record ${show(record)}`
    super('USER_CODE', `${operator} failed${onRecord}${forKey}: ${messageOf(cause)}`, { cause })
  }
}

/** Errors that already say what they are about pass; anything else becomes a {@link UserCodeError}. */
export function asUserCodeError(thrown: unknown, operator: string, record: unknown, key?: unknown): FlinknbError {
  return thrown instanceof FlinknbError ? thrown : new UserCodeError(operator, record, thrown, key)
}
