import type { Batch } from './batch.ts'
import type { OutputTag } from './processFunction.ts'

/** Where an operator sends its results: the inputs of whatever follows. */
export interface Output<T> {
  batch(batch: Batch<T>): void
  /** Only for operators that make their own watermarks (`forwardsWatermarks` is false). */
  watermark(watermark: number): void
  /** A record for a side output; what nobody asked for is dropped, as in Flink. */
  side<S>(tag: OutputTag<S>, value: S, timestamp: number, watermark: number): void
}

/** What the runtime gives an operator. */
export interface OperatorContext {
  /** As graphs and errors show it. */
  readonly name: string
  /** Processing time, epoch milliseconds. */
  processingTime(): number
  /** Asks for `onProcessingTime` once processing time has reached `time`. Asking again for an earlier time is allowed. */
  requestProcessingTime(time: number): void
  /** Asks for `onWork`, from anywhere (a promise that resolved). */
  requestWork(): void
  /**
   * How many pieces of work (a key, a timer) may be done before asking again; 0 when the thread should be given back.
   * What is left then is to be done in `onWork`.
   */
  workUnits(): number
  /** Counts records dropped or side-output because they were late. */
  countLate(records: number): void
}
