import { escapeHtml } from '../../base/escapeHtml.ts'

/** Rows and columns as they are shown. A null row stands for rows that are left out. */
export interface DataTable {
  readonly caption?: string | undefined
  readonly columns: readonly string[]
  readonly rows: readonly (readonly unknown[] | null)[]
  /** A line below. */
  readonly footer?: string | undefined
}

const FONT =
  'font-family:var(--vscode-editor-font-family,ui-monospace,monospace);font-size:var(--vscode-editor-font-size,13px)'
const LINE = 'var(--vscode-panel-border,rgba(128,128,128,0.35))'
const DIM = 'color:var(--vscode-descriptionForeground,#777)'
const CELL = 'padding:2px 10px;white-space:pre;max-width:40em;overflow:hidden;text-overflow:ellipsis'

/** A table in the colours of the editor's theme; every text escaped. */
export function tableHtml(table: DataTable): string {
  const head = table.columns
    .map(
      (name, i) =>
        `<th scope="col" style="${CELL};text-align:${alignment(table, i)};border-bottom:1px solid ${LINE}">${escapeHtml(name)}</th>`,
    )
    .join('')
  const body = table.rows.map(row => (row ? `<tr>${rowHtml(table, row)}</tr>` : gapHtml(table.columns.length))).join('')
  const caption = table.caption
    ? `<caption style="text-align:left;padding:4px 10px;font-weight:600">${escapeHtml(table.caption)}</caption>`
    : ''
  const footer = table.footer ? `<div style="${DIM};padding:4px 10px">${escapeHtml(table.footer)}</div>` : ''
  return `<div style="overflow:auto;${FONT}"><table style="border-collapse:collapse;font-variant-numeric:tabular-nums">${caption}<thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>${footer}</div>`
}

function rowHtml(table: DataTable, row: readonly unknown[]): string {
  return table.columns
    .map((_, i) => {
      const missing = row[i] === null || row[i] === undefined
      return `<td style="${CELL};text-align:${alignment(table, i)}${missing ? `;${DIM}` : ''}">${escapeHtml(cellText(row[i]))}</td>`
    })
    .join('')
}

function gapHtml(columns: number): string {
  return `<tr><td colspan="${columns}" style="${CELL};${DIM}">…</td></tr>`
}

/** The same table with aligned columns, for a terminal. */
export function tableText(table: DataTable): string {
  const cells = table.rows.map(row => table.columns.map((_, i) => (row ? cellText(row[i]) : '…')))
  const widths = table.columns.map((name, i) => Math.max(name.length, ...cells.map(row => row[i]?.length ?? 0)))
  const line = (texts: readonly string[]) =>
    texts
      .map((text, i) => (alignment(table, i) === 'right' ? text.padStart(widths[i] ?? 0) : text.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd()
  return [table.caption, line(table.columns), ...cells.map(line), table.footer]
    .filter(part => part !== undefined)
    .join('\n')
}

function alignment(table: DataTable, column: number): 'left' | 'right' {
  const value = table.rows.find(row => row?.[column] !== null && row?.[column] !== undefined)?.[column]
  return typeof value === 'number' || typeof value === 'bigint' ? 'right' : 'left'
}

const MAX_CELL_CHARACTERS = 120

/** One value in a table: numbers with at most six digits after the point, text on one line. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'number') return numberText(value)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString()
  const text = typeof value === 'object' ? safeJson(value) : String(value)
  const oneLine = text.replace(/\s*\n\s*/g, ' ↵ ')
  return oneLine.length > MAX_CELL_CHARACTERS ? `${oneLine.slice(0, MAX_CELL_CHARACTERS)}…` : oneLine
}

function numberText(value: number): string {
  if (Number.isInteger(value) || !Number.isFinite(value)) return String(value)
  const size = Math.abs(value)
  return size >= 1e-4 && size < 1e15 ? String(Number(value.toFixed(6))) : value.toPrecision(6)
}

function safeJson(value: object): string {
  try {
    return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? `${part}` : part)) ?? String(value)
  } catch {
    return Object.prototype.toString.call(value) // circular
  }
}
