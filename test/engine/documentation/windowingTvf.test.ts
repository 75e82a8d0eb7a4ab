import { describe, expect, test } from 'vitest'
import { sum } from '../../../src/engine/aggregates/sum.ts'
import { CumulateEventTimeWindows } from '../../../src/engine/windows/cumulateWindows.ts'
import { EventTimeSessionWindows } from '../../../src/engine/windows/sessionWindows.ts'
import type { Windows } from '../../../src/engine/windows/windowAssigner.ts'
import {
  SlidingEventTimeWindows,
  TumblingEventTimeWindows,
  windowStart,
} from '../../../src/engine/windows/windowAssigners.ts'
import {
  decimal,
  type PrintedRow,
  printedTable,
  printedTime,
  sorted,
  tableStream,
  timeOf,
  windowColumns,
} from './printedTable.ts'

/** Every table of Flink's page "Windowing table-valued functions" (SQL reference, Queries) that windows of streams can give. */

const BID = printedTable(`
  |          bidtime | price | item |
  | 2020-04-15 08:05 |  4.00 | C    |
  | 2020-04-15 08:07 |  2.00 | A    |
  | 2020-04-15 08:09 |  5.00 | D    |
  | 2020-04-15 08:11 |  3.00 | B    |
  | 2020-04-15 08:13 |  1.00 | E    |
  | 2020-04-15 08:17 |  6.00 | F    |`)

const SESSION_BID = printedTable(`
  |          bidtime | price | item |
  | 2020-04-15 08:07 |  4.00 | A    |
  | 2020-04-15 08:06 |  2.00 | A    |
  | 2020-04-15 08:09 |  5.00 | B    |
  | 2020-04-15 08:08 |  3.00 | A    |
  | 2020-04-15 08:17 |  1.00 | B    |`)

/** `SELECT * FROM TVF(TABLE Bid, …)`: every row beside each window it belongs to. */
function assigned(table: readonly PrintedRow[], windows: Windows<PrintedRow>, key: (row: PrintedRow) => string) {
  return tableStream(table, 'bidtime')
    .keyBy(key)
    .window(windows)
    .apply<PrintedRow>((_key, window, rows, out) => {
      for (const row of rows) out.collect({ ...row, ...windowColumns(window) })
    })
    .executeAndCollect()
}

/** `SELECT window_start, window_end, SUM(price) AS total_price … GROUP BY window_start, window_end`. */
async function totals(table: readonly PrintedRow[], windows: Windows<{ readonly price: number }>) {
  const rows = await tableStream(table, 'bidtime')
    .map(row => ({ price: Number(row.price) }))
    .windowAll(windows)
    .aggregate({ total_price: sum('price') })
    .executeAndCollect()
  return rows.map(row => `${printedTime(row.windowStart)} ${printedTime(row.windowEnd)} ${decimal(row.total_price)}`)
}

const all = () => 'all'
const lines = (table: string) =>
  printedTable(table).map(row => `${row.window_start} ${row.window_end} ${row.total_price}`)

