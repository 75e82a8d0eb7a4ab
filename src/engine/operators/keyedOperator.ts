import { MAX_WATERMARK, NO_WATERMARK } from '../batch.ts'
import { BatchBuilder } from '../batchBuilder.ts'
import type { OnTimerContext, TimerService } from '../keyedProcessFunction.ts'
import { originalKey } from '../keyOf.ts'
import { allSteps } from '../operator.ts'
import type { Collector } from '../processFunction.ts'
import { type KeyedStateSnapshot, KeyedStateStore } from '../state/keyedStateStore.ts'
import { type Timer, TimerQueue, type TimersSnapshot } from '../state/timerQueue.ts'
import { asUserCodeError } from '../userCodeError.ts'
import { SlicedOperator, type SlicedState } from './slicedOperator.ts'

/** While timers fire, results go on in batches of about this many. */
const RESULTS_PER_BATCH = 256

/**
 * An operator with state and timers for each key: fires timers between records, keeps results before the watermark that
 * made them, and remembers everything in snapshots. A subclass sets `state.currentKey` and `timestamp` and calls its function.
 * The timers of many keys that are due together fire in slices.
 */
export abstract class KeyedOperator<K, In, Out> extends SlicedOperator<In, Out> {
  protected readonly state = new KeyedStateStore(() => this.context.processingTime())
  /** Event time of the record or timer at hand; NaN when there is none. */
  protected timestamp = Number.NaN
  protected readonly collector: Collector<Out> = {
    collect: value => this.results.append(value, this.timestamp, this.resultWatermark),
  }
  private readonly eventTimers = new TimerQueue()
  private readonly processingTimers = new TimerQueue()
  private readonly results = new BatchBuilder<Out>()
  /** The watermark before which results stand: while timers fire, the one before that fires them. */
  private resultWatermark = NO_WATERMARK
  private timeDomain: 'event' | 'processing' = 'event'
  /** Whether event-time timers are being fired: those that the watermark has reached. */
  private firingEvents = false
  /** Up to when processing-time timers are being fired; undefined when they are not. */
  private firingUntil: number | undefined

  /** Calls the user's function for a timer of the current key. */
  protected abstract callOnTimer(time: number): void

  override get stateEntries(): number {
    return this.state.size
  }

  override onProcessingTime(time: number): void {
    this.firingUntil = time
    this.work()
  }

  override snapshotState(): unknown {
    return allSteps(this.snapshotSteps())
  }

  override *snapshotSteps(): Generator<undefined, unknown> {
    return {
      watermark: this.watermark,
      resultWatermark: this.resultWatermark,
      firingEvents: this.firingEvents,
      firingUntil: this.firingUntil,
      sliced: this.slicedState(),
      state: this.state.snapshot(),
      eventTimers: yield* this.eventTimers.snapshot(),
      processingTimers: yield* this.processingTimers.snapshot(),
    } satisfies KeyedSnapshot<In>
  }

  override restoreWatermark(watermark: number): void {
    super.restoreWatermark(watermark)
    this.resultWatermark = watermark
  }

  override restoreState(snapshot: unknown): void {
    const restored = snapshot as KeyedSnapshot<In>
    this.watermark = restored.watermark // not one that still waits
    this.resultWatermark = restored.resultWatermark
    this.firingEvents = restored.firingEvents
    this.firingUntil = restored.firingUntil
    this.restoreSliced(restored.sliced)
    this.state.restore(restored.state)
    this.eventTimers.restore(restored.eventTimers)
    this.processingTimers.restore(restored.processingTimers)
    this.afterWork()
  }

  /** To be called with the watermark before each record, which must wait when this is false. */
  protected override advanceWatermark(watermark: number): boolean {
    if (watermark <= this.watermark) return true
    this.watermark = watermark
    this.firingEvents = true
    return this.goOn()
  }

  protected override goOn(): boolean {
    if (this.firingEvents) {
      if (!this.fireTimers(this.eventTimers, this.watermark)) return false
      this.firingEvents = false
      this.resultWatermark = this.watermark
    }
    if (this.firingUntil !== undefined) {
      this.timeDomain = 'processing'
      const done = this.fireTimers(this.processingTimers, this.firingUntil)
      this.timeDomain = 'event'
      if (!done) return false
      this.firingUntil = undefined
    }
    return true
  }

  protected override flush(): void {
    const batch = this.results.take()
    if (batch) this.output.batch(batch)
  }

  protected override requestTime(): void {
    const next = this.processingTimers.first
    if (next < MAX_WATERMARK) this.context.requestProcessingTime(next)
  }

  /** What a function is given about the record or timer at hand. */
  protected makeContext(): OnTimerContext<K> {
    const operator = this
    const timers: TimerService = {
      currentWatermark: () => operator.watermark,
      currentProcessingTime: () => operator.context.processingTime(),
      registerEventTimeTimer: time => operator.eventTimers.register(time, operator.state.currentKey),
      deleteEventTimeTimer: time => operator.eventTimers.delete(time, operator.state.currentKey),
      registerProcessingTimeTimer: time => {
        operator.processingTimers.register(time, operator.state.currentKey)
        operator.requestTime()
      },
      deleteProcessingTimeTimer: time => operator.processingTimers.delete(time, operator.state.currentKey),
    }
    return {
      get timestamp() {
        return Number.isNaN(operator.timestamp) ? undefined : operator.timestamp
      },
      get currentWatermark() {
        return operator.watermark
      },
      get timeDomain() {
        return operator.timeDomain
      },
      currentProcessingTime: () => operator.context.processingTime(),
      getCurrentKey: () => originalKey(operator.state.currentKey) as K,
      timerService: () => timers,
      output: (tag, value) => operator.output.side(tag, value, operator.timestamp, operator.resultWatermark),
    }
  }

  private fireTimers(timers: TimerQueue, until: number): boolean {
    while (timers.first <= until) {
      if (!this.hasTime()) return false
      const timer = timers.poll(until)
      if (timer === undefined) break
      this.fire(timer)
      if (this.results.length >= RESULTS_PER_BATCH) this.flush()
    }
    return true
  }

  private fire({ time, key }: Timer): void {
    this.timestamp = this.timeDomain === 'event' ? time : Number.NaN
    this.state.currentKey = key
    try {
      this.callOnTimer(time)
    } catch (error) {
      throw asUserCodeError(error, `${this.context.name} (timer)`, { timer: time }, originalKey(key))
    }
  }
}

interface KeyedSnapshot<In> {
  readonly watermark: number
  readonly resultWatermark: number
  readonly firingEvents: boolean
  readonly firingUntil: number | undefined
  readonly sliced: SlicedState<In>
  readonly state: KeyedStateSnapshot
  readonly eventTimers: TimersSnapshot
  readonly processingTimers: TimersSnapshot
}
