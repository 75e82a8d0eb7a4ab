import type { Batch } from '../batch.ts'
import { BatchBuilder } from '../batchBuilder.ts'
import { FanOut } from './channel.ts'

/** The side outputs of a node that somebody reads. Records wait until the batch that gave rise to them is done. */
export class SideOutputs {
  private readonly byTag = new Map<string, { readonly consumers: FanOut; readonly records: BatchBuilder<unknown> }>()

  consumers(tagId: string): FanOut {
    let side = this.byTag.get(tagId)
    if (!side) {
      side = { consumers: new FanOut(), records: new BatchBuilder<unknown>() }
      this.byTag.set(tagId, side)
    }
    return side.consumers
  }

  emit(tagId: string, value: unknown, timestamp: number, watermark: number): void {
    this.byTag.get(tagId)?.records.append(value, timestamp, watermark)
  }

  flush(): void {
    for (const { consumers, records } of this.byTag.values()) {
      const batch: Batch<unknown> | undefined = records.take()
      if (batch) consumers.batch(batch)
    }
  }

  watermark(watermark: number): void {
    for (const { consumers } of this.byTag.values()) consumers.watermark(watermark)
  }

  idle(idle: boolean): void {
    for (const { consumers } of this.byTag.values()) consumers.idle(idle)
  }

  end(): void {
    this.flush()
    for (const { consumers } of this.byTag.values()) consumers.end()
  }
}