describe('TUMBLE', () => {
  test('10 minutes', async () => {
    const expected = printedTable(`
      |          bidtime | price | item |     window_start |       window_end |            window_time  |
      | 2020-04-15 08:05 |  4.00 | C    | 2020-04-15 08:00 | 2020-04-15 08:10 | 2020-04-15 08:09:59.999 |
      | 2020-04-15 08:07 |  2.00 | A    | 2020-04-15 08:00 | 2020-04-15 08:10 | 2020-04-15 08:09:59.999 |
      | 2020-04-15 08:09 |  5.00 | D    | 2020-04-15 08:00 | 2020-04-15 08:10 | 2020-04-15 08:09:59.999 |
      | 2020-04-15 08:11 |  3.00 | B    | 2020-04-15 08:10 | 2020-04-15 08:20 | 2020-04-15 08:19:59.999 |
      | 2020-04-15 08:13 |  1.00 | E    | 2020-04-15 08:10 | 2020-04-15 08:20 | 2020-04-15 08:19:59.999 |
      | 2020-04-15 08:17 |  6.00 | F    | 2020-04-15 08:10 | 2020-04-15 08:20 | 2020-04-15 08:19:59.999 |`)
    expect(await assigned(BID, TumblingEventTimeWindows.of('10min'), all)).toEqual(expected)
    expect(await totals(BID, TumblingEventTimeWindows.of('10min'))).toEqual(
      lines(`
        |     window_start |       window_end | total_price |
        | 2020-04-15 08:00 | 2020-04-15 08:10 |       11.00 |
        | 2020-04-15 08:10 | 2020-04-15 08:20 |       10.00 |`),
    )
  })

  test('10 minutes with an offset of one', async () => {
    const expected = printedTable(`
      |          bidtime | price | item |     window_start |       window_end |            window_time  |
      | 2020-04-15 08:05 |  4.00 | C    | 2020-04-15 08:01 | 2020-04-15 08:11 | 2020-04-15 08:10:59.999 |
      | 2020-04-15 08:07 |  2.00 | A    | 2020-04-15 08:01 | 2020-04-15 08:11 | 2020-04-15 08:10:59.999 |
      | 2020-04-15 08:09 |  5.00 | D    | 2020-04-15 08:01 | 2020-04-15 08:11 | 2020-04-15 08:10:59.999 |
      | 2020-04-15 08:11 |  3.00 | B    | 2020-04-15 08:11 | 2020-04-15 08:21 | 2020-04-15 08:20:59.999 |
      | 2020-04-15 08:13 |  1.00 | E    | 2020-04-15 08:11 | 2020-04-15 08:21 | 2020-04-15 08:20:59.999 |
      | 2020-04-15 08:17 |  6.00 | F    | 2020-04-15 08:11 | 2020-04-15 08:21 | 2020-04-15 08:20:59.999 |`)
    expect(await assigned(BID, TumblingEventTimeWindows.of('10min', '1min'), all)).toEqual(expected)
    expect(await totals(BID, TumblingEventTimeWindows.of('10min', '1min'))).toEqual(
      lines(`
        |     window_start |       window_end | total_price |
        | 2020-04-15 08:01 | 2020-04-15 08:11 |       11.00 |
        | 2020-04-15 08:11 | 2020-04-15 08:21 |       10.00 |`),
    )
  })

  test.each([
    [-16, '2021-06-29 23:54'],
    [-6, '2021-06-29 23:54'],
    [-4, '2021-06-29 23:56'],
    [0, '2021-06-30 00:00'],
    [4, '2021-06-29 23:54'],
    [6, '2021-06-29 23:56'],
    [16, '2021-06-29 23:56'],
  ])('Window Offset: 2021-06-30 00:00:04 with an offset of %i minutes is in the window from %s', (offset, start) => {
    // streams take offsets below the size, as Flink's do: the arithmetic is held to what the page says of the others
    expect(printedTime(windowStart(timeOf('2021-06-30 00:00:04'), 600_000, offset * 60_000))).toBe(start)
  })
})

test('HOP: 10 minutes every 5', async () => {
  const expected = printedTable(`
    |          bidtime | price | item |     window_start |       window_end |           window_time   |
    | 2020-04-15 08:05 |  4.00 | C    | 2020-04-15 08:00 | 2020-04-15 08:10 | 2020-04-15 08:09:59.999 |
    | 2020-04-15 08:05 |  4.00 | C    | 2020-04-15 08:05 | 2020-04-15 08:15 | 2020-04-15 08:14:59.999 |
    | 2020-04-15 08:07 |  2.00 | A    | 2020-04-15 08:00 | 2020-04-15 08:10 | 2020-04-15 08:09:59.999 |
    | 2020-04-15 08:07 |  2.00 | A    | 2020-04-15 08:05 | 2020-04-15 08:15 | 2020-04-15 08:14:59.999 |
    | 2020-04-15 08:09 |  5.00 | D    | 2020-04-15 08:00 | 2020-04-15 08:10 | 2020-04-15 08:09:59.999 |
    | 2020-04-15 08:09 |  5.00 | D    | 2020-04-15 08:05 | 2020-04-15 08:15 | 2020-04-15 08:14:59.999 |
    | 2020-04-15 08:11 |  3.00 | B    | 2020-04-15 08:05 | 2020-04-15 08:15 | 2020-04-15 08:14:59.999 |
    | 2020-04-15 08:11 |  3.00 | B    | 2020-04-15 08:10 | 2020-04-15 08:20 | 2020-04-15 08:19:59.999 |
    | 2020-04-15 08:13 |  1.00 | E    | 2020-04-15 08:05 | 2020-04-15 08:15 | 2020-04-15 08:14:59.999 |
    | 2020-04-15 08:13 |  1.00 | E    | 2020-04-15 08:10 | 2020-04-15 08:20 | 2020-04-15 08:19:59.999 |
    | 2020-04-15 08:17 |  6.00 | F    | 2020-04-15 08:10 | 2020-04-15 08:20 | 2020-04-15 08:19:59.999 |
    | 2020-04-15 08:17 |  6.00 | F    | 2020-04-15 08:15 | 2020-04-15 08:25 | 2020-04-15 08:24:59.999 |`)
  const windows = SlidingEventTimeWindows.of('10min', '5min')
  expect(sorted(await assigned(BID, windows, all))).toEqual(sorted(expected))
  expect(await totals(BID, windows)).toEqual(
    lines(`
      |     window_start |       window_end | total_price |
      | 2020-04-15 08:00 | 2020-04-15 08:10 |       11.00 |
      | 2020-04-15 08:05 | 2020-04-15 08:15 |       15.00 |
      | 2020-04-15 08:10 | 2020-04-15 08:20 |       10.00 |
      | 2020-04-15 08:15 | 2020-04-15 08:25 |        6.00 |`),
  )
})

