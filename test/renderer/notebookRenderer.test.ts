// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import {
  LIVE_MIME,
  type LiveState,
  type MetricsState,
  type MetricView,
  type OutputId,
  type RendererMessage,
  type StreamStatus,
  type TableState,
} from '../../src/protocol/live.ts'
import { NotebookRenderer } from '../../src/renderer/notebookRenderer.ts'

const running: StreamStatus = {
  phase: 'running',
  records: 1204,
  recordsPerSecond: 60.4,
  watermark: 1_717_200_000_000,
  late: 2,
  malformed: 1,
}

function table(count: number, status = running): TableState {
  return {
    kind: 'table',
    capacity: 500,
    status,
    columns: [
      { name: 'id', type: 'number' },
      { name: 'name', type: 'text' },
      { name: 'ts', type: 'time' },
    ],
    rows: Array.from({ length: count }, (_, i) => [
      i,
      i % 2 ? `<img src=x onerror=alert(${i})>` : null,
      1_717_200_000_000 + i,
    ]),
  }
}

const metrics: MetricsState = {
  kind: 'metrics',
  title: 'Evaluation',
  window: 500,
  status: running,
  metrics: [
    {
      name: 'R2',
      cumulative: 0.9,
      windowed: 0.95,
      better: 'higher',
      history: [0.1, 0.2, 0.3, 0.4, null, 0.5, 0.6, 0.8, 0.9],
    },
  ],
}

/** The renderer with a host that the test plays. */
class Host {
  readonly posted: unknown[] = []
  private readonly listeners = new Set<(message: unknown) => void>()
  readonly renderer: NotebookRenderer
  readonly element = document.createElement('div')

  constructor(messaging = true) {
    document.body.append(this.element)
    const context = messaging
      ? {
          postMessage: (message: unknown) => void this.posted.push(message),
          onDidReceiveMessage: (listener: (message: unknown) => void) => {
            this.listeners.add(listener)
            return { dispose: () => void this.listeners.delete(listener) }
          },
        }
      : {}
    this.renderer = new NotebookRenderer(context, window)
  }

  render(state: LiveState, id = 'item', outputId = 'out'): void {
    this.renderer.render({ id, mime: LIVE_MIME, json: () => ({ version: 1, outputId, state }) }, this.element)
  }

  deliver(message: { type: string; [key: string]: unknown }): void {
    for (const listener of this.listeners)
      listener({ outputId: 'out' as OutputId, ...message } as unknown as RendererMessage)
  }

  /** Sends, and lets a frame pass. */
  send(message: { type: string; [key: string]: unknown }): void {
    this.deliver(message)
    vi.advanceTimersByTime(20)
  }

  text(selector: string): string {
    return this.element.querySelector(selector)?.textContent ?? ''
  }
}

let host: Host
beforeEach(() => {
  vi.useFakeTimers()
  document.body.replaceChildren()
  host = new Host()
})
afterEach(() => {
  host.renderer.dispose()
  vi.restoreAllMocks()
})

/** Every change of the document while `body` runs and a frame passes. */
async function changesDuring(body: () => void): Promise<MutationRecord[]> {
  const observer = new MutationObserver(() => {})
  observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
  body()
  vi.advanceTimersByTime(50)
  const records = observer.takeRecords()
  observer.disconnect()
  return records
}

test('attaches, follows patches, and detaches', () => {
  host.render(table(2))
  expect(host.posted).toEqual([{ type: 'attach', outputId: 'out' }])
  host.send({ type: 'state', state: table(3) })
  expect(host.element.querySelectorAll('.flinknb-rows tr')).toHaveLength(3)
  host.send({
    type: 'patch',
    patch: { kind: 'table', rows: [[77, 'seventy-seven', null]], status: { ...running, records: 1300 } },
  })
  expect(host.text('.flinknb-rows tr:last-child')).toBe('77seventy-sevennull')
  expect(host.text('.flinknb-status')).toContain('1,300 records')
  host.renderer.disposeItem('item')
  expect(host.posted.at(-1)).toEqual({ type: 'detach', outputId: 'out' })
  expect(host.element.childNodes).toHaveLength(0)
})

test('many patches between two frames are drawn once', () => {
  host.render(table(0))
  host.send({ type: 'state', state: table(0) })
  const frames = vi.spyOn(window, 'requestAnimationFrame')
  for (let i = 0; i < 50; i++) {
    const patch = { kind: 'table', rows: [[i, 'x', null]], status: running }
    host.deliver({ type: 'patch', patch })
  }
  expect(frames).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(20)
  expect(host.element.querySelector('table')?.getAttribute('aria-rowcount')).toBe('51')
})

