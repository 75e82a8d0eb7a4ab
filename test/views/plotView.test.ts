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
