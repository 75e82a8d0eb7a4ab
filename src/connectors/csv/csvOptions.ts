import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'

/**
 * What a column's values are read as. `timestamp` reads ISO 8601 text as epoch milliseconds (UTC where no zone is given);
 * it is never chosen by itself.
 */
export type CsvColumnType = 'number' | 'boolean' | 'text' | 'timestamp'

const COLUMN_TYPES: readonly CsvColumnType[] = ['number', 'boolean', 'text', 'timestamp']

/** @typeParam T the rows: where their type is known, only its columns can be named */
export interface CsvOptions<T = Record<string, unknown>> {
  /** One ASCII character between fields. Default `','`. */
  delimiter?: string | undefined
  /** Whether the first row names the columns. Default true, and false where `columns` is given. */
  header?: boolean | undefined
  /** The columns' names, in order: for a file without a header (or, with `header: true`, instead of its names), and for writing. */
  columns?: readonly (keyof T & string)[] | undefined
  /** One ASCII character around fields that hold delimiters, quotes or line breaks; `false`: quotes mean nothing. Default `'"'`. */
  quote?: string | false | undefined
  /** Texts that mean 'no value' and are read as null; the first is what null is written as. Default `''`. */
  nullText?: string | readonly string[] | undefined
  /** Fixes the type of a column instead of finding it from the first rows. */
  columnTypes?: Readonly<Partial<Record<keyof T & string, CsvColumnType>>> | undefined
}

/** The options with every default in place. */
export interface CsvDialect {
  readonly delimiter: string
  /** Empty: quotes mean nothing. */
  readonly quote: string
  readonly header: boolean
  readonly columns: readonly string[] | undefined
  readonly nullTexts: ReadonlySet<string>
  readonly nullText: string
  readonly columnTypes: Readonly<Record<string, CsvColumnType>>
}

/** @throws FlinknbError `INVALID_OPTION` naming the option, the value and what may stand there */
export function csvDialect(options: CsvOptions): CsvDialect {
  checkOptionNames('csv()', options, ['delimiter', 'header', 'columns', 'quote', 'nullText', 'columnTypes'])
  const { delimiter = ',', columns, quote = '"', nullText = '' } = options
  const columnTypes = (options.columnTypes ?? {}) as Readonly<Record<string, CsvColumnType>>
  if (!/^[\t -~]$/.test(delimiter) || delimiter === '.') {
    invalid('delimiter', delimiter, `Give one ASCII character such as ',', ';' or '\\t'.`)
  }
  if (quote !== false && (!/^[!-~]$/.test(quote) || quote === delimiter)) {
    invalid('quote', quote, `Give one ASCII character other than the delimiter, or false.`)
  }
  const header = options.header ?? columns === undefined
  if (typeof header !== 'boolean') invalid('header', header, 'Give true or false.')
  checkColumns(columns, header)
  const nulls = typeof nullText === 'string' ? [nullText] : nullText
  if (!Array.isArray(nulls) || nulls.length === 0 || nulls.some(text => typeof text !== 'string')) {
    invalid('nullText', nullText, `Give a text or an array of texts, such as ['', 'NA'].`)
  }
  for (const [column, type] of Object.entries(columnTypes)) {
    if (!COLUMN_TYPES.includes(type))
      invalid(`columnTypes.${column}`, type, `Give one of '${COLUMN_TYPES.join(`', '`)}'.`)
    if (columns && !columns.includes(column)) {
      invalid(`columnTypes.${column}`, type, `'columns' does not name that column: ${columns.join(', ')}.`)
    }
  }
  return {
    delimiter,
    quote: quote || '',
    header,
    columns,
    nullTexts: new Set(nulls),
    nullText: nulls[0] ?? '',
    columnTypes,
  }
}

function checkColumns(columns: readonly string[] | undefined, header: boolean): void {
  if (columns === undefined) {
    if (!header) invalid('header', header, `Name the columns: csv({ header: false, columns: ['id', 'price'] }).`)
    return
  }
  if (
    !Array.isArray(columns) ||
    columns.length === 0 ||
    columns.some(name => typeof name !== 'string' || name === '')
  ) {
    invalid('columns', columns, `Give an array of names, such as ['id', 'price'].`)
  }
  const twice = columns.find((name, index) => columns.indexOf(name) !== index)
  if (twice !== undefined) invalid('columns', columns, `'${twice}' stands there twice.`)
}

function invalid(option: string, value: unknown, fix: string): never {
  throw new FlinknbError('INVALID_OPTION', `csv(): ${option} cannot be ${show(value)}.`, { fix })
}
