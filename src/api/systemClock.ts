import type { Clock } from '../base/clock.ts'

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  schedule: (delayMs, callback) => {
    // a longer delay would fire at once (Node's timers hold 31 bits); whoever waits that long looks again
    const timer = setTimeout(callback, Math.min(delayMs, 2 ** 31 - 1))
    return () => clearTimeout(timer)
  },
  yield: () => new Promise(resolve => setImmediate(resolve)),
}
