import { expect, test } from 'vitest'
import type { TablePageRequest } from '../../src/protocol/variables.ts'
import { PagedRows } from '../../src/renderer/pagedRows.ts'

function rowsOf(total: number, columnsOf: (index: number) => Record<string, number> = i => ({ i })) {
  const asked: TablePageRequest[] = []
  const rows = new PagedRows(request => asked.push(request))
  const answer = () => {
    for (const { start, count } of asked.splice(0)) {
      const records = Array.from({ length: Math.max(0, Math.min(count, total - start)) }, (_, k) =>
        columnsOf(start + k),
      )
      const names = [...new Set(records.flatMap(record => Object.keys(record)))]
      const columns = names.map(name => ({ name, type: 'number' as const }))
      rows.receive({ start, table: { columns, rows: records.map(r => names.map(n => r[n] ?? null)), start, total } })
    }
  }
  return { rows, asked, answer }
}

test('asks for what comes into view, once, and gives each row', () => {
  const { rows, asked, answer } = rowsOf(1_000_000)
  rows.need(0, 1)
  rows.need(0, 40)
  expect(asked).toEqual([{ start: 0, count: 200 }])
  answer()
  expect([rows.total, rows.row(0), rows.row(199), rows.row(200)]).toEqual([1_000_000, [0], [199], undefined])
  rows.need(999_990, 10)
  answer()
  expect(rows.row(999_999)).toEqual([999_999])
  rows.need(190, 20)
  expect(asked).toEqual([{ start: 200, count: 200 }])
})

test('columns that only later pages have are added, and earlier rows have none of them', () => {
  const { rows, answer } = rowsOf(400, i => (i < 200 ? { a: i } : { b: i, a: -i }))
  rows.need(0, 400)
  answer()
  expect(rows.columns.map(column => column.name)).toEqual(['a', 'b'])
  expect(rows.row(10)).toEqual([10, null])
  expect(rows.row(210)).toEqual([-210, 210])
})

test('keeps at most fifty pages, those seen last', () => {
  const { rows, asked, answer } = rowsOf(100_000)
  for (let page = 0; page < 60; page++) {
    rows.need(0, 1)
    rows.need(page * 200, 1)
    answer()
  }
  expect(rows.row(0)).toEqual([0])
  expect(rows.row(200)).toBeUndefined()
  rows.need(200, 1)
  expect(asked).toEqual([{ start: 200, count: 200 }])
})

test('says when the value is gone, and starts anew on refresh', () => {
  const { rows, asked, answer } = rowsOf(5)
  rows.need(0, 5)
  answer()
  rows.receive({ start: 0, table: null })
  expect(rows.gone).toBe(true)
  rows.refresh()
  rows.need(0, 5)
  expect(asked).toHaveLength(1)
  answer()
  expect([rows.gone, rows.row(4)]).toEqual([false, [4]])
})
