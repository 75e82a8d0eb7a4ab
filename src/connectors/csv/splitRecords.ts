import { isUtf8 } from 'node:buffer'
import Papa from 'papaparse'
import { NOT_UTF8 } from '../formats/lines.ts'
import type { CsvDialect } from './csvOptions.ts'

/** One record (RFC 4180) as it stands in the bytes: one line, or several where quotes hold line breaks. */
export interface CsvRecord {
  /** Its bytes, the line end included. */
  readonly start: number
  readonly end: number
  readonly lines: number
  readonly raw: string
  /** Undefined when its quotes make no sense. */
  readonly fields: string[] | undefined
  readonly reason?: string
}

/** A quoted field may hold this much; beyond it the opening quote is taken for a stray one. */
const MAX_QUOTED_BYTES = 1024 * 1024

/** Undefined when the bytes end within a record that may go on in the next chunk. */
type Extent = { readonly end: number; readonly lines: number; readonly quotes: number } | undefined

/**
 * The records from `start` on, at most `limit`. Where a record ends is found here by counting quotes: in a well-formed record
 * they are even in number, and it ends at the first line end at which they are. Splitting a record that has quotes into its
 * fields is Papa Parse's work. Whatever it does not read as exactly one record without errors is given up by one line
 * and reading goes on with the next, so a stray quote costs its own line and never the rest of the file.
 *
 * @param atEnd no bytes will follow: the last record may lack its line end
 */
export function splitRecords(
  data: Buffer,
  start: number,
  limit: number,
  dialect: CsvDialect,
  atEnd: boolean,
): CsvRecord[] {
  const records: CsvRecord[] = []
  const extents = new RecordExtents(data, dialect.quote, atEnd)
  for (let position = start; records.length < limit && position < data.length; ) {
    const extent = extents.at(position)
    if (!extent) break
    const bytes = data.subarray(position, extent.end)
    const raw = withoutLineEnd(bytes.toString())
    const record = { start: position, end: extent.end, lines: extent.lines, raw }
    if (raw.includes('\uFFFD') && !isUtf8(bytes)) records.push({ ...record, fields: undefined, reason: NOT_UTF8 })
    else if (extent.quotes > 0) records.push({ ...record, fields: undefined, reason: STRAY_QUOTE })
    else records.push({ ...record, fields: raw.split(dialect.delimiter) })
    position = extent.end
  }
  return withQuotedFields(data, records, dialect)
}

const STRAY_QUOTE =
  'a quotation mark that opens or closes nothing; a field that holds one is written in quotes, with the mark doubled'

function withQuotedFields(data: Buffer, records: CsvRecord[], dialect: CsvDialect): CsvRecord[] {
  const quoted = records.filter(record => record.reason === STRAY_QUOTE)
  // All at once is several times faster than one by one. Records of one line only: then as many rows as records
  // means that each row is a record. A bad one among them is found one by one.
  const single = quoted.filter(record => record.lines === 1)
  const rows = single.length > 1 ? fieldsOf(single.map(record => record.raw).join('\n'), dialect) : undefined
  const together = new Map(rows?.length === single.length ? rows.map((row, i) => [single[i], row]) : [])
  for (const [index, record] of records.entries()) {
    if (record.reason !== STRAY_QUOTE) continue
    const fields = together.get(record) ?? onlyRow(fieldsOf(record.raw, dialect))
    if (fields) records[index] = { start: record.start, end: record.end, lines: record.lines, raw: record.raw, fields }
    // Its further lines may be good records of their own: what follows is split again from the next line.
    else if (record.lines > 1) return [...records.slice(0, index), firstLineOf(data, record)]
  }
  return records
}

function fieldsOf(text: string, { delimiter, quote }: CsvDialect): string[][] | undefined {
  const { data, errors } = Papa.parse<string[]>(text, { delimiter, quoteChar: quote, escapeChar: quote, newline: '\n' })
  return errors.length === 0 ? data : undefined
}

function onlyRow(rows: string[][] | undefined): string[] | undefined {
  return rows?.length === 1 ? rows[0] : undefined
}

function firstLineOf(data: Buffer, record: CsvRecord): CsvRecord {
  const end = data.indexOf(10, record.start) + 1
  const raw = withoutLineEnd(data.toString('utf8', record.start, end))
  return { start: record.start, end, lines: 1, raw, fields: undefined, reason: STRAY_QUOTE }
}

/** Where records end. Remembers the next quote, so that lines without any do not look for it again and again. */
class RecordExtents {
  private readonly quote: number
  private nextQuote = -1

  constructor(
    private readonly data: Buffer,
    quote: string,
    private readonly atEnd: boolean,
  ) {
    this.quote = quote ? quote.charCodeAt(0) : -1
  }

  at(start: number): Extent {
    const firstEnd = this.lineEndAfter(start)
    if (firstEnd < 0) return undefined
    let end = firstEnd
    let quotes = 0
    for (let lines = 1; ; lines++) {
      for (let at = this.quoteFrom(start); at < end; at = this.quoteFrom(at + 1)) {
        start = at + 1
        quotes++
      }
      if (quotes % 2 === 0) return { end, lines, quotes }
      start = end
      if (end - firstEnd > MAX_QUOTED_BYTES) break
      end = this.lineEndAfter(end)
      if (end < 0) return undefined
      if (end === start) break
    }
    // Not closed to the end of the file, or for too long: a stray quote.
    return { end: firstEnd, lines: 1, quotes }
  }

  private quoteFrom(from: number): number {
    if (this.quote < 0) return Number.POSITIVE_INFINITY
    if (this.nextQuote < from) {
      const at = this.data.indexOf(this.quote, from)
      this.nextQuote = at < 0 ? Number.POSITIVE_INFINITY : at
    }
    return this.nextQuote
  }

  /** @returns -1 when the line goes on in the next chunk */
  private lineEndAfter(start: number): number {
    const lineEnd = this.data.indexOf(10, start)
    return lineEnd >= 0 ? lineEnd + 1 : this.atEnd ? this.data.length : -1
  }
}

function withoutLineEnd(text: string): string {
  return text.endsWith('\r\n') ? text.slice(0, -2) : text.endsWith('\n') ? text.slice(0, -1) : text
}
