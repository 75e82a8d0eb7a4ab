import { expect, test } from 'vitest'
import * as plot from '../../src/api/plot.ts'
import type { PlotMark, PlotSpec } from '../../src/plot/plotSpec.ts'
import { batchesOf, feed } from './helpPlot.ts'

const marks = (...columns: string[]): readonly PlotMark[] => columns.map(at => ({ at }))
const spec: PlotSpec = { kind: 'line', x: 'n', y: ['error', 'floor'], marks: marks('drift', 'promotion') }
const rows = Array.from({ length: 12 }, (_, n) => ({
  n,
  error: 10 * n,
  floor: 1,
  drift: n === 3 || n === 9,
  promotion: n === 5 ? 'promoted' : null,
}))

test('marked records are vertical lines over the whole height, each column once it marks one', () => {
  const { figure, changes } = feed(spec, batchesOf(rows, 2), { lookEvery: 3 })
  expect(figure.data.map(trace => [trace.name, trace.mode, trace.yaxis])).toEqual([
    ['error', 'lines', undefined],
    ['floor', 'lines', undefined],
    ['drift', 'lines+text', 'y3'],
    ['promotion', 'lines+text', 'y3'],
  ])
  expect(figure.data[2]).toMatchObject({
    x: [3, 3, 3, 9, 9, 9],
    y: [0, 1, null, 0, 1, null],
    text: ['', 'drift', '', '', 'drift', ''],
  })
  expect(figure.data[3]).toMatchObject({ x: [5, 5, 5], text: ['', 'promoted', ''] })
  expect(figure.layout).toMatchObject({ yaxis3: { overlaying: 'y', range: [0, 1], fixedrange: true, visible: false } })
  expect(figure.summary).toContain('3 marks of drift and promotion')
  // A mark that is new travels alone.
  expect(changes[1]).toMatchObject({ addTraces: [{ name: 'drift', x: [3, 3, 3] }] })
})

test('a mark can be a point on the first line', () => {
  const { figure } = feed({ ...spec, marks: [{ at: 'drift', as: 'point', label: 'alarm' }] }, [rows])
  expect(figure.data[2]).toMatchObject({
    name: 'alarm',
    mode: 'markers',
    x: [3, 9],
    y: [30, 90],
    text: ['alarm', 'alarm'],
  })
  expect(figure.layout).not.toHaveProperty('yaxis3')
})

test('a column that changes marks each change, and says what it became', () => {
  const versions = [1, 1, 1, 2, 2, 3, null, null].map((modelVersion, n) => ({ n, error: n, floor: 0, modelVersion }))
  const changed: PlotMark = { at: 'modelVersion', when: 'changed', label: 'model' }
  const { figure } = feed({ ...spec, marks: [changed] }, batchesOf(versions, 3))
  expect(figure.data[2]).toMatchObject({
    name: 'model',
    x: [3, 3, 3, 5, 5, 5, 6, 6, 6],
    text: ['', 'model 2', '', '', 'model 3', '', '', 'model null', ''],
  })
})

test('numbers other than 0 mark; 0, false, null and empty text do not; a point needs a number', () => {
  const values = [0, 2, false, true, null, undefined, '', 'x', Number.NaN]
  const marked = values.map((drift, n) => ({ n, error: n === 3 ? null : n, floor: 0, drift }))
  const at = (as: 'line' | 'point') => [
    ...new Set((feed({ ...spec, marks: [{ at: 'drift', as }] }, [marked]).figure.data[2] as { x: number[] }).x),
  ]
  expect(at('line')).toEqual([1, 3, 7])
  expect(at('point')).toEqual([1, 7])
})

test('many marks say their text under the pointer only, and hostile text is text', () => {
  const many = Array.from({ length: 13 }, (_, n) => ({ n, error: 1, floor: 0, drift: '<b>x</b>' }))
  const { figure } = feed({ ...spec, marks: marks('drift') }, batchesOf(many, 5))
  expect(figure.data[2]).toMatchObject({ mode: 'lines' })
  expect((figure.data[2] as { text: string[] }).text[1]).toBe('&lt;b&gt;x&lt;/b&gt;')
})

test('marks go as far back as the line', () => {
  const { figure } = feed({ ...spec, last: 4 }, batchesOf(rows, 1))
  expect(figure.data[0]).toMatchObject({ x: [8, 9, 10, 11] })
  expect(figure.data.slice(2).map(trace => [trace.name, trace.x])).toEqual([
    ['drift', [9, 9, 9]],
    ['promotion', []],
  ])
  const timed = rows.map(row => ({ ...row, ts: 1_717_200_000_000 + 1000 * row.n }))
  const inTime = feed({ ...spec, x: 'ts', last: '3s' }, batchesOf(timed, 1)).figure
  expect(inTime.data[2]).toMatchObject({ x: Array(3).fill(1_717_200_009_000) })
})

test('the newest two hundred marks are kept', () => {
  const all = Array.from({ length: 500 }, (_, n) => ({ n, error: 1, floor: 0, drift: true, promotion: 0 }))
  const { figure } = feed(spec, batchesOf(all, 77))
  expect([...new Set((figure.data[2] as { x: number[] }).x)]).toEqual(Array.from({ length: 200 }, (_, i) => 300 + i))
})

test('a column of marks that does not exist is named', () => {
  expect(() => feed({ ...spec, marks: marks('drivt') }, [rows])).toThrow(
    /plot\.line: marks: there is no column 'drivt'\. Did you mean 'drift'\?/,
  )
})

test('columns, marks and lists of both are what the API takes', () => {
  const drawn = plot.line(rows, {
    x: 'n',
    y: 'error',
    marks: ['drift', { at: 'promotion', label: 'model', as: 'point' }],
  })
  expect(drawn.data.map(trace => trace.name)).toEqual(['error', 'drift', 'model'])
  // @ts-expect-error there is no such column
  expect(() => plot.line(rows, { x: 'n', y: 'error', marks: { at: 'drivt' } })).toThrow(/no column 'drivt'/)
  const bad = (given: unknown) => () => plot.line(rows, { x: 'n', y: 'error', marks: given as never })
  expect(bad(5)).toThrow('plot.line: marks: 5 is no column and no mark.')
  expect(bad({ at: 'drift', colour: 1 })).toThrow("plot.line: marks: unknown option 'colour'")
  expect(bad({ at: 'drift', as: 'lines' })).toThrow(
    "plot.line: marks.as: \"lines\" is not possible. Write 'line' or 'point'.",
  )
})
