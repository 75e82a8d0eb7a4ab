import type { CellValue, ColumnType } from '../protocol/live.ts'
import type { NewestRecords } from '../protocol/questions.ts'
import { cellText } from './cellText.ts'
import { h } from './dom.ts'
import { timeText } from './numberText.ts'

const MAX_COLUMNS = 20

/** A few records as a table, newest first. Everything is text. */
export function recordTable({ columns, rows, times }: NewestRecords, label: string): HTMLElement {
  const timed = times.some(time => time !== null)
  const shown = columns.slice(0, MAX_COLUMNS)
  const names = [...(timed ? ['event time'] : []), ...shown.map(column => column.name)]
  if (columns.length > MAX_COLUMNS) names.push(`… ${columns.length - MAX_COLUMNS} more`)
  const head = h('tr', '', ...names.map(name => headCell(name)))
  const body = rows.map((row, index) => {
    const time = times[index]
    const cells = shown.map((column, at) => dataCell(row[at] ?? null, column.type))
    return h('tr', '', ...(timed ? [h('td', '', time == null ? '' : timeText(time))] : []), ...cells)
  })
  const table = h('table', '', h('thead', '', head), h('tbody', '', ...body.reverse()))
  table.setAttribute('aria-label', label)
  const frame = h('div', 'flinknb-records', table)
  frame.tabIndex = 0
  frame.setAttribute('role', 'region')
  frame.setAttribute('aria-label', label)
  return frame
}

function headCell(name: string): HTMLElement {
  const cell = h('th', '', name)
  cell.scope = 'col'
  return cell
}

function dataCell(value: CellValue, type: ColumnType): HTMLElement {
  const { text, full } = cellText(value, type)
  const cell = h('td', type === 'number' ? 'flinknb-number' : '', text)
  cell.title = full || text
  return cell
}
