import type { CellValue } from '../protocol/live.ts'

/**
 * Rows as CSV (RFC 4180). A text that a spreadsheet would run as a formula gets an apostrophe in front, as OWASP advises
 * ("CSV injection"); numbers stay numbers.
 */
export function csvText(columns: readonly string[], rows: readonly (readonly CellValue[])[]): string {
  return [columns, ...rows].map(row => `${row.map(csvCell).join(',')}\r\n`).join('')
}

function csvCell(value: CellValue): string {
  if (value === null) return ''
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
