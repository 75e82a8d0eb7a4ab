import type { AsyncContext } from '../asyncOptions.ts'
import type { AsyncEntry } from './asyncQueue.ts'

/** A record's call in progress, over all its attempts. */
export class AsyncCall {
  /** Calls made so far. */
  attempts = 0
  /** When it is made again, epoch milliseconds of processing time; Infinity while its result is awaited. */
  retryAt = Number.POSITIVE_INFINITY
  private controller: AbortController | undefined

  constructor(
    readonly entry: AsyncEntry,
    /** When its time is up. */
    readonly deadline: number,
  ) {}

  /** For the next attempt. The signal is made when it is asked for, for most calls do not. */
  context(): AsyncContext {
    const call = this
    return {
      get signal() {
        call.controller ??= new AbortController()
        return call.controller.signal
      },
    }
  }

  abort(): void {
    this.controller?.abort()
  }
}
