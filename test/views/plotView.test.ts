import { expect, test } from 'vitest'
import { PlotView } from '../../src/kernel/views/plotView.ts'
import { applyPatch } from '../../src/protocol/applyPatch.ts'
import { LIVE_MIME, type LiveState, type OutputId, PLOTLY_MIME, type StreamStatus } from '../../src/protocol/live.ts'

const id = 'p1' as OutputId
const T0 = 1_717_200_000_000
const running: StreamStatus = {
  phase: 'running',
  records: 9,
  recordsPerSecond: 1,
  watermark: null,
  late: 0,
  malformed: 0,
}

test('patches give the state, whoever looked in between', () => {
  const view = new PlotView(id, { kind: 'line', x: 'ts', y: ['v'], color: 'key', last: 20 })
  let followed: LiveState = view.state()
  for (let round = 0; round < 60; round++) {
    view.append(
      Array.from({ length: round % 9 }, (_, i) => ({ ts: T0 + round * 10 + i, v: i, key: `k${(round + i) % 3}` })),
      undefined,
    )
    if (round % 4 === 1) view.setStatus({ ...running, records: round })
    if (round % 7 === 3) view.state()
    if (round % 11 === 5) view.mimeBundle()
    const patch = view.takePatch()
    if (patch) followed = applyPatch(followed, patch)
    expect(followed).toEqual(view.state())
  }
  expect(view.takePatch()).toBeUndefined()
})

test('what is saved is a plotly figure, a live output and a text', () => {
  const view = new PlotView(id, { kind: 'line', x: 'ts', y: ['v'] })
  view.append(
    Array.from({ length: 9 }, (_, i) => ({ ts: T0 + i, v: i })),
    undefined,
  )
  view.setStatus({ ...running, phase: 'finished' })
  const bundle = view.mimeBundle()
  expect(bundle[PLOTLY_MIME]).toMatchObject({
    data: [{ type: 'scatter', y: [0, 1, 2, 3, 4, 5, 6, 7, 8] }],
    layout: { xaxis: { type: 'date' } },
  })
  expect(bundle[LIVE_MIME]).toEqual({ version: 1, outputId: id, state: view.state() })
  expect(bundle['text/plain']).toBe(
    'Line of v over ts, 9 points, last v 8.\nv  ▁▁▂▃▅▆▇██  0 to 8\nfinished · 9 records'.replace(
      '▁▁▂▃▅▆▇██',
      '▁▂▃▄▅▆▇██',
    ),
  )
  expect(JSON.parse(JSON.stringify(bundle))).toEqual(bundle)
})

test('a column that does not exist fails the append that brings the first record', () => {
  const view = new PlotView(id, { kind: 'line', x: 'ts', y: ['w'] })
  expect(() => view.append([{ ts: T0, v: 1 }], undefined)).toThrow(/there is no column 'w'/)
})

test('a point is asked for its record, also when points have moved since', () => {
  const view = new PlotView(id, { kind: 'line', x: 'ts', y: ['v'], last: 5, marks: [{ at: 'alarm' }] })
  const rows = Array.from({ length: 12 }, (_, i) => ({ ts: T0 + i, v: i % 2, alarm: i === 8, note: `<b>${i}</b>` }))
  view.append(rows.slice(0, 10), undefined)
  const ask = (point: number, x: number, y: number, trace = 0) =>
    view.answer({ kind: 'pointRecord', trace, point, x, y })
  expect(ask(3, T0 + 8, 0)).toEqual({ record: { ts: T0 + 8, v: 0, alarm: true, note: '<b>8</b>' } })
  expect(ask(1, T0 + 8, 1, 1)).toMatchObject({ record: { note: '<b>8</b>' } })
  view.append(rows.slice(10), undefined)
  expect(ask(3, T0 + 8, 0)).toMatchObject({ record: { ts: T0 + 8 } })
  expect(() => ask(0, T0 + 5, 1)).toThrow('This point has left the plot: newer records took its place.')
  expect(() => view.answer({ kind: 'columnStatistics', column: 'v' })).toThrow(
    "A plot has no answer to 'columnStatistics'.",
  )
  const counted = new PlotView(id, { kind: 'histogram', x: 'v', y: [] })
  counted.append(rows, undefined)
  expect(() => counted.answer({ kind: 'pointRecord', trace: 0, point: 0, x: 0, y: 6 })).toThrow(
    'stand for many records',
  )
})

test.each([
  ['everything, down-sampled', { kind: 'line', x: 'n', y: ['v'] }],
  ['a cloud', { kind: 'scatter', x: 'n', y: ['v'] }],
  ['panels', { kind: 'line', x: 'n', y: ['v'], facet: 'k' }],
  ['residuals', { kind: 'residuals', x: 'n', y: ['v'] }],
  ['coefficients', { kind: 'coefficients', x: 'n', y: ['values'] }],
] as const)('every point drawn has its record: %s', (_, spec) => {
  const view = new PlotView(id, spec)
  const rows = Array.from({ length: 9_000 }, (_, n) => ({ n, v: (n * 7919) % 1000, k: n % 3, values: [n, -n] }))
  for (let i = 0; i < rows.length; i += 500) view.append(rows.slice(i, i + 500), undefined)
  for (const [trace, { x, y, name }] of view.state().data.entries()) {
    if (name === 'mean') continue
    const xs = x as number[]
    for (let point = 0; point < xs.length; point += 97) {
      const drawn = { x: xs[point] as number, y: (y as number[])[point] as number }
      expect(view.answer({ kind: 'pointRecord', trace, point, ...drawn })).toMatchObject({ record: { n: drawn.x } })
    }
  }
})
