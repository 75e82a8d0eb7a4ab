import { FlinknbError } from '../../base/errors.ts'
import type { FileDecoder, FileEncoder, Format } from '../format.ts'
import { decodeUtf8 } from '../formats/utf8.ts'
import { columnsOf } from './csvColumns.ts'
import { CsvDecoder } from './csvDecoder.ts'
import { CsvEncoder, encodeRow } from './csvEncoder.ts'
import { type CsvDialect, type CsvOptions, csvDialect } from './csvOptions.ts'
import { RowBuilder } from './rowBuilder.ts'
import { type CsvRecord, splitRecords } from './splitRecords.ts'

/**
 * Comma-separated values (RFC 4180; UTF-8, LF or CRLF, with or without a byte order mark). Blank lines are skipped.
 *
 * A column has one type, the one that most of the first 1,000 rows show: number, boolean (`true`, `false`) or text; or the one
 * given in `columnTypes`. An empty field is null in every column. A column with leading zeros (`007`) or integers beyond ±2⁵³ in
 * those rows is text. A row with too few or too many fields, or with a field that is no value of its column (`abc` in a
 * column of numbers), is malformed: it goes to the dead letters with its line, and all other rows are kept.
 *
 * As a message (Kafka, WebSocket) it is one line or several without a header: name the `columns`. Types not given are
 * then found for each message by itself.
 *
 * @throws FlinknbError `INVALID_OPTION` for an option that cannot be
 * @example fileSource({ path: 'orders.csv', format: csv({ delimiter: ';', columnTypes: { zip: 'text' } }) })
 */
export function csv<T = Record<string, unknown>>(options: CsvOptions<NoInfer<T>> = {}): Format<T> {
  return new CsvFormat<T>(csvDialect(options as CsvOptions))
}

class CsvFormat<T> implements Format<T> {
  readonly name = 'csv'

  constructor(private readonly dialect: CsvDialect) {}

  decodeMessage(bytes: Uint8Array): T[] {
    const names = this.columnsForMessages()
    const text = Buffer.from(decodeUtf8(bytes))
    const records: CsvRecord[] = []
    for (let start = 0; start < text.length; start = records.at(-1)?.end ?? text.length) {
      records.push(...splitRecords(text, start, 1_000, this.dialect, true))
    }
    const rows = records.filter(record => record.raw !== '').map(record => record.fields ?? fail(record.reason))
    const builder = new RowBuilder<T>(columnsOf(names, rows, this.dialect), this.dialect)
    return rows.map(row => {
      const built = builder.build(row)
      return built.reason === undefined ? built.row : fail(built.reason)
    })
  }

  encodeMessage(value: T): Uint8Array {
    const row = value as Record<string, unknown>
    return Buffer.from(encodeRow(row, this.dialect.columns ?? Object.keys(row), this.dialect))
  }

  fileDecoder(state?: unknown): FileDecoder<T> {
    return new CsvDecoder<T>(this.dialect, state)
  }

  fileEncoder(state?: unknown): FileEncoder<T> {
    return new CsvEncoder<T>(this.dialect, state)
  }

  private columnsForMessages(): readonly string[] {
    if (this.dialect.columns) return this.dialect.columns
    throw new FlinknbError('INVALID_OPTION', 'csv(): messages have no header to name their columns.', {
      fix: `Name them: csv({ columns: ['id', 'price'] }).`,
    })
  }
}

function fail(reason: string | undefined): never {
  throw new Error(reason ?? 'it cannot be read')
}
