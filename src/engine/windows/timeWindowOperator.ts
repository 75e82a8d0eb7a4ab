import { FlinknbError } from '../../base/errors.ts'
import { AccumulatorTable, type TableSnapshot } from '../aggregates/accumulatorTable.ts'
import type { Aggregator } from '../aggregates/aggregator.ts'
import { type Batch, MAX_WATERMARK, NO_WATERMARK } from '../batch.ts'
import { BatchBuilder } from '../batchBuilder.ts'
import { type KeyReader, originalKey } from '../keyOf.ts'
import { Operator } from '../operator.ts'
import type { OutputTag } from '../processFunction.ts'
import { asUserCodeError } from '../userCodeError.ts'
import { SortedTimes } from './sortedTimes.ts'
import { type TimeWindow, type TimeWindows, windowStart } from './windowAssigners.ts'

export interface TimeWindowSettings<In, Acc, Out> {
  readonly windows: TimeWindows
  readonly keyOf: KeyReader
  readonly aggregator: Aggregator<In, Acc>
  /** Makes the results of one key's window. */
  readonly emit: (key: unknown, window: TimeWindow, value: Acc, collect: (result: Out) => void) => void
  readonly allowedLatenessMs: number
  readonly lateTag: OutputTag<In> | undefined
}

/**
 * Tumbling and sliding windows of keyed records.
 *
 * Records are added up by panes: spans of the greatest common divisor of size and slide, so a record is added once
 * however many windows it belongs to, and a window is the merge of its panes. (Aggregations whose merge may consume the
 * other side get one pane a window instead.) As in Flink a window fires when the watermark reaches its end − 1, fires
 * again for each record within the allowed lateness, and is dropped after that.
 */
export class TimeWindowOperator<In, Acc, Out> extends Operator<In, Out> {
  private readonly panes = new Map<number, AccumulatorTable<In, Acc>>()
  /** Last timestamps of windows that have records and are yet to fire. */
  private readonly pending = new SortedTimes()
  /** The earliest moment at which something fires or is dropped. */
  private nextEvent = MAX_WATERMARK
  /** How far windows have fired: the watermark, or processing time. */
  private time = NO_WATERMARK
  private readonly results = new BatchBuilder<Out>()
  private readonly shared: boolean
  private readonly paneMs: number
  private readonly eventTime: boolean

  constructor(private readonly settings: TimeWindowSettings<In, Acc, Out>) {
    super()
    const { sizeMs, slideMs, time } = settings.windows
    this.eventTime = time === 'event'
    this.shared = settings.aggregator.mergeKeepsOther || sizeMs === slideMs
    this.paneMs = this.shared ? greatestCommonDivisor(sizeMs, slideMs) : sizeMs
  }

  override processBatch(batch: Batch<In>): void {
    if (!this.eventTime) this.advance(this.context.processingTime())
    else if (!batch.timestamps) throw new NoTimestampsError(this.context.name)
    this.addRecords(batch)
    this.flush()
    if (!this.eventTime && this.nextEvent < MAX_WATERMARK) this.context.requestProcessingTime(this.nextEvent)
  }

  override onWatermark(watermark: number): void {
    if (this.eventTime) {
      this.advance(watermark)
      this.flush()
    }
    super.onWatermark(watermark)
  }

  override onProcessingTime(time: number): void {
    if (this.eventTime) return
    this.advance(time)
    this.flush()
    if (this.nextEvent < MAX_WATERMARK) this.context.requestProcessingTime(this.nextEvent)
  }

  override snapshotState(): TimeWindowState {
    const panes = [...this.panes].map(([start, pane]) => [start, pane.snapshot()] as const)
    return { time: this.time, pending: this.pending.toArray(), panes }
  }

  override restoreState(state: unknown): void {
    const { time, pending, panes } = state as TimeWindowState
    this.time = time
    for (const lastTimestamp of pending) this.pending.add(lastTimestamp)
    for (const [start, pane] of panes) this.panes.set(start, new AccumulatorTable(this.settings.aggregator, pane))
    this.updateNextEvent()
    if (!this.eventTime && this.nextEvent < MAX_WATERMARK) this.context.requestProcessingTime(this.nextEvent)
  }

