import { describe, expect, test } from 'vitest'
import { count } from '../../../src/engine/aggregates/count.ts'
import { maxBy } from '../../../src/engine/aggregates/extremeRow.ts'
import { sum } from '../../../src/engine/aggregates/sum.ts'
import { topN } from '../../../src/engine/aggregates/topN.ts'
import { EventTimeSessionWindows } from '../../../src/engine/windows/sessionWindows.ts'
import { TumblingEventTimeWindows } from '../../../src/engine/windows/windowAssigners.ts'
import {
  decimal,
  type PrintedRow,
  printedTable,
  printedTime,
  sorted,
  tableStream,
  windowColumns,
} from './printedTable.ts'

/**
 * The tables of Flink's pages "Window Aggregation", "Window JOIN", "Window Top-N" and "Window Deduplication" (SQL
 * reference, Queries) beyond those that "Windowing TVF" has as well.
 */

const TEN_MINUTES = TumblingEventTimeWindows.of('10min')
const FIVE_MINUTES_MS = 300_000

describe('Window Aggregation', () => {
  const bids = () =>
    tableStream(
      printedTable(`
        |          bidtime | price | item | supplier_id |
        | 2020-04-15 08:05 | 4.00  | C    | supplier1   |
        | 2020-04-15 08:07 | 2.00  | A    | supplier1   |
        | 2020-04-15 08:09 | 5.00  | D    | supplier2   |
        | 2020-04-15 08:11 | 3.00  | B    | supplier2   |
        | 2020-04-15 08:13 | 1.00  | E    | supplier1   |
        | 2020-04-15 08:17 | 6.00  | F    | supplier2   |`),
      'bidtime',
    ).map(row => ({ supplier: row.supplier_id ?? '', price: Number(row.price) }))

  interface Total {
    readonly windowStart: number
    readonly windowEnd: number
    readonly total: number | null
  }
  const printed = (row: Total, supplier: string): PrintedRow => ({
    window_start: printedTime(row.windowStart),
    window_end: printedTime(row.windowEnd),
    supplier_id: supplier,
    total_price: decimal(row.total),
  })

  test('sessions with partition keys', async () => {
    const rows = await bids()
      .keyBy('supplier')
      .window(EventTimeSessionWindows.withGap('2min'))
      .aggregate({ total: sum('price') })
      .executeAndCollect()
    expect(rows.map(row => printed(row, row.key))).toEqual(
      printedTable(`
        |     window_start |       window_end | supplier_id | total_price |
        | 2020-04-15 08:05 | 2020-04-15 08:09 | supplier1   |        6.00 |
        | 2020-04-15 08:09 | 2020-04-15 08:13 | supplier2   |        8.00 |
        | 2020-04-15 08:13 | 2020-04-15 08:15 | supplier1   |        1.00 |
        | 2020-04-15 08:17 | 2020-04-15 08:19 | supplier2   |        6.00 |`),
    )
  })

  test('sessions without partition keys', async () => {
    const rows = await bids()
      .windowAll(EventTimeSessionWindows.withGap('2min'))
      .aggregate({ total: sum('price') })
      .executeAndCollect()
    expect(rows.map(row => [printedTime(row.windowStart), printedTime(row.windowEnd), decimal(row.total)])).toEqual([
      ['2020-04-15 08:05', '2020-04-15 08:15', '15.00'],
      ['2020-04-15 08:17', '2020-04-15 08:19', '6.00'],
    ])
  })

  test('GROUPING SETS ((supplier_id), ()): the same windows with keys and without', async () => {
    const stream = bids()
    const bySupplier = await stream
      .keyBy('supplier')
      .window(TEN_MINUTES)
      .aggregate({ total: sum('price') })
      .map(row => printed(row, row.key))
      .union(
        stream
          .windowAll(TEN_MINUTES)
          .aggregate({ total: sum('price') })
          .map(row => printed(row, '(NULL)')),
      )
      .executeAndCollect()
    expect(sorted(bySupplier)).toEqual(
      sorted(
        printedTable(`
        |     window_start |       window_end | supplier_id | total_price |
        | 2020-04-15 08:00 | 2020-04-15 08:10 |      (NULL) |       11.00 |
        | 2020-04-15 08:00 | 2020-04-15 08:10 |   supplier2 |        5.00 |
        | 2020-04-15 08:00 | 2020-04-15 08:10 |   supplier1 |        6.00 |
        | 2020-04-15 08:10 | 2020-04-15 08:20 |      (NULL) |       10.00 |
        | 2020-04-15 08:10 | 2020-04-15 08:20 |   supplier2 |        9.00 |
        | 2020-04-15 08:10 | 2020-04-15 08:20 |   supplier1 |        1.00 |`),
      ),
    )
  })
})

