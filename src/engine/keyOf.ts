import { FlinknbError } from '../base/errors.ts'
import { show } from '../base/options.ts'
import { columnReader } from './aggregates/numberColumn.ts'

/** Reads a record's key in a form that a `Map` compares as Flink compares keys: by value. */
export type KeyReader = (record: unknown) => unknown

const COMPOSITE = '\u0000key:'

/** By a column, by several (the key is then an object of them), or by a function. */
export type KeySelector<T, K> = (keyof T & string) | readonly (keyof T & string)[] | ((value: T) => K)

/**
 * @throws FlinknbError when reading: `UNKNOWN_COLUMN` where a record lacks the key column, `INVALID_OPTION` at once for
 * what is no selector
 */
export function keyReader<T, K>(selector: KeySelector<T, K>): KeyReader {
  if (typeof selector === 'function') return record => canonical(selector(record as T))
  if (typeof selector === 'string') {
    const read = columnReader(selector)
    return record => {
      const key = read(record)
      if (key === undefined) throw missing(selector, record)
      return typeof key === 'object' ? canonical(key) : key
    }
  }
  if (!Array.isArray(selector) || selector.length === 0) {
    throw new FlinknbError(
      'INVALID_OPTION',
      `keyBy: ${show(selector)} is neither a column, a list of columns nor a function.`,
    )
  }
  const readers = selector.map(column => [column, columnReader(column)] as const)
  return record => {
    const key: Record<string, unknown> = {}
    for (const [column, read] of readers) {
      key[column] = read(record)
      if (key[column] === undefined) throw missing(column, record)
    }
    return canonical(key)
  }
}

/** The key as the user made it, from the form a Map holds. */
export function originalKey(key: unknown): unknown {
  return typeof key === 'string' && key.startsWith(COMPOSITE) ? JSON.parse(key.slice(COMPOSITE.length)) : key
}

/** Objects and arrays become text, so that equal ones are one key; they must be plain JSON. */
function canonical(key: unknown): unknown {
  if (typeof key !== 'object' || key === null) return key
  return COMPOSITE + JSON.stringify(key)
}

function missing(column: string, record: unknown): FlinknbError {
  const columns = typeof record === 'object' && record !== null ? Object.keys(record).join(', ') : show(record)
  return new FlinknbError('UNKNOWN_COLUMN', `keyBy: record ${show(record)} has no column '${column}'.`, {
    fix: `Its columns: ${columns}.`,
  })
}
