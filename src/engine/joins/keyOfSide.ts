import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import { type KeyReader, type KeySelector, keyReader } from '../keyOf.ts'

/** @throws FlinknbError `INVALID_OPTION` that names the call for what is no key */
export function keyOfSide<T>(call: string, selector: KeySelector<T, unknown>): KeyReader {
  const known = typeof selector === 'function' || typeof selector === 'string' || Array.isArray(selector)
  if (known) return keyReader(selector)
  throw new FlinknbError(
    'INVALID_OPTION',
    `${call}: ${show(selector)} is neither a column, a list of columns nor a function.`,
  )
}