describe('Window JOIN', () => {
  const left = () =>
    tableStream(
      printedTable(`
        |         row_time | num | id |
        | 2020-04-15 12:02 |   1 | L1 |
        | 2020-04-15 12:06 |   2 | L2 |
        | 2020-04-15 12:03 |   3 | L3 |`),
      'row_time',
    )
  const right = () =>
    tableStream(
      printedTable(`
        |         row_time | num | id |
        | 2020-04-15 12:01 |   2 | R2 |
        | 2020-04-15 12:04 |   3 | R3 |
        | 2020-04-15 12:05 |   4 | R4 |`),
      'row_time',
    )

  /** A coGroup over windows of 5 minutes; a result's time is the last of its window. */
  const grouped = (
    group: (lefts: readonly PrintedRow[], rights: readonly PrintedRow[]) => readonly PrintedRow[],
  ): Promise<PrintedRow[]> =>
    left()
      .coGroup(right())
      .where(row => row.num)
      .equalTo(row => row.num)
      .window(TumblingEventTimeWindows.of('5min'))
      .apply(group)
      .process<PrintedRow>({
        processElement: (row, context, out) => {
          const end = (context.timestamp ?? Number.NaN) + 1
          out.collect({ ...row, ...windowColumns({ start: end - FIVE_MINUTES_MS, end }) })
        },
      })
      .executeAndCollect()

  test('FULL OUTER', async () => {
    const none: PrintedRow = { num: 'null', id: 'null' }
    const rows = await grouped((lefts, rights) =>
      (lefts.length > 0 ? lefts : [none]).flatMap(l =>
        (rights.length > 0 ? rights : [none]).map(r => ({
          L_Num: l.num ?? '',
          L_Id: l.id ?? '',
          R_Num: r.num ?? '',
          R_Id: r.id ?? '',
        })),
      ),
    )
    expect(sorted(rows.map(({ window_time: _, ...row }) => row))).toEqual(
      sorted(
        printedTable(`
        | L_Num | L_Id | R_Num | R_Id |     window_start |       window_end |
        |     1 |   L1 |  null | null | 2020-04-15 12:00 | 2020-04-15 12:05 |
        |  null | null |     2 |   R2 | 2020-04-15 12:00 | 2020-04-15 12:05 |
        |     3 |   L3 |     3 |   R3 | 2020-04-15 12:00 | 2020-04-15 12:05 |
        |     2 |   L2 |  null | null | 2020-04-15 12:05 | 2020-04-15 12:10 |
        |  null | null |     4 |   R4 | 2020-04-15 12:05 | 2020-04-15 12:10 |`),
      ),
    )
  })

  test('INNER: what the full join has on both sides', async () => {
    const rows = left()
      .join(right())
      .where(row => row.num)
      .equalTo(row => row.num)
      .window(TumblingEventTimeWindows.of('5min'))
      .apply((l, r) => `${l.id} ${r.id}`)
    expect(await rows.executeAndCollect()).toEqual(['L3 R3'])
  })

  test('SEMI', async () => {
    expect(await grouped((lefts, rights) => (rights.length > 0 ? lefts : []))).toEqual(
      printedTable(`
        |         row_time | num | id |     window_start |       window_end |            window_time  |
        | 2020-04-15 12:03 |   3 | L3 | 2020-04-15 12:00 | 2020-04-15 12:05 | 2020-04-15 12:04:59.999 |`),
    )
  })

  test('ANTI', async () => {
    expect(await grouped((lefts, rights) => (rights.length > 0 ? [] : lefts))).toEqual(
      printedTable(`
        |         row_time | num | id |     window_start |       window_end |            window_time  |
        | 2020-04-15 12:02 |   1 | L1 | 2020-04-15 12:00 | 2020-04-15 12:05 | 2020-04-15 12:04:59.999 |
        | 2020-04-15 12:06 |   2 | L2 | 2020-04-15 12:05 | 2020-04-15 12:10 | 2020-04-15 12:09:59.999 |`),
    )
  })
})