test.each([
  ['table', table(40)],
  ['metrics', metrics],
] as [string, LiveState][])('drawing the same %s again changes nothing', async (_, state) => {
  host.render(state)
  host.send({ type: 'state', state })
  expect(await changesDuring(() => host.send({ type: 'state', state: structuredClone(state) }))).toEqual([])
  expect(await changesDuring(() => host.render(structuredClone(state)))).toEqual([])
})

test('a table of 500 rows draws only what is in view', () => {
  host.render(table(500))
  expect(host.element.querySelectorAll('.flinknb-rows tr').length).toBeLessThanOrEqual(20)
  expect(host.text('.flinknb-rows tr:last-child td')).toBe('499')
})

test('data is text: no element comes out of it', () => {
  host.render(table(10))
  expect(host.element.querySelector('img')).toBeNull()
  expect(host.text('.flinknb-rows tr:nth-child(2)')).toContain('<img src=x onerror=alert(1)>')
  host.render(
    { ...metrics, title: '<script>1</script>', metrics: [{ ...(metrics.metrics[0] as MetricView), name: '<b>x</b>' }] },
    'm',
    'm',
  )
  expect(host.text('.flinknb-title')).toBe('<script>1</script>')
  expect(document.querySelector('script, b')).toBeNull()
})

test('types are aligned, nulls and times readable', () => {
  host.render(table(2))
  const cells = [...host.element.querySelectorAll('.flinknb-rows tr:first-child td')] as HTMLElement[]
  expect(cells.map(cell => cell.className)).toEqual(['flinknb-number', 'flinknb-text flinknb-null', 'flinknb-time'])
  expect(cells.map(cell => cell.textContent)).toEqual(['0', 'null', '2024-06-01 00:00:00'])
  expect(cells[2]?.title).toBe('2024-06-01T00:00:00.000Z (1717200000000)')
})

test('the status says in words what the stream does', () => {
  host.render(table(1))
  host.send({ type: 'state', state: table(1) })
  const shown = (): string[] =>
    [...host.element.querySelectorAll<HTMLElement>('.flinknb-status > *')]
      .filter(e => !e.hidden)
      .map(e => e.textContent ?? '')
  expect(shown()).toEqual([
    '●',
    'Running',
    '1,204 records',
    '60/s',
    'watermark 2024-06-01 00:00:00',
    '2 late',
    '1 malformed',
    'Pause',
  ])
  const failed = { ...running, phase: 'failed' as const, error: 'cell 3, line 2: boom', late: 0, malformed: 0 }
  host.send({ type: 'state', state: table(1, failed) })
  expect(shown()).toEqual(['✕', 'Failed', '1,204 records', 'watermark 2024-06-01 00:00:00', 'cell 3, line 2: boom'])
  expect(host.element.querySelector('[role=alert]')?.textContent).toBe('cell 3, line 2: boom')
  host.send({
    type: 'state',
    state: table(1, { ...running, phase: 'waiting for first record', note: 'reconnecting in 4 s' }),
  })
  expect(shown()).toContain('Waiting for first record')
  expect(shown()).toContain('reconnecting in 4 s')
})

test('what could not be decoded is shown from the line under the output, as text', async () => {
  host.render(table(1))
  host.send({ type: 'state', state: table(1) })
  host.element.querySelector<HTMLButtonElement>('button.flinknb-warning')?.click()
  const asked = host.posted.at(-1) as { type: string; askId: string; question: object }
  expect(asked).toMatchObject({ type: 'ask', outputId: 'out', question: { kind: 'deadLetters' } })
  const columns = ['reason', 'raw'].map(name => ({ name, type: 'text' as const }))
  const rows = [
    ['no JSON', '<img src=x onerror=alert(1)>'],
    ['no number', '=1+1'],
  ]
  host.send({ type: 'answer', askId: asked.askId, answer: { columns, rows, times: [null, null], live: true } })
  await vi.advanceTimersByTimeAsync(5)
  const cells = [...host.element.querySelectorAll('.flinknb-dead-letters td')].map(cell => cell.textContent)
  expect(cells).toEqual(['no number', '=1+1', 'no JSON', '<img src=x onerror=alert(1)>'])
  expect(host.element.querySelector('img')).toBeNull()
  host.element.querySelector<HTMLButtonElement>('button.flinknb-warning')?.click()
  expect(host.element.querySelector<HTMLElement>('.flinknb-dead-letters')?.hidden).toBe(true)
})

