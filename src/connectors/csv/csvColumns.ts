import { FlinknbError } from '../../base/errors.ts'
import { nearestName } from '../../base/options.ts'
import type { CsvColumnType, CsvDialect } from './csvOptions.ts'

/** A column of a file: its name and what its values are read as. */
export interface CsvColumn {
  readonly name: string
  readonly type: CsvColumnType
}

/** Why a field is no value of its column. */
export class Misfit {
  constructor(readonly reason: string) {}
}

/** A decimal number without a plus sign or leading zeros: '007' and '+49' are names, not amounts. */
const NUMBER = /^-?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/
/** Written like a number, but as a number it would lose digits: leading zeros. */
const LEADING_ZERO = /^-?0\d+$/
const INTEGER = /^-?\d+$/

/**
 * The number that a field writes; undefined when it writes none, or one that a JavaScript number cannot hold: an
 * integer beyond ±2⁵³, anything beyond ±1.8e308. Blanks around it are allowed.
 */
export function numberOf(field: string): number | undefined {
  const text = field.trim()
  if (!NUMBER.test(text)) return undefined
  const value = Number(text)
  return Number.isFinite(value) && (Number.isSafeInteger(value) || !INTEGER.test(text)) ? value : undefined
}

/**
 * What a column's values are read as, from its fields in the first rows: the kind that most of them are (number, boolean
 * or text; of equals the one that stands first), so that a single bad value does not turn numbers into text. A column in
 * which a leading zero ('007') or an integer beyond ±2⁵³ stands holds names written in digits: text. No value at all: text.
 */
export function inferColumnType(fields: readonly string[], nullTexts: ReadonlySet<string>): CsvColumnType {
  const counts = new Map<CsvColumnType, number>()
  for (const field of fields) {
    if (isNull(field, nullTexts)) continue
    const text = field.trim()
    if (LEADING_ZERO.test(text) || (INTEGER.test(text) && !Number.isSafeInteger(Number(text)))) return 'text'
    const kind = numberOf(field) !== undefined ? 'number' : booleanOf(field) !== undefined ? 'boolean' : 'text'
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  let best: CsvColumnType = 'text'
  let most = 0
  for (const [kind, count] of counts) {
    if (count > most) [best, most] = [kind, count]
  }
  return best
}

/** The value of a field in its column: null where it is empty or a null text, a {@link Misfit} where it is none. */
export function fieldValue(field: string, column: CsvColumn, nullTexts: ReadonlySet<string>): unknown {
  if (column.type === 'text') return nullTexts.has(field) ? null : field
  if (isNull(field, nullTexts)) return null
  const value =
    column.type === 'number' ? numberOf(field) : column.type === 'boolean' ? booleanOf(field) : timeOf(field)
  return value ?? misfit(field, column)
}

/** The columns of a file once its header and first rows have been seen. */
export function columnsOf(names: readonly string[], rows: readonly string[][], dialect: CsvDialect): CsvColumn[] {
  return names.map((name, index) => {
    const given = Object.hasOwn(dialect.columnTypes, name) ? dialect.columnTypes[name] : undefined
    const fields = rows.map(row => row[index] ?? '')
    return { name, type: given ?? inferColumnType(fields, dialect.nullTexts) }
  })
}

/** The names in a header row: a blank one becomes `column1` (by its place), as pandas writes its index. */
export function namesOfHeader(fields: readonly string[], dialect: CsvDialect): string[] {
  const names = fields.map((field, index) => field.trim() || `column${index + 1}`)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) {
    throw new FlinknbError('MALFORMED_RECORD', `csv(): the header names the column '${twice}' twice.`, {
      fix: `Give names of your own: csv({ header: true, columns: [...] }).`,
    })
  }
  for (const column of Object.keys(dialect.columnTypes)) {
    if (names.includes(column)) continue
    const near = nearestName(column, names)
    throw new FlinknbError('UNKNOWN_COLUMN', `csv(): columnTypes names '${column}', which the file does not have.`, {
      fix: near ? `Did you mean '${near}'?` : `Its columns: ${names.join(', ')}.`,
    })
  }
  return names
}

function isNull(field: string, nullTexts: ReadonlySet<string>): boolean {
  return nullTexts.has(field) || field.trim() === ''
}

function booleanOf(field: string): boolean | undefined {
  const text = field.trim().toLowerCase()
  return text === 'true' ? true : text === 'false' ? false : undefined
}

function timeOf(field: string): number | undefined {
  const text = field.trim()
  // Without a zone a date and time would mean the local zone of whoever runs this: two machines, two results.
  const zoned = /^\d{4}-\d\d-\d\d[T ][\d:.]+$/.test(text) ? `${text.replace(' ', 'T')}Z` : text
  const time = Date.parse(zoned)
  return Number.isNaN(time) ? undefined : time
}

function misfit(field: string, column: CsvColumn): Misfit {
  const shown = field.length > 60 ? `${field.slice(0, 57)}...` : field
  const what = { number: 'a number', boolean: 'true or false', timestamp: 'an ISO 8601 time', text: 'text' }[
    column.type
  ]
  const why = column.type === 'number' && NUMBER.test(field.trim()) ? 'larger than a number can hold' : `not ${what}`
  const zero = column.type === 'number' && LEADING_ZERO.test(field.trim()) ? ' (it has leading zeros)' : ''
  return new Misfit(
    `column '${column.name}': '${shown}' is ${why}${zero}; csv({ columnTypes: { ${JSON.stringify(column.name)}: 'text' } }) reads the column as text`,
  )
}
