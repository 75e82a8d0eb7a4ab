import { expect, test } from 'vitest'
import { TableView } from '../../src/kernel/views/tableView.ts'
import { applyPatch } from '../../src/protocol/applyPatch.ts'
import {
  LIVE_MIME,
  type LiveOutput,
  type OutputId,
  type StreamStatus,
  type TableState,
} from '../../src/protocol/live.ts'

const id = 'o1' as OutputId
const T0 = 1_717_200_000_000
const status = (records: number): StreamStatus => ({
  phase: 'running',
  records,
  recordsPerSecond: 60,
  watermark: T0,
  late: 2,
  malformed: 1,
})

test('columns are the union of keys in order of appearance, with types', () => {
  const view = new TableView(id)
  view.append([
    { ts: T0, price: 1.5, name: 'a' },
    { ts: T0 + 1, price: 2, ok: true, more: { a: [1] } },
    { price: 'n/a', id: 5n, nothing: null },
  ])
  expect(view.state().columns).toEqual([
    { name: 'ts', type: 'time' },
    { name: 'price', type: 'mixed' },
    { name: 'name', type: 'text' },
    { name: 'ok', type: 'boolean' },
    { name: 'more', type: 'object' },
    { name: 'id', type: 'number' },
    { name: 'nothing', type: 'mixed' },
  ])
  expect(view.state().rows).toEqual([
    [T0, 1.5, 'a', null, null, null, null],
    [T0 + 1, 2, null, true, { a: [1] }, null, null],
    [null, 'n/a', null, null, null, '5', null],
  ])
})

test('every value becomes plain data of bounded size', () => {
  const circular: Record<string, unknown> = {}
  circular.self = circular
  const row = {
    nan: Number.NaN,
    inf: -Infinity,
    big: 123n,
    date: new Date(T0),
    none: undefined,
    fn: function f() {},
    sym: Symbol('s'),
    typed: new Float64Array(100),
    map: new Map([['k', 1]]),
    set: new Set([1]),
    long: 'x'.repeat(10_000_000),
    circular,
    wide: Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`k${i}`, i])),
    bad: new Date(Number.NaN),
    proto: JSON.parse('{"__proto__": {"polluted": true}}'),
  }
  const view = new TableView(id)
  view.append([row])
  const state = view.state()
  const cell = (name: string): unknown => state.rows[0]?.[state.columns.findIndex(column => column.name === name)]
  expect([cell('nan'), cell('inf'), cell('big'), cell('date'), cell('none'), cell('bad')]).toEqual([
    'NaN',
    '-Infinity',
    '123',
    '2024-06-01T00:00:00.000Z',
    null,
    'Invalid Date',
  ])
  expect([cell('fn'), cell('sym'), cell('map'), cell('set')]).toEqual(['[function f]', 'Symbol(s)', { k: 1 }, [1]])
  expect(cell('typed')).toEqual([...Array<number>(50).fill(0), '… 50 more'])
  expect(cell('long')).toBe(`${'x'.repeat(500)}… (10,000,000 characters)`)
  expect(cell('circular')).toEqual({ self: { self: { self: { self: '…' } } } })
  expect(cell('wide')).toMatchObject({ k0: 0, k49: 49, '…': '950 more' })
  expect(Object.keys(cell('proto') as object)).toEqual(['__proto__'])
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  expect(JSON.stringify(state).length).toBeLessThan(10_000)
  expect(structuredClone(state)).toEqual(state)
})

test('values that are no records stand in one column', () => {
  const view = new TableView(id)
  view.append([1, [2], null])
  expect(view.state()).toMatchObject({ columns: [{ name: 'value', type: 'mixed' }], rows: [[1], [[2]], [null]] })
})

test('patches are bounded and give the state, whoever looked in between', () => {
  const view = new TableView(id, { capacity: 50 })
  let followed: TableState = view.state()
  for (let round = 0; round < 40; round++) {
    const rows = Array.from({ length: (round * 37) % 130 }, (_, i) => ({
      round,
      i,
      ...(round === 20 ? { extra: 1 } : {}),
    }))
    view.append(rows)
    view.setStatus(status(round))
    if (round % 7 === 3) view.state()
    if (round % 11 === 5) view.mimeBundle()
    const patch = view.takePatch()
    expect(patch?.rows.length).toBeLessThanOrEqual(50)
    if (patch) followed = applyPatch(followed, patch) as TableState
    expect(followed).toEqual(view.state())
  }
  expect(followed.rows).toHaveLength(50)
  view.takePatch()
  expect(view.takePatch()).toBeUndefined()
})

test('only new rows travel', () => {
  const view = new TableView(id)
  view.append([{ a: 1 }])
  expect(view.takePatch()).toMatchObject({ columns: [{ name: 'a', type: 'number' }], rows: [[1]] })
  view.append([{ a: 2 }, { a: 3 }])
  const patch = view.takePatch()
  expect(patch?.rows).toEqual([[2], [3]])
  expect(patch).not.toHaveProperty('columns')
  view.setStatus(status(3))
  expect(view.takePatch()).toMatchObject({ rows: [], status: { records: 3 } })
  view.setStatus(status(3))
  expect(view.takePatch()).toBeUndefined()
})

test('what is saved reads well anywhere, and data cannot attack', () => {
  const view = new TableView(id)
  view.append([
    { ts: T0, name: '<script>alert(1)</script>\u001b[31m', price: 3.1234567 },
    { ts: T0 + 1500, name: 'b', price: 12 },
  ])
  view.setStatus(status(2))
  const bundle = view.mimeBundle()
  expect((bundle[LIVE_MIME] as LiveOutput).state).toEqual(view.state())
  expect(bundle['text/html']).not.toContain('<script')
  expect(bundle['text/html']).not.toContain('\u001b')
  expect(bundle['text/html']).toContain('&lt;script&gt;')
  expect(bundle['text/plain']).toBe(
    [
      'ts                       name                              price',
      '───────────────────────  ──────────────────────────────  ───────',
      '2024-06-01 00:00:00      <script>alert(1)</script>�[31m  3.12346',
      '2024-06-01 00:00:01.500  b                                    12',
      'running · 2 records · 60/s · watermark 2024-06-01 00:00:00 UTC · 2 late · 1 malformed',
    ].join('\n'),
  )
})

test('a wide table fits a terminal and names what it hides', () => {
  const view = new TableView(id)
  view.append([Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`column${i}`, i]))])
  const lines = String(view.mimeBundle()['text/plain']).split('\n')
  expect(lines.every(line => line.length <= 120)).toBe(true)
  expect(lines[3]).toMatch(/^… and 27 more columns: column13, .*…$/)
})