test('without messaging, without an answer, and when the kernel has gone, the saved state stands', () => {
  const silent = new Host(false)
  silent.render(table(3))
  expect(silent.text('.flinknb-phase')).toBe('Last saved state')
  expect(silent.element.querySelectorAll('.flinknb-rows tr')).toHaveLength(3)
  silent.renderer.dispose()

  host.render(table(3))
  expect(host.text('.flinknb-phase')).toBe('Running')
  vi.advanceTimersByTime(3_100)
  expect(host.text('.flinknb-phase')).toBe('Last saved state')
  host.send({ type: 'state', state: table(4) })
  expect(host.text('.flinknb-phase')).toBe('Running')
  host.send({ type: 'gone' })
  expect(host.text('.flinknb-phase')).toBe('Last saved state')
  expect(host.element.querySelectorAll('.flinknb-rows tr')).toHaveLength(4)
})

test('the same output, updated in the notebook, stays where it is; another takes its place', () => {
  host.render(table(3))
  host.send({ type: 'state', state: table(5) })
  const before = host.element.firstElementChild
  host.render(table(4))
  vi.advanceTimersByTime(20)
  expect(host.element.firstElementChild).toBe(before)
  expect(host.element.querySelectorAll('.flinknb-rows tr')).toHaveLength(5)
  host.render(table(1), 'item', 'another')
  expect(host.element.firstElementChild).not.toBe(before)
  expect(host.posted.slice(-2)).toEqual([
    { type: 'detach', outputId: 'out' },
    { type: 'attach', outputId: 'another' },
  ])
})

test('a patch that does not fit asks for the whole again', () => {
  host.render(table(3))
  host.send({ type: 'state', state: table(3) })
  host.send({ type: 'patch', patch: { ...metrics } })
  expect(host.posted.at(-1)).toEqual({ type: 'attach', outputId: 'out' })
  host.send({ type: 'patch', patch: { kind: 'table', rows: [[9, 'x', null]], status: running } })
  expect(host.element.querySelectorAll('.flinknb-rows tr')).toHaveLength(3)
  host.send({ type: 'state', state: table(6) })
  expect(host.element.querySelectorAll('.flinknb-rows tr')).toHaveLength(6)
})

test('pause holds the picture while the status goes on', () => {
  host.render(table(3))
  host.send({ type: 'state', state: table(3) })
  host.element.querySelector<HTMLButtonElement>('.flinknb-pause')?.click()
  host.send({ type: 'patch', patch: { kind: 'table', rows: [[9, 'x', null]], status: { ...running, records: 5000 } } })
  expect(host.element.querySelectorAll('.flinknb-rows tr')).toHaveLength(3)
  expect(host.text('.flinknb-status')).toContain('5,000 records')
  expect(host.text('.flinknb-note')).toBe('picture paused, the stream runs on')
  host.element.querySelector<HTMLButtonElement>('.flinknb-pause')?.click()
  expect(host.element.querySelectorAll('.flinknb-rows tr')).toHaveLength(4)
})

test('metrics: large windowed value, overall, trend in words', () => {
  host.render(metrics)
  expect(host.text('.flinknb-card-name')).toBe('R²last 500')
  expect(host.text('.flinknb-card-value')).toBe('0.95')
  expect(host.text('.flinknb-card-foot')).toBe('overall 0.9↑ improving')
  // A gap in the course: two lines.
  expect(host.element.querySelector('.flinknb-sparkline-line')?.getAttribute('d')?.match(/M/g)).toHaveLength(2)
})

test.each([
  [null],
  [{ version: 2, outputId: 'x', state: table(1) }],
  [{ version: 1, outputId: 'x', state: { kind: 'table', status: running } }],
  [{ version: 1, outputId: 'x', state: { kind: 'hologram', rows: [], status: running } }],
])('an output that cannot be read is said: %o', json => {
  host.renderer.render({ id: 'bad', mime: LIVE_MIME, json: () => json }, host.element)
  expect(host.text('[role=alert]')).toBe(
    'This output was written by another version of flinknb. Run the cell again to see it.',
  )
})

test('hidden documents are not drawn', () => {
  host.render(table(1))
  host.send({ type: 'state', state: table(1) })
  const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true)
  host.send({ type: 'state', state: table(7) })
  expect(host.element.querySelectorAll('.flinknb-rows tr')).toHaveLength(1)
  hidden.mockReturnValue(false)
  document.dispatchEvent(new Event('visibilitychange'))
  vi.advanceTimersByTime(20)
  expect(host.element.querySelectorAll('.flinknb-rows tr')).toHaveLength(7)
  hidden.mockRestore()
})

test('everything that was shown is let go', () => {
  for (let i = 0; i < 20; i++) host.render(table(2), `item${i}`, `out${i}`)
  host.renderer.disposeItem()
  expect(host.posted.filter(message => (message as { type: string }).type === 'detach')).toHaveLength(20)
  expect(document.querySelectorAll('.flinknb')).toHaveLength(0)
})
