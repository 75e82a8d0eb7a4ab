import { expect, test } from 'vitest'
import { MetricHistory } from '../../src/kernel/views/metricHistory.ts'
import { MetricsView } from '../../src/kernel/views/metricsView.ts'
import type { OutputId, StreamStatus } from '../../src/protocol/live.ts'

const finished: StreamStatus = {
  phase: 'finished',
  records: 3,
  recordsPerSecond: 0,
  watermark: null,
  late: 0,
  malformed: 0,
}

function view(): MetricsView {
  return new MetricsView('m' as OutputId, {
    title: 'evaluation',
    window: 500,
    metrics: [
      { name: 'MAE', better: 'lower' },
      { name: 'R2', better: 'higher' },
    ],
  })
}

test('the newest row is shown, the windowed values are the course', () => {
  const metrics = view()
  expect(metrics.takePatch()).toBeUndefined()
  metrics.append([
    { n: 1, MAE: 4, R2: Number.NaN, windowMAE: 4, windowR2: null },
    { n: 2, MAE: 3, R2: 0.5, windowMAE: 2, windowR2: 0.25 },
  ])
  expect(metrics.takePatch()?.metrics).toEqual([
    { name: 'MAE', better: 'lower', cumulative: 3, windowed: 2, history: [4, 2] },
    { name: 'R2', better: 'higher', cumulative: 0.5, windowed: 0.25, history: [null, 0.25] },
  ])
  expect(metrics.takePatch()).toBeUndefined()
  metrics.setStatus(finished)
  expect(metrics.takePatch()).toEqual(metrics.state())
})

test('records are those that were scored, not the rows that tell of them', () => {
  const metrics = view()
  metrics.append([{ n: 50 }, { n: 100 }])
  metrics.setStatus({ ...finished, phase: 'running', records: 2, recordsPerSecond: 1 })
  expect(metrics.state().status).toMatchObject({ records: 100, recordsPerSecond: 50 })
})

test('the text is aligned', () => {
  const metrics = view()
  metrics.append([{ MAE: 3.12345, R2: 0.99, windowMAE: 1234.5678, windowR2: null }])
  metrics.setStatus(finished)
  expect(metrics.mimeBundle()['text/plain']).toBe(
    [
      'evaluation  overall  last 500',
      '──────────  ───────  ────────',
      'MAE          3.1235   1,234.6',
      'R2             0.99         –',
      'finished · 3 records',
    ].join('\n'),
  )
  expect(metrics.mimeBundle()['text/html']).toContain('<td align="right">1,234.6</td>')
})

test('a long course stays within its bound, evenly spaced, with the newest last', () => {
  const history = new MetricHistory(120)
  for (let i = 0; i <= 100_003; i++) {
    history.add(i)
    if (i % 997 !== 0) continue
    const points = history.points() as number[]
    expect(points.length).toBeLessThanOrEqual(120)
    expect(points.at(-1)).toBe(i)
    expect(points[0]).toBe(0)
    const gaps = new Set(points.slice(1, -1).map((value, index) => value - (points[index] ?? 0)))
    expect(gaps.size).toBeLessThanOrEqual(1)
  }
  expect(history.points().length).toBeGreaterThan(59)
})
