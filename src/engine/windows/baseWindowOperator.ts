import { FlinknbError } from '../../base/errors.ts'
import type { Aggregator } from '../aggregates/aggregator.ts'
import { type Batch, MAX_WATERMARK, NO_WATERMARK } from '../batch.ts'
import { BatchBuilder } from '../batchBuilder.ts'
import { type KeyReader, originalKey } from '../keyOf.ts'
import { Operator } from '../operator.ts'
import type { OutputTag } from '../processFunction.ts'
import { asUserCodeError } from '../userCodeError.ts'
import type { TimeWindow } from './windowAssigners.ts'
import type { WindowContext } from './windowFunction.ts'
import { WindowFunctionContext } from './windowFunctionContext.ts'

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
const RESULTS_PER_BATCH = 1_024

/**
 * What window operators have in common. Time is event time (the watermark) or processing time; a window fires once time has
 * reached its last timestamp, so in processing time the millisecond after it.
 */
export abstract class BaseWindowOperator<In, Acc, Out> extends Operator<In, Out> {
  /** How far windows have fired. */
  protected time = NO_WATERMARK
  protected readonly functionContext: WindowFunctionContext
  private readonly results = new BatchBuilder<Out>()
  private timestamp = Number.NaN
  private resultWatermark = NO_WATERMARK
  private readonly collect = (result: Out): void => {
    this.results.append(result, this.timestamp, this.resultWatermark)
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
        output: (tag, value, timestamp) => this.output.side(tag, value, timestamp, this.resultWatermark),
      },
      mergesWindows,
    )
  }

  override processBatch(batch: Batch<In>): void {
    if (!this.eventTime) this.advanceTo(this.context.processingTime() - 1)
    else if (!batch.timestamps) throw new NoTimestampsError(this.context.name)
    this.addRecords(batch)
    this.afterWork()
  }

  override onWatermark(watermark: number): void {
    if (this.eventTime) {
      this.advanceTo(watermark)
      this.afterWork()
    }
    super.onWatermark(watermark)
  }

  override onProcessingTime(now: number): void {
    if (this.eventTime) return
    this.advanceTo(now - 1)
    this.afterWork()
  }

  protected abstract addRecords(batch: Batch<In>): void
  /** Fires and drops what is due at `time`. */
  protected abstract advanceTo(time: number): void
  /** The earliest time at which something fires or is dropped. */
  protected abstract readonly nextEvent: number

  /** Hands on what has been collected and asks to be called when something falls due. */
  protected afterWork(): void {
    this.flush()
    if (!this.eventTime && this.nextEvent < MAX_WATERMARK) this.context.requestProcessingTime(this.nextEvent + 1)
  }

  /** @param watermark before which the results stand */
  protected emit(key: unknown, window: TimeWindow, value: Acc, watermark: number): void {
    this.timestamp = window.end - 1
    this.resultWatermark = watermark
    this.functionContext.enter(key, window)
    const original = originalKey(key)
    try {
      this.common.emit(original, window, value, this.collect, this.functionContext)
    } catch (error) {
      throw asUserCodeError(error, this.context.name, value, original)
    }
  }

  protected keyOf(record: In): unknown {
    try {
      return this.common.keyOf(record)
    } catch (error) {
      throw asUserCodeError(error, this.context.name, record)
    }
  }

  /** No window takes the record: late, unless windows leave its time out. */
  protected late(record: In, timestamp: number): void {
    if (!this.eventTime || timestamp + this.common.allowedLatenessMs > this.time) return
    this.context.countLate(1)
    if (this.common.lateTag) this.output.side(this.common.lateTag, record, timestamp, this.time)
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
