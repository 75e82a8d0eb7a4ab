import { types } from 'node:util'
import type { VariableTable } from '../../protocol/variables.ts'
import { ColumnSet } from '../views/columnSet.ts'
import { frameOf } from './frame.ts'
import { previewText } from './previewText.ts'
import { namesOf, ownValue } from './valueParts.ts'

/** Something with rows. */
export interface RowSource {
  readonly rowCount: number
  /** Plain data only; nested values that cannot be shown without running their code are left out. */
  row(index: number): Readonly<Record<string, unknown>>
}

/** How deep values within a row are copied. */
const MAX_DEPTH = 4
const MAX_PARTS = 50

const getTime = Date.prototype.getTime

/** The rows of a DataFrame, or of a list whose first item is an object with fields; undefined for everything else. */
export function tableOf(value: unknown): RowSource | undefined {
  const frame = frameOf(value)
  if (frame) {
    const { columns, rowCount } = frame
    return {
      rowCount,
      row: index => {
        const values = frame.row(index)
        return Object.fromEntries(columns.map((name, k) => [name, plainData(values[k])]))
      },
    }
  }
  if (!Array.isArray(value) || types.isProxy(value)) return undefined
  const first = ownValue(value, '0')
  if (!isRow(first)) return undefined
  return {
    rowCount: value.length,
    row: index => {
      const item = ownValue(value, String(index))
      return isRow(item) ? (plainData(item) as Record<string, unknown>) : { value: plainData(item) }
    },
  }
}

export function tablePage(source: RowSource, start: number, count: number): VariableTable {
  const end = Math.min(source.rowCount, start + count)
  const columns = new ColumnSet()
  const cells = []
  for (let index = start; index < end; index++) cells.push(columns.cells(source.row(index)))
  const width = columns.columns().length
  const rows = cells.map(row => [...row, ...Array<null>(width - row.length).fill(null)])
  return { columns: columns.columns(), rows, start, total: source.rowCount }
}

function isRow(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return false
  return !(
    Array.isArray(value) ||
    types.isDate(value) ||
    types.isMap(value) ||
    types.isSet(value) ||
    types.isTypedArray(value) ||
    types.isNativeError(value)
  )
}

/** A copy without getters and Proxies, which could run code when they are looked at. */
function plainData(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (types.isProxy(value)) return 'Proxy'
  if (Array.isArray(value) && depth < MAX_DEPTH) {
    const items = Array.from({ length: Math.min(value.length, MAX_PARTS) }, (_, i) =>
      plainData(ownValue(value, String(i)), depth + 1),
    )
    return value.length > MAX_PARTS ? [...items, `… ${value.length - MAX_PARTS} more`] : items
  }
  if (types.isDate(value)) return new Date(getTime.call(value))
  if (!isRow(value)) return previewText(value)
  if (depth >= MAX_DEPTH) return '…'
  return Object.fromEntries(
    namesOf(value)
      .filter(name => Object.prototype.propertyIsEnumerable.call(value, name))
      .map(name => [name, plainData(ownValue(value, name), depth + 1)]),
  )
}
