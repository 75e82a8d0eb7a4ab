import { FlinknbError } from '../base/errors.ts'
import { show } from '../base/options.ts'
import { type DanfoClasses, type DanfoFrame, sharedPrototype } from './danfoInternals.ts'
import { columnPosition } from './repairColumnAccess.ts'

interface RowMethods {
  iloc(this: DanfoFrame, selection: { rows: readonly (number | boolean)[] }): DanfoFrame
  query(this: DanfoFrame, condition: unknown, options?: { inplace?: boolean }): DanfoFrame | undefined
  sortValues(
    this: DanfoFrame,
    column: string,
    options?: { ascending?: boolean; inplace?: boolean },
  ): DanfoFrame | undefined
}

/**
 * Puts `query` and `sortValues` of danfo 1.2.0 on the repaired selection: danfo's own take labels for positions, take
 * seconds for 10⁵ rows, and order text by its first letter. Sorting is stable; missing values come last, as in pandas.
 */
export function repairRows(danfo: DanfoClasses): void {
  const prototype = sharedPrototype(danfo.DataFrame) as RowMethods

  prototype.query = function (condition, options) {
    const mask = (condition as { values?: unknown } | undefined)?.values ?? condition
    if (!Array.isArray(mask) || !mask.every(value => typeof value === 'boolean')) {
      throw new FlinknbError('INVALID_OPTION', `query: the condition is ${show(condition)}.`, {
        fix: `Give it a comparison: df.query(df['price'].gt(100)).`,
      })
    }
    return inPlace(this, prototype.iloc.call(this, { rows: mask }), options?.inplace)
  }

  prototype.sortValues = function (column, options) {
    const at = columnPosition(this, column)
    const values = (this.$data as unknown[][]).map(row => row[at])
    const direction = options?.ascending === false ? -1 : 1
    const rows = values.map((_, i) => i).sort((a, b) => compare(values[a], values[b], direction))
    return inPlace(this, prototype.iloc.call(this, { rows }), options?.inplace)
  }
}

function compare(a: unknown, b: unknown, direction: number): number {
  const missing = Number(isMissing(a)) - Number(isMissing(b))
  if (missing !== 0 || isMissing(a)) return missing
  return (a as number) < (b as number) ? -direction : (a as number) > (b as number) ? direction : 0
}

function isMissing(value: unknown): boolean {
  return value === null || value === undefined || Number.isNaN(value)
}

/** danfo's `inplace`: the frame takes the result's rows, and nothing is returned. */
function inPlace(frame: DanfoFrame, result: DanfoFrame, wanted: boolean | undefined): DanfoFrame | undefined {
  if (!wanted) return result
  frame.$data = result.$data
  frame.$dataIncolumnFormat = result.$dataIncolumnFormat
  frame.$index = result.$index
  return undefined
}
