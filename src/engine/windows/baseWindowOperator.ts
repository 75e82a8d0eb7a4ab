import { FlinknbError } from '../../base/errors.ts'
import type { Accumulators } from '../aggregates/accumulators.ts'
import type { Aggregator } from '../aggregates/aggregator.ts'
import { type Batch, MAX_WATERMARK, NO_WATERMARK } from '../batch.ts'
import { BatchBuilder } from '../batchBuilder.ts'
import { type KeyReader, originalKey } from '../keyOf.ts'
import { SlicedOperator, type SlicedState } from '../operators/slicedOperator.ts'
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
}

/** Results go on in batches of about this many. */
const RESULTS_PER_BATCH = 512

/** What every window operator has in a checkpoint. */
export interface BaseWindowState<In> {
  readonly time: number
  readonly watermark: number
  readonly before: number
  readonly sliced: SlicedState<In>
  readonly functionState: WindowFunctionState | undefined
}

/**
 * What window operators have in common. Time is event time (the watermark) or processing time; a window fires once time has
 * reached its last timestamp, so in processing time the millisecond after it.
 *
 * A million keys whose windows end together fire in slices.
 */
export abstract class BaseWindowOperator<In, Acc, Out> extends SlicedOperator<In, Out> {
  /** How far windows have fired, or are firing. */
  protected time = NO_WATERMARK
  /** The watermark before which results stand: while windows fire, the one before that fires them. */
  protected before = NO_WATERMARK
  protected readonly functionContext: WindowFunctionContext
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
    this.functionContext = new WindowFunctionContext(
      {
        currentWatermark: () => (this.eventTime ? this.time : this.watermark),
        currentProcessingTime: () => this.context.processingTime(),
        output: (tag, value, timestamp) => this.output.side(tag, value, timestamp, this.before),
      },
      mergesWindows,
    )
  }

  override processBatch(batch: Batch<In>, input: number): void {
    if (this.eventTime && !batch.timestamps) throw new NoTimestampsError(this.context.name)
    super.processBatch(batch, input)
  }

  override onProcessingTime(now: number): void {
    this.processingTimeReached(now - 1)
    this.work()
  }

  override restoreWatermark(watermark: number): void {
    super.restoreWatermark(watermark)
    this.before = watermark
  }

  protected baseState(): BaseWindowState<In> {
    const { time, watermark, before } = this
    return { time, watermark, before, sliced: this.slicedState(), functionState: this.functionContext.snapshot() }
  }

  protected restoreBase({ time, watermark, before, sliced, functionState }: BaseWindowState<In>): void {
    this.time = time
    this.watermark = watermark // not one that still waits
    this.before = before
    this.restoreSliced(sliced)
    this.functionContext.restore(functionState)
  }

  // ------------------------------------------------------------------ what operators do

  /** Time has reached `time`: fires and drops what is due; false when something is left for the next slice. */
  protected abstract advanceTo(time: number): boolean
  /** The earliest processing time at which something fires or is dropped. */
  protected abstract readonly nextProcessingTime: number

  /** Processing time has reached `time`: what is due by it is for `goOn`. */
  protected processingTimeReached(time: number): void {
    if (!this.eventTime && time > this.time) this.time = time
  }

  protected override beforeRecords(): boolean {
    return this.eventTime || this.advanceTo(this.context.processingTime() - 1)
  }

  /** The watermark has reached `watermark`. */
  protected override advanceWatermark(watermark: number): boolean {
    if (this.eventTime) return this.advanceTo(watermark)
    this.before = Math.max(this.before, watermark)
    return true
  }

  protected override requestTime(): void {
    if (this.nextProcessingTime < MAX_WATERMARK) this.context.requestProcessingTime(this.nextProcessingTime + 1)
  }

  // ------------------------------------------------------------------ what they call

  /** What a key's window adds up to. */
  protected resultOf(key: unknown, window: TimeWindow, accumulators: Accumulators<In, Acc>, slot: number): Acc {
    try {
      return accumulators.value(slot)
    } catch (error) {
      throw asUserCodeError(error, this.context.name, window, originalKey(key))
    }
  }

  protected emit(key: unknown, window: TimeWindow, value: Acc): void {
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

  protected override flush(): void {
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
