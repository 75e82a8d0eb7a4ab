import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import type { FileEncoder } from '../format.ts'
import type { CsvDialect } from './csvOptions.ts'

interface CsvEncoderState {
  readonly started: boolean
  readonly columns?: readonly string[]
}

/**
 * Writes rows as CSV (RFC 4180, lines end in LF). The columns are those of the option `columns`, or of the first row, in its
 * order; a row that lacks one leaves its field empty. A row with another column throws `UNKNOWN_COLUMN`: the header stands
 * already, and nothing is dropped silently.
 */
export class CsvEncoder<T> implements FileEncoder<T> {
  private columns: readonly string[] | undefined
  private started = false

  constructor(
    private readonly dialect: CsvDialect,
    state?: unknown,
  ) {
    const restored = state as CsvEncoderState | undefined
    this.columns = restored?.columns ?? dialect.columns
    this.started = restored?.started ?? false
  }

  encode(values: readonly T[]): string {
    if (values.length === 0) return ''
    this.columns ??= Object.keys(checkRow(values[0]))
    let text = this.header()
    for (const value of values) text += `${encodeRow(checkRow(value), this.columns, this.dialect)}\n`
    return text
  }

  end(): string {
    return this.header()
  }

  state(): CsvEncoderState {
    return { started: this.started, ...(this.columns ? { columns: this.columns } : {}) }
  }

  private header(): string {
    if (this.started || !this.columns) return ''
    this.started = true
    const { dialect } = this
    return dialect.header || dialect.columns === undefined
      ? `${this.columns.map(name => encodeText(name, dialect)).join(dialect.delimiter)}\n`
      : ''
  }
}

/** One row as one line, without its line end. */
export function encodeRow(row: Record<string, unknown>, columns: readonly string[], dialect: CsvDialect): string {
  let known = 0
  let line = ''
  for (let i = 0; i < columns.length; i++) {
    const name = columns[i] as string
    const value = row[name]
    if (value !== undefined || Object.hasOwn(row, name)) known++
    if (i > 0) line += dialect.delimiter
    line += typeof value === 'number' ? value : encodeField(value, dialect)
  }
  if (known !== Object.keys(row).length) throw strangeColumn(row, columns)
  return line
}

function encodeField(value: unknown, dialect: CsvDialect): string {
  if (value === null || value === undefined) return dialect.nullText
  if (typeof value === 'string')
    return value === '' && dialect.quote ? dialect.quote + dialect.quote : encodeText(value, dialect)
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? dialect.nullText : value.toISOString()
  if (typeof value === 'object') return encodeText(JSON.stringify(value), dialect)
  throw new FlinknbError('MALFORMED_RECORD', `csv(): ${show(value)} cannot be written to a file.`)
}

function encodeText(text: string, { delimiter, quote }: CsvDialect): string {
  const special =
    text.includes(delimiter) || text.includes('\n') || text.includes('\r') || (quote !== '' && text.includes(quote))
  if (!special) return text
  if (quote === '') {
    throw new FlinknbError(
      'MALFORMED_RECORD',
      `csv(): ${show(text)} holds a delimiter or line break, and quote is false.`,
      {
        fix: 'Leave quote at its default, or choose another delimiter.',
      },
    )
  }
  return quote + text.replaceAll(quote, quote + quote) + quote
}

function checkRow(value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw new FlinknbError('MALFORMED_RECORD', `csv(): a record must be an object with columns, got ${show(value)}.`, {
    fix: 'Map it first, for example stream.map(value => ({ value })).',
  })
}

function strangeColumn(row: Record<string, unknown>, columns: readonly string[]): FlinknbError {
  const strange = Object.keys(row).filter(name => !columns.includes(name))
  return new FlinknbError(
    'UNKNOWN_COLUMN',
    `csv(): a record has the column '${strange.join(`', '`)}', which the file does not have (${columns.join(', ')}).`,
    { fix: `Name all columns: csv({ header: true, columns: [...] }).` },
  )
}
