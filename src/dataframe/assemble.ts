import type { DanfoClasses, DanfoFrame } from './danfoInternals.ts'
import type { IndexLabel } from './row.ts'

/** What a frame is made of. `columns[j][i]` is row `i` of column `names[j]`; every array is the frame's from then on. */
export interface FrameParts {
  readonly names: string[]
  readonly columns: unknown[][]
  readonly dtypes: string[]
  readonly index: IndexLabel[]
  readonly config?: object | undefined
}

/**
 * A danfo DataFrame from columns whose types are already known. danfo's own constructor guesses types from 20 rows,
 * fails on columns of objects, and takes ten times as long; an empty one is filled instead.
 */
export function assembleFrame(danfo: DanfoClasses, parts: FrameParts): DanfoFrame {
  const { names, columns, index } = parts
  const frame = new danfo.DataFrame([], parts.config ? { columns: names, config: parts.config } : { columns: names })
  const rows: unknown[][] = new Array(index.length)
  for (let i = 0; i < rows.length; i++) {
    const row: unknown[] = new Array(columns.length)
    for (let j = 0; j < columns.length; j++) row[j] = columns[j]?.[i]
    rows[i] = row
  }
  frame.$data = rows
  if (!frame.$config.isLowMemoryMode) frame.$dataIncolumnFormat = columns
  frame.$index = index
  frame.$dtypes = parts.dtypes
  return frame
}

/** A danfo Series, in the same way. */
export function assembleSeries(
  danfo: DanfoClasses,
  parts: {
    readonly name: string
    readonly values: unknown[]
    readonly dtype: string
    readonly index: IndexLabel[]
    readonly config: object
  },
): DanfoFrame {
  const series = new danfo.Series([], { columns: [parts.name], config: parts.config })
  series.$data = parts.values
  series.$dataIncolumnFormat = parts.values
  series.$index = parts.index
  series.$dtypes = [parts.dtype]
  return series
}
