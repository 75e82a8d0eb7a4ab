import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LIVE_MIME, type LiveOutput, type OutputId, type RendererMessage } from '../../src/protocol/live.ts'
import type { KernelMessage } from '../../src/protocol/messages.ts'
import { buildKernel } from './buildKernel.ts'
import { KernelHarness } from './kernelHarness.ts'

/** A source as users may write their own: 20 records every 10 ms, without end. */
const ENDLESS_SOURCE = `
class Endless {
  kind = 'endless'; description = 'endless'; boundedness = 'unbounded'
  async open({ clock }) {
    let i = 0, due = true
    return {
      poll() {
        if (!due) return undefined
        due = false
        return { split: '0', values: Array.from({ length: 20 }, () => ({ i: i++ })) }
      },
      available: () => due ? Promise.resolve() : new Promise(resolve => clock.schedule(10, () => { due = true; resolve() })),
      finished: false,
      position: () => i,
      close: async () => {},
    }
  }
}`
const ENDLESS = 'const ticks = env.fromSource(new Endless())\n'

let harness: KernelHarness

beforeAll(async () => {
  harness = await KernelHarness.start(await buildKernel())
  await harness.run(1, "import { env, display, plot, ml, dfd } from 'flinknb'")
  await harness.run(14, ENDLESS_SOURCE)
}, 60_000)

afterAll(async () => {
  await harness.kernel.kill()
})

type Display = Extract<KernelMessage, { type: 'output' }> & { output: { kind: 'display' } }

function displays(messages: readonly KernelMessage[]): Display[] {
  return messages.filter((m): m is Display => m.type === 'output' && m.output.kind === 'display')
}

/** An output that a stream feeds. */
function liveOf(
  data: Readonly<Record<string, unknown>>,
): LiveOutput & { readonly state: Exclude<LiveOutput['state'], { kind: 'value' }> } {
  return data[LIVE_MIME] as ReturnType<typeof liveOf>
}

test('a bounded job runs after the code, ends the cell, and leaves its last state', async () => {
  const { status, messages } = await harness.run(
    2,
    'const ten = env.fromCollection([1, 2, 3]).map(n => ({ n, square: n * n }))\ndisplay(ten)',
  )
  expect(status).toBe('ok')
  const [shown] = displays(messages)
  expect(liveOf(shown?.output.data ?? {}).state.status.phase).toBe('starting')
  const last = messages.findLast(m => m.type === 'updateDisplay')
  expect(last).toMatchObject({ displayId: shown?.output.displayId })
  const { state } = liveOf(last?.type === 'updateDisplay' ? last.data : {})
  expect(state).toMatchObject({
    kind: 'table',
    rows: [
      [1, 1],
      [2, 4],
      [3, 9],
    ],
    status: { phase: 'finished', records: 3 },
  })
})

test('a stream that a cell ends with is shown live, without a call of display', async () => {
  const { messages } = await harness.run(3, 'ten.filter(r => r.n > 1)')
  const last = messages.findLast(m => m.type === 'updateDisplay')
  expect(liveOf(last?.type === 'updateDisplay' ? last.data : {}).state.status.records).toBe(2)
})

test('executeAndCollect runs within the code; a cell that fails submits nothing', async () => {
  expect((await harness.run(3, '(await ten.executeAndCollect()).length')).result).toBe('3')
  const { status, messages } = await harness.run(3, 'display(ten)\nthrow new Error("after display")')
  expect(status).toBe('error')
  expect(messages.some(m => m.type === 'jobProgress')).toBe(false)
})

test('a function of the user that throws names operator, record, cell and line', async () => {
  const code =
    'const bad = env.fromCollection([{ a: 1 }, { a: 2 }]).map(r => {\n  if (r.a === 2) throw new RangeError("no two")\n  return r\n}, "halve")\ndisplay(bad)'
  const { status, error } = await harness.run(4, code)
  expect(status).toBe('error')
  expect(error).toMatchObject({ code: 'USER_CODE', cellNumber: 4, line: 2 })
  expect(error?.message).toMatch(/halve failed on record {"a":2}: no two/)
  expect(error?.stack).toContain('Caused by RangeError: no two')
})

test.each([
  [
    'a timer',
    `.keyBy(n => n).process({
  processElement: (n, ctx) => ctx.timerService().registerEventTimeTimer(9),
  onTimer() {
    throw new RangeError('too late')
  },
})`,
    5,
    /keyed process \(timer\) failed on record {"timer":9} for key 7: too late/,
  ],
  [
    'a window',
    `.keyBy(n => n).countWindow(1)
  .apply((key, window, elements) => {
    throw new RangeError('too wide')
  })`,
    4,
    /global window window process failed on record \[7\] for key 7: too wide/,
  ],
  [
    'an asynchronous function',
    `.mapAsync(async n => {
  await Promise.resolve()
  throw new RangeError('too slow')
})`,
    4,
    /async map failed on record 7: too slow/,
  ],
])('an error in %s names operator, record, key, cell and line', async (_where, step, line, message) => {
  const { error } = await harness.run(4, `const failing = env.fromCollection([7])\n${step}\ndisplay(failing)`)
  expect(error).toMatchObject({ code: 'USER_CODE', cellNumber: 4, line })
  expect(error?.message).toMatch(message)
})

