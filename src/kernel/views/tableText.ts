import type { TableColumn, TableState } from '../../protocol/live.ts'
import { cellText, visibleText } from './cellText.ts'

const SHOWN_ROWS = 10
const MAX_CELL = 32
const MAX_WIDTH = 120

/** The newest rows of a table for a terminal: columns aligned, numbers to the right, at most 120 characters wide. */
export function tableText(state: TableState): string {
  if (state.columns.length === 0) return '(no rows yet)'
  const rows = state.rows.slice(-SHOWN_ROWS)
  const columns = state.columns.map((column, index) => {
    const cells = rows.map(row => short(visibleText(cellText(row[index] ?? null, column.type))))
    const name = short(visibleText(column.name))
    const width = Math.max(name.length, ...cells.map(cell => cell.length))
    return { name, cells, width, right: column.type === 'number' }
  })
  const fitting = fittingColumns(columns)
  const hidden = columns.length - fitting.length
  const line = (texts: readonly string[]): string =>
    fitting
      .map((column, index) => pad(texts[index] ?? '', column.width, column.right))
      .join('  ')
      .trimEnd()
  const lines = [line(fitting.map(column => column.name)), line(fitting.map(column => '─'.repeat(column.width)))]
  if (state.rows.length > rows.length) lines.push('…')
  for (const index of rows.keys()) lines.push(line(fitting.map(column => column.cells[index] ?? '')))
  if (hidden > 0) lines.push(cutTo(MAX_WIDTH, hiddenColumns(state.columns.slice(-hidden))))
  return lines.join('\n')
}

function fittingColumns<C extends { readonly width: number }>(columns: readonly C[]): readonly C[] {
  let used = 0
  const fitting = columns.filter(column => {
    used += column.width + 2
    return used - 2 <= MAX_WIDTH
  })
  return fitting.length > 0 ? fitting : columns.slice(0, 1)
}

function hiddenColumns(columns: readonly TableColumn[]): string {
  const names = columns.map(column => visibleText(column.name)).join(', ')
  return `… and ${columns.length} more column${columns.length === 1 ? '' : 's'}: ${names}`
}

function short(text: string): string {
  return cutTo(MAX_CELL, text)
}

function cutTo(length: number, text: string): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text
}

function pad(text: string, width: number, right: boolean): string {
  return right ? text.padStart(width) : text.padEnd(width)
}
