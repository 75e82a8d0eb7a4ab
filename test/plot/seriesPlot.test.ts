import { expect, test } from 'vitest'
import { seededRandom } from '../../src/base/random.ts'
import type { PlotSpec } from '../../src/plot/plotSpec.ts'
import { batchesOf, feed } from './helpPlot.ts'

const T0 = 1_717_200_000_000
const line = (extra: Partial<PlotSpec> = {}): PlotSpec => ({ kind: 'line', x: 'ts', y: ['v'], ...extra })
const xs = (trace: unknown): number[] => [...(trace as { x: number[] }).x]
const ys = (trace: unknown): (number | null)[] => [...(trace as { y: (number | null)[] }).y]

test('a line of two columns: points, axes and sentence', () => {
  const rows = [
    { event_time: T0, price: 10, prediction: 9 },
    { event_time: T0 + 1000, price: 12, prediction: 11.5 },
  ]
  const { figure, changes } = feed({ kind: 'line', x: 'event_time', y: ['price', 'prediction'], last: 300 }, [rows])
  expect(figure.data.map(trace => [trace.name, xs(trace), ys(trace)])).toEqual([
    ['price', [T0, T0 + 1000], [10, 12]],
    ['prediction', [T0, T0 + 1000], [9, 11.5]],
  ])
  expect(figure.layout).toMatchObject({
    xaxis: { type: 'date', title: { text: 'event_time (UTC)' } },
    yaxis: { title: { text: 'price, prediction' } },
    showlegend: true,
  })
  expect(figure.summary).toBe(
    'Line of price and prediction over event_time, 4 points, last price 12, last prediction 11.5.',
  )
  expect(changes[0]).toHaveProperty('layout.xaxis.type', 'date')
})

test('only new points travel', () => {
  const batches = Array.from({ length: 5 }, (_, i) => [{ ts: T0 + i, v: i }])
  const { changes } = feed(line({ last: 3 }), batches)
  expect(changes.slice(1).map(change => change.extend)).toEqual([
    [{ trace: 0, points: { x: [T0 + 1], y: [1] } }],
    [{ trace: 0, points: { x: [T0 + 2], y: [2] } }],
    [{ trace: 0, dropFirst: 1, points: { x: [T0 + 3], y: [3] } }],
    [{ trace: 0, dropFirst: 1, points: { x: [T0 + 4], y: [4] } }],
  ])
  expect(changes.slice(1).every(change => change.layout === undefined && change.data === undefined)).toBe(true)
})

test('a record out of order stands where it belongs, and replaces only the end', () => {
  const { figure, changes } = feed(line({ last: 10 }), [
    [1, 2, 3, 6].map(v => ({ ts: T0 + v, v })),
    [5, 7].map(v => ({ ts: T0 + v, v })),
  ])
  expect(ys(figure.data[0])).toEqual([1, 2, 3, 5, 6, 7])
  expect(changes[1]?.extend).toEqual([
    { trace: 0, dropLast: 1, points: { x: [5, 6, 7].map(v => T0 + v), y: [5, 6, 7] } },
  ])
})

test('what is no number is a gap, and is counted; a record without x is left out, and is counted', () => {
  const rows = [
    { ts: T0, v: 1 },
    { ts: T0 + 1, v: 'n/a' },
    { ts: T0 + 2, v: Number.NaN },
    { ts: T0 + 3, v: 4n },
    { ts: null, v: 5 },
  ]
  const { figure } = feed(line(), [rows])
  expect(ys(figure.data[0])).toEqual([1, null, null, 4])
  expect(figure.summary).toBe(
    'Line of v over ts, 4 points, 2 gaps where there is no number, 1 record without a usable ts left out, last v 4.',
  )
})

test('a trace for each colour, at most fifty, the rest is other', () => {
  const rows = Array.from({ length: 200 }, (_, i) => ({ ts: T0 + i, v: i, key: `k${i % 60}` }))
  const { figure } = feed(line({ color: 'key', last: 2 }), batchesOf(rows, 7), { lookEvery: 4 })
  expect(figure.data).toHaveLength(51)
  expect(figure.data[3]).toMatchObject({ name: 'k3', y: [123, 183] })
  expect([0, 7, 8, 16].map(index => figure.data[index]?.line)).toMatchObject([
    { color: '#2F7ED8' },
    { color: '#D1495B' },
    { color: '#2F7ED8', dash: 'dot' },
    { color: '#2F7ED8', dash: 'dash' },
  ])
  expect(figure.data[0]?.line).not.toHaveProperty('dash')
  expect(figure.data[50]).toMatchObject({ name: 'other', mode: 'markers' })
  expect(figure.summary).toContain('for 50 values of key, the rest grouped as other, 102 points')
})

test('a window of time keeps what is no older than it', () => {
  const rows = Array.from({ length: 100 }, (_, i) => ({ ts: T0 + i * 1000, v: i }))
  const { figure, changes } = feed(line({ last: '10s' }), batchesOf(rows, 5))
  expect(ys(figure.data[0])).toEqual([89, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99])
  expect(changes.at(-1)?.extend?.[0]).toMatchObject({ dropFirst: 5 })
})