  private addRecords({ values, timestamps, watermarks }: Batch<In>): void {
    const { keyOf } = this.settings
    const { offsetMs } = this.settings.windows
    const mayRefire = this.settings.allowedLatenessMs > 0
    const now = this.time
    let paneStart = Number.NaN
    let paneEnd = Number.NaN
    let pane: AccumulatorTable<In, Acc> | undefined
    for (let i = 0; i < values.length; i++) {
      const record = values[i] as In
      if (watermarks && this.eventTime) {
        const watermark = watermarks[i] as number
        if (watermark >= this.nextEvent) {
          this.advance(watermark)
          pane = undefined
        } else this.time = Math.max(watermark, this.time)
      }
      const timestamp = timestamps && this.eventTime ? (timestamps[i] as number) : now
      if (!this.shared) {
        this.addToEachWindow(record, timestamp)
        continue
      }
      if (pane === undefined || !(timestamp >= paneStart && timestamp < paneEnd)) {
        paneStart = windowStart(timestamp, this.paneMs, offsetMs)
        paneEnd = paneStart + this.paneMs
        pane = this.panes.get(paneStart) ?? this.newPane(paneStart)
      }
      if (pane === undefined) this.late(record, timestamp)
      else {
        const key = this.addTo(pane, keyOf, record)
        if (mayRefire) this.refire(paneStart, key)
      }
    }
  }

  private addTo(pane: AccumulatorTable<In, Acc>, keyOf: KeyReader, record: In): unknown {
    try {
      const key = keyOf(record)
      pane.add(key, record)
      return key
    } catch (error) {
      throw asUserCodeError(error, this.context.name, record)
    }
  }

  /** For aggregations that cannot share panes: every window of the record has a state of its own. */
  private addToEachWindow(record: In, timestamp: number): void {
    const { keyOf, windows } = this.settings
    let accepted = false
    for (const start of windowStarts(timestamp, timestamp + 1, windows)) {
      const pane = this.panes.get(start) ?? this.newPane(start)
      if (!pane) continue
      accepted = true
      const key = this.addTo(pane, keyOf, record)
      if (start + windows.sizeMs - 1 <= this.time) this.fireKey({ start, end: start + windows.sizeMs }, key)
    }
    if (!accepted) this.late(record, timestamp)
  }

  /** A pane for records from `paneStart` on; undefined when all its windows are gone, which makes the record late. */
  private newPane(paneStart: number): AccumulatorTable<In, Acc> | undefined {
    if (this.dropTime(paneStart) <= this.time) return undefined
    const pane = new AccumulatorTable<In, Acc>(this.settings.aggregator)
    this.panes.set(paneStart, pane)
    for (const start of this.windowsOf(paneStart)) {
      const lastTimestamp = start + this.settings.windows.sizeMs - 1
      if (lastTimestamp > this.time) this.pending.add(lastTimestamp)
    }
    this.updateNextEvent()
    return pane
  }

  /** A record within the allowed lateness: windows that have fired fire again for its key. */
  private refire(paneStart: number, key: unknown): void {
    const { sizeMs } = this.settings.windows
    const { allowedLatenessMs } = this.settings
    for (const start of this.windowsOf(paneStart)) {
      const lastTimestamp = start + sizeMs - 1
      if (lastTimestamp <= this.time && lastTimestamp + allowedLatenessMs > this.time) {
        this.fireKey({ start, end: start + sizeMs }, key)
      }
    }
  }

  private advance(time: number): void {
    if (time <= this.time) return
    // results come before the watermark that made them
    const before = this.time
    while (this.pending.length > 0 && this.pending.first <= time) {
      const lastTimestamp = this.pending.removeFirst()
      this.fireAll({ start: lastTimestamp + 1 - this.settings.windows.sizeMs, end: lastTimestamp + 1 }, before)
    }
    this.time = time
    for (const paneStart of this.panes.keys()) if (this.dropTime(paneStart) <= time) this.panes.delete(paneStart)
    this.updateNextEvent()
  }

