import { formatTime } from '../../plot/timeColumn.ts'
import type { CellValue, ColumnType } from '../../protocol/live.ts'

/** A cell as text on one line; null is the empty text's dim brother, `null`. */
export function cellText(value: CellValue, type: ColumnType): string {
  if (value === null) return 'null'
  if (type === 'time' && typeof value === 'number') return formatTime(value)
  if (type === 'time' && typeof value === 'string') return value.replace('T', ' ').replace(/(\.000)?Z$/, '')
  if (typeof value === 'number') return numberText(value)
  if (typeof value === 'object') return JSON.stringify(value)
  return String(value).replace(/\s+/g, ' ')
}

/** Whole numbers as they are, fractions to six significant digits. */
function numberText(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)))
}

/** Characters that would steer a terminal or hide text, made visible. */
export function visibleText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '�')
}

/** Text that is only text in HTML. */
export function escapeHtml(text: string): string {
  return visibleText(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
