import { expect, test } from 'vitest'
import * as plot from '../../src/api/plot.ts'
import { csvText } from '../../src/renderer/csvText.ts'
import { plotData } from '../../src/renderer/plotData.ts'

test('what a spreadsheet would run is text; numbers stay numbers', () => {
  const hostile = [
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\tx',
    '\rx',
    'a,b',
    'say "hi"',
    'two\nlines',
    '<b>x</b>',
    '__proto__',
  ]
  expect(
    csvText(
      ['name', 'value'],
      hostile.map((text, i) => [text, -i]),
    ),
  ).toBe(
    [
      'name,value',
      "'=1+1,0",
      "'+1,-1",
      "'-1,-2",
      "'@SUM(A1),-3",
      "'\tx,-4",
      '"\'\rx",-5',
      '"a,b",-6',
      '"say ""hi""",-7',
      '"two\nlines",-8',
      '<b>x</b>,-9',
      '__proto__,-10',
      '',
    ].join('\r\n'),
  )
  expect(csvText(['=x'], [[null], [true], [{ a: 1 }]])).toBe('\'=x\r\n\r\ntrue\r\n"{""a"":1}"\r\n')
})

test('the points of a figure are rows, named by their axes, times in UTC, names as they were', () => {
  const rows = [
    { ts: 1_717_200_000_000, price: 1, key: '<b>a&amp;</b>' },
    { ts: 1_717_200_001_500, price: null, key: 'b' },
  ]
  expect(plotData(plot.line(rows, { x: 'ts', y: 'price', color: 'key' }))).toEqual({
    columns: ['trace', 'ts (UTC)', 'price'],
    rows: [
      { cells: ['<b>a&amp;</b>', '2024-06-01 00:00:00', 1], trace: 0, point: 0 },
      { cells: ['b', '2024-06-01 00:00:01.500', null], trace: 1, point: 0 },
    ],
  })
})

test('cells of a matrix are rows; candles and boxes have their figures', () => {
  const pairs = ['a', 'b', 'a'].map((label, i) => ({ label, prediction: i === 2 ? 'b' : label }))
  expect(plotData(plot.confusionMatrix(pairs, { label: 'label' })).rows.map(({ cells }) => cells)).toEqual([
    ['trace 1', 'a', 'a', 0.5, '1'],
    ['trace 1', 'b', 'a', 0.5, '1'],
    ['trace 1', 'a', 'b', 0, '0'],
    ['trace 1', 'b', 'b', 1, '1'],
  ])
  const candles = plot.candlestick([{ x: 1, open: 1, high: 3, low: 0, close: 2 }], { x: 'x' })
  expect(plotData(candles)).toMatchObject({
    columns: ['trace', 'x', 'open', 'high', 'low', 'close'],
    rows: [{ cells: ['price', 1, 1, 3, 0, 2] }],
  })
  const box = plotData(
    plot.box(
      [1, 2, 3].map(v => ({ v })),
      { y: 'v' },
    ),
  )
  expect(box.rows[0]?.cells.slice(0, 2)).toEqual(['v', 'v'])
  expect(box.columns).toContain('median')
})