  private fireAll(window: TimeWindow, watermark: number): void {
    const merged = this.mergedPanes(window)
    for (const [key, slot] of merged.slots) this.fire(window, key, merged.valueAt(slot), watermark)
  }

  private fireKey(window: TimeWindow, key: unknown): void {
    if (this.panesAre(window)) {
      this.fire(window, key, this.panes.get(window.start)?.valueOf(key) as Acc, this.time)
      return
    }
    const merged = new AccumulatorTable<In, Acc>(this.settings.aggregator)
    for (const pane of this.panesOf(window)) merged.mergeKey(key, pane)
    this.fire(window, key, merged.valueOf(key) as Acc, this.time)
  }

  private fire(window: TimeWindow, key: unknown, value: Acc, watermark: number): void {
    try {
      this.settings.emit(originalKey(key), window, value, result =>
        this.results.append(result, window.end - 1, this.eventTime ? watermark : this.watermark),
      )
    } catch (error) {
      throw asUserCodeError(error, this.context.name, value, originalKey(key))
    }
  }

  private mergedPanes(window: TimeWindow): AccumulatorTable<In, Acc> {
    const own = this.panesAre(window) ? this.panes.get(window.start) : undefined
    if (own) return own
    const merged = new AccumulatorTable<In, Acc>(this.settings.aggregator)
    for (const pane of this.panesOf(window)) merged.mergeAll(pane)
    return merged
  }

  /** Whether a window is a single pane. */
  private panesAre(window: TimeWindow): boolean {
    return window.end - window.start === this.paneMs
  }

  private *panesOf(window: TimeWindow): Iterable<AccumulatorTable<In, Acc>> {
    for (let start = window.start; start < window.end; start += this.paneMs) {
      const pane = this.panes.get(start)
      if (pane) yield pane
    }
  }

  /** Starts of the windows that a pane is part of. */
  private windowsOf(paneStart: number): number[] {
    return this.shared ? windowStarts(paneStart, paneStart + this.paneMs, this.settings.windows) : [paneStart]
  }

  /** When nothing will ask for a pane any more: its last window has fired and its lateness has passed. */
  private dropTime(paneStart: number): number {
    const { windows, allowedLatenessMs } = this.settings
    const lastStart = this.shared ? windowStart(paneStart, windows.slideMs, windows.offsetMs) : paneStart
    return lastStart + windows.sizeMs - 1 + allowedLatenessMs
  }

  private updateNextEvent(): void {
    let next = this.pending.length > 0 ? this.pending.first : MAX_WATERMARK
    for (const paneStart of this.panes.keys()) next = Math.min(next, this.dropTime(paneStart))
    this.nextEvent = next
  }

  /** Every window of the record is gone. (Where the slide exceeds the size, a record between windows is not late.) */
  private late(record: In, timestamp: number): void {
    const { lateTag, allowedLatenessMs } = this.settings
    if (timestamp + allowedLatenessMs > this.time) return
    this.context.countLate(1)
    if (lateTag) this.output.side(lateTag, record, timestamp, this.time)
  }

  private flush(): void {
    const batch = this.results.take()
    if (batch) this.output.batch(batch)
  }
}

interface TimeWindowState {
  readonly time: number
  readonly pending: readonly number[]
  readonly panes: readonly (readonly [number, TableSnapshot])[]
}

/** Starts, ascending, of the windows that hold the whole span `[from, to)`. */
function windowStarts(from: number, to: number, { sizeMs, slideMs, offsetMs }: TimeWindows): number[] {
  const starts: number[] = []
  for (let start = windowStart(from, slideMs, offsetMs); start + sizeMs >= to; start -= slideMs) starts.unshift(start)
  return starts
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}

class NoTimestampsError extends FlinknbError {
  constructor(operator: string) {
    super('INVALID_STATE', `${operator}: event-time windows need event time, and the stream has none.`, {
      fix: `Give the source a strategy, such as WatermarkStrategy.forBoundedOutOfOrderness('5s').withTimestampAssigner('ts'), or use TumblingProcessingTimeWindows.`,
    })
  }
}
