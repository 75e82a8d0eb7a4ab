import type { Clock } from '../../base/clock.ts'
import { Backoff, pause } from './backoff.ts'
import { isTransient, kafkaError } from './kafkaError.ts'

export interface RetryOptions {
  readonly clock: Clock
  readonly signal: AbortSignal
  /** After this long a transient failure counts as final. */
  readonly forMs: number
  /** Completes 'could not …' in the error. */
  readonly doing: string
}

/**
 * Runs `attempt` until it succeeds, fails for good, or has failed for long enough: leaders move, coordinators load.
 *
 * @throws FlinknbError of the last attempt
 */
export async function retrying<R>(options: RetryOptions, attempt: () => Promise<R>): Promise<R> {
  const { clock, signal, forMs, doing } = options
  const backoff = new Backoff(Math.random, 20, 1_000)
  const start = clock.monotonic()
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      const late = clock.monotonic() - start >= forMs
      if (late || signal.aborted || !isTransient(error)) throw kafkaError(doing, error)
      await pause(clock, backoff.next(), signal)
    }
  }
}
