import { FlinknbError } from '../base/errors.ts'
import { nearestName } from '../base/options.ts'
import { assembleSeries } from './assemble.ts'
import { type DanfoClasses, type DanfoFrame, sharedPrototype } from './danfoInternals.ts'

/** What danfo calls on a frame to read and to install its columns. */
interface ColumnAccess {
  $getColumnData(this: DanfoFrame, column: string, returnSeries?: boolean): unknown
  $setInternalColumnDataProperty(this: DanfoFrame, column?: string): void
  $setColumnData(this: DanfoFrame, column: string, values: unknown): void
}

/**
 * Repairs how danfo 1.2.0 hands out columns: columns of dates, objects or missing values can be read, a series does not
 * share its list of values' types guessed anew, an unknown column is named, and a column called `mean` does not hide
 * the method of that name.
 */
export function repairColumnAccess(danfo: DanfoClasses): void {
  const prototype = sharedPrototype(danfo.DataFrame) as ColumnAccess

  prototype.$getColumnData = function (column, returnSeries = true) {
    const at = columnPosition(this, column)
    const values = this.$config.isLowMemoryMode
      ? (this.$data as unknown[][]).map(row => row[at])
      : ((this.$dataIncolumnFormat[at] as unknown[] | undefined) ?? [])
    if (!returnSeries) return values
    const dtype = this.$dtypes[at] ?? 'undefined'
    return assembleSeries(danfo, { name: column, values, dtype, index: [...this.$index], config: this.$config })
  }

  prototype.$setInternalColumnDataProperty = function (only) {
    for (const column of only === undefined ? this.$columns : [only]) {
      if (column in prototype) continue
      Object.defineProperty(this, column, {
        configurable: true,
        get: () => prototype.$getColumnData.call(this, column),
        set: (values: unknown) => prototype.$setColumnData.call(this, column, values),
      })
    }
  }
}

/**
 * Where a column stands.
 *
 * @throws FlinknbError `UNKNOWN_COLUMN` naming the column and the nearest one there is
 */
export function columnPosition(frame: DanfoFrame, column: unknown): number {
  const at = frame.$columns.indexOf(column as string)
  if (at >= 0) return at
  const near = nearestName(String(column), frame.$columns)
  throw new FlinknbError('UNKNOWN_COLUMN', `The DataFrame has no column '${String(column)}'.`, {
    fix: near ? `Did you mean '${near}'?` : `Its columns: ${frame.$columns.join(', ')}.`,
  })
}
