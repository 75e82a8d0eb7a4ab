import { Accumulators, type AccumulatorsSnapshot } from '../aggregates/accumulators.ts'
import { type Batch, MAX_WATERMARK } from '../batch.ts'
import { originalKey } from '../keyOf.ts'
import { allSteps } from '../operator.ts'
import { TimerQueue, type TimersSnapshot } from '../state/timerQueue.ts'
import { asUserCodeError } from '../userCodeError.ts'
import { BaseWindowOperator, type BaseWindowState, type WindowOperatorSettings } from './baseWindowOperator.ts'
import type { Evictor, TimestampedValue } from './evictor.ts'
import type { Trigger, TriggerResult } from './trigger.ts'
import { TriggerScope } from './triggerScope.ts'
import type { WindowAssigner } from './windowAssigner.ts'
import type { TimeWindow } from './windowAssigners.ts'
import { checkTriggerResult } from './windowOperatorErrors.ts'
import { NO_SLOT, type PaneSnapshot, touching, unionOf, WindowPane } from './windowPane.ts'

export interface GeneralWindowSettings<In, Acc, Out> extends WindowOperatorSettings<In, Acc, Out> {
  readonly assigner: WindowAssigner<In>
  readonly trigger: Trigger<In>
  readonly evictor: Evictor<In> | undefined
}

/**
 * Windows of any kind with any trigger and evictor: Flink's `WindowOperator`, and its `EvictingWindowOperator`, step by step.
 * Each window of each key has its own accumulator (or, with an evictor, all its records), trigger state and timers.
 */
export class WindowOperator<In, Acc, Out> extends BaseWindowOperator<In, Acc, Out> {
  private readonly panesOf = new Map<unknown, WindowPane<In>[]>()
  private accumulators: Accumulators<In, Acc>
  private readonly eventTimers = new TimerQueue()
  private readonly processingTimers = new TimerQueue()
  private readonly scope: TriggerScope<In>
  private readonly merging: boolean
  /** Processing-time timers up to here are due. */
  private processingUntil = Number.NEGATIVE_INFINITY
  /**
   * Whether timers are being fired. A timer that is registered when its time is past waits for time to go on once more, as
   * in Flink, and not merely for the next slice or batch.
   */
  private firingEvents = false
  private firingProcessing = false

  constructor(private readonly settings: GeneralWindowSettings<In, Acc, Out>) {
    super(settings, settings.assigner.isEventTime, settings.assigner.mergesWindows === true)
    this.merging = settings.assigner.mergesWindows === true
    this.accumulators = new Accumulators(settings.aggregator)
    this.scope = new TriggerScope(this.eventTimers, this.processingTimers, {
      currentWatermark: () => this.watermark,
      currentProcessingTime: () => this.context.processingTime(),
    })
  }

  override get stateEntries(): number {
    let windows = 0
    for (const panes of this.panesOf.values()) windows += panes.length
    return windows
  }

  override snapshotState(): WindowOperatorState<In> {
    const panes = [...this.panesOf.values()].flat()
    const indexOf = new Map(panes.map((pane, i) => [pane, i] as const))
    const index = (pane: unknown) => indexOf.get(pane as WindowPane<In>) // none of a window that is gone
    return {
      ...this.baseState(),
      processingUntil: this.processingUntil,
      firingEvents: this.firingEvents,
      firingProcessing: this.firingProcessing,
      panes: panes.map(pane => pane.snapshot()),
      accumulators: this.accumulators.snapshot(),
      eventTimers: allSteps(this.eventTimers.snapshot(index)),
      processingTimers: allSteps(this.processingTimers.snapshot(index)),
    }
  }

  override restoreState(state: unknown): void {
    const restored = state as WindowOperatorState<In>
    this.restoreBase(restored)
    this.processingUntil = restored.processingUntil
    this.firingEvents = restored.firingEvents
    this.firingProcessing = restored.firingProcessing
    this.accumulators = new Accumulators(this.settings.aggregator, restored.accumulators)
    const panes = restored.panes.map(snapshot => WindowPane.restored(snapshot))
    for (const pane of panes) this.addPane(pane)
    this.eventTimers.restore(restored.eventTimers, index => panes[index as number])
    this.processingTimers.restore(restored.processingTimers, index => panes[index as number])
    this.afterWork()
  }

