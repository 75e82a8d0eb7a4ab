import { FlinknbError } from '../../base/errors.ts'
import type { Accumulators } from '../aggregates/accumulators.ts'
import type { Aggregator } from '../aggregates/aggregator.ts'
import { type Batch, MAX_WATERMARK, NO_WATERMARK } from '../batch.ts'
import { BatchBuilder } from '../batchBuilder.ts'
import { type KeyReader, originalKey } from '../keyOf.ts'
import { Operator } from '../operator.ts'
import type { OutputTag } from '../processFunction.ts'
import { asUserCodeError } from '../userCodeError.ts'
import type { TimeWindow } from './windowAssigners.ts'
import type { WindowContext } from './windowFunction.ts'
import { WindowFunctionContext, type WindowFunctionState } from './windowFunctionContext.ts'

/** What every window operator is told. */
export interface WindowOperatorSettings<In, Acc, Out> {
  readonly keyOf: KeyReader
  readonly aggregator: Aggregator<In, Acc>
  /** Makes the results of one key's window. */
  readonly emit: (
    key: unknown,
    window: TimeWindow,
    value: Acc,
    collect: (result: Out) => void,
    context: WindowContext,
  ) => void
  /** One key's window is gone. */
  readonly clear?: ((key: unknown, context: WindowContext) => void) | undefined
  readonly allowedLatenessMs: number
  readonly lateTag: OutputTag<In> | undefined
  /** After about this many windows of keys have fired, the thread is given back before the next. Default 4,096. */
  readonly firingsPerSlice?: number | undefined
}

/** Results go on in batches of about this many. */
const RESULTS_PER_BATCH = 1_024
/** A few milliseconds of work. */
const FIRINGS_PER_SLICE = 4_096

/** What came while windows were firing. Bounded: meanwhile nothing that flows into the operator is polled. */
type Waiting<In> = { readonly batch: Batch<In>; readonly next: number } | { readonly watermark: number }

/** What every window operator has in a checkpoint. */
export interface BaseWindowState<In> {
  readonly time: number
  readonly watermark: number
  readonly before: number
  readonly firing: boolean
  readonly waiting: readonly Waiting<In>[]
  readonly functionState: WindowFunctionState | undefined
}

/**
 * What window operators have in common. Time is event time (the watermark) or processing time; a window fires once time has
 * reached its last timestamp, so in processing time the millisecond after it.
 *
 * A million keys whose windows end together fire in slices; what comes in between waits, so results are the same.
 */
export abstract class BaseWindowOperator<In, Acc, Out> extends Operator<In, Out> {
  /** It forwards them itself: after the last slice. */
  override readonly forwardsWatermarks = false
  /** How far windows have fired, or are firing. */
  protected time = NO_WATERMARK
  /** The watermark before which results stand: while windows fire, the one before that fires them. */
  protected before = NO_WATERMARK
  protected readonly functionContext: WindowFunctionContext
  /** How many windows of keys may still fire in this slice. */
  protected budget: number
  private readonly firingsPerSlice: number
  private firing = false
  private waiting: Waiting<In>[] = []
  private readonly results = new BatchBuilder<Out>()
  private timestamp = Number.NaN
  private readonly collect = (result: Out): void => {
    this.results.append(result, this.timestamp, this.before)
    if (this.results.length >= RESULTS_PER_BATCH) this.flush()
  }

  constructor(
    protected readonly common: WindowOperatorSettings<In, Acc, Out>,
    protected readonly eventTime: boolean,
    mergesWindows: boolean,
  ) {
    super()
    this.firingsPerSlice = common.firingsPerSlice ?? FIRINGS_PER_SLICE
    this.budget = this.firingsPerSlice
    this.functionContext = new WindowFunctionContext(
      {
        currentWatermark: () => (this.eventTime ? this.time : this.watermark),
        currentProcessingTime: () => this.context.processingTime(),
        output: (tag, value, timestamp) => this.output.side(tag, value, timestamp, this.before),
      },
      mergesWindows,
    )
  }

  override get drained(): boolean {
    return !this.firing && this.waiting.length === 0
  }

  override get blocked(): boolean {
    return !this.drained
  }

  override processBatch(batch: Batch<In>): void {
    if (this.eventTime && !batch.timestamps) throw new NoTimestampsError(this.context.name)
    if (!this.drained) {
      this.waiting.push({ batch, next: 0 })
      return
    }
    this.budget = this.firingsPerSlice
    this.takeRecords(batch, 0)
    this.afterWork()
  }

  override onWatermark(watermark: number): void {
    if (!this.drained) {
      this.waiting.push({ watermark })
      return
    }
    this.budget = this.firingsPerSlice
    this.takeWatermark(watermark)
    this.afterWork()
  }

