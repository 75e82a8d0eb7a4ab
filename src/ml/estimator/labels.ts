import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import { isUsable, unusableValue } from './number.ts'

/** A Series by shape: one value a row (danfo.js's `Series` is one). */
export interface SeriesLike {
  readonly values: unknown
}

/** One number a row: an array, a typed array or a Series. */
export type Labels = ArrayLike<unknown> | SeriesLike

/**
 * Labels, or any column, as numbers.
 *
 * @param what the column as the user knows it: `y`, `yTrue`
 * @throws FlinknbError `MODEL` naming the row (counted from 0) and value of what is not a finite number
 */
export function readLabels(y: Labels, what: string): Float64Array {
  const source: unknown = y !== null && typeof y === 'object' && 'values' in y && !isArrayLike(y) ? y.values : y
  if (!isArrayLike(source)) {
    throw new FlinknbError('MODEL', `${what}: ${show(y)} is no column of numbers.`, {
      fix: 'Pass an array or a Series.',
    })
  }
  const numbers = new Float64Array(source.length)
  for (let r = 0; r < source.length; r++) {
    const value = unwrapped(source[r])
    if (!isUsable(value)) throw unusableValue(`${what} in row ${r}`, value)
    numbers[r] = value
  }
  return numbers
}

/** A DataFrame of one column gives arrays of one value. */
function unwrapped(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? value[0] : value
}

function isArrayLike(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value)
}

/** @throws FlinknbError `MODEL` when there is not one label a row */
export function checkLengths(rows: number, labels: number, what: string): void {
  if (rows === labels) return
  throw new FlinknbError('MODEL', `${what}: ${rows} and ${labels} values do not belong together.`, {
    fix: 'Pass one label for each row.',
  })
}