describe('Window Top-N and Window Deduplication', () => {
  const bids = () =>
    tableStream(
      printedTable(`
        |          bidtime | price | item | supplier_id |
        | 2020-04-15 08:05 |  4.00 |    A |   supplier1 |
        | 2020-04-15 08:06 |  4.00 |    C |   supplier2 |
        | 2020-04-15 08:07 |  2.00 |    G |   supplier1 |
        | 2020-04-15 08:08 |  2.00 |    B |   supplier3 |
        | 2020-04-15 08:09 |  5.00 |    D |   supplier4 |
        | 2020-04-15 08:11 |  2.00 |    B |   supplier3 |
        | 2020-04-15 08:13 |  1.00 |    E |   supplier1 |
        | 2020-04-15 08:15 |  3.00 |    H |   supplier2 |
        | 2020-04-15 08:17 |  6.00 |    F |   supplier5 |`),
      'bidtime',
    ).map(row => ({
      time: row.bidtime ?? '',
      price: Number(row.price),
      item: row.item ?? '',
      supplier: row.supplier_id ?? '',
    }))

  test('the top 3 suppliers of every 10 minutes, after a window aggregation', async () => {
    const rows = await bids()
      .keyBy('supplier')
      .window(TEN_MINUTES)
      .aggregate({ price: sum('price'), cnt: count() })
      .windowAll(TEN_MINUTES)
      .aggregate({ top: topN('price', 3) })
      .flatMap(({ top }) => top.map((row, i) => ({ ...row, rownum: i + 1 })))
      .executeAndCollect()
    expect(
      rows.map(row => ({
        window_start: printedTime(row.windowStart),
        window_end: printedTime(row.windowEnd),
        supplier_id: row.key,
        price: decimal(row.price),
        cnt: String(row.cnt),
        rownum: String(row.rownum),
      })),
    ).toEqual(
      printedTable(`
        |     window_start |       window_end | supplier_id | price | cnt | rownum |
        | 2020-04-15 08:00 | 2020-04-15 08:10 |   supplier1 |  6.00 |   2 |      1 |
        | 2020-04-15 08:00 | 2020-04-15 08:10 |   supplier4 |  5.00 |   1 |      2 |
        | 2020-04-15 08:00 | 2020-04-15 08:10 |   supplier2 |  4.00 |   1 |      3 |
        | 2020-04-15 08:10 | 2020-04-15 08:20 |   supplier5 |  6.00 |   1 |      1 |
        | 2020-04-15 08:10 | 2020-04-15 08:20 |   supplier2 |  3.00 |   1 |      2 |
        | 2020-04-15 08:10 | 2020-04-15 08:20 |   supplier3 |  2.00 |   1 |      3 |`),
    )
  })

  test('the 3 dearest items of every 10 minutes, right after the windows', async () => {
    const rows = await bids()
      .windowAll(TEN_MINUTES)
      .aggregate({ top: topN('price', 3) })
      .flatMap(({ top, windowStart, windowEnd }) =>
        top.map((row, i) => ({
          bidtime: row.time,
          price: decimal(row.price),
          item: row.item,
          supplier_id: row.supplier,
          window_start: printedTime(windowStart),
          window_end: printedTime(windowEnd),
          rownum: String(i + 1),
        })),
      )
      .executeAndCollect()
    expect(sorted(rows)).toEqual(
      sorted(
        printedTable(`
        |          bidtime | price | item | supplier_id |     window_start |       window_end | rownum |
        | 2020-04-15 08:05 |  4.00 |    A |   supplier1 | 2020-04-15 08:00 | 2020-04-15 08:10 |      2 |
        | 2020-04-15 08:06 |  4.00 |    C |   supplier2 | 2020-04-15 08:00 | 2020-04-15 08:10 |      3 |
        | 2020-04-15 08:09 |  5.00 |    D |   supplier4 | 2020-04-15 08:00 | 2020-04-15 08:10 |      1 |
        | 2020-04-15 08:11 |  2.00 |    B |   supplier3 | 2020-04-15 08:10 | 2020-04-15 08:20 |      3 |
        | 2020-04-15 08:15 |  3.00 |    H |   supplier2 | 2020-04-15 08:10 | 2020-04-15 08:20 |      2 |
        | 2020-04-15 08:17 |  6.00 |    F |   supplier5 | 2020-04-15 08:10 | 2020-04-15 08:20 |      1 |`),
      ),
    )
  })

  test('deduplication: the last record of every 10 minutes', async () => {
    const rows = await bids()
      .windowAll(TEN_MINUTES)
      .aggregate({ last: maxBy('time') })
      .executeAndCollect()
    expect(
      rows.map(({ last, windowStart, windowEnd }) => ({
        bidtime: last?.time,
        price: decimal(last?.price ?? null),
        item: last?.item,
        supplier_id: last?.supplier,
        window_start: printedTime(windowStart),
        window_end: printedTime(windowEnd),
        rownum: '1',
      })),
    ).toEqual(
      printedTable(`
        |          bidtime | price | item | supplier_id |     window_start |       window_end | rownum |
        | 2020-04-15 08:09 |  5.00 |    D |   supplier4 | 2020-04-15 08:00 | 2020-04-15 08:10 |      1 |
        | 2020-04-15 08:17 |  6.00 |    F |   supplier5 | 2020-04-15 08:10 | 2020-04-15 08:20 |      1 |`),
    )
  })
})
