import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import type { AsyncContext, AsyncSettings } from '../asyncOptions.ts'
import type { Batch } from '../batch.ts'
import { BatchBuilder } from '../batchBuilder.ts'
import { Operator } from '../operator.ts'
import { asUserCodeError } from '../userCodeError.ts'
import { AsyncCall } from './asyncCall.ts'
import { type AsyncEntry, type AsyncQueue, OrderedAsyncQueue, UnorderedAsyncQueue } from './asyncQueue.ts'

export interface AsyncFunction<In, Raw, Out> {
  /** Starts the call for a record; a value that is no promise is the result at once. */
  invoke(value: In, context: AsyncContext, now: () => number): Raw | PromiseLike<Raw>
  /** Makes the records of a result. */
  emit(value: In, result: Raw, collect: (out: Out) => void): void
  /** What a record is looked up by, for errors. */
  keyOf?(value: In): unknown
}

/** How a call has ended. */
interface Settled {
  readonly call: AsyncCall
  readonly attempt: number
  readonly outcome: { readonly result: unknown } | { readonly error: unknown }
}

/**
 * Calls an asynchronous function for each record (Flink's `AsyncWaitOperator`, page "Async I/O"). At most `capacity`
 * records are in progress or wait for their turn to be emitted; beyond that nothing is polled, so what waits to be started
 * is bounded by one poll. A snapshot holds every record whose result has not been emitted: its call is made again after
 * a restore.
 */
export class AsyncOperator<In, Raw, Out> extends Operator<In, Out> {
  override readonly forwardsWatermarks = false
  private readonly queue: AsyncQueue
  /** Not started yet, for want of capacity. */
  private toStart: AsyncEntry[] = []
  private readonly calls = new Set<AsyncCall>()
  /** Started and not emitted. */
  private inProgress = 0
  private settled: Settled[] = []
  /** When the next call is to be made again, or its time is up. */
  private nextDue = Number.POSITIVE_INFINITY
  /** For when the runtime was last asked to call. */
  private requestedFor = Number.POSITIVE_INFINITY
  private closed = false
  private readonly now = () => this.context.processingTime()
  private readonly results = new BatchBuilder<Out>()

  constructor(
    private readonly fn: AsyncFunction<In, Raw, Out>,
    private readonly settings: AsyncSettings<In, Raw>,
  ) {
    super()
    this.queue = settings.ordered ? new OrderedAsyncQueue() : new UnorderedAsyncQueue()
  }

  override get blocked(): boolean {
    return this.inProgress >= this.settings.capacity || this.toStart.length > 0
  }

  override get drained(): boolean {
    return this.queue.isEmpty
  }

  override processBatch({ values, timestamps, watermarks }: Batch<In>): void {
    for (let i = 0; i < values.length; i++) {
      if (watermarks && (watermarks[i] as number) > this.watermark) this.watermark = watermarks[i] as number
      this.enqueue(values[i], timestamps ? (timestamps[i] as number) : Number.NaN, this.watermark)
    }
    this.proceed()
  }

  override onWatermark(watermark: number): void {
    super.onWatermark(watermark)
    this.queue.addWatermark(watermark)
    this.emitDone()
  }

  override onProcessingTime(): void {
    this.requestedFor = Number.POSITIVE_INFINITY
    // emitting, and finding out that all is done, is the business of onWork
    this.context.requestWork()
  }

  override onWork(): void {
    const { settled } = this
    this.settled = []
    for (const one of settled) this.settle(one)
    const now = this.context.processingTime()
    if (now >= this.nextDue) this.checkTimes(now)
    this.proceed()
  }

  override close(): void {
    this.closed = true
    for (const call of this.calls) call.abort()
  }

  override snapshotState(): unknown {
    return this.queue
      .items()
      .map(item =>
        typeof item === 'number' ? item : { value: item.value, timestamp: item.timestamp, watermark: item.watermark },
      )
  }

  override restoreState(state: unknown): void {
    for (const item of state as (AsyncRecord | number)[]) {
      if (typeof item === 'number') this.queue.addWatermark(item)
      else this.enqueue(item.value, item.timestamp, item.watermark)
    }
    this.context.requestWork()
  }

  private enqueue(value: unknown, timestamp: number, watermark: number): void {
    const entry = { value, timestamp, watermark, done: false, emitted: false, result: undefined, segment: 0 }
    this.queue.add(entry)
    this.toStart.push(entry)
  }

  /** Starts and emits in turn until neither is possible. */
  private proceed(): void {
    do this.startSome()
    while (this.emitDone() && this.toStart.length > 0)
    if (this.nextDue >= this.requestedFor) return
    this.requestedFor = this.nextDue
    this.context.requestProcessingTime(this.nextDue)
  }