test('a window of time over numbers needs event time', () => {
  const rows = [1, 2, 3].map(x => ({ x, v: x }))
  const spec: PlotSpec = { kind: 'scatter', x: 'x', y: ['v'], last: '1s' }
  expect(() => feed(spec, [rows])).toThrow(/last: "1s" needs times, but 'x' holds none.*assign watermarks/s)
  const { figure } = feed(spec, [rows], { timestamps: [Float64Array.of(0, 1500, 2000)] })
  expect(xs(figure.data[0])).toEqual([2, 3])
})

test.each([
  ['everything', undefined],
  ['a window of time', '1h'],
] as const)('a long line over %s stays bounded and keeps every extreme', (_, last) => {
  const random = seededRandom(7)
  const rows = Array.from({ length: 60_000 }, (_, i) => ({ ts: T0 + i * 10 + Math.floor(random() * 50), v: random() }))
  rows[31_234] = { ts: T0 + 312_340, v: 99 }
  rows[500] = { ts: T0 + 5_000, v: -99 }
  const { figure } = feed(line({ last }), batchesOf(rows, 997), { lookEvery: 9 })
  const drawn = ys(figure.data[0]).map(Number)
  expect(drawn.length).toBeLessThanOrEqual(4000)
  expect(drawn.length).toBeGreaterThan(500)
  expect(Math.max(...drawn)).toBe(99)
  expect(Math.min(...drawn)).toBe(-99)
  expect(xs(figure.data[0])).toEqual(xs(figure.data[0]).sort((a, b) => a - b))
  expect(figure.summary).toContain(
    last ? 'down-sampled with every extreme kept' : 'standing for 60,000 records with every extreme kept',
  )
})

test('a down-sampled window of time forgets what has left it', () => {
  const rows = Array.from({ length: 50_000 }, (_, i) => ({ ts: T0 + i * 10, v: i === 1000 ? 1e6 : Math.sin(i) }))
  const { figure } = feed(line({ last: '1min' }), batchesOf(rows, 1000))
  const drawn = xs(figure.data[0])
  const newest = T0 + 49_999 * 10
  // The oldest bucket may reach back by its own width.
  expect(Math.min(...drawn)).toBeGreaterThan(newest - 60_000 - 100)
  expect(Math.max(...drawn)).toBe(newest)
  expect(drawn.length).toBeLessThanOrEqual(4000)
  expect(Math.max(...ys(figure.data[0]).map(Number))).toBeLessThanOrEqual(1)
})

test('each bucket keeps its first, lowest, highest and last point', () => {
  // 16,000 points over 16,000 ms: whatever the buckets, a sine of period 2,000 has its peaks and its ends in the picture.
  const rows = Array.from({ length: 16_001 }, (_, i) => ({ ts: T0 + i, v: Math.sin((i / 2000) * 2 * Math.PI) }))
  const { figure } = feed(line(), [rows])
  const drawn = ys(figure.data[0]).map(Number)
  expect(drawn.filter(v => v === 1)).toHaveLength(8)
  expect(drawn.filter(v => v === -1)).toHaveLength(8)
  expect(xs(figure.data[0])[0]).toBe(T0)
  expect(xs(figure.data[0]).at(-1)).toBe(T0 + 16_000)
})

test('a cloud of points is a fair sample with its outermost points', () => {
  const random = seededRandom(3)
  const rows = Array.from({ length: 50_000 }, () => ({ a: random(), b: random() }))
  rows[77] = { a: -5, b: 0.5 }
  rows[40_000] = { a: 0.5, b: 7 }
  const { figure } = feed({ kind: 'scatter', x: 'a', y: ['b'] }, batchesOf(rows, 3000), { lookEvery: 3 })
  const drawn = xs(figure.data[0])
  expect(drawn.length).toBeLessThanOrEqual(4000)
  expect(drawn).toContain(-5)
  expect(ys(figure.data[0])).toContain(7)
  const mean = drawn.reduce((sum, x) => sum + x, 0) / drawn.length
  expect(mean).toBeGreaterThan(0.47)
  expect(mean).toBeLessThan(0.53)
})

test('markup in data is drawn as text', () => {
  const rows = [{ ts: T0, v: 1, key: '<b onclick="x">&</b>' }]
  const { figure } = feed(line({ color: 'key' }), [rows])
  expect(figure.data[0]?.name).toBe('&lt;b onclick="x"&gt;&amp;&lt;/b&gt;')
})

test('an area is see-through, and piles up when asked', () => {
  const rows = [{ ts: T0, v: 1 }]
  expect(feed({ ...line(), kind: 'area' }, [rows]).figure.data[0]).toMatchObject({
    fill: 'tozeroy',
    fillcolor: 'rgba(47,126,216,0.2)',
  })
  expect(feed({ ...line(), kind: 'area', stack: true }, [rows]).figure.data[0]).toMatchObject({ stackgroup: 'all' })
})

test('dates and ISO texts make an axis of time', () => {
  for (const ts of [new Date(T0), '2024-06-01T00:00:00Z', '2024-06-01']) {
    const { figure } = feed(line(), [[{ ts, v: 1 }]])
    expect(figure.layout).toHaveProperty('xaxis.type', 'date')
    expect(xs(figure.data[0])).toEqual([T0])
  }
})
