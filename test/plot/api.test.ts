import { expect, expectTypeOf, test } from 'vitest'
import { env } from '../../src/api/env.ts'
import * as plot from '../../src/api/plot.ts'
import { StreamPlot } from '../../src/api/streamPlot.ts'
import { FlinknbError } from '../../src/base/errors.ts'
import type { StaticPlot } from '../../src/plot/staticPlot.ts'

interface Purchase {
  ts: number
  price: number
  key: string
}

const rows: Purchase[] = [
  { ts: 1_717_200_000_000, price: 1, key: 'a' },
  { ts: 1_717_200_060_000, price: 2, key: 'b' },
]

test('a plot of a stream is described, not started', () => {
  const purchases = env.fromCollection(rows)
  const drawn = plot.line(purchases, { x: 'ts', y: ['price'], color: 'key', last: '10min' })
  expectTypeOf(drawn).toEqualTypeOf<StreamPlot<Purchase>>()
  expect(drawn).toBeInstanceOf(StreamPlot)
  expect(drawn.stream).toBe(purchases)
  expect(drawn.spec).toEqual({ kind: 'line', x: 'ts', y: ['price'], color: 'key', last: '10min' })
  // @ts-expect-error there is no such column
  plot.line(purchases, { x: 'ts', y: 'pryce' })
  // @ts-expect-error there is no such column
  plot.scatter(purchases, { x: 'time', y: 'price' })
  // @ts-expect-error there is no such column
  plot.histogram(purchases, { x: 'ts', color: 'colour' })
})

test('rows and frames are drawn at once', () => {
  const line = plot.line(rows, { x: 'ts', y: 'price', title: 'Prices' })
  expectTypeOf(line).toEqualTypeOf<StaticPlot>()
  expect(line.summary).toBe('Line of price over ts, 2 points, last price 2.')
  expect(line.layout).toMatchObject({ title: { text: 'Prices' }, meta: { summary: line.summary } })
  const frame = {
    columns: ['a', 'b'],
    values: [
      [1, 2],
      [3, 4],
    ],
  }
  expect(plot.scatter(frame, { x: 'a', y: 'b' }).data[0]).toMatchObject({ x: [1, 3], y: [2, 4], mode: 'markers' })
  expect(plot.histogram({ columns: ['a'], values: [1, 2, 2] }, { x: 'a' }).summary).toMatch(
    /^Histogram of a, 3 records/,
  )
  expect(plot.bar(rows, { x: 'key', y: 'price' }).data[0]).toMatchObject({ type: 'bar', x: ['a', 'b'] })
  expect(plot.heatmap(rows, { x: 'key', y: 'key', z: 'price' }).data[0]).toMatchObject({ type: 'heatmap' })
  expect(plot.area(rows, { x: 'ts', y: 'price' }).data[0]).toMatchObject({ fill: 'tozeroy' })
  // @ts-expect-error there is no such column
  expect(() => plot.line(rows, { x: 'ts', y: 'pryce' })).toThrow(/no column 'pryce'. Did you mean 'price'/)
})

test('a raw figure is taken as it is', () => {
  const figure = plot.figure({ data: [{ type: 'pie', values: [1, 2] }], layout: { title: { text: 'Pie' } } })
  expect(figure.mimeBundle()).toEqual({
    'application/vnd.plotly.v1+json': {
      data: figure.data,
      layout: { title: { text: 'Pie' }, meta: { summary: 'Figure with 1 trace (pie).' } },
    },
    'text/plain': 'Figure with 1 trace (pie).',
  })
})

test.each([
  [
    () => plot.line(rows, { x: 'ts', y: 'price', colour: 'key' } as never),
    "plot.line: unknown option 'colour' (value \"key\"). Did you mean 'color'?",
  ],
  [() => plot.line(rows, null as never), 'plot.line: expected an options object, got null.'],
  [() => plot.line(rows, { x: 'ts' } as never), 'plot.line: y names no column.'],
  [() => plot.histogram(rows, { x: 'ts', y: 'price' } as never), "plot.histogram: unknown option 'y'"],
  [() => plot.histogram(rows, { x: 'ts', last: '1min' as never }), 'plot.histogram: last: "1min" is not possible.'],
  [
    () => plot.line(42 as never, { x: 'ts', y: 'price' } as never),
    'plot.line: 42 cannot be drawn. Give a stream, an array of rows, or a DataFrame.',
  ],
  [() => plot.figure({ data: {} } as never), 'plot.figure: data: {} is not an array of plotly traces.'],
  [() => plot.figure({ data: [1] } as never), 'plot.figure: data: [1] is not an array of plotly traces.'],
] as [() => unknown, string][])('%s', (call, message) => {
  expect(call).toThrow(FlinknbError)
  expect(call).toThrow(message)
})
