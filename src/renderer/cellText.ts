import type { CellValue, ColumnType } from '../protocol/live.ts'
import { timeText } from './numberText.ts'

/** What a table cell shows, and the full value where that is more. */
export interface CellText {
  readonly text: string
  readonly full: string
}

/** The text of a cell: numbers to six significant digits, times in UTC, nested values as JSON. */
export function cellText(value: CellValue, type: ColumnType): CellText {
  if (value === null) return { text: 'null', full: '' }
  if (type === 'time' && typeof value === 'number') {
    return { text: timeText(value), full: `${new Date(value).toISOString()} (${value})` }
  }
  if (type === 'time' && typeof value === 'string') {
    return { text: value.replace('T', ' ').replace(/(\.000)?Z$/, ''), full: value }
  }
  if (typeof value === 'number') {
    const text = Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)))
    return { text, full: text === String(value) ? '' : String(value) }
  }
  const whole = typeof value === 'object' ? JSON.stringify(value) : String(value)
  return { text: whole.length > 200 ? `${whole.slice(0, 200)}…` : whole, full: whole.length > 24 ? whole : '' }
}