  private startSome(): void {
    const { capacity, timeoutMs } = this.settings
    let started = 0
    while (started < this.toStart.length && this.inProgress < capacity) {
      const entry = this.toStart[started++] as AsyncEntry
      this.inProgress++
      const call = new AsyncCall(entry, this.context.processingTime() + timeoutMs)
      this.calls.add(call)
      this.nextDue = Math.min(this.nextDue, call.deadline)
      this.attempt(call)
    }
    if (started > 0) this.toStart = this.toStart.slice(started)
  }

  private attempt(call: AsyncCall): void {
    call.retryAt = Number.POSITIVE_INFINITY
    const attempt = ++call.attempts
    let result: Raw | PromiseLike<Raw>
    try {
      result = this.fn.invoke(call.entry.value as In, call.context(), this.now)
    } catch (error) {
      this.settle({ call, attempt, outcome: { error } })
      return
    }
    if (isPromise(result)) {
      result.then(
        value => this.arrived({ call, attempt, outcome: { result: value } }),
        error => this.arrived({ call, attempt, outcome: { error } }),
      )
    } else this.settle({ call, attempt, outcome: { result } })
  }

  /** Called by promises, at any moment: only notes what has come. */
  private arrived(settled: Settled): void {
    if (this.closed) return
    this.settled.push(settled)
    this.context.requestWork()
  }

  private settle({ call, attempt, outcome }: Settled): void {
    // the time of the call, or of this attempt, may have been up before
    if (!this.calls.has(call) || attempt !== call.attempts) return
    const { retry } = this.settings
    const failed = 'error' in outcome
    if (retry && call.attempts <= retry.maxAttempts && this.worthRetrying(outcome, call)) {
      call.retryAt = this.context.processingTime() + retry.delayMs(call.attempts)
      this.nextDue = Math.min(this.nextDue, call.retryAt)
    } else if (failed) throw this.failed(outcome.error, call.entry.value)
    else this.complete(call, outcome.result)
  }

  private worthRetrying(outcome: Settled['outcome'], { entry }: AsyncCall): boolean {
    const { retry } = this.settings
    try {
      return ('error' in outcome ? retry?.ifError(outcome.error) : retry?.ifResult(outcome.result as Raw)) ?? false
    } catch (error) {
      throw asUserCodeError(error, `${this.context.name} (retry)`, entry.value)
    }
  }

  private complete(call: AsyncCall, result: unknown): void {
    this.calls.delete(call)
    const { entry } = call
    entry.done = true
    entry.result = result
    this.queue.completed(entry)
  }

  /** Ends calls whose time is up, makes those again whose delay has passed. */
  private checkTimes(now: number): void {
    for (const call of [...this.calls]) {
      if (now >= call.deadline) this.timedOut(call)
      else if (now >= call.retryAt) this.attempt(call)
    }
    this.nextDue = Number.POSITIVE_INFINITY
    for (const { deadline, retryAt } of this.calls) this.nextDue = Math.min(this.nextDue, deadline, retryAt)
  }

  private timedOut(call: AsyncCall): void {
    const { onTimeout, timeoutMs } = this.settings
    const { value } = call.entry
    call.abort()
    if (!onTimeout) {
      throw new FlinknbError(
        'TIMEOUT',
        `${this.context.name}: no result for record ${show(value)} within ${timeoutMs} ms.`,
        {
          fix: 'Give a longer timeout, or onTimeout: value => result to go on without.',
        },
      )
    }
    try {
      this.complete(call, onTimeout(value as In))
    } catch (error) {
      throw asUserCodeError(error, `${this.context.name} (onTimeout)`, value)
    }
  }

  /** Emits what may go; returns whether anything did. */
  private emitDone(): boolean {
    let any = false
    this.queue.drain(
      (entry, watermark) => {
        any = true
        this.inProgress--
        this.emit(entry, watermark)
      },
      watermark => {
        this.flush()
        this.output.watermark(watermark)
      },
    )
    this.flush()
    return any
  }

  private emit({ value, timestamp, result }: AsyncEntry, watermark: number): void {
    const collect = (out: Out) => this.results.append(out, timestamp, watermark)
    try {
      this.fn.emit(value as In, result as Raw, collect)
    } catch (error) {
      throw this.failed(error, value)
    }
  }

  private failed(error: unknown, value: unknown): FlinknbError {
    return asUserCodeError(error, this.context.name, value, this.fn.keyOf?.(value as In))
  }

  private flush(): void {
    const batch = this.results.take()
    if (batch) this.output.batch(batch)
  }
}

interface AsyncRecord {
  readonly value: unknown
  readonly timestamp: number
  readonly watermark: number
}

function isPromise<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof (value as PromiseLike<T> | undefined)?.then === 'function'
}
