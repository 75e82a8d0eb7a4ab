import { type Batch, MAX_WATERMARK, NO_WATERMARK } from '../batch.ts'
import { BatchBuilder } from '../batchBuilder.ts'
import type { KeyedProcessFunction, OnTimerContext, TimerService } from '../keyedProcessFunction.ts'
import { type KeyReader, originalKey } from '../keyOf.ts'
import { Operator } from '../operator.ts'
import type { Collector } from '../processFunction.ts'
import { KeyedStateStore } from '../state/keyedStateStore.ts'
import { type Timer, TimerQueue } from '../state/timerQueue.ts'
import { asUserCodeError } from '../userCodeError.ts'

/** Runs a {@link KeyedProcessFunction}: sets the current key before every call, fires timers between records. */
export class KeyedProcessOperator<K, In, Out> extends Operator<In, Out> {
  private readonly state = new KeyedStateStore()
  private readonly eventTimers = new TimerQueue()
  private readonly processingTimers = new TimerQueue()
  private readonly results = new BatchBuilder<Out>()
  private timestamp = Number.NaN
  /** The watermark before which results stand: while timers fire, the one before that fires them. */
  private resultWatermark = NO_WATERMARK
  private timeDomain: 'event' | 'processing' = 'event'
  private readonly collector: Collector<Out> = {
    collect: value => this.results.append(value, this.timestamp, this.resultWatermark),
  }
  private readonly functionContext: OnTimerContext<K>

  constructor(
    private readonly process: KeyedProcessFunction<K, In, Out>,
    private readonly keyOf: KeyReader,
  ) {
    super()
    this.functionContext = this.makeContext()
  }

  override open(): void {
    this.process.open?.(this.state)
  }

  override processBatch({ values, timestamps, watermarks }: Batch<In>): void {
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as In
      if (watermarks) this.advance(watermarks[i] as number)
      this.timestamp = timestamps ? (timestamps[i] as number) : Number.NaN
      try {
        this.state.currentKey = this.keyOf(value)
        this.process.processElement(value, this.functionContext, this.collector)
      } catch (error) {
        throw asUserCodeError(error, this.context.name, value, originalKey(this.state.currentKey))
      }
    }
    this.flush()
  }

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

  override close(): void {
    this.process.close?.()
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

  private advance(watermark: number): void {
    if (watermark <= this.watermark) return
    this.watermark = watermark
    for (let timer = this.eventTimers.poll(watermark); timer; timer = this.eventTimers.poll(watermark)) this.fire(timer)
    this.resultWatermark = watermark
  }

  private fire({ time, key }: Timer): void {
    this.timestamp = this.timeDomain === 'event' ? time : Number.NaN
    this.state.currentKey = key
    try {
      this.process.onTimer?.(time, this.functionContext, this.collector)
    } catch (error) {
      throw asUserCodeError(error, `${this.context.name} (timer)`, { timer: time }, originalKey(key))
    }
  }

  private requestProcessingTime(): void {
    const next = this.processingTimers.first
    if (next < MAX_WATERMARK) this.context.requestProcessingTime(next)
  }

  private flush(): void {
    const batch = this.results.take()
    if (batch) this.output.batch(batch)
  }

  private makeContext(): OnTimerContext<K> {
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
}

interface KeyedSnapshot {
  readonly state: Map<string, Map<unknown, unknown>>
  readonly eventTimers: readonly Timer[]
  readonly processingTimers: readonly Timer[]
}
