import { isAscii, isUtf8 } from 'node:buffer'
import { FlinknbError } from '../../base/errors.ts'
import type { DecodedChunk, DecoderCheckpoint, FileDecoder, MalformedRecord } from '../format.ts'
import { withoutByteOrderMark } from '../formats/lineBlocks.ts'
import { type CsvColumn, columnsOf, namesOfHeader } from './csvColumns.ts'
import type { CsvDialect } from './csvOptions.ts'
import { type FastRows, fastRows } from './fastRows.ts'
import { RowBuilder } from './rowBuilder.ts'
import { type CsvRecord, splitRecords } from './splitRecords.ts'

/** How many rows decide the columns' types. They are held until then, or until the file ends or pauses. */
const SAMPLE_ROWS = 1_000
/** Records split at once: their fields share one string, which a single field kept for long would keep alive. */
const SPLIT_ROWS = 64

interface CsvState {
  readonly line: number
  readonly names?: readonly string[]
  readonly columns?: readonly CsvColumn[]
}

/**
 * Decodes a CSV file in three phases: its header, the first rows until the columns' types are known, the rest. Plain rows are
 * read from the bytes by generated code, all others by way of {@link splitRecords}.
 *
 * Bounded by one chunk and one record (1 MiB where it has quotes), and the first {@link SAMPLE_ROWS} rows.
 */
export class CsvDecoder<T> implements FileDecoder<T> {
  private line: number
  private names: readonly string[] | undefined
  private builder: RowBuilder<T> | undefined
  private fast: { readonly ascii: FastRows<T>; readonly utf8: FastRows<T> } | undefined
  /** Bytes that are not decoded yet: the beginning of a record, or rows held for the sample. */
  private rest: Buffer = Buffer.alloc(0)
  private atFileStart: boolean
  private consumed = 0

  constructor(
    private readonly dialect: CsvDialect,
    state?: unknown,
  ) {
    const restored = state as CsvState | undefined
    this.atFileStart = restored === undefined
    this.line = restored?.line ?? 1
    this.names = restored?.names
    if (restored?.columns) this.setColumns(restored.columns)
  }

  push(chunk: Uint8Array): DecodedChunk<T> {
    return this.decode(chunk, { atEnd: false, sampled: false })
  }

  flush(): DecodedChunk<T> {
    return this.decode(new Uint8Array(0), { atEnd: false, sampled: true })
  }

  end(): DecodedChunk<T> {
    return this.decode(new Uint8Array(0), { atEnd: true, sampled: true })
  }

  checkpoint(): DecoderCheckpoint {
    const state: CsvState = {
      line: this.line,
      ...(this.names ? { names: this.names } : {}),
      ...(this.builder ? { columns: this.builder.columns } : {}),
    }
    return { bytes: this.consumed, state: this.consumed === 0 && this.atFileStart ? undefined : state }
  }

  private decode(chunk: Uint8Array, how: { atEnd: boolean; sampled: boolean }): DecodedChunk<T> {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    const data = this.rest.length === 0 ? bytes : Buffer.concat([this.rest, bytes])
    const out: T[] = []
    const malformed: MalformedRecord[] = []
    let position = this.skipByteOrderMark(data, how.atEnd)
    position = this.readHeader(data, position, how.atEnd)
    if (this.names && !this.builder) this.sample(data, position, how)
    if (this.builder) position = this.readRows(data, position, out, malformed, how.atEnd)
    this.consumed += position
    this.rest = position === data.length ? Buffer.alloc(0) : data.subarray(position)
    return { values: out, malformed }
  }

  private skipByteOrderMark(data: Buffer, atEnd: boolean): number {
    if (!this.atFileStart || (data.length < 3 && !atEnd)) return 0
    this.atFileStart = false
    return data.length - withoutByteOrderMark(data).length
  }

