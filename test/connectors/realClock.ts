import { setImmediate } from 'node:timers/promises'
import type { CancelTimer, Clock } from '../../src/base/clock.ts'

/** The machine's own time, for tests of what really takes time. */
export class RealClock implements Clock {
  now(): number {
    return Date.now()
  }

  monotonic(): number {
    return performance.now()
  }

  schedule(delayMs: number, callback: () => void): CancelTimer {
    const timer = setTimeout(callback, delayMs)
    return () => clearTimeout(timer)
  }

  async yield(): Promise<void> {
    await setImmediate()
  }
}
