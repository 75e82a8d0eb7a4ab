import { AccumulatorTable, type TableSnapshot } from '../aggregates/accumulatorTable.ts'
import { type Batch, MAX_WATERMARK } from '../batch.ts'
import { originalKey } from '../keyOf.ts'
import { NO_KEY } from '../state/keyIndex.ts'
import { asUserCodeError } from '../userCodeError.ts'
import { BaseWindowOperator, type BaseWindowState, type WindowOperatorSettings } from './baseWindowOperator.ts'
import type { CumulateWindows } from './cumulateWindows.ts'
import { type PaneLayout, paneLayout } from './paneLayout.ts'
import { PaneMerger, type WindowEntry } from './paneMerger.ts'
import { SortedTimes } from './sortedTimes.ts'
import { type TimeWindow, type TimeWindows, windowStart } from './windowAssigners.ts'

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
  /** The earliest time at which something fires or is dropped. */
  private nextEvent = MAX_WATERMARK
  /** While a window fires: what is left of it, and how many keys have fired. */
  private entries: Generator<WindowEntry<Acc> | undefined, undefined> | undefined
  private fired = 0
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

  /** A key of each pane: what is kept, however many windows it belongs to. */
  override get stateEntries(): number {
    let entries = 0
    for (const pane of this.panes.values()) entries += pane.size
    return entries
  }

  override snapshotState(): TimeWindowState<In> {
    const panes = [...this.panes].map(([start, pane]) => [start, pane.tableSnapshot()] as const)
    return { ...this.baseState(), pending: this.pending.toArray(), panes, fired: this.fired }
  }

  override restoreState(state: unknown): void {
    const restored = state as TimeWindowState<In>
    this.restoreBase(restored)
    this.mergedUntil = this.time
    for (const lastTimestamp of restored.pending) this.pending.add(lastTimestamp)
    for (const [start, pane] of restored.panes) {
      this.panes.set(start, new AccumulatorTable(this.settings.aggregator, pane))
    }
    this.fired = restored.fired
    this.updateNextEvent()
    this.afterWork()
  }

  protected override get nextProcessingTime(): number {
    return this.eventTime ? MAX_WATERMARK : this.nextEvent
  }

  protected override addRecords({ values, timestamps, watermarks }: Batch<In>, from: number): number {
    const { keyOf, allowedLatenessMs } = this.settings
    const { paneMs, offsetMs } = this.layout
    const { eventTime } = this
    const now = eventTime ? Number.NaN : this.context.processingTime()
    let paneStart = Number.NaN
    let paneEnd = Number.NaN
    let pane: AccumulatorTable<In, Acc> | undefined
    /** Whether the pane's windows may have been computed: its records need more than adding. */
    let isLatePane = false
    for (let i = from; i < values.length; i++) {
      const record = values[i] as In
      if (eventTime && watermarks) {
        const watermark = watermarks[i] as number
        if (watermark >= this.nextEvent) {
          if (!this.advanceTo(watermark)) return i
          pane = undefined
        } else if (watermark > this.time) {
          this.time = watermark
          this.before = watermark
        }
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
      const keysBefore = isLatePane ? pane.size : 0
      try {
        key = keyOf(record)
        pane.addTo(key, record)
      } catch (error) {
        throw asUserCodeError(error, this.context.name, record, originalKey(key))
      }
      if (isLatePane) this.addedLate(paneStart, key, pane.size > keysBefore)
    }
    return values.length
  }

  protected override advanceTo(time: number): boolean {
    if (time <= this.time) return true
    this.time = time
    return this.goOn()
  }

  protected override goOn(): boolean {
    const { time } = this
    while (this.pending.first <= time && this.pending.length > 0) {
      const end = this.pending.first + 1
      if (!this.fireAll({ start: this.layout.startOf(end), end })) return false
      this.pending.removeFirst()
      this.mergedUntil = end
    }
    if (this.eventTime) this.before = time // results come before the watermark that made them
    this.functionContext.forgetUntil(time - this.settings.allowedLatenessMs)
    for (const paneStart of this.panes.keys()) if (this.dropTime(paneStart) <= time) this.panes.delete(paneStart)
    this.updateNextEvent()
    return true
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

  /** Fires a window for every key, or for as many as the slice has room for; false when some are left. */
  private fireAll(window: TimeWindow): boolean {
    const done = this.layout.singlePanes ? this.firePane(window) : this.fireMerged(window)
    if (done) this.fired = 0
    return done
  }

  private firePane(window: TimeWindow): boolean {
    const pane = this.panes.get(window.start)
    if (pane === undefined) return true
    for (; this.fired < pane.size; this.fired++) {
      if (!this.hasTime()) return false
      const key = pane.index.keyAt(this.fired)
      this.emit(key, window, this.resultOf(key, window, pane, this.fired))
    }
    return true
  }

  private fireMerged(window: TimeWindow): boolean {
    this.entries ??= this.mergedEntries(window, this.fired)
    const { entries } = this
    while (this.hasTime()) {
      const { done, value } = this.naming(window, () => entries.next())
      if (done) {
        this.entries = undefined
        return true
      }
      if (value === undefined) continue
      this.emit(value[0], window, value[1])
      this.fired++
    }
    return false
  }

  /** What the merger gives, but for the first `skip` keys: they have fired before a restart. */
  private *mergedEntries(window: TimeWindow, skip: number): Generator<WindowEntry<Acc> | undefined, undefined> {
    let left = skip
    for (const entry of this.merger.entries(window)) if (entry === undefined || left-- <= 0) yield entry
  }

  private fireKey(window: TimeWindow, key: unknown): void {
    if (!this.layout.singlePanes) {
      this.emit(
        key,
        window,
        this.naming(window, () => this.merger.valueOf(window, key)),
      )
      return
    }
    const pane = this.panes.get(window.start)
    const slot = pane?.index.find(key) ?? NO_KEY
    if (pane && slot !== NO_KEY) this.emit(key, window, this.resultOf(key, window, pane, slot))
  }

  /** Merges panes; where a function of the user's throws, the error says of which window and key. */
  private naming<R>(window: TimeWindow, merge: () => R): R {
    try {
      return merge()
    } catch (error) {
      throw asUserCodeError(error, this.context.name, window, originalKey(this.merger.atWork.key))
    }
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

interface TimeWindowState<In> extends BaseWindowState<In> {
  readonly pending: readonly number[]
  readonly panes: readonly (readonly [number, TableSnapshot])[]
  readonly fired: number
}