  private readHeader(data: Buffer, start: number, atEnd: boolean): number {
    if (this.names || this.atFileStart) return start
    if (!this.dialect.header) {
      this.names = this.dialect.columns ?? []
      return start
    }
    const records = splitRecords(data, start, 1, this.dialect, atEnd)
    const header = records[0]
    if (!header) return start
    this.line += header.lines
    // Blank lines before the header.
    if (header.raw === '') return this.readHeader(data, header.end, atEnd)
    if (!header.fields)
      throw new FlinknbError('MALFORMED_RECORD', `csv(): the header cannot be read: ${header.reason}.`)
    if (header.raw.includes('\r') && !this.dialect.columns) throw loneCarriageReturns()
    this.names = this.dialect.columns ?? namesOfHeader(header.fields, this.dialect)
    return header.end
  }

  /** Decides the columns' types, once there are rows enough. Moves nothing: the rows are then read as all others are. */
  private sample(data: Buffer, start: number, { atEnd, sampled }: { atEnd: boolean; sampled: boolean }): void {
    const names = this.names as readonly string[]
    if (names.every(name => Object.hasOwn(this.dialect.columnTypes, name))) {
      this.setColumns(columnsOf(names, [], this.dialect))
      return
    }
    // Splitting again at every chunk would be quadratic in tiny chunks: a record has one line at least.
    if (!sampled && linesIn(data, start) < SAMPLE_ROWS) return
    const records: CsvRecord[] = []
    for (let from = start; records.length < SAMPLE_ROWS; from = records.at(-1)?.end ?? from) {
      const more = splitRecords(data, from, SAMPLE_ROWS - records.length, this.dialect, atEnd)
      if (more.length === 0) break
      records.push(...more)
    }
    if (records.length === 0 || (records.length < SAMPLE_ROWS && !sampled)) return
    const rows = records.flatMap(record =>
      record.fields?.length === names.length && record.raw ? [record.fields] : [],
    )
    this.setColumns(columnsOf(names, rows, this.dialect))
  }

  private setColumns(columns: readonly CsvColumn[]): void {
    this.builder = new RowBuilder<T>(columns, this.dialect)
    this.fast = { ascii: fastRows(columns, this.dialect, true), utf8: fastRows(columns, this.dialect, false) }
  }

  private readRows(data: Buffer, start: number, out: T[], malformed: MalformedRecord[], atEnd: boolean): number {
    const lineEnd = data.lastIndexOf(10) + 1
    const fast = isAscii(data) ? this.fast?.ascii : isUtf8(data.subarray(start, lineEnd)) ? this.fast?.utf8 : undefined
    let position = start
    let limit = 1
    while (position < data.length) {
      const before = position
      if (fast) position = this.readFast(fast, data, position, lineEnd, out)
      if (position >= data.length) break
      // A file of rows that are not plain is split in larger and larger groups; a single such row alone.
      limit = fast && position > before ? 1 : Math.min(SPLIT_ROWS, limit * 2)
      const records = splitRecords(data, position, limit, this.dialect, atEnd)
      for (const record of records) this.add(record, out, malformed)
      if (records.length === 0) break
      position = (records.at(-1) as CsvRecord).end
    }
    return position
  }

  private readFast(fast: FastRows<T>, data: Buffer, start: number, end: number, out: T[]): number {
    const counter = { lines: this.line }
    const position = fast(data, start, end, out, counter)
    this.line = counter.lines
    return position
  }

  private add(record: CsvRecord, out: T[], malformed: MalformedRecord[]): void {
    const line = this.line
    this.line += record.lines
    if (record.raw === '') return
    if (!record.fields) {
      malformed.push({ line, reason: record.reason ?? 'it cannot be read', raw: record.raw })
      return
    }
    const built = (this.builder as RowBuilder<T>).build(record.fields)
    if (built.reason === undefined) out.push(built.row)
    else malformed.push({ line, reason: built.reason, raw: record.raw })
  }
}

function linesIn(data: Buffer, start: number): number {
  let lines = 0
  for (let at = data.indexOf(10, start); at >= 0; at = data.indexOf(10, at + 1)) lines++
  return lines
}

function loneCarriageReturns(): FlinknbError {
  return new FlinknbError('MALFORMED_RECORD', 'csv(): the lines end in a carriage return alone (CR).', {
    fix: 'Save the file with LF or CRLF line ends.',
  })
}
