import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { GraphState } from '../../src/protocol/graph.ts'
import type { OutputId, RendererMessage } from '../../src/protocol/live.ts'
import type { ExecutionId } from '../../src/protocol/messages.ts'
import type { LiveQuestion, NewestRecords } from '../../src/protocol/questions.ts'
import { buildKernel } from './buildKernel.ts'
import { KernelHarness } from './kernelHarness.ts'

let harness: KernelHarness
let received: RendererMessage[] = []

beforeAll(async () => {
  harness = await KernelHarness.start(await buildKernel())
  harness.kernel.onMessage(message => {
    if (message.type === 'renderer') received.push(message.message)
  })
  await harness.run(1, "import { env, display, dataGenSource, fileSource, json } from 'flinknb'")
}, 60_000)

afterAll(async () => {
  await harness.kernel.kill()
})

function outputOf(executionId: ExecutionId): OutputId {
  const shown = harness.messages.find(
    m => m.type === 'output' && m.executionId === executionId && m.output.kind === 'display',
  )
  if (shown?.type !== 'output' || shown.output.kind !== 'display') throw new Error('nothing was displayed')
  return shown.output.displayId as OutputId
}

let asked = 0
async function ask(outputId: OutputId, question: LiveQuestion): Promise<Extract<RendererMessage, { type: 'answer' }>> {
  const askId = `test-${++asked}`
  harness.kernel.send({ type: 'renderer', request: { type: 'ask', outputId, askId, question } })
  const message = await harness.until(
    m => m.type === 'renderer' && m.message.type === 'answer' && m.message.askId === askId,
  )
  if (message.type !== 'renderer' || message.message.type !== 'answer') throw new Error('no answer')
  return message.message
}

test('env.graph() as a value lives on after its cell, answers about arrows, and goes when its cell runs again', async () => {
  const job = harness.start(
    2,
    "display(env.fromSource(dataGenSource(i => ({ i }), { rowsPerSecond: 200 })).map(r => ({ ...r, twice: 2 * r.i }), 'double'))",
  )
  await harness.jobRunning(job)
  const graph = harness.start(3, 'env.graph()')
  expect((await harness.result(graph)).status).toBe('ok')
  const outputId = outputOf(graph)
  received = []
  harness.kernel.send({ type: 'renderer', request: { type: 'attach', outputId } })
  await sleep(2_600)
  const news = received.filter(message => message.outputId === outputId)
  expect(news[0]?.type).toBe('state')
  const patches = news.flatMap(message => (message.type === 'patch' ? [message.patch as GraphState] : []))
  expect(patches.length).toBeGreaterThanOrEqual(2)
  expect(patches.length, 'once a second').toBeLessThanOrEqual(3)
  const shown = patches.at(-1)?.jobs[0]
  expect(shown?.operators.map(operator => operator.kind)).toEqual(['source', 'operator', 'sink'])
  expect(shown?.arrows[1]?.perSecond).toBeGreaterThan(100)
  expect(shown?.arrows[1]?.perSecond).toBeLessThan(300)

  const question = { kind: 'edgeRecords', job: shown?.id ?? '', from: 'double' } as const
  await ask(outputId, question)
  await sleep(300)
  const { rows } = (await ask(outputId, question)).answer as NewestRecords
  expect(rows.length).toBe(20)
  for (const [i, twice] of rows) expect(twice).toBe(2 * (i as number))
  expect((await ask(outputId, { ...question, from: 'nobody' })).error).toMatch(/no operator 'nobody'/)

  await harness.stop(2)
  await sleep(200)
  const last = received.findLast(message => message.outputId === outputId)
  expect(last?.type === 'patch' && (last.patch as GraphState).jobs[0]?.state).toBe('stopped')
  await harness.run(3, '1')
  harness.kernel.send({ type: 'renderer', request: { type: 'attach', outputId } })
  await harness.until(m => m.type === 'renderer' && m.message.type === 'gone' && m.message.outputId === outputId)
}, 20_000)

test('a table answers with the records that could not be decoded, also after its end', async () => {
  writeFileSync(path.join(harness.directory, 'rows.jsonl'), '{"a":1}\n{"a":\n<script>\n{"a":4}\n')
  const run = harness.start(5, "display(env.fromSource(fileSource({ path: 'rows.jsonl', format: json() })))")
  expect((await harness.result(run)).status).toBe('ok')
  const { answer } = await ask(outputOf(run), { kind: 'deadLetters' })
  const { columns, rows, live } = answer as NewestRecords
  const raw = columns.findIndex(column => column.name === 'raw')
  expect(rows.map(row => row[raw])).toEqual(['{"a":', '<script>'])
  expect(live).toBe(false)
})
