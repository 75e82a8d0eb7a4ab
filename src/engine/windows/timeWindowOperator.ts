import { AccumulatorTable, type TableSnapshot } from '../aggregates/accumulatorTable.ts'
import { type Batch, MAX_WATERMARK } from '../batch.ts'
import { asUserCodeError } from '../userCodeError.ts'
import { BaseWindowOperator, type WindowOperatorSettings } from './baseWindowOperator.ts'
import type { CumulateWindows } from './cumulateWindows.ts'
import { type PaneLayout, paneLayout } from './paneLayout.ts'
import { PaneMerger } from './paneMerger.ts'
import { SortedTimes } from './sortedTimes.ts'
import { type TimeWindow, type TimeWindows, windowStart } from './windowAssigners.ts'
import type { WindowFunctionState } from './windowFunctionContext.ts'

export interface TimeWindowSettings<In, Acc, Out> extends WindowOperatorSettings<In, Acc, Out> {
  readonly windows: TimeWindows | CumulateWindows
}

/**
 * Tumbling, sliding and cumulate windows with their default trigger: what {@link WindowOperator} does for them, by panes.
 *
 * Records are added up by panes, spans of time that no window cuts, so a record is added once however many windows it
 * belongs to; {@link PaneMerger} makes windows out of panes. As in Flink a window fires when the watermark reaches its
 * end − 1, fires again for each record within the allowed lateness, and is dropped after that.
 *
 * Where records of a pane came late, a window takes them in order of panes, then of arrival.
 */
export class TimeWindowOperator<In, Acc, Out> extends BaseWindowOperator<In, Acc, Out> {
  private readonly panes = new Map<number, AccumulatorTable<In, Acc>>()
  /** Last timestamps of windows that have records and are yet to fire. */
  private readonly pending = new SortedTimes()
  protected nextEvent = MAX_WATERMARK
  private readonly layout: PaneLayout
  private readonly merger: PaneMerger<In, Acc>
  /** Before this time windows may have been made of panes. */
  private mergedUntil = Number.NEGATIVE_INFINITY

  /** @param settings its aggregator must be able to share panes, unless every window is a single one */
  constructor(private readonly settings: TimeWindowSettings<In, Acc, Out>) {
    super(settings, settings.windows.time === 'event', false)
    this.layout = paneLayout(settings.windows)
    this.merger = new PaneMerger(settings.aggregator, this.layout, this.panes)
  }

  override snapshotState(): TimeWindowState {
    const panes = [...this.panes].map(([start, pane]) => [start, pane.tableSnapshot()] as const)
    return { time: this.time, pending: this.pending.toArray(), panes, functionState: this.functionContext.snapshot() }
  }

  override restoreState(state: unknown): void {
    const { time, pending, panes, functionState } = state as TimeWindowState
    this.time = time
    this.mergedUntil = time
    for (const lastTimestamp of pending) this.pending.add(lastTimestamp)
    for (const [start, pane] of panes) this.panes.set(start, new AccumulatorTable(this.settings.aggregator, pane))
    this.functionContext.restore(functionState)
    this.updateNextEvent()
    this.afterWork()
  }

  protected override addRecords({ values, timestamps, watermarks }: Batch<In>): void {
    const { keyOf, allowedLatenessMs } = this.settings
    const { paneMs, offsetMs } = this.layout
    const { eventTime } = this
    const now = eventTime ? Number.NaN : this.context.processingTime()
    let paneStart = Number.NaN
    let paneEnd = Number.NaN
    let pane: AccumulatorTable<In, Acc> | undefined
    /** Whether the pane's windows may have been computed: its records need more than adding. */
    let isLatePane = false
    for (let i = 0; i < values.length; i++) {
      const record = values[i] as In
      if (eventTime && watermarks) {
        const watermark = watermarks[i] as number
        if (watermark >= this.nextEvent) {
          this.advanceTo(watermark)
          pane = undefined
        } else if (watermark > this.time) this.time = watermark
      }
      const timestamp = eventTime ? ((timestamps as Float64Array)[i] as number) : now
      if (pane === undefined || !(timestamp >= paneStart && timestamp < paneEnd)) {
        paneStart = windowStart(timestamp, paneMs, offsetMs)
        paneEnd = paneStart + paneMs
        pane = this.panes.get(paneStart) ?? this.newPane(paneStart)
        isLatePane = (allowedLatenessMs > 0 || paneStart < this.mergedUntil) && pane !== undefined
      }
      if (pane === undefined) {
        this.late(record, timestamp)
        continue
      }
      let key: unknown
      const keysBefore = pane.slots.size
      try {
        key = keyOf(record)
        pane.addTo(key, record)
      } catch (error) {
        throw asUserCodeError(error, this.context.name, record)
      }
      if (isLatePane) this.addedLate(paneStart, key, pane.slots.size > keysBefore)
    }
  }

