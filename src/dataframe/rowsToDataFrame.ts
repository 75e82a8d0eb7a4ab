import { FlinknbError } from '../base/errors.ts'
import { show } from '../base/options.ts'
import { assembleFrame } from './assemble.ts'
import { columnType } from './columnType.ts'
import type { DanfoClasses } from './danfoInternals.ts'
import type { DataFrame } from './dataFrame.ts'
import { loadDanfo, requireDanfoNow } from './loadDanfo.ts'
import { checkColumnNames } from './reservedColumns.ts'

/**
 * Records as a danfo DataFrame. Columns are the keys of all records in the order in which they first appear; a key that
 * a record lacks, and `undefined`, are null. Numbers stay float64, dates stay dates. Time grows with rows × columns.
 *
 * @param columns the columns an empty list of rows would have; also puts these first
 * @throws FlinknbError `INVALID_OPTION` for a row that is no object, or a column named as a part of DataFrame itself
 * @example const df = await rowsToDataFrame([{ price: 9.5 }, { price: 12 }])
 */
export async function rowsToDataFrame<T extends object>(
  rows: readonly T[],
  columns?: readonly (keyof T & string)[],
): Promise<DataFrame<T>> {
  await loadDanfo()
  return rowsToDataFrameNow(rows, columns)
}

/**
 * {@link rowsToDataFrame} at once. The first call loads danfo.js (about 20 ms) unless `loadDanfo` was awaited before.
 */
export function rowsToDataFrameNow<T extends object>(
  rows: readonly T[],
  columns: readonly (keyof T & string)[] = [],
): DataFrame<T> {
  const danfo = requireDanfoNow() as unknown as DanfoClasses
  const aligned = alignByKey(rows, columns)
  checkColumnNames(danfo, aligned.names)
  const index = rows.map((_, i) => i)
  const dtypes = aligned.columns.map(columnType)
  return assembleFrame(danfo, { ...aligned, index, dtypes }) as unknown as DataFrame<T>
}

/** One list a key, filled with null where a row lacks it. */
function alignByKey(rows: readonly object[], first: readonly string[]): { names: string[]; columns: unknown[][] } {
  const positions = new Map<string, number>()
  const names: string[] = []
  const columns: unknown[][] = []
  const position = (name: string): number => {
    const at = columns.push(new Array(rows.length).fill(null)) - 1
    positions.set(name, at)
    names.push(name)
    return at
  }
  first.forEach(position)
  for (let i = 0; i < rows.length; i++) {
    const row = checkedRow(rows[i], i)
    const keys = Object.keys(row)
    for (let j = 0; j < keys.length; j++) {
      const name = keys[j] as string
      const value = row[name]
      // Most rows have the keys of the first, in its order.
      const at = names[j] === name ? j : (positions.get(name) ?? position(name))
      if (value !== undefined) (columns[at] as unknown[])[i] = value
    }
  }
  return { names, columns }
}

function checkedRow(row: unknown, i: number): Record<string, unknown> {
  if (row !== null && typeof row === 'object' && !Array.isArray(row)) return row as Record<string, unknown>
  throw new FlinknbError('INVALID_OPTION', `toDataFrame: row ${i} is ${show(row)}, not an object with columns.`, {
    fix: 'Give it names first: .map(value => ({ value })).',
  })
}
