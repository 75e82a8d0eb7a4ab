import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PlotView } from '../../src/kernel/views/plotView.ts'
import type { PlotSpec } from '../../src/plot/plotSpec.ts'
import { LIVE_MIME, type OutputId, type StreamStatus } from '../../src/protocol/live.ts'
import { hasChromium, openRendererPage, type RendererPage } from './rendererPage.ts'

const RATE = 50_000
const TICK_MS = 50
const SECONDS = 8

const SPECS: readonly PlotSpec[] = [
  { kind: 'line', x: 'event_time', y: ['price', 'prediction'], last: 500 },
  { kind: 'line', x: 'event_time', y: ['prediction'], band: ['lower', 'upper'], marks: [{ at: 'drift' }] },
  { kind: 'scatter', x: 'price', y: ['prediction'], last: 1_000 },
  { kind: 'histogram', x: 'price', y: [] },
]

describe.skipIf(!hasChromium)('four live plots in a real browser (needs Chromium)', () => {
  let opened: RendererPage
  beforeAll(async () => {
    opened = await openRendererPage()
    await opened.theme('dark')
  }, 60_000)
  afterAll(() => opened?.close())

  /** Seconds of processor time that the pages' processes have used. */
  const processorSeconds = async (): Promise<number> => {
    const session = await opened.page.context().browser()?.newBrowserCDPSession()
    if (!session) throw new Error('the page has no browser')
    const { processInfo } = await session.send('SystemInfo.getProcessInfo')
    await session.detach()
    return processInfo.filter(({ type }) => type === 'renderer').reduce((sum, { cpuTime }) => sum + cpuTime, 0)
  }

  test('four plots fed as fast as can be draw without a problem; what they cost is printed', async () => {
    const views = SPECS.map((spec, index) => new PlotView(`live${index}` as OutputId, spec))
    const status: StreamStatus = {
      phase: 'running',
      records: 1,
      recordsPerSecond: RATE,
      watermark: null,
      late: 0,
      malformed: 0,
    }
    let n = 0
    const tick = async (): Promise<void> => {
      const rows = Array.from({ length: (RATE * TICK_MS) / 1000 }, () => {
        n++
        const price = 50 + 20 * Math.sin(n / 90_000) + ((n * 7919) % 1000) / 100
        return {
          event_time: 1_717_200_000_000 + n,
          price,
          prediction: price + ((n * 31) % 50) / 10,
          lower: price - 5,
          upper: price + 5,
          drift: n % 100_000 === 0,
        }
      })
      const messages = views.map(view => {
        view.append(rows, undefined)
        view.setStatus({ ...status, records: n })
        return { type: 'patch', outputId: view.outputId, patch: view.takePatch() }
      })
      await opened.page.evaluate(all => {
        for (const message of all) globalThis.harness.send(message)
      }, messages)
    }
    for (const view of views) {
      await opened.render(view.outputId, LIVE_MIME, { version: 1, outputId: view.outputId, state: view.state() })
      await opened.send({ type: 'state', outputId: view.outputId, state: view.state() })
    }
    for (let i = 0; i < 40; i++) await tick()
    const before = await processorSeconds()
    const start = performance.now()
    let ticks = 0
    while (performance.now() - start < SECONDS * 1000) {
      const next = start + ++ticks * TICK_MS
      await tick()
      await new Promise(resolve => setTimeout(resolve, Math.max(0, next - performance.now())))
    }
    const elapsed = (performance.now() - start) / 1000
    const share = ((await processorSeconds()) - before) / elapsed
    const rate = (ticks * RATE * TICK_MS) / 1000 / elapsed
    console.log(`renderer ${(100 * share).toFixed(1)} % of a core at ${Math.round(rate)} records/s in four plots`)
    expect(share).toBeGreaterThan(0.005) // It was measured at all.
    expect(opened.problems).toEqual([])
  }, 60_000)
})
