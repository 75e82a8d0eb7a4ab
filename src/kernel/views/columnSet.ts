import { isTime } from '../../plot/timeColumn.ts'
import type { CellValue, ColumnType, TableColumn } from '../../protocol/live.ts'
import { toCellValue } from './cellValue.ts'

const MAX_COLUMNS = 200

/** The columns of rows that come one by one: the union of their keys, in order of appearance. At most 200. */
export class ColumnSet {
  private readonly indexes = new Map<string, number>()
  private readonly names: string[] = []
  private readonly types: (ColumnType | undefined)[] = []
  /** Whether a column or a type was added since `acknowledge`. */
  changed = false

  /** The cells of a row in the order of the columns; it may bring new ones. Values that are no records stand in `value`. */
  cells(row: unknown): CellValue[] {
    const cells: CellValue[] = []
    if (isRecord(row)) for (const name in row) this.put(cells, name, row[name])
    else this.put(cells, 'value', row)
    for (let index = 0; index < this.names.length; index++) cells[index] ??= null
    return cells
  }

  columns(): readonly TableColumn[] {
    // A column that held nothing but nulls so far may become anything.
    return this.names.map((name, index) => ({ name, type: this.types[index] ?? 'mixed' }))
  }

  acknowledge(): void {
    this.changed = false
  }

  private put(cells: CellValue[], name: string, value: unknown): void {
    const index = this.indexes.get(name) ?? this.add(name)
    if (index === undefined) return
    cells[index] = toCellValue(value)
    if (value === null || value === undefined) return
    const known = this.types[index]
    const type = typeOf(name, value)
    const joined = known === undefined || known === type ? type : join(known, type)
    if (joined === known) return
    this.types[index] = joined
    this.changed = true
  }

  private add(name: string): number | undefined {
    if (this.names.length >= MAX_COLUMNS) return undefined
    const index = this.names.push(name) - 1
    this.indexes.set(name, index)
    this.changed = true
    return index
  }
}

/** Whether a value has columns; arrays, maps, dates and the like are values themselves. */
function isRecord(row: unknown): row is Record<string, unknown> {
  if (row === null || typeof row !== 'object' || ArrayBuffer.isView(row)) return false
  return ![Array, Date, Map, Set, Error].some(kind => row instanceof kind)
}

function typeOf(name: string, value: unknown): ColumnType {
  if (isTime(name, value)) return 'time'
  if (typeof value === 'number' || typeof value === 'bigint') return 'number'
  if (typeof value === 'boolean') return 'boolean'
  return typeof value === 'object' ? 'object' : 'text'
}

/** A number outside the range of times makes the column one of numbers. */
function join(a: ColumnType, b: ColumnType): ColumnType {
  return (a === 'time' && b === 'number') || (a === 'number' && b === 'time') ? 'number' : 'mixed'
}
