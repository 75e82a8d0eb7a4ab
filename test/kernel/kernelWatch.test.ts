import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { KernelMessage } from '../../src/protocol/messages.ts'
import { buildKernel } from './buildKernel.ts'
import { type HarnessOptions, KernelHarness } from './kernelHarness.ts'

type Blocked = Extract<KernelMessage, { type: 'blocked' }>

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

const SPIN = 'const spin = (ms: number) => { for (const end = Date.now() + ms; Date.now() < end; ); }'
/** Keeps what it makes until the heap is that full. */
const HOARD = `import v8 from 'node:v8'
var hoard: number[][] = []
const full = (share: number) => {
  while (v8.getHeapStatistics().used_heap_size < share * 200 * 2 ** 20) hoard.push(new Array(2000).fill(hoard.length + 0.5))
}`

test('code that blocks the kernel for two seconds is told of, and its end too', async () => {
  const harness = await newKernel()
  await harness.run(1, SPIN)
  const result = await harness.run(2, 'spin(4000)\n"done"')
  await harness.until(m => m.type === 'blocked' && m.ms === 0)
  const blocked = harness.messages.filter((m): m is Blocked => m.type === 'blocked')
  expect(result).toMatchObject({ status: 'ok', result: "'done'" })
  expect(blocked.map(m => m.cellId)).toEqual(blocked.map(() => 'cell-2'))
  expect(blocked.map(m => Math.floor(m.ms / 1000))).toEqual([2, 3, 0])
}, 20_000)

test('a kernel that is busy in small pieces is not told of', async () => {
  const harness = await newKernel()
  await harness.run(1, SPIN)
  await harness.run(
    2,
    'for (let i = 0; i < 30; i++) { spin(100); await new Promise(resolve => setImmediate(resolve)) }',
  )
  expect(harness.messages.filter(m => m.type === 'blocked')).toEqual([])
}, 20_000)

test('a kernel near its memory limit warns in the cell that runs, also when that never pauses', async () => {
  const harness = await newKernel({ memoryLimitMb: 200 })
  await harness.run(1, `${SPIN}\n${HOARD}`)
  const { status, stderr } = await harness.run(2, 'full(0.9)\nspin(3000)')
  expect(status, stderr).toBe('ok')
  expect(stderr).toMatch(
    /\[memory: the kernel holds [\d,]+ MB, (8[5-9]|9\d) % of .*\(limit 200 MB\), while cell 2 runs.*memoryLimitMb/,
  )
  await sleep(1_500)
  const warnings = harness.messages.filter(m => m.type === 'output' && JSON.stringify(m).includes('[memory:'))
  expect(warnings).toHaveLength(1)
}, 20_000)

test('a kernel near its memory limit warns in the cell that filled it, when nothing runs any longer', async () => {
  const harness = await newKernel({ memoryLimitMb: 200 })
  await harness.run(1, HOARD)
  await harness.run(2, 'full(0.9)')
  const message = await harness.until(m => m.type === 'output' && JSON.stringify(m).includes('[memory:'))
  expect(message).toMatchObject({ cellId: 'cell-2', output: { kind: 'stream', name: 'stderr' } })
}, 20_000)

test('garbage is no reason to warn', async () => {
  const harness = await newKernel({ memoryLimitMb: 200 })
  await harness.run(
    1,
    'let made = 0\nfor (const end = Date.now() + 4000; Date.now() < end; ) made += new Array(50_000).fill(0.5).length',
  )
  expect(harness.messages.filter(m => JSON.stringify(m).includes('[memory:'))).toEqual([])
}, 60_000)
