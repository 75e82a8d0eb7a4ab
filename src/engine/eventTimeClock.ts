import { MAX_WATERMARK, NO_WATERMARK } from './batch.ts'
import { asUserCodeError } from './userCodeError.ts'
import {
  SplitWatermark,
  type SplitWatermarkState,
  timestampReader,
  type WatermarkSettings,
} from './watermarkStrategy.ts'

/** Timestamps and watermarks of a run of records. */
export interface TimedRecords<T> {
  readonly values: T[]
  readonly timestamps: Float64Array | undefined
  readonly watermarks: Float64Array | undefined
}

export interface EventTimeState {
  readonly watermark: number
  readonly splits: readonly (readonly [string, SplitWatermarkState])[]
}

/**
 * Gives records their event time and keeps the watermark of a source: one generator a split, the minimum over those
 * that are neither idle nor finished, never falling. Pure but for what it is told.
 */
export class EventTimeClock<T> {
  /** In force after everything seen so far. */
  watermark = NO_WATERMARK
  private readonly splits = new Map<string, { readonly own: SplitWatermark<T>; activeAt: number }>()
  private readonly read: ((value: T) => number) | undefined

  /** @param name of the source or operator it belongs to, for errors */
  constructor(
    private readonly settings: WatermarkSettings<T>,
    private readonly name: () => string,
  ) {
    this.read = settings.assigner === undefined ? undefined : timestampReader(settings.assigner)
  }

  snapshot(): EventTimeState {
    return { watermark: this.watermark, splits: [...this.splits].map(([split, { own }]) => [split, own.snapshot()]) }
  }

  /** @param now processing time: idleness is counted from here */
  restore({ watermark, splits }: EventTimeState, now: number): void {
    this.watermark = watermark
    for (const [split, state] of splits) {
      this.splitAdded(split, now)
      this.splits.get(split)?.own.restore(state)
    }
  }

  splitAdded(split: string, now: number): void {
    if (!this.splits.has(split)) this.splits.set(split, { own: new SplitWatermark(this.settings), activeAt: now })
  }

  splitFinished(split: string): void {
    this.splits.delete(split)
    if (this.splits.size > 0) this.raise(this.minimum())
  }

  /**
   * @param native timestamps of the transport, used when the strategy has no assigner
   * @param untimed is called with each record that has no valid timestamp; such records are left out
   */
  assign(
    split: string,
    values: T[],
    native: Float64Array | undefined,
    now: number,
    untimed: (value: T) => void,
  ): TimedRecords<T> {
    this.splitAdded(split, now)
    const state = this.splits.get(split)
    if (!state || (!this.read && !native)) return { values, timestamps: undefined, watermarks: undefined }
    state.activeAt = now
    state.own.idle = false
    const timestamps = this.read ? new Float64Array(values.length) : (native as Float64Array)
    const kept = this.read ? this.readTimestamps(values, timestamps, untimed) : values
    const watermarks = new Float64Array(kept.length)
    const ceiling = this.minimum(split)
    let i = 0
    try {
      for (; i < kept.length; i++) {
        watermarks[i] = this.watermark
        const own = state.own.advance(kept[i] as T, timestamps[i] as number)
        const combined = Math.min(own, ceiling)
        if (combined > this.watermark) this.watermark = combined
      }
    } catch (error) {
      throw asUserCodeError(error, `${this.name()} (watermark generator)`, kept[i])
    }
    return { values: kept, timestamps: kept === values ? timestamps : timestamps.subarray(0, kept.length), watermarks }
  }

  /** Marks splits idle whose last record is older than the timeout. */
  checkIdleness(now: number): void {
    const { idlenessMs } = this.settings
    if (idlenessMs === undefined) return
    for (const state of this.splits.values()) if (now - state.activeAt >= idlenessMs) state.own.idle = true
    if (!this.idle) this.raise(this.minimum())
  }

  /** When `checkIdleness` may next find something; undefined when it cannot. */
  nextIdlenessCheck(): number | undefined {
    const { idlenessMs } = this.settings
    if (idlenessMs === undefined) return undefined
    let next: number | undefined
    for (const state of this.splits.values()) {
      if (!state.own.idle) next = Math.min(next ?? MAX_WATERMARK, state.activeAt + idlenessMs)
    }
    return next
  }

  /** Every split is idle: the source as a whole holds nothing back. */
  get idle(): boolean {
    if (this.splits.size === 0) return false
    for (const state of this.splits.values()) if (!state.own.idle) return false
    return true
  }

  private readTimestamps(values: T[], timestamps: Float64Array, untimed: (value: T) => void): T[] {
    const read = this.read as (value: T) => number
    let m = 0
    let kept = values
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as T
      const timestamp = this.timestampOf(value, read)
      if (Number.isFinite(timestamp)) {
        timestamps[m] = timestamp
        if (kept !== values) kept.push(value)
        m++
      } else {
        if (kept === values) kept = values.slice(0, i)
        untimed(value)
      }
    }
    return kept
  }

  private timestampOf(value: T, read: (value: T) => number): number {
    try {
      return read(value)
    } catch (error) {
      throw asUserCodeError(error, `${this.name()} (timestamp assigner)`, value)
    }
  }

  private minimum(except?: string): number {
    let minimum = MAX_WATERMARK
    for (const [split, { own }] of this.splits) {
      if (split !== except && !own.idle && own.watermark < minimum) minimum = own.watermark
    }
    return minimum
  }

  private raise(watermark: number): void {
    if (watermark > this.watermark && watermark !== MAX_WATERMARK) this.watermark = watermark
  }
}
