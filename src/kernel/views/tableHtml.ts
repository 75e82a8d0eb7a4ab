import type { TableState } from '../../protocol/live.ts'
import { cellText, escapeHtml } from './cellText.ts'

const SHOWN_ROWS = 20

/** The newest rows of a table for readers that know nothing of ours (Jupyter, GitHub). Everything is escaped. */
export function tableHtml(state: TableState): string {
  if (state.columns.length === 0) return '<p>(no rows yet)</p>'
  const align = state.columns.map(column => (column.type === 'number' ? ' align="right"' : ''))
  const head = state.columns.map((column, index) => `<th${align[index]}>${escapeHtml(column.name)}</th>`).join('')
  const body = state.rows
    .slice(-SHOWN_ROWS)
    .map(row =>
      state.columns.map(
        (column, index) => `<td${align[index]}>${escapeHtml(cellText(row[index] ?? null, column.type))}</td>`,
      ),
    )
    .map(cells => `<tr>${cells.join('')}</tr>`)
    .join('\n')
  return `<table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body}\n</tbody>\n</table>`
}
