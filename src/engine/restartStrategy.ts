import { type Duration, durationMs } from '../base/duration.ts'
import { FlinknbError } from '../base/errors.ts'
import { checkOptionNames, show } from '../base/options.ts'

/**
 * Whether and when a failed job starts again from its newest checkpoint. A strategy is a value; `begin` gives the state of
 * one job.
 */
export interface RestartStrategy {
  /** For people: 'fixed delay, 3 attempts, 1000 ms apart'. */
  readonly description: string
  begin(): RestartDecider
}

export interface RestartDecider {
  /** @returns milliseconds to wait before the next attempt; undefined to give up */
  next(failedAt: number, ranSince: number): number | undefined
}

/** A failed job stays failed (the default). */
export function noRestart(): RestartStrategy {
  return { description: 'no restart', begin: () => ({ next: () => undefined }) }
}

/** At most `attempts` restarts, `delay` after each failure (Flink's fixed-delay strategy). */
export function fixedDelayRestart(attempts: number, delay: Duration): RestartStrategy {
  const delayMs = durationMs(delay, 'fixedDelayRestart: delay')
  if (!Number.isInteger(attempts) || attempts < 0) {
    throw new FlinknbError('INVALID_OPTION', `fixedDelayRestart: ${show(attempts)} is not a number of attempts.`)
  }
  return {
    description: `fixed delay, ${attempts} attempts, ${delayMs} ms apart`,
    begin: () => {
      let used = 0
      return { next: () => (used++ < attempts ? delayMs : undefined) }
    },
  }
}

export interface ExponentialDelayOptions {
  /** Default '1s'. */
  readonly initialBackoff?: Duration | undefined
  /** Default '1min'. */
  readonly maxBackoff?: Duration | undefined
  /** Default 1.5. */
  readonly backoffMultiplier?: number | undefined
  /** After running this long without failing the delay starts anew. Default '1h'. */
  readonly resetBackoffThreshold?: Duration | undefined
  /** Gives up after so many restarts without such a reset; without end by default. */
  readonly attemptsBeforeReset?: number | undefined
}

/** Delays that grow with each failure (Flink's exponential-delay strategy, with its defaults, without jitter). */
export function exponentialDelayRestart(options: ExponentialDelayOptions = {}): RestartStrategy {
  checkOptionNames('exponentialDelayRestart', options, [
    'initialBackoff',
    'maxBackoff',
    'backoffMultiplier',
    'resetBackoffThreshold',
    'attemptsBeforeReset',
  ])
  const initialMs = durationMs(options.initialBackoff ?? '1s', 'initialBackoff')
  const maxMs = durationMs(options.maxBackoff ?? '1min', 'maxBackoff')
  const resetMs = durationMs(options.resetBackoffThreshold ?? '1h', 'resetBackoffThreshold')
  const multiplier = options.backoffMultiplier ?? 1.5
  const attempts = options.attemptsBeforeReset ?? Number.POSITIVE_INFINITY
  if (!(multiplier >= 1)) {
    throw new FlinknbError(
      'INVALID_OPTION',
      `exponentialDelayRestart: backoffMultiplier ${show(multiplier)} is below 1.`,
    )
  }
  return {
    description: `exponential delay, ${initialMs} ms growing by ${multiplier} to ${maxMs} ms`,
    begin: () => {
      let delayMs = initialMs
      let used = 0
      return {
        next: (failedAt, ranSince) => {
          if (failedAt - ranSince >= resetMs) [delayMs, used] = [initialMs, 0]
          if (used++ >= attempts) return undefined
          const current = delayMs
          delayMs = Math.min(maxMs, delayMs * multiplier)
          return current
        },
      }
    },
  }
}
