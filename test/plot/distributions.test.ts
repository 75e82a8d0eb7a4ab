import { expect, test } from 'vitest'
import * as plot from '../../src/api/plot.ts'
import { seededRandom } from '../../src/base/random.ts'
import { boxFigures } from '../../src/plot/boxFigures.ts'
import { bandwidth, density, density2d } from '../../src/plot/kernelDensity.ts'
import type { PlotSpec } from '../../src/plot/plotSpec.ts'
import { batchesOf, feed } from './helpPlot.ts'

const random = seededRandom(3)
const rows = Array.from({ length: 9_000 }, (_, i) => ({
  n: i,
  price: i % 3 === 2 ? 100 + random() : random(),
  weight: random(),
  product: `p${i % 3}`,
  shop: i % 2 ? 'north' : '<b>south</b>',
}))
rows[17] = { ...(rows[17] as (typeof rows)[number]), price: 1_000 }

test("quartiles are numpy's, whiskers are Tukey's", () => {
  // numpy.percentile([2, 4, 4, 5, 7, 9, 30], [25, 50, 75]) → [4, 5, 8]; 1.5 × 4 above 8 is 14, so 30 lies beyond.
  expect(boxFigures([30, 2, 7, 4, 9, 4, 5])).toEqual({
    q1: 4,
    median: 5,
    q3: 8,
    lowerFence: 2,
    upperFence: 9,
    mean: 61 / 7,
    outliers: [30],
  })
  expect(boxFigures([3])).toMatchObject({ q1: 3, median: 3, q3: 3, lowerFence: 3, upperFence: 3, outliers: [] })
})

test('a box for each category, of a fair sample beyond 2,000 values', () => {
  const spec: PlotSpec = { kind: 'box', x: 'product', y: ['price'], columns: { x: ['product'], y: ['price'] } }
  const { figure } = feed(spec, batchesOf(rows, 700), { lookEvery: 3 })
  const box = figure.data[0] as unknown as { x: string[]; median: number[]; y: number[][] }
  expect(box.x).toEqual(['p0', 'p1', 'p2'])
  expect(box.median.map(value => Math.round(value * 10) / 10)).toEqual([0.5, 0.5, 100.5])
  expect(figure.summary).toMatch(
    /^Boxes of price for each product, 9,000 records, each box of a fair sample, medians: p0 0\.\d+, /,
  )
  expect(feed({ ...spec, last: 10 }, batchesOf(rows, 900)).figure.data[0]).not.toEqual(box)
  const grouped = plot.box(rows, { x: 'product', y: 'price', color: 'shop' })
  expect(grouped.data.map(trace => trace.name)).toEqual(['&lt;b&gt;south&lt;/b&gt;', 'north'])
  expect(plot.box(rows, { y: 'price' }).data[0]).toMatchObject({ x: ['price'] })
})

test('violins are drawn of 300 values each', () => {
  const spec: PlotSpec = { kind: 'violin', x: 'product', y: ['price'], columns: { x: ['product'], y: ['price'] } }
  const { figure } = feed(spec, batchesOf(rows, 1000), { lookEvery: 2 })
  const violin = figure.data[0] as unknown as { x: string[]; y: number[] }
  expect(violin.x).toHaveLength(900)
  expect(new Set(violin.x)).toEqual(new Set(['p0', 'p1', 'p2']))
})

test("densities are scipy's", () => {
  // scipy 1.17.1: gaussian_kde(x, bw_method='silverman')
  const x = [-1.2, 0.3, 0.5, 1.9, 2.2, 4.0, 0.1, -0.7]
  const width = bandwidth(x, 1)
  expect(width).toBeCloseTo(1.19382763211831, 12)
  const expected = [
    0.07682984782077826, 0.20031163926837967, 0.1995363846248704, 0.14336581377526939, 0.033577270651089924,
  ]
  expect(density(x, width, [-2, 0, 0.5, 2, 5])).toEqual(expected.map(value => expect.closeTo(value, 12)))
  // The same of eight points whose axes are uncorrelated, as scipy's widths follow the covariance.
  const points = [
    [1, 2],
    [1, -2],
    [-1, 2],
    [-1, -2],
    [3, 0],
    [-3, 0],
    [0, 1],
    [0, -1],
  ] as const
  const widths = [
    bandwidth(
      points.map(([a]) => a),
      2,
    ),
    bandwidth(
      points.map(([, b]) => b),
      2,
    ),
  ] as const
  const z = density2d(points, widths, [
    [0, 1, -2],
    [0, 1, 0.5],
  ])
  expect([z[0]?.[0], z[1]?.[1], z[2]?.[2]]).toEqual(
    [0.029167212437696086, 0.02773094472865967, 0.019977240526575908].map(value => expect.closeTo(value, 12)),
  )
})

