import type { DataStream } from '../../../src/engine/dataStream.ts'
import { WatermarkStrategy } from '../../../src/engine/watermarkStrategy.ts'
import { testEnvironment } from '../pipeline.ts'

/** A row of a printed table: what stands in each column, as it stands there. */
export type PrintedRow = Readonly<Record<string, string>>

/** The rows of a table as Flink's SQL client prints it, between lines of dashes and bars. */
export function printedTable(text: string): PrintedRow[] {
  const lines = text.split('\n').flatMap(line => {
    const trimmed = line.trim()
    return trimmed.startsWith('|') ? [trimmed.slice(1, -1).split('|')] : []
  })
  const [head = [], ...rows] = lines.map(cells => cells.map(cell => cell.trim()))
  return rows.map(cells => Object.fromEntries(head.map((name, i) => [name, cells[i] ?? ''])))
}

/** Epoch milliseconds of `2020-04-15 08:05`. */
export function timeOf(printed: string): number {
  const ms = Date.parse(`${printed.replace(' ', 'T')}Z`)
  if (Number.isNaN(ms)) throw new Error(`${printed} is no time`)
  return ms
}

/** `2020-04-15 08:05`, with seconds and milliseconds where there are any: as the documentation shortens times. */
export function printedTime(ms: number): string {
  return new Date(ms)
    .toISOString()
    .replace('T', ' ')
    .replace('Z', '')
    .replace(/:00\.000$/, '')
}

/** `11.00`: a DECIMAL(10, 2). */
export function decimal(value: number | null): string {
  return value === null ? '(NULL)' : value.toFixed(2)
}

/** The columns that a windowing TVF adds. */
export function windowColumns(window: { readonly start: number; readonly end: number }): PrintedRow {
  return {
    window_start: printedTime(window.start),
    window_end: printedTime(window.end),
    window_time: printedTime(window.end - 1),
  }
}

/** Rows in an order of their own: SQL promises none. */
export function sorted(rows: readonly PrintedRow[]): PrintedRow[] {
  return [...rows].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}

/** A printed table as a stream in its order, with the watermark the pages give it: a second behind the column. */
export function tableStream(table: readonly PrintedRow[], timeColumn: string): DataStream<PrintedRow> {
  return testEnvironment()
    .env.fromCollection(table)
    .assignTimestampsAndWatermarks(
      WatermarkStrategy.forBoundedOutOfOrderness<PrintedRow>('1s').withTimestampAssigner(row =>
        timeOf(row[timeColumn] ?? ''),
      ),
    )
}