  protected override addRecords({ values, timestamps, watermarks }: Batch<In>, from: number): number {
    const { assigner } = this.settings
    for (let i = from; i < values.length; i++) {
      const record = values[i] as In
      if (watermarks && !this.advanceWatermark(watermarks[i] as number)) return i
      const timestamp = timestamps ? (timestamps[i] as number) : Number.NaN
      const key = this.inUserCode(record, undefined, () => this.settings.keyOf(record))
      let isSkipped = true
      for (const window of this.inUserCode(record, key, () =>
        assigner.assignWindows(record, timestamp, this.functionContext),
      )) {
        const pane = this.merging ? this.mergedPane(key, window) : this.paneOf(key, window)
        if (!pane) continue
        isSkipped = false
        this.addTo(pane, record, timestamp)
      }
      if (isSkipped) this.late(record, timestamp)
    }
    return values.length
  }

  /** Event-time timers fire whichever time the windows are in. */
  protected override advanceWatermark(watermark: number): boolean {
    return this.advanceTo(watermark)
  }

  protected override advanceTo(watermark: number): boolean {
    if (watermark <= this.watermark) return true
    this.watermark = watermark
    this.time = watermark
    this.firingEvents = true
    return this.goOn()
  }

  protected override beforeRecords(): boolean {
    const time = this.context.processingTime() - 1
    if (time <= this.processingUntil) return true
    this.processingTimeReached(time)
    return this.goOn()
  }

  protected override processingTimeReached(time: number): void {
    this.processingUntil = Math.max(this.processingUntil, time)
    this.firingProcessing = true
  }

  protected override goOn(): boolean {
    if (this.firingEvents) {
      if (!this.fireTimers(this.eventTimers, this.watermark, 'event')) return false
      this.firingEvents = false
      this.before = this.watermark // results come before the watermark that made them
    }
    if (this.firingProcessing) {
      if (!this.fireTimers(this.processingTimers, this.processingUntil, 'processing')) return false
      this.firingProcessing = false
    }
    return true
  }

  protected override get nextProcessingTime(): number {
    return this.processingTimers.first
  }

  private fireTimers(timers: TimerQueue, time: number, domain: 'event' | 'processing'): boolean {
    for (;;) {
      if (timers.first > time) return true
      if (!this.hasTime()) return false
      const timer = timers.poll(time)
      if (!timer) return true
      this.onTimer(timer.key as WindowPane<In>, timer.time, domain)
    }
  }

  private onTimer(pane: WindowPane<In>, time: number, domain: 'event' | 'processing'): void {
    if (!pane.alive) return
    const { trigger } = this.settings
    this.scope.pane = pane
    this.act(
      pane,
      this.inUserCode({ timer: time }, pane.key, () =>
        domain === 'event'
          ? trigger.onEventTime(time, pane.window, this.scope)
          : trigger.onProcessingTime(time, pane.window, this.scope),
      ),
    )
    if ((domain === 'event') === this.eventTime && time === this.cleanupTime(pane.window)) this.remove(pane)
  }

  private addTo(pane: WindowPane<In>, record: In, timestamp: number): void {
    if (pane.elements) pane.elements.push({ value: record, timestamp })
    else {
      this.inUserCode(record, pane.key, () => {
        if (pane.slot === NO_SLOT) pane.slot = this.accumulators.allocate()
        this.accumulators.add(pane.slot, record)
      })
    }
    this.scope.pane = pane
    this.act(
      pane,
      this.inUserCode(record, pane.key, () =>
        this.settings.trigger.onElement(record, timestamp, pane.window, this.scope),
      ),
    )
    this.registerCleanup(pane)
  }

  private act(pane: WindowPane<In>, result: TriggerResult): void {
    if (result === 'CONTINUE') return
    checkTriggerResult(result, this.settings.trigger, this.context.name)
    if (result !== 'PURGE') this.fire(pane)
    if (result !== 'FIRE') this.purge(pane)
  }

  private fire(pane: WindowPane<In>): void {
    if (pane.elements) this.fireElements(pane, pane.elements)
    else if (pane.slot !== NO_SLOT) {
      this.emit(pane.key, pane.window, this.resultOf(pane.key, pane.window, this.accumulators, pane.slot))
    }
  }

  private fireElements(pane: WindowPane<In>, elements: readonly TimestampedValue<In>[]): void {
    if (elements.length === 0) return
    const { evictor } = this.settings
    const { key, window } = pane
    const evict = (all: readonly TimestampedValue<In>[], method: 'evictBefore' | 'evictAfter') =>
      evictor?.[method]
        ? this.inUserCode(window, key, () => evictor[method]?.(all, window, this.functionContext) ?? all)
        : all
    const kept = evict(elements, 'evictBefore')
    const slot = this.inUserCode(window, key, () => this.accumulators.allocate())
    for (const { value } of kept) this.inUserCode(value, key, () => this.accumulators.add(slot, value))
    this.emit(key, window, this.resultOf(key, window, this.accumulators, slot))
    this.accumulators.release(slot)
    pane.elements = [...evict(kept, 'evictAfter')]
  }

