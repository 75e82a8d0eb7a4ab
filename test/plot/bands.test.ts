import { expect, test } from 'vitest'
import * as plot from '../../src/api/plot.ts'
import type { PlotSpec } from '../../src/plot/plotSpec.ts'
import { batchesOf, feed } from './helpPlot.ts'

const spec: PlotSpec = { kind: 'line', x: 'n', y: ['prediction', 'price'], band: ['lower', 'upper'] }
const rows = Array.from({ length: 9 }, (_, n) => ({
  n,
  prediction: n,
  price: n + 0.5,
  lower: n < 2 ? null : n - 1,
  upper: n < 2 ? null : n + 1,
  load: 100 * n,
  key: n % 2 ? 'a' : 'b',
}))

test('a band is filled from its lower edge to its upper, behind the lines, once there is an interval', () => {
  const { figure } = feed(spec, batchesOf(rows, 2), { lookEvery: 2 })
  expect(figure.data.map(trace => [trace.name, trace.fill])).toEqual([
    ['upper', undefined],
    ['lower', 'tonexty'],
    ['prediction', undefined],
    ['price', undefined],
  ])
  expect(figure.data[0]).toMatchObject({ x: [2, 3, 4, 5, 6, 7, 8], y: [3, 4, 5, 6, 7, 8, 9], showlegend: false })
  expect(figure.data[1]).toMatchObject({ y: [1, 2, 3, 4, 5, 6, 7] })
  expect(figure.summary).toMatch(
    /^Line of prediction and price over n, 18 points, with a band from lower to upper, last prediction 8, last price 8.5\.$/,
  )
})

test('each colour has a band of its own, next to each other, of its colour', () => {
  const { figure } = feed({ ...spec, y: ['prediction'], color: 'key' }, batchesOf(rows, 3))
  expect(figure.data.map(trace => [trace.name, trace.legendgroup])).toEqual([
    ['b · upper', '0'],
    ['b · lower', '0'],
    ['b', '0'],
    ['a · upper', '1'],
    ['a · lower', '1'],
    ['a', '1'],
  ])
  expect(figure.data[4]?.fillcolor).toBe('rgba(221,107,32,0.18)')
})

test('columns of y2 have an axis on the right', () => {
  const { figure } = feed({ kind: 'line', x: 'n', y: ['price'], y2: ['load'] }, batchesOf(rows, 4))
  expect(figure.data.map(trace => [trace.name, trace.yaxis])).toEqual([
    ['price', undefined],
    ['load', 'y2'],
  ])
  expect(figure.data[1]?.line).toMatchObject({ color: '#DD6B20' })
  expect(figure.layout).toMatchObject({
    yaxis: { title: { text: 'price' } },
    yaxis2: { title: { text: 'load' }, overlaying: 'y', side: 'right' },
  })
  expect(figure.summary).toBe('Line of price and load over n, 18 points, last price 8.5, last load 800.')
})

test('what is wrong is named', () => {
  const drawn = (options: object) => () => plot.line(rows, { x: 'n', y: 'price', ...options } as never)
  expect(drawn({ band: 'lower' })).toThrow(
    "plot.line: band: \"lower\" is not two columns. Write band: ['lower', 'upper'].",
  )
  expect(drawn({ band: ['lower', 'uper'] })).toThrow(
    /plot.line: band: there is no column 'uper'. Did you mean 'upper'\?/,
  )
  expect(drawn({ y2: 'lode' })).toThrow(/plot.line: y2: there is no column 'lode'/)
  expect(plot.line(rows, { x: 'n', y: 'price', y2: 'load', band: ['lower', 'upper'] }).data).toHaveLength(4)
})
