import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildKernel } from './buildKernel.ts'
import { type HarnessOptions, KernelHarness } from './kernelHarness.ts'

let kernelPath = ''
const started: KernelHarness[] = []

async function newKernel(options: HarnessOptions = {}): Promise<KernelHarness> {
  const harness = await KernelHarness.start(kernelPath, options)
  started.push(harness)
  return harness
}

beforeAll(async () => {
  kernelPath = await buildKernel()
}, 60_000)

afterAll(async () => {
  await Promise.all(started.map(({ kernel }) => kernel.kill()))
})

test('a kernel out of memory leaves checkpoints from which the next one goes on: every record once', async () => {
  const harness = await newKernel({ memoryLimitMb: 128 })
  const set = `import { env, dataGenSource, fileSink, json } from 'flinknb'
env.enableCheckpointing('100ms', { directory: 'checkpoints', restore: 'latest' })`
  const job = `env.fromSource(dataGenSource(i => ({ i }), { rowsPerSecond: 2000, count: 5000 }))
  .sinkTo(fileSink({ path: 'out.jsonl', format: json(), delivery: 'exactly-once' }))`
  await harness.run(1, set)
  const first = harness.start(2, job)
  await sleep(1_200)
  const dead = await harness.run(3, 'const hoard = []\nfor (;;) hoard.push(new Array(1000).fill(hoard.length))')
  expect(dead.error).toMatchObject({ code: 'OUT_OF_MEMORY', cellNumber: 3 })
  expect(dead.error?.message).toMatch(/Text and outputs of the notebook and checkpoints on disk are intact/)
  expect((await harness.result(first)).error).toMatchObject({ code: 'OUT_OF_MEMORY' })
  await harness.run(1, set)
  const before = performance.now()
  expect(await harness.run(2, job)).toMatchObject({ status: 'ok', error: undefined })
  expect(performance.now() - before).toBeLessThan(2_400) // from the beginning it would be 2.5 s
  const seen = committed(harness.directory)
  expect(seen.length).toBe(5_000)
  expect(new Set(seen).size).toBe(5_000)
}, 60_000)

/** The numbers in all files that the sink has made visible. */
function committed(directory: string): number[] {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter(file => /^out.*jsonl$/.test(file))
  const lines = files.flatMap(file => readFileSync(path.join(directory, file), 'utf8').split('\n').filter(Boolean))
  return lines.map(line => (JSON.parse(line) as { i: number }).i)
}

test('a job goes on when code that no loop check reaches is ended beside it', async () => {
  const harness = await newKernel()
  await harness.run(1, "import { env, dataGenSource, display } from 'flinknb'\nlet seen = 0")
  const job = harness.start(
    2,
    'display(env.fromSource(dataGenSource(i => ({ i }))).map(row => { seen++; return row }))',
  )
  await harness.jobRunning(job)
  const blocking = harness.start(3, 'new Function("for (;;) {}")()')
  await harness.until(m => m.type === 'executionStarted' && m.executionId === blocking)
  await sleep(300)
  await harness.stop(3)
  expect(await harness.result(blocking)).toMatchObject({ status: 'stopped', error: { code: 'INTERRUPTED' } })
  expect((await harness.result(blocking)).error?.message).toMatch(/Variables keep.*promises that waited at that moment/)
  const then = Number((await harness.run(4, 'seen')).result)
  await sleep(500)
  expect(Number((await harness.run(4, 'seen')).result)).toBeGreaterThan(then)
  await harness.stop(2)
  expect((await harness.result(job)).status).toBe('stopped')
}, 30_000)

test('the error of a stopped cell says what stays and what does not', async () => {
  const harness = started.at(-1) ?? (await newKernel())
  const waiting = harness.start(5, 'var after = 0\nawait new Promise(resolve => setTimeout(resolve, 700))\nafter = 1')
  await sleep(200)
  await harness.stop(5)
  expect((await harness.result(waiting)).error?.message).toMatch(
    /Variables keep.*waiting: should that end, what follows/,
  )
  await sleep(800)
  expect((await harness.run(6, 'after')).result).toBe('1')
  const loop = harness.start(5, 'for (;;) {}')
  await sleep(200)
  await harness.stop(5)
  expect((await harness.result(loop)).error?.message).toMatch(/Variables keep the values they had\.$/)
})

test('decorators run in the built kernel; the first such cell loads TypeScript, the next is quick', async () => {
  const harness = await newKernel()
  const cell = `const twice = (f: (this: A, n: number) => number, _: ClassMethodDecoratorContext) =>
  function (this: A, n: number) { return 2 * f.call(this, n) }
class A { @twice add(n: number) { return n + 1 } }
new A().add(2)`
  expect(await harness.run(1, cell)).toMatchObject({ status: 'ok', result: '6' })
  const { codeMs, result } = await harness.run(1, cell)
  expect(result).toBe('6')
  expect(codeMs).toBeLessThan(100)
}, 30_000)

test.each([
  ['a string', '"x".repeat(1e7)', /^'x{10000}'/],
  ['an array', 'Array.from({ length: 1e6 }, (_, i) => "item " + i)', /item 99.*\.\.\. 999900 more items/s],
  [
    'a circular structure',
    'const o: any = { a: Array.from({ length: 1e5 }, () => ({ t: "x".repeat(100) })) }; o.self = o; o',
    /\[Circular \*1\]/,
  ],
  ['a map', 'new Map(Array.from({ length: 1e5 }, (_, i) => [i, "x".repeat(100)]))', /more items/],
  ['a buffer', 'new Uint8Array(1e7)', /more items/],
])(
  'a value of 10 MB is shown in part: %s',
  async (_, code, shown) => {
    const harness = started.at(-1) ?? (await newKernel())
    const { result, status, codeMs } = await harness.run(5, code)
    expect(status).toBe('ok')
    expect(result).toMatch(shown)
    expect(result?.length).toBeLessThan(101_000)
    expect(codeMs).toBeLessThan(3_000)
  },
  30_000,
)

test('10 MB printed, and an error of 10 MB, are cut and say so; the kernel goes on', async () => {
  const harness = started.at(-1) ?? (await newKernel())
  const printed = await harness.run(6, 'console.log("y".repeat(1e7))')
  expect(printed.status).toBe('ok')
  expect(printed.stdout.length).toBeLessThan(1_100_000)
  expect(printed.stderr).toMatch(/[89],\d{3},\d{3} characters left out/)
  const thrown = await harness.run(6, 'throw new Error("z".repeat(1e7))')
  expect(thrown.error?.message).toMatch(/^z{99000}z*\n… 9,9\d\d,\d{3} more characters$/)
  expect(thrown.error?.stack.length).toBeLessThan(200)
  expect((await harness.run(6, '1 + 1')).result).toBe('2')
}, 30_000)

test('stale cells are told of, and a cell that is run is stale no longer', async () => {
  const harness = await newKernel()
  const code = ['let x = 1', 'const y = x + 1', 'y']
  for (const again of [0, 1]) {
    for (const [index, text] of code.entries()) await harness.run(index + 1, text)
    if (again === 0) expect(harness.messages.filter(m => m.type === 'staleCells')).toEqual([])
  }
  await harness.run(1, 'let x = 5')
  const told = harness.messages
    .filter(m => m.type === 'staleCells')
    .map(m => m.cells.map(c => `${c.cellId}:${c.names}`))
  expect(told).toEqual([['cell-2:x', 'cell-3:y'], ['cell-3:y'], [], ['cell-2:x', 'cell-3:y']])
}, 20_000)
