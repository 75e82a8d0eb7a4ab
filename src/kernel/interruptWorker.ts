/**
 * A thread of the kernel that still hears the host when the main thread runs a cell without end, and breaks that off: by
 * the loop checks in compiled code, which leave everything else alone, then by the engine's own means. It also watches: a
 * main thread that is blocked or has no memory left cannot say so.
 */
import { Session } from 'node:inspector'
import { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import type { BreakOffAnswer, BreakOffRequest, BreakOffResult, WatchReport } from '../protocol/interrupt.ts'
import { TERMINATED } from './cell/interruptFlag.ts'
import type { InterruptWorkerData, Ping } from './interruptProtocol.ts'
import { BlockWatch } from './watch/blockWatch.ts'
import { MemoryWatch } from './watch/memoryWatch.ts'

/** A main thread that is only busy for a moment is left alone. */
const PATIENCE_MS = 300
const LOOP_CHECK_MS = 300
const TERMINATE_MS = 1_000
const WATCH_INTERVAL_MS = 300

const { flag, fd, heapLimitBytes } = workerData as InterruptWorkerData
const view = new Int32Array(flag)
const socket = new Socket({ fd, readable: true, writable: true })
let lastPing = 0
let lastPong = 0

parentPort?.on('message', ({ ping }: Ping) => {
  lastPong = Math.max(lastPong, ping)
})

let text = ''
socket.setEncoding('utf8').on('data', (chunk: string) => {
  const lines = (text + chunk).split('\n')
  text = lines.pop() ?? ''
  for (const line of lines) void answer(JSON.parse(line) as BreakOffRequest)
})
socket.on('error', () => {}) // the host has gone; the main thread notices by itself

const blockWatch = new BlockWatch(sendPing, ping => lastPong >= ping, report)
const memoryWatch = new MemoryWatch(heapLimitBytes, report)
setInterval(() => {
  blockWatch.look(performance.now())
  memoryWatch.look().catch(error => process.stderr.write(`memory watch: ${error}\n`))
}, WATCH_INTERVAL_MS)

function report(found: WatchReport): void {
  socket.write(`${JSON.stringify(found)}\n`)
}

async function answer({ id }: BreakOffRequest): Promise<void> {
  const result = await breakOff()
  socket.write(`${JSON.stringify({ id, result } satisfies BreakOffAnswer)}\n`)
}

async function breakOff(): Promise<BreakOffResult> {
  if (await responds(PATIENCE_MS)) return 'responsive'
  Atomics.store(view, 0, 1)
  if (await responds(LOOP_CHECK_MS)) return 'brokenOff'
  Atomics.store(view, TERMINATED, 1)
  terminate()
  return (await responds(TERMINATE_MS)) ? 'terminated' : 'stuck'
}

async function responds(withinMs: number): Promise<boolean> {
  const ping = sendPing()
  for (const end = performance.now() + withinMs; performance.now() < end; ) {
    if (lastPong >= ping) return true
    await sleep(5)
  }
  return lastPong >= ping
}

function sendPing(): number {
  parentPort?.postMessage({ ping: ++lastPing } satisfies Ping)
  return lastPing
}

function terminate(): void {
  const session = new Session()
  session.connectToMainThread()
  session.post('Runtime.terminateExecution', () => session.disconnect())
}
