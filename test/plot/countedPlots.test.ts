import { expect, test } from 'vitest'
import { seededRandom } from '../../src/base/random.ts'
import { batchesOf, feed } from './helpPlot.ts'

const T0 = 1_717_200_000_000
const points = (trace: unknown): [unknown, unknown][] => {
  const { x, y } = trace as { x: unknown[]; y: unknown[] }
  return x.map((value, index) => [value, y[index]])
}

test('bars: the newest value of each category, in order of appearance', () => {
  const rows = [
    ['b', 1],
    ['a', 2],
    ['b', 3],
  ].map(([key, n]) => ({ key, n }))
  const { figure } = feed({ kind: 'bar', x: 'key', y: ['n'] }, batchesOf(rows, 1), { lookEvery: 2 })
  expect(points(figure.data[0])).toEqual([
    ['b', 3],
    ['a', 2],
  ])
  expect(figure.summary).toBe('Bars of n for each key, 2 bars.')
})

test('bars over time: in order, the newest `last`, a trace for each colour', () => {
  const rows = [3, 1, 2, 4].flatMap(k => ['x', 'y'].map(key => ({ windowEnd: T0 + k, n: key === 'x' ? k : -k, key })))
  const { figure } = feed({ kind: 'bar', x: 'windowEnd', y: ['n'], color: 'key', last: 3 }, batchesOf(rows, 3))
  expect(figure.data.map(points)).toEqual([
    [
      [T0 + 2, 2],
      [T0 + 3, 3],
      [T0 + 4, 4],
    ],
    [
      [T0 + 2, -2],
      [T0 + 3, -3],
      [T0 + 4, -4],
    ],
  ])
  expect(figure.layout).toMatchObject({ barmode: 'group', xaxis: { type: 'date' } })
})

test('bars are bounded', () => {
  const rows = Array.from({ length: 5000 }, (_, i) => ({ key: `k${i}`, n: i }))
  const { figure } = feed({ kind: 'bar', x: 'key', y: ['n'] }, batchesOf(rows, 700))
  expect(points(figure.data[0])).toHaveLength(1000)
  expect(points(figure.data[0]).at(-1)).toEqual(['k4999', 4999])
  expect(figure.summary).toContain('4000 older ones left out')
})

test('a histogram counts every record in bins that widen', () => {
  const rows = Array.from({ length: 10_000 }, (_, i) => ({ v: i < 5000 ? i % 10 : i }))
  const { figure } = feed({ kind: 'histogram', x: 'v', y: [], bins: 20 }, batchesOf(rows, 333), { lookEvery: 5 })
  const counted = points(figure.data[0]) as [number, number][]
  expect(counted.length).toBeLessThanOrEqual(40)
  expect(counted.reduce((sum, [, n]) => sum + n, 0)).toBe(10_000)
  const width = (counted[1]?.[0] ?? 0) - (counted[0]?.[0] ?? 0)
  for (const [centre, n] of counted) {
    const inside = rows.filter(({ v }) => v >= centre - width / 2 && v < centre + width / 2).length
    expect(n).toBe(inside)
  }
  expect(figure.summary).toMatch(/^Histogram of v, 10,000 records, from 0 to [\d,]+\.$/)
})

test('a histogram of the last records, with what is no number left out', () => {
  const rows = [...Array.from({ length: 50 }, (_, i) => ({ v: i })), { v: 'x' }, { v: null }]
  const { figure } = feed({ kind: 'histogram', x: 'v', y: [], last: 10, bins: 10 }, batchesOf(rows, 4))
  expect((points(figure.data[0]) as [number, number][]).map(([x]) => Math.floor(x))).toEqual([
    40, 41, 42, 43, 44, 45, 46, 47, 48, 49,
  ])
  expect(figure.summary).toBe('Histogram of v, 10 records, from 40 to 50, 2 records without a number left out.')
})

test('a histogram of categories, by colour', () => {
  const rows = ['a', 'b', 'a', 'c', 'a'].map((v, i) => ({ v, odd: i % 2 === 1 }))
  const { figure } = feed({ kind: 'histogram', x: 'v', y: [], color: 'odd' }, batchesOf(rows, 2))
  expect(figure.data.map(trace => [trace.name, points(trace)])).toEqual([
    [
      'false',
      [
        ['a', 3],
        ['b', 0],
        ['c', 0],
      ],
    ],
    [
      'true',
      [
        ['a', 0],
        ['b', 1],
        ['c', 1],
      ],
    ],
  ])
})

test('a heat map holds the newest z, or counts', () => {
  const random = seededRandom(1)
  const rows = Array.from({ length: 300 }, () => ({
    hour: Math.floor(random() * 4),
    day: ['Mo', 'Tu'][Math.floor(random() * 2)],
    t: random(),
  }))
  const counts = feed({ kind: 'heatmap', x: 'hour', y: ['day'] }, batchesOf(rows, 50)).figure.data[0] as {
    x: number[]
    y: string[]
    z: number[][]
  }
  expect(counts.x).toEqual([0, 1, 2, 3])
  for (const [row, day] of counts.y.entries())
    for (const [column, hour] of counts.x.entries())
      expect(counts.z[row]?.[column]).toBe(rows.filter(r => r.hour === hour && r.day === day).length)
  const newest = feed({ kind: 'heatmap', x: 'hour', y: ['day'], z: 't' }, [rows]).figure.data[0] as {
    x: number[]
    y: string[]
    z: number[][]
  }
  expect(newest.z[0]?.[2]).toBe(rows.findLast(r => r.hour === 2 && r.day === newest.y[0])?.t)
})

test('a heat map is bounded', () => {
  const rows = Array.from({ length: 300 }, (_, i) => ({ a: i, b: i }))
  const trace = feed({ kind: 'heatmap', x: 'a', y: ['b'] }, [rows]).figure.data[0] as { x: number[]; y: number[] }
  expect([trace.x.length, trace.y.length, trace.x[0]]).toEqual([200, 200, 100])
})
