import type { Batch } from '../batch.ts'
import { BatchBuilder } from '../batchBuilder.ts'
import { Operator } from '../operator.ts'

/** A record with its times as it passed an edge. */
export interface RecordedRecord {
  readonly value: unknown
  /** Event time, epoch milliseconds; NaN where the stream has none. */
  readonly timestamp: number
  /** In force before the record. */
  readonly watermark: number
  /** Processing time, epoch milliseconds. */
  readonly at: number
}

/** Puts beside each record the times it passes with. */
export class RecordOperator extends Operator<unknown, RecordedRecord> {
  override processBatch({ values, timestamps, watermarks }: Batch<unknown>): void {
    const at = this.context.processingTime()
    const recorded = values.map((value, i) => ({
      value,
      timestamp: timestamps?.[i] ?? Number.NaN,
      watermark: watermarks?.[i] ?? this.watermark,
      at,
    }))
    this.output.batch({ values: recorded, timestamps, watermarks })
  }
}

/** Gives recorded records back with the times they had: downstream sees what it saw then. */
export class ReplayOperator extends Operator<RecordedRecord, unknown> {
  override readonly forwardsWatermarks = false
  private readonly results = new BatchBuilder<unknown>()

  override processBatch({ values }: Batch<RecordedRecord>): void {
    let last = this.watermark
    for (const { value, timestamp, watermark } of values) {
      this.results.append(value, timestamp, watermark)
      last = watermark
    }
    const batch = this.results.take()
    if (batch) this.output.batch(batch)
    this.output.watermark(last)
  }
}