test('CUMULATE: up to 10 minutes in steps of 2', async () => {
  const expected = printedTable(`
    |          bidtime | price | item |     window_start |       window_end |            window_time  |
    | 2020-04-15 08:05 |  4.00 | C    | 2020-04-15 08:00 | 2020-04-15 08:06 | 2020-04-15 08:05:59.999 |
    | 2020-04-15 08:05 |  4.00 | C    | 2020-04-15 08:00 | 2020-04-15 08:08 | 2020-04-15 08:07:59.999 |
    | 2020-04-15 08:05 |  4.00 | C    | 2020-04-15 08:00 | 2020-04-15 08:10 | 2020-04-15 08:09:59.999 |
    | 2020-04-15 08:07 |  2.00 | A    | 2020-04-15 08:00 | 2020-04-15 08:08 | 2020-04-15 08:07:59.999 |
    | 2020-04-15 08:07 |  2.00 | A    | 2020-04-15 08:00 | 2020-04-15 08:10 | 2020-04-15 08:09:59.999 |
    | 2020-04-15 08:09 |  5.00 | D    | 2020-04-15 08:00 | 2020-04-15 08:10 | 2020-04-15 08:09:59.999 |
    | 2020-04-15 08:11 |  3.00 | B    | 2020-04-15 08:10 | 2020-04-15 08:12 | 2020-04-15 08:11:59.999 |
    | 2020-04-15 08:11 |  3.00 | B    | 2020-04-15 08:10 | 2020-04-15 08:14 | 2020-04-15 08:13:59.999 |
    | 2020-04-15 08:11 |  3.00 | B    | 2020-04-15 08:10 | 2020-04-15 08:16 | 2020-04-15 08:15:59.999 |
    | 2020-04-15 08:11 |  3.00 | B    | 2020-04-15 08:10 | 2020-04-15 08:18 | 2020-04-15 08:17:59.999 |
    | 2020-04-15 08:11 |  3.00 | B    | 2020-04-15 08:10 | 2020-04-15 08:20 | 2020-04-15 08:19:59.999 |
    | 2020-04-15 08:13 |  1.00 | E    | 2020-04-15 08:10 | 2020-04-15 08:14 | 2020-04-15 08:13:59.999 |
    | 2020-04-15 08:13 |  1.00 | E    | 2020-04-15 08:10 | 2020-04-15 08:16 | 2020-04-15 08:15:59.999 |
    | 2020-04-15 08:13 |  1.00 | E    | 2020-04-15 08:10 | 2020-04-15 08:18 | 2020-04-15 08:17:59.999 |
    | 2020-04-15 08:13 |  1.00 | E    | 2020-04-15 08:10 | 2020-04-15 08:20 | 2020-04-15 08:19:59.999 |
    | 2020-04-15 08:17 |  6.00 | F    | 2020-04-15 08:10 | 2020-04-15 08:18 | 2020-04-15 08:17:59.999 |
    | 2020-04-15 08:17 |  6.00 | F    | 2020-04-15 08:10 | 2020-04-15 08:20 | 2020-04-15 08:19:59.999 |`)
  const windows = CumulateEventTimeWindows.of('10min', '2min')
  expect(sorted(await assigned(BID, windows, all))).toEqual(sorted(expected))
  expect(await totals(BID, windows)).toEqual(
    lines(`
      |     window_start |       window_end | total_price |
      | 2020-04-15 08:00 | 2020-04-15 08:06 |        4.00 |
      | 2020-04-15 08:00 | 2020-04-15 08:08 |        6.00 |
      | 2020-04-15 08:00 | 2020-04-15 08:10 |       11.00 |
      | 2020-04-15 08:10 | 2020-04-15 08:12 |        3.00 |
      | 2020-04-15 08:10 | 2020-04-15 08:14 |        4.00 |
      | 2020-04-15 08:10 | 2020-04-15 08:16 |        4.00 |
      | 2020-04-15 08:10 | 2020-04-15 08:18 |       10.00 |
      | 2020-04-15 08:10 | 2020-04-15 08:20 |       10.00 |`),
  )
})