  protected override advanceTo(time: number): void {
    if (time <= this.time) return
    // results come before the watermark that made them
    const before = this.eventTime ? this.time : this.watermark
    this.time = time
    while (this.pending.length > 0 && this.pending.first <= time) {
      const end = this.pending.removeFirst() + 1
      this.fireAll({ start: this.layout.startOf(end), end }, before)
      this.mergedUntil = end
    }
    const { allowedLatenessMs } = this.settings
    this.functionContext.forgetUntil(time - allowedLatenessMs)
    for (const paneStart of this.panes.keys()) if (this.dropTime(paneStart) <= time) this.panes.delete(paneStart)
    this.updateNextEvent()
  }

  /** A pane for records from `paneStart` on; undefined when it has no windows, or all are gone: its records are late. */
  private newPane(paneStart: number): AccumulatorTable<In, Acc> | undefined {
    if (this.eventTime && this.dropTime(paneStart) <= this.time) return undefined
    const windows = this.layout.windowsOf(paneStart)
    if (windows.length === 0) return undefined
    const pane = new AccumulatorTable<In, Acc>(this.settings.aggregator)
    this.panes.set(paneStart, pane)
    for (const { end } of windows) if (end - 1 > this.time) this.pending.add(end - 1)
    this.updateNextEvent()
    return pane
  }

  /** Windows that have fired and are within the allowed lateness fire again for the record's key. */
  private addedLate(paneStart: number, key: unknown, isNew: boolean): void {
    if (!this.layout.singlePanes) this.merger.paneChanged(paneStart, key, isNew)
    const { allowedLatenessMs } = this.settings
    if (allowedLatenessMs === 0) return
    for (const window of this.layout.windowsOf(paneStart)) {
      const lastTimestamp = window.end - 1
      if (lastTimestamp <= this.time && lastTimestamp + allowedLatenessMs > this.time) this.fireKey(window, key)
    }
  }

  private fireAll(window: TimeWindow, watermark: number): void {
    if (!this.layout.singlePanes) {
      this.merger.forEach(window, (key, value) => this.emit(key, window, value, watermark))
      return
    }
    const pane = this.panes.get(window.start)
    if (pane) for (const [key, slot] of pane.slots) this.emit(key, window, pane.value(slot), watermark)
  }

  private fireKey(window: TimeWindow, key: unknown): void {
    if (!this.layout.singlePanes) {
      this.emit(key, window, this.merger.valueOf(window, key), this.time)
      return
    }
    const pane = this.panes.get(window.start)
    const slot = pane?.slots.get(key)
    if (pane && slot !== undefined) this.emit(key, window, pane.value(slot), this.time)
  }

  /** When nothing will ask for a pane any more: its last window has fired and its lateness has passed. */
  private dropTime(paneStart: number): number {
    return this.layout.lastEndOf(paneStart) - 1 + this.settings.allowedLatenessMs
  }

  private updateNextEvent(): void {
    let next = this.pending.first
    for (const paneStart of this.panes.keys()) next = Math.min(next, this.dropTime(paneStart))
    this.nextEvent = next
  }
}

interface TimeWindowState {
  readonly time: number
  readonly pending: readonly number[]
  readonly panes: readonly (readonly [number, TableSnapshot])[]
  readonly functionState: WindowFunctionState | undefined
}
