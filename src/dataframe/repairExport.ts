import { type DanfoClasses, type DanfoFrame, sharedPrototype } from './danfoInternals.ts'
import { excelAbsent } from './excelAbsent.ts'

interface FrameExport {
  toCSV(this: DanfoFrame, options?: { sep?: string; header?: boolean; filePath?: string }): unknown
  toJSON(this: DanfoFrame, options?: object): unknown
  toExcel(): never
}

type ExportFunction = (data: object, options?: object) => unknown

interface ExportFunctions {
  readonly toCSV: ExportFunction
  readonly toJSON: ExportFunction
}

/**
 * In danfo 1.2.0 `toCSV` and `toJSON` work on frames that were constructed, not on those that an operation
 * gave back (`df.head().toCSV()` throws), and `toCSV` quotes nothing. Here every frame and series has them, and CSV is
 * RFC 4180: a value with a separator, a quote or a line break stands in quotes; a missing value is empty.
 */
export function repairExport(danfo: DanfoClasses): void {
  const { toCSV, toJSON } = danfo as unknown as ExportFunctions
  for (const kind of [danfo.DataFrame, danfo.Series]) {
    for (const prototype of [kind.prototype, sharedPrototype(kind)] as FrameExport[]) {
      prototype.toCSV = function (options) {
        return toCSV(quoted(this, options?.sep ?? ','), options)
      }
      prototype.toJSON = function (options) {
        return toJSON(this, options)
      }
      prototype.toExcel = excelAbsent
    }
  }
}

/** What danfo's `toCSV` reads of a frame, with every value as it stands in the file. */
function quoted(frame: DanfoFrame, separator: string): object {
  const cell = (value: unknown): string => {
    const text =
      value === null || value === undefined ? '' : value instanceof Date ? value.toISOString() : textOf(value)
    return text.includes(separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  const values = frame.$isSeries ? frame.$data.map(cell) : (frame.$data as unknown[][]).map(row => row.map(cell))
  return { $isSeries: frame.$isSeries, columns: frame.$columns.map(cell), values }
}

function textOf(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
