import type { Clock } from '../../base/clock.ts'
import type { Random } from '../../base/random.ts'

/**
 * How long to wait before trying again: between half and the whole of 100 ms, doubling to 2 s; the spread keeps many
 * clients of a restarted broker from coming back at the same moment.
 */
export class Backoff {
  private failures = 0

  constructor(
    private readonly random: Random,
    private readonly firstMs = 100,
    private readonly mostMs = 2_000,
  ) {}

  /** The next delay, milliseconds. */
  next(): number {
    const ceiling = Math.min(this.mostMs, this.firstMs * 2 ** this.failures++)
    return Math.round(ceiling / 2 + (this.random() * ceiling) / 2)
  }

  /** It worked: the next failure starts from the beginning. */
  reset(): void {
    this.failures = 0
  }
}

/** Waits `ms` of the clock, or less when `signal` fires. */
export function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) return resolve()
    const done = () => {
      cancel()
      signal.removeEventListener('abort', done)
      resolve()
    }
    const cancel = clock.schedule(ms, done)
    signal.addEventListener('abort', done)
  })
}
