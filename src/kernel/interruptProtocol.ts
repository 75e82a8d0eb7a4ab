import type { Worker } from 'node:worker_threads'
import type { InterruptFlag } from './cell/interruptFlag.ts'

/** What the interrupt worker is started with. */
export interface InterruptWorkerData {
  readonly flag: SharedArrayBuffer
  /** The pipe to the host. */
  readonly fd: number
  /** Of the main thread's heap. */
  readonly heapLimitBytes: number
}

/** Interrupt worker → main thread, and back as it is: shows that the main thread gets to its messages. */
export interface Ping {
  readonly ping: number
}

/** Main thread: answers. A request that no loop has seen by then is over. */
export function answerPings(worker: Worker, flag: InterruptFlag): void {
  worker.on('message', (ping: Ping) => {
    flag.clear()
    worker.postMessage(ping)
  })
  // Without it nothing can be broken off, and the host ends the kernel instead; cells run all the same.
  worker.on('error', error => process.stderr.write(`interrupt worker: ${error.message}\n`))
}
