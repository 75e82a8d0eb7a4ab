import type { Batch } from '../batch.ts'

/** One input of a node: what its upstream calls. In order: batches and watermarks, then the end. */
export interface Channel {
  batch(batch: Batch<unknown>): void
  watermark(watermark: number): void
  /** An idle input holds the watermark back no longer, until it delivers again. */
  idle(idle: boolean): void
  end(): void
}

/** Sends the same to every consumer of a node. */
export class FanOut implements Channel {
  private readonly channels: Channel[] = []

  add(channel: Channel): void {
    this.channels.push(channel)
  }

  remove(channel: Channel): void {
    const at = this.channels.indexOf(channel)
    if (at >= 0) this.channels.splice(at, 1)
  }

  batch(batch: Batch<unknown>): void {
    for (const channel of this.channels) channel.batch(batch)
  }

  watermark(watermark: number): void {
    for (const channel of this.channels) channel.watermark(watermark)
  }

  idle(idle: boolean): void {
    for (const channel of this.channels) channel.idle(idle)
  }

  end(): void {
    for (const channel of this.channels) channel.end()
  }
}
