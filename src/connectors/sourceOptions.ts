import { FlinknbError } from '../base/errors.ts'
import { show } from '../base/options.ts'
import type { OnMalformed } from './deadLetters.ts'
import type { Format } from './format.ts'

/** @throws FlinknbError `INVALID_OPTION`, naming call, option, value and fix */
export function invalidOption(call: string, option: string, value: unknown, fix: string): never {
  throw new FlinknbError('INVALID_OPTION', `${call}: ${option} cannot be ${show(value)}.`, { fix })
}

/** Holds an option against being a format, such as `csv()`; `csv` without its call is the common slip. */
export function checkFormat<T>(call: string, format: Format<T> | undefined): Format<T> {
  if (typeof format === 'object' && format !== null && typeof format.decodeMessage === 'function') return format
  return invalidOption(call, 'format', format, 'Give one of json(), csv(), text(), raw(), with its brackets.')
}

export function checkOnMalformed(call: string, onMalformed: OnMalformed | undefined): OnMalformed {
  if (onMalformed === undefined || onMalformed === 'dead-letter' || onMalformed === 'fail')
    return onMalformed ?? 'dead-letter'
  return invalidOption(call, 'onMalformed', onMalformed, `Give 'dead-letter' or 'fail'.`)
}

export function checkText(call: string, option: string, value: unknown, example: string): string {
  if (typeof value === 'string' && value !== '') return value
  return invalidOption(call, option, value, `Give a text such as '${example}'.`)
}

export function checkBoolean(call: string, option: string, value: unknown, fallback: boolean): boolean {
  if (value === undefined) return fallback
  return typeof value === 'boolean' ? value : invalidOption(call, option, value, 'Give true or false.')
}

/** A number above 0; Infinity only where it is allowed. */
export function checkPositive(call: string, option: string, value: unknown, allowInfinity = false): number {
  const good = typeof value === 'number' && value > 0 && (allowInfinity || Number.isFinite(value))
  return good ? value : invalidOption(call, option, value, 'Give a number above 0.')
}
