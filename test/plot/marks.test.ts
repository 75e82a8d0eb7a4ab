import { expect, test } from 'vitest'
import type { PlotSpec } from '../../src/plot/plotSpec.ts'
import { batchesOf, feed } from './helpPlot.ts'

const spec: PlotSpec = { kind: 'line', x: 'n', y: ['error', 'floor'], marks: ['drift', 'promotion'] }
const rows = Array.from({ length: 12 }, (_, n) => ({
  n,
  error: 10 * n,
  floor: 1,
  drift: n === 3 || n === 9,
  promotion: n === 5 ? 'promoted' : null,
}))

test('marked records are points of their own on the first line, each column once it marks one', () => {
  const { figure, changes } = feed(spec, batchesOf(rows, 2), { lookEvery: 3 })
  expect(figure.data.map(trace => [trace.name, trace.mode])).toEqual([
    ['error', 'lines'],
    ['floor', 'lines'],
    ['drift', 'markers'],
    ['promotion', 'markers'],
  ])
  expect(figure.data[2]).toMatchObject({ x: [3, 9], y: [30, 90], text: ['drift', 'drift'] })
  expect(figure.data[3]).toMatchObject({ x: [5], y: [50], text: ['promoted'] })
  expect(figure.summary).toContain('3 marks of drift and promotion')
  // A mark that is new travels alone.
  expect(changes[1]).toMatchObject({ addTraces: [{ name: 'drift', x: [3] }] })
})

test('numbers other than 0 mark; 0, false, null, empty text and records without a number do not', () => {
  const values = [0, 2, false, true, null, undefined, '', 'x', Number.NaN]
  const marked = values.map((drift, n) => ({ n, error: n === 3 ? null : n, floor: 0, drift }))
  const { figure } = feed({ ...spec, marks: ['drift'] }, [marked])
  expect(figure.data[2]).toMatchObject({ x: [1, 7], text: ['drift', 'x'] })
})

test('marks go as far back as the line', () => {
  const { figure } = feed({ ...spec, last: 4 }, batchesOf(rows, 1))
  expect(figure.data[0]).toMatchObject({ x: [8, 9, 10, 11] })
  expect(figure.data.slice(2).map(trace => [trace.name, trace.x])).toEqual([
    ['drift', [9]],
    ['promotion', []],
  ])
  const timed = rows.map(row => ({ ...row, ts: 1_717_200_000_000 + 1000 * row.n }))
  const inTime = feed({ ...spec, x: 'ts', last: '3s' }, batchesOf(timed, 1)).figure
  expect(inTime.data[2]).toMatchObject({ x: [1_717_200_009_000] })
})

test('the newest two hundred marks are kept', () => {
  const all = Array.from({ length: 500 }, (_, n) => ({ n, error: 1, floor: 0, drift: true, promotion: 0 }))
  const { figure } = feed(spec, batchesOf(all, 77))
  expect((figure.data[2] as { x: number[] }).x).toEqual(Array.from({ length: 200 }, (_, i) => 300 + i))
})

test('a column of marks that does not exist is named', () => {
  expect(() => feed({ ...spec, marks: ['drivt'] }, [rows])).toThrow(
    /plot\.line: marks: there is no column 'drivt'\. Did you mean 'drift'\?/,
  )
})