  override onProcessingTime(now: number): void {
    if (!this.drained) return // what is due will be seen to
    this.budget = this.firingsPerSlice
    this.firing = !this.advanceProcessingTime(now - 1)
    this.afterWork()
  }

  override onWork(): void {
    this.budget = this.firingsPerSlice
    if (this.firing) this.firing = !this.fireDue()
    while (!this.firing) {
      const next = this.waiting.shift()
      if (next === undefined) break
      if ('batch' in next) this.takeRecords(next.batch, next.next)
      else this.takeWatermark(next.watermark)
    }
    this.afterWork()
  }

  override restoreWatermark(watermark: number): void {
    super.restoreWatermark(watermark)
    this.before = watermark
  }

  protected baseState(): BaseWindowState<In> {
    const { time, watermark, before, firing, waiting } = this
    return { time, watermark, before, firing, waiting, functionState: this.functionContext.snapshot() }
  }

  protected restoreBase({ time, watermark, before, firing, waiting, functionState }: BaseWindowState<In>): void {
    this.time = time
    this.watermark = watermark // not one that still waits
    this.before = before
    this.firing = firing
    this.waiting = [...waiting]
    this.functionContext.restore(functionState)
  }

  // ------------------------------------------------------------------ what operators do

  /** Adds records from index `from` on; gives the index of the first that must wait, for windows are firing. */
  protected abstract addRecords(batch: Batch<In>, from: number): number
  /** Time has reached `time`: fires and drops what is due; false when something is left for the next slice. */
  protected abstract advanceTo(time: number): boolean
  /** Goes on with that. */
  protected abstract fireDue(): boolean
  /** The earliest processing time at which something fires or is dropped. */
  protected abstract readonly nextProcessingTime: number

  /** The watermark has reached `watermark`. */
  protected advanceWatermark(watermark: number): boolean {
    if (this.eventTime) return this.advanceTo(watermark)
    this.before = Math.max(this.before, watermark)
    return true
  }

  protected advanceProcessingTime(time: number): boolean {
    return this.eventTime || this.advanceTo(time)
  }

  // ------------------------------------------------------------------ what they call

  /** Hands on what has been collected and asks to be called again for what is left or falls due. */
  protected afterWork(): void {
    this.flush()
    if (!this.drained) this.context.requestWork()
    if (this.nextProcessingTime < MAX_WATERMARK) this.context.requestProcessingTime(this.nextProcessingTime + 1)
  }

  /** What a key's window adds up to. */
  protected resultOf(key: unknown, window: TimeWindow, accumulators: Accumulators<In, Acc>, slot: number): Acc {
    try {
      return accumulators.value(slot)
    } catch (error) {
      throw asUserCodeError(error, this.context.name, window, originalKey(key))
    }
  }

  protected emit(key: unknown, window: TimeWindow, value: Acc): void {
    this.budget--
    // a global window has no end, and its results no event time
    this.timestamp = window.end === MAX_WATERMARK ? Number.NaN : window.end - 1
    this.functionContext.enter(key, window)
    const original = originalKey(key)
    try {
      this.common.emit(original, window, value, this.collect, this.functionContext)
    } catch (error) {
      throw asUserCodeError(error, this.context.name, value, original)
    }
  }

  /** No window takes the record: late, unless windows leave its time out. */
  protected late(record: In, timestamp: number): void {
    if (!this.eventTime || timestamp + this.common.allowedLatenessMs > this.time) return
    this.context.countLate(1)
    if (this.common.lateTag) this.output.side(this.common.lateTag, record, timestamp, this.time)
  }

  private takeRecords(batch: Batch<In>, from: number): void {
    const next = this.advanceProcessingTime(this.context.processingTime() - 1) ? this.addRecords(batch, from) : from
    if (next === batch.values.length) return
    this.firing = true
    this.waiting.unshift({ batch, next })
  }

  private takeWatermark(watermark: number): void {
    if (!this.advanceWatermark(watermark)) {
      this.firing = true
      this.waiting.unshift({ watermark })
      return
    }
    super.onWatermark(watermark)
    this.flush()
    this.output.watermark(watermark)
  }

  private flush(): void {
    const batch = this.results.take()
    if (batch) this.output.batch(batch)
  }
}

export class NoTimestampsError extends FlinknbError {
  constructor(operator: string) {
    super('INVALID_STATE', `${operator}: event-time windows need event time, and the stream has none.`, {
      fix: `Give the source a strategy, such as WatermarkStrategy.forBoundedOutOfOrderness('5s').withTimestampAssigner('ts'), or use windows in processing time.`,
    })
  }
}