test('print writes the records of a stream to the cell', async () => {
  const { messages, status } = await harness.run(3, 'env.fromCollection([{ n: 1 }, { n: 2 }]).print("in")')
  expect(status).toBe('ok')
  const printed = messages.flatMap(m => (m.type === 'output' && m.output.kind === 'stream' ? [m.output.text] : []))
  expect(printed.join('')).toBe('in> { n: 1 }\nin> { n: 2 }\n')
  expect((await harness.run(3, 'env.fromCollection([1]).print(7)')).error?.message).toBe(
    'print: the label 7 is not text.',
  )
})

test('an unbounded job lets the next cell run, prints from its functions, and stops cleanly', async () => {
  const id = harness.start(
    5,
    `${ENDLESS}var seen = 0\ndisplay(ticks.map(t => { if (++seen === 10) console.log("ten"); return t }))`,
  )
  await harness.jobRunning(id)
  const printed = await harness.until(
    m => m.type === 'output' && m.output.kind === 'stream' && m.output.text === 'ten\n',
  )
  expect(printed).toMatchObject({ executionId: id })
  await sleep(300)
  expect(Number((await harness.run(6, 'seen')).result)).toBeGreaterThan(10)
  await harness.stop(5)
  const { status, messages } = await harness.result(id)
  expect(status).toBe('stopped')
  const last = messages.findLast(m => m.type === 'updateDisplay')
  expect(liveOf(last?.type === 'updateDisplay' ? last.data : {}).state.status).toMatchObject({ phase: 'stopped' })
  expect(messages.findLast(m => m.type === 'jobProgress')).toMatchObject({
    progress: { state: 'stopped', boundedness: 'unbounded' },
  })
})

test('a cell that is run again stops its earlier job first', async () => {
  const first = harness.start(5, `${ENDLESS}display(ticks)`)
  await harness.jobRunning(first)
  const second = harness.start(5, '"again"')
  expect((await harness.result(second)).result).toBe("'again'")
  expect((await harness.result(first)).status).toBe('stopped')
})

test('a renderer that attaches gets the state, then patches, and is told of outputs that are gone', async () => {
  const id = harness.start(7, `${ENDLESS}display(plot.line(ticks, { x: 'i', y: 'i', last: 50 }))`)
  await harness.jobRunning(id)
  const [shown] = displays(harness.messages.filter(m => 'executionId' in m && m.executionId === id))
  const outputId = shown?.output.displayId as OutputId
  const received: RendererMessage[] = []
  const end = harness.kernel.onMessage(m => {
    if (m.type === 'renderer' && m.message.outputId === outputId) received.push(m.message)
  })
  await sleep(200)
  expect(received).toEqual([])
  harness.kernel.send({ type: 'renderer', request: { type: 'attach', outputId } })
  await sleep(500)
  harness.kernel.send({ type: 'renderer', request: { type: 'detach', outputId } })
  await sleep(100)
  const count = received.length
  expect(received[0]?.type).toBe('state')
  expect(count).toBeGreaterThan(4)
  expect(received.slice(1).every(m => m.type === 'patch')).toBe(true)
  await sleep(200)
  expect(received.length).toBe(count)
  end()
  await harness.stop(7)
  harness.kernel.send({ type: 'renderer', request: { type: 'attach', outputId: 'nobody' as OutputId } })
  await harness.until(m => m.type === 'renderer' && m.message.type === 'gone' && m.message.outputId === 'nobody')
})

test('an endless loop in a function of a job is broken off, and its cell stopped', async () => {
  const id = harness.start(8, `${ENDLESS}display(ticks.map(t => { if (t.i === 50) for (;;) {} return t }))`)
  await harness.jobRunning(id)
  await sleep(500)
  await harness.stop(8)
  expect((await harness.result(id)).status).toBe('stopped')
  expect((await harness.run(9, '1 + 1')).result).toBe('2')
}, 20_000)

test('a model, a DataFrame and a figure are shown as what they are', async () => {
  const learned = await harness.run(
    10,
    "const model = ml.pipeline(new ml.StandardScaler(), new ml.LinearRegression())\nfor (let i = 0; i < 50; i++) model.learnOne({ a: i, '<b>': i * i % 7 }, 3 * i + 1)\nmodel",
  )
  const model = learned.messages.find(m => m.type === 'output' && m.output.kind === 'result')
  expect(model).toMatchObject({ output: { data: { 'text/html': expect.stringContaining('<th scope="col"') } } })
  expect(JSON.stringify(model)).toContain('&lt;b&gt;')
  expect(learned.result).toMatch(/standard error/)
  const frame = await harness.run(11, 'await ten.toDataFrame()')
  expect(frame.result).toBe('   n  square\n0  1       1\n1  2       4\n2  3       9\n3 rows × 2 columns')
  const figure = await harness.run(12, 'display(plot.figure({ data: [{ y: [1, 2] }], layout: {} }))')
  expect(displays(figure.messages)[0]?.output.data).toHaveProperty(
    ['application/vnd.plotly.v1+json', 'data', 0, 'y', 1],
    2,
  )
  expect(figure.result).toBeUndefined()
})

test('a display can be updated', async () => {
  const { messages } = await harness.run(13, 'const handle = display("one")\nhandle.update("two")')
  const [shown] = displays(messages)
  expect(messages.find(m => m.type === 'updateDisplay')).toMatchObject({
    displayId: shown?.output.displayId,
    data: { 'text/plain': "'two'" },
  })
})

test('several cells run their jobs at the same time; stopAll ends them all', async () => {
  const ids = [21, 22, 23].map(n => harness.start(n, `${ENDLESS}display(ticks)`))
  for (const id of ids) await harness.jobRunning(id)
  await harness.kernel.stopAll()
  for (const id of ids) expect((await harness.result(id)).status).toBe('stopped')
})