test('a curve integrates to one; contours lie over both columns', () => {
  const { figure } = feed({ kind: 'density', x: 'weight', y: [], color: 'product' }, batchesOf(rows, 1500), {
    lookEvery: 2,
  })
  expect(figure.data).toHaveLength(3)
  const { x, y } = figure.data[0] as unknown as { x: number[]; y: number[] }
  const step = (x[1] as number) - (x[0] as number)
  expect(y.reduce((sum, value) => sum + value * step, 0)).toBeCloseTo(1, 2)
  expect(figure.summary).toBe('Density of weight for 3 values of product, 9,000 records by a fair sample.')
  const contours = plot.density(rows, { x: 'weight', y: 'price', last: 500 }).data[0] as unknown as { z: number[][] }
  expect([contours.z.length, contours.z[0]?.length]).toEqual([40, 40])
  expect(() => plot.density(rows, { x: 'weight', y: 'price', color: 'shop' })).toThrow(/color and y do not go together/)
})

test('candles: the newest record of each time, in order', () => {
  const bars = [2, 1, 3].map(k => ({
    windowStart: 1_717_200_000_000 + k,
    open: k,
    high: k + 2,
    low: k - 1,
    close: k + 1,
  }))
  const spec: PlotSpec = { kind: 'candlestick', x: 'windowStart', y: ['open', 'high', 'low', 'close'], last: 2 }
  const { figure } = feed(spec, [...batchesOf(bars, 2), [{ ...bars[2], close: 9 }]])
  expect(figure.data[0]).toMatchObject({ type: 'candlestick', open: [2, 3], high: [4, 5], low: [1, 2], close: [3, 9] })
  expect(figure.summary).toBe('Candlesticks over windowStart, 2 candles, last close 9.')
  // @ts-expect-error there is no such column
  expect(() => plot.candlestick(bars, { x: 'windowStart', open: 'opn' })).toThrow(
    /plot.candlestick: open: there is no column 'opn'/,
  )
})

test('a map stretches latitudes as they are there', () => {
  const places = [
    { latitude: 59, longitude: 10, vehicle: 'van' },
    { latitude: 61, longitude: 12, vehicle: 'bike' },
  ]
  const drawn = plot.map(places, { lat: 'latitude', lon: 'longitude', color: 'vehicle' })
  expect(drawn.data.map(trace => [trace.name, trace.x, trace.y])).toEqual([
    ['van', [10], [59]],
    ['bike', [12], [61]],
  ])
  // A degree of longitude at 60° is half as long.
  expect(drawn.layout.yaxis).toMatchObject({ scaleanchor: 'x', scaleratio: expect.closeTo(2, 9) })
  // @ts-expect-error there is no such column
  expect(() => plot.map(places, { lat: 'lat', lon: 'longitude' })).toThrow(/plot.map: lat: there is no column 'lat'/)
})

test('panels: the same scales and colours, a title each, legends once', () => {
  const spec: PlotSpec = {
    kind: 'line',
    x: 'n',
    y: ['price'],
    color: 'product',
    facet: 'shop',
    last: 50,
    marks: [{ at: 'alarm' }],
  }
  const alarmed = rows.slice(0, 300).map(row => ({ ...row, alarm: row.n === 290 }))
  const { figure } = feed(spec, batchesOf(alarmed, 40), { lookEvery: 3 })
  expect(figure.data.map(trace => [trace.name, trace.xaxis, trace.yaxis, trace.showlegend])).toEqual([
    ['p0', 'x', 'y', undefined],
    ['p2', 'x', 'y', undefined],
    ['p1', 'x', 'y', undefined],
    ['alarm', 'x', 'y101', undefined],
    ['p1', 'x2', 'y2', false],
    ['p0', 'x2', 'y2', false],
    ['p2', 'x2', 'y2', false],
  ])
  const colors = new Map(
    figure.data.map(trace => [`${trace.name} ${trace.xaxis}`, (trace.line as { color: string }).color]),
  )
  for (const name of ['p0', 'p1', 'p2']) expect(colors.get(`${name} x`)).toBe(colors.get(`${name} x2`))
  expect(figure.layout).toMatchObject({
    xaxis2: { matches: 'x' },
    yaxis2: { matches: 'y' },
    yaxis101: { overlaying: 'y' },
    annotations: [{ text: '<b>&lt;b&gt;south&lt;/b&gt;</b>' }, { text: '<b>north</b>' }],
  })
  expect(figure.layout).not.toHaveProperty('yaxis3')
  expect(figure.summary).toMatch(
    /^2 panels, one for each shop\. <b>south<\/b>: Line of price over n for 3 values of product/,
  )
})

test('more than twelve panels end in one of all the rest; facet and y2 do not go together', () => {
  const many = Array.from({ length: 60 }, (_, i) => ({ n: i, v: i, k: i % 20 }))
  const drawn = plot.histogram(many, { x: 'v', facet: 'k' })
  expect(drawn.data).toHaveLength(12)
  expect((drawn.layout.annotations as { text: string }[]).at(-1)?.text).toBe('<b>other</b>')
  expect(() => plot.line(many, { x: 'n', y: 'v', y2: 'v', facet: 'k' })).toThrow(/facet and y2 do not go together/)
  // @ts-expect-error there is no such column
  expect(() => plot.scatter(many, { x: 'n', y: 'v', facet: 'kk' })).toThrow(/facet: there is no column 'kk'/)
})
