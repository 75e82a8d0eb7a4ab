import { setTimeout as sleep } from 'node:timers/promises'
import type { WatchReport } from '../../protocol/interrupt.ts'
import { heapOfMainThread, liveHeapOfMainThread } from './heapOfMainThread.ts'

/** Of its limit: from here on the heap is said to be nearly full; a next time only after it was below the other share. */
const HIGH_SHARE = 0.85
const CALM_SHARE = 0.7
/** Below this share of the limit in the whole process's memory, the main thread is not even asked. */
const ASK_SHARE = 0.6
/** The heap has to look full so many times running: code that makes garbage has it collected in between. */
const SAMPLES = 4
/** A main thread that runs a loop does not collect when asked; then the samples have to do. */
const COLLECT_TIMEOUT_MS = 1_000
/** To collect stops the main thread for as long as it takes, so it is done at most this often. */
const COLLECT_INTERVAL_MS = 20_000

/** Says when the main thread's heap is nearly full with what is in use. Runs in a worker. */
export class MemoryWatch {
  private warned = false
  private looking = false
  private samples: number[] = []
  private collectedAt = Number.NEGATIVE_INFINITY
  /** How full it looked at the last collection, garbage included. */
  private collectedFor = 0

  constructor(
    private readonly limitBytes: number,
    private readonly report: (report: WatchReport) => void,
  ) {}

  /** To be called a few times a second. */
  async look(): Promise<void> {
    if (this.looking || process.memoryUsage.rss() < ASK_SHARE * this.limitBytes) return
    this.looking = true
    try {
      this.samples = [...this.samples, await heapOfMainThread()].slice(-SAMPLES)
      await this.judge(Math.min(...this.samples))
    } finally {
      this.looking = false
    }
  }

  private async judge(smallest: number): Promise<void> {
    const { limitBytes } = this
    if (smallest < CALM_SHARE * limitBytes) this.warned = false
    const isFull = this.samples.length === SAMPLES && smallest >= HIGH_SHARE * limitBytes
    const now = performance.now()
    // A heap that fills fast may be at its end before the next collection is due: half of what was left is reason enough.
    const isDue = now - this.collectedAt >= COLLECT_INTERVAL_MS || smallest >= (this.collectedFor + limitBytes) / 2
    if (this.warned || !isFull || !isDue) return
    this.collectedAt = now
    this.collectedFor = smallest
    const usedBytes = (await Promise.race([liveHeapOfMainThread(), sleep(COLLECT_TIMEOUT_MS)])) ?? smallest
    if (usedBytes < HIGH_SHARE * limitBytes) return
    this.warned = true
    this.report({ report: 'memory', usedBytes, limitBytes })
  }
}
