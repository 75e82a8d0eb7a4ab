import { type Duration, durationMs } from '../base/duration.ts'
import { FlinknbError } from '../base/errors.ts'
import { checkOptionNames, show } from '../base/options.ts'

/** What an asynchronous function is given beside the record. */
export interface AsyncContext {
  /** Fires when the result is no longer wanted: the time is up, or the job has ended. Give it to `fetch`. */
  readonly signal: AbortSignal
}

/** When and how often a call is made again (Flink's `AsyncRetryStrategies`). */
export interface AsyncRetry<Out> {
  /** How often a record's call is made again after the first, as in Flink. */
  readonly maxAttempts: number
  /** Before the first repetition. */
  readonly delay: Duration
  /** By what each further delay is longer than the one before; 1 by default. */
  readonly backoffMultiplier?: number | undefined
  readonly maxDelay?: Duration | undefined
  /** Whether an error is worth another try; every one by default. */
  readonly ifError?: ((error: unknown) => boolean) | undefined
  /** Whether a result is worth another try; none by default. */
  readonly ifResult?: ((result: Out) => boolean) | undefined
}

/** How asynchronous calls are made (Flink's `AsyncDataStream`, page "Async I/O"). */
export interface AsyncOptions<In, Out> {
  /** Whether results come in the order of their records (`orderedWait`, the default) or as they arrive (`unorderedWait`). */
  readonly ordered?: boolean | undefined
  /** How many calls may be in progress; while there are as many, nothing more is read. 100 by default. */
  readonly capacity?: number | undefined
  /** How long a record may take, with all its repetitions; for ever by default. */
  readonly timeout?: Duration | undefined
  /** The result of a record whose time is up; without it the job fails. */
  readonly onTimeout?: ((value: In) => Out) | undefined
  readonly retry?: AsyncRetry<Out> | undefined
}

/** {@link AsyncOptions} that have been checked. */
export interface AsyncSettings<In, Out> {
  readonly ordered: boolean
  readonly capacity: number
  readonly timeoutMs: number
  readonly onTimeout: ((value: In) => Out) | undefined
  readonly retry: RetrySettings<Out> | undefined
}

export interface RetrySettings<Out> {
  readonly maxAttempts: number
  readonly ifError: (error: unknown) => boolean
  readonly ifResult: (result: Out) => boolean
  /** @param attempt 1 for the first repetition */
  delayMs(attempt: number): number
}

export const ASYNC_OPTION_NAMES = ['ordered', 'capacity', 'timeout', 'onTimeout', 'retry']

/** @throws FlinknbError `INVALID_OPTION` naming the call, the option and the value */
export function asyncSettings<In, Out>(call: string, options: AsyncOptions<In, Out>): AsyncSettings<In, Out> {
  const { ordered = true, capacity = 100, timeout, onTimeout, retry } = options
  if (!Number.isInteger(capacity) || capacity < 1) {
    throw new FlinknbError('INVALID_OPTION', `${call}: capacity ${show(capacity)} is not a number of calls.`)
  }
  const timeoutMs = timeout === undefined ? Number.POSITIVE_INFINITY : durationMs(timeout, `${call}: timeout`)
  if (timeoutMs === 0)
    throw new FlinknbError('INVALID_OPTION', `${call}: timeout ${show(timeout)} must be longer than 0.`)
  return { ordered: ordered !== false, capacity, timeoutMs, onTimeout, retry: retry && retrySettings(call, retry) }
}

function retrySettings<Out>(call: string, retry: AsyncRetry<Out>): RetrySettings<Out> {
  checkOptionNames(`${call}: retry`, retry, RETRY_NAMES)
  const { maxAttempts, backoffMultiplier = 1, ifError = () => true, ifResult = () => false } = retry
  if (!Number.isInteger(maxAttempts) || maxAttempts < 1) {
    throw new FlinknbError(
      'INVALID_OPTION',
      `${call}: retry.maxAttempts ${show(maxAttempts)} is not a number of attempts.`,
    )
  }
  if (!(backoffMultiplier >= 1)) {
    throw new FlinknbError('INVALID_OPTION', `${call}: retry.backoffMultiplier ${show(backoffMultiplier)} is below 1.`)
  }
  const delayMs = durationMs(retry.delay, `${call}: retry.delay`)
  const { maxDelay } = retry
  const maxMs = maxDelay === undefined ? Number.POSITIVE_INFINITY : durationMs(maxDelay, `${call}: retry.maxDelay`)
  return {
    maxAttempts,
    ifError,
    ifResult,
    delayMs: attempt => Math.min(maxMs, delayMs * backoffMultiplier ** (attempt - 1)),
  }
}

const RETRY_NAMES = ['maxAttempts', 'delay', 'backoffMultiplier', 'maxDelay', 'ifError', 'ifResult']
