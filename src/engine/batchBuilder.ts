import type { Batch } from './batch.ts'

const INITIAL_CAPACITY = 64

/** Collects records one by one into a {@link Batch}. Bounded by what one input batch gives rise to: `take` empties it. */
export class BatchBuilder<T> {
  private values: T[] = []
  private timestamps = new Float64Array(INITIAL_CAPACITY)
  private watermarks = new Float64Array(INITIAL_CAPACITY)
  private timed = false

  get length(): number {
    return this.values.length
  }

  /**
   * @param timestamp NaN when the record has no event time; the first record decides for its batch
   * @param watermark in force before the record
   */
  append(value: T, timestamp: number, watermark: number): void {
    const n = this.values.length
    if (n === this.timestamps.length) this.grow()
    if (n === 0) this.timed = !Number.isNaN(timestamp)
    this.timestamps[n] = timestamp
    this.watermarks[n] = watermark
    this.values.push(value)
  }

  /** The batch so far; undefined when it is empty. The builder starts anew. */
  take(): Batch<T> | undefined {
    const n = this.values.length
    if (n === 0) return undefined
    const batch = {
      values: this.values,
      timestamps: this.timed ? this.timestamps.slice(0, n) : undefined,
      watermarks: this.watermarks.slice(0, n),
    }
    this.values = []
    return batch
  }

  private grow(): void {
    const timestamps = new Float64Array(this.timestamps.length * 2)
    timestamps.set(this.timestamps)
    this.timestamps = timestamps
    const watermarks = new Float64Array(timestamps.length)
    watermarks.set(this.watermarks)
    this.watermarks = watermarks
  }
}
