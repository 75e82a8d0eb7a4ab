import { RingBuffer } from '../base/ringBuffer.ts'
import type { Batch } from './batch.ts'
import type { Channel } from './runtime/channel.ts'

/** A record that passed an edge. */
export interface TappedRecord {
  readonly value: unknown
  /** Event time; NaN where the stream has none. */
  readonly timestamp: number
}

/** Looks at what an operator sends on: keeps the newest `capacity` records for as long as it is attached. */
export class EdgeTap implements Channel {
  private readonly newest: RingBuffer<TappedRecord>

  constructor(capacity: number) {
    this.newest = new RingBuffer(capacity)
  }

  /** Oldest first. */
  records(): TappedRecord[] {
    return this.newest.toArray()
  }

  batch({ values, timestamps }: Batch<unknown>): void {
    const from = Math.max(0, values.length - this.newest.capacity)
    for (let i = from; i < values.length; i++) {
      this.newest.push({ value: values[i], timestamp: timestamps?.[i] ?? Number.NaN })
    }
  }

  watermark(): void {}
  idle(): void {}
  end(): void {}
}