describe('SESSION', () => {
  const windows = EventTimeSessionWindows.withGap('5min')

  test('a gap of 5 minutes, partitioned by item', async () => {
    const expected = printedTable(`
      |          bidtime | price | item |     window_start |       window_end |             window_time |
      | 2020-04-15 08:07 |  4.00 | A    | 2020-04-15 08:06 | 2020-04-15 08:13 | 2020-04-15 08:12:59.999 |
      | 2020-04-15 08:06 |  2.00 | A    | 2020-04-15 08:06 | 2020-04-15 08:13 | 2020-04-15 08:12:59.999 |
      | 2020-04-15 08:08 |  3.00 | A    | 2020-04-15 08:06 | 2020-04-15 08:13 | 2020-04-15 08:12:59.999 |
      | 2020-04-15 08:09 |  5.00 | B    | 2020-04-15 08:09 | 2020-04-15 08:14 | 2020-04-15 08:13:59.999 |
      | 2020-04-15 08:17 |  1.00 | B    | 2020-04-15 08:17 | 2020-04-15 08:22 | 2020-04-15 08:21:59.999 |`)
    expect(await assigned(SESSION_BID, windows, row => row.item ?? '')).toEqual(expected)
    const totalsOfItems = await tableStream(SESSION_BID, 'bidtime')
      .map(row => ({ item: row.item ?? '', price: Number(row.price) }))
      .keyBy('item')
      .window(windows)
      .aggregate({ total: sum('price') })
      .executeAndCollect()
    expect(totalsOfItems.map(({ key, total }) => `${key} ${decimal(total)}`)).toEqual(['A 9.00', 'B 5.00', 'B 1.00'])
  })

  test('without partition keys', async () => {
    const expected = printedTable(`
      |          bidtime | price | item |     window_start |       window_end |             window_time |
      | 2020-04-15 08:07 |  4.00 | A    | 2020-04-15 08:06 | 2020-04-15 08:14 | 2020-04-15 08:13:59.999 |
      | 2020-04-15 08:06 |  2.00 | A    | 2020-04-15 08:06 | 2020-04-15 08:14 | 2020-04-15 08:13:59.999 |
      | 2020-04-15 08:08 |  3.00 | A    | 2020-04-15 08:06 | 2020-04-15 08:14 | 2020-04-15 08:13:59.999 |
      | 2020-04-15 08:09 |  5.00 | B    | 2020-04-15 08:06 | 2020-04-15 08:14 | 2020-04-15 08:13:59.999 |
      | 2020-04-15 08:17 |  1.00 | B    | 2020-04-15 08:17 | 2020-04-15 08:22 | 2020-04-15 08:21:59.999 |`)
    expect(sorted(await assigned(SESSION_BID, windows, all))).toEqual(sorted(expected))
    expect(await totals(SESSION_BID, windows)).toEqual(
      lines(`
        |     window_start |       window_end | total_price |
        | 2020-04-15 08:06 | 2020-04-15 08:14 |       14.00 |
        | 2020-04-15 08:17 | 2020-04-15 08:22 |        1.00 |`),
    )
  })
})