  private purge(pane: WindowPane<In>): void {
    if (pane.elements) pane.elements = []
    if (pane.slot !== NO_SLOT) this.accumulators.release(pane.slot)
    pane.slot = NO_SLOT
  }

  // ------------------------------------------------------------------ windows that come and go

  /** The window of a key; undefined when it is late. */
  private paneOf(key: unknown, window: TimeWindow): WindowPane<In> | undefined {
    if (this.isLate(window)) return undefined
    const known = this.panesOf.get(key)?.find(pane => pane.is(window))
    return known ?? this.addPane(new WindowPane(key, window, this.settings.evictor !== undefined))
  }

  /** The window of a key together with those it touches; undefined when that is late. */
  private mergedPane(key: unknown, window: TimeWindow): WindowPane<In> | undefined {
    const touched = (this.panesOf.get(key) ?? []).filter(pane => touching(pane.window, window))
    const merged = unionOf(window, touched)
    const [first] = touched
    if (touched.length === 1 && first?.is(merged)) return first
    if (this.isLate(merged)) return undefined
    const pane = new WindowPane<In>(key, merged, this.settings.evictor !== undefined)
    if (touched.length > 0) this.merge(pane, touched)
    return this.addPane(pane)
  }

  private merge(pane: WindowPane<In>, merged: readonly WindowPane<In>[]): void {
    const { trigger } = this.settings
    this.scope.pane = pane
    this.scope.merged = merged
    this.inUserCode(pane.window, pane.key, () => trigger.onMerge?.(pane.window, this.scope))
    this.scope.merged = []
    for (const old of merged) {
      this.clearTrigger(old)
      this.deleteCleanup(old)
      if (old.elements) pane.elements?.push(...old.elements)
      else if (pane.slot === NO_SLOT) pane.slot = old.slot
      else if (old.slot !== NO_SLOT) {
        this.inUserCode(pane.window, pane.key, () => this.accumulators.merge(pane.slot, this.accumulators, old.slot))
        this.accumulators.release(old.slot)
      }
      this.drop(old)
    }
  }

  private remove(pane: WindowPane<In>): void {
    this.purge(pane)
    this.clearTrigger(pane)
    const { clear } = this.settings
    if (clear) {
      this.functionContext.enter(pane.key, pane.window)
      this.inUserCode(pane.window, pane.key, () => clear(originalKey(pane.key), this.functionContext))
    }
    this.drop(pane)
    if (this.eventTime) this.functionContext.forgetUntil(this.watermark - this.settings.allowedLatenessMs)
    else this.functionContext.forgetUntil(this.context.processingTime() - 1)
  }

  private clearTrigger(pane: WindowPane<In>): void {
    this.scope.pane = pane
    this.inUserCode(pane.window, pane.key, () => this.settings.trigger.clear(pane.window, this.scope))
  }

  private addPane(pane: WindowPane<In>): WindowPane<In> {
    const panes = this.panesOf.get(pane.key)
    if (panes) panes.push(pane)
    else this.panesOf.set(pane.key, [pane])
    return pane
  }

  private drop(pane: WindowPane<In>): void {
    pane.alive = false
    const panes = this.panesOf.get(pane.key) ?? []
    const index = panes.indexOf(pane)
    if (index >= 0) panes.splice(index, 1)
    if (panes.length === 0) this.panesOf.delete(pane.key)
  }

  private isLate(window: TimeWindow): boolean {
    return this.eventTime && this.cleanupTime(window) <= this.watermark
  }

  private cleanupTime(window: TimeWindow): number {
    return window.end - 1 + (this.eventTime ? this.settings.allowedLatenessMs : 0)
  }

  private registerCleanup(pane: WindowPane<In>): void {
    const time = this.cleanupTime(pane.window)
    if (time < MAX_WATERMARK) (this.eventTime ? this.eventTimers : this.processingTimers).register(time, pane)
  }

  private deleteCleanup(pane: WindowPane<In>): void {
    ;(this.eventTime ? this.eventTimers : this.processingTimers).delete(this.cleanupTime(pane.window), pane)
  }

  private inUserCode<R>(record: unknown, key: unknown, call: () => R): R {
    try {
      return call()
    } catch (error) {
      throw asUserCodeError(error, this.context.name, record, originalKey(key))
    }
  }
}

interface WindowOperatorState<In> extends BaseWindowState<In> {
  readonly processingUntil: number
  readonly firingEvents: boolean
  readonly firingProcessing: boolean
  readonly panes: readonly PaneSnapshot<In>[]
  readonly accumulators: AccumulatorsSnapshot
  /** By index of the window. */
  readonly eventTimers: TimersSnapshot
  readonly processingTimers: TimersSnapshot
}
