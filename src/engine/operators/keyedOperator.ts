import { MAX_WATERMARK, NO_WATERMARK } from '../batch.ts'
import { BatchBuilder } from '../batchBuilder.ts'
import type { OnTimerContext, TimerService } from '../keyedProcessFunction.ts'
import { originalKey } from '../keyOf.ts'
import { Operator } from '../operator.ts'
import type { Collector } from '../processFunction.ts'
import { type KeyedStateSnapshot, KeyedStateStore } from '../state/keyedStateStore.ts'
import { type Timer, TimerQueue } from '../state/timerQueue.ts'
import { asUserCodeError } from '../userCodeError.ts'

/**
 * An operator with state and timers for each key: fires timers between records, keeps results before the watermark that
 * made them, and remembers everything in snapshots. A subclass sets `state.currentKey` and `timestamp` and calls its function.
 */
export abstract class KeyedOperator<K, In, Out> extends Operator<In, Out> {
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

  /** Calls the user's function for a timer of the current key. */
  protected abstract callOnTimer(time: number): void

  override onWatermark(watermark: number): void {
    this.advance(watermark)
    this.flush()
  }

  override onProcessingTime(time: number): void {
    this.timeDomain = 'processing'
    for (let timer = this.processingTimers.poll(time); timer; timer = this.processingTimers.poll(time)) this.fire(timer)
    this.timeDomain = 'event'
    this.flush()
    this.requestProcessingTime()
  }

  override snapshotState(): unknown {
    return {
      state: this.state.snapshot(),
      eventTimers: this.eventTimers.snapshot(),
      processingTimers: this.processingTimers.snapshot(),
    }
  }

  override restoreWatermark(watermark: number): void {
    super.restoreWatermark(watermark)
    this.resultWatermark = watermark
  }

  override restoreState(snapshot: unknown): void {
    const { state, eventTimers, processingTimers } = snapshot as KeyedSnapshot
    this.state.restore(state)
    this.eventTimers.restore(eventTimers)
    this.processingTimers.restore(processingTimers)
    this.requestProcessingTime()
  }

  /** To be called with the watermark before each record. */
  protected advance(watermark: number): void {
    if (watermark <= this.watermark) return
    this.watermark = watermark
    for (let timer = this.eventTimers.poll(watermark); timer; timer = this.eventTimers.poll(watermark)) this.fire(timer)
    this.resultWatermark = watermark
  }

  protected flush(): void {
    const batch = this.results.take()
    if (batch) this.output.batch(batch)
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
        operator.requestProcessingTime()
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

  private fire({ time, key }: Timer): void {
    this.timestamp = this.timeDomain === 'event' ? time : Number.NaN
    this.state.currentKey = key
    try {
      this.callOnTimer(time)
    } catch (error) {
      throw asUserCodeError(error, `${this.context.name} (timer)`, { timer: time }, originalKey(key))
    }
  }

  private requestProcessingTime(): void {
    const next = this.processingTimers.first
    if (next < MAX_WATERMARK) this.context.requestProcessingTime(next)
  }
}

interface KeyedSnapshot {
  readonly state: KeyedStateSnapshot
  readonly eventTimers: readonly Timer[]
  readonly processingTimers: readonly Timer[]
}
