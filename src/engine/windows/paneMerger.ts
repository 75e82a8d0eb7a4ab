import { Accumulators } from '../aggregates/accumulators.ts'
import { AccumulatorTable } from '../aggregates/accumulatorTable.ts'
import type { Aggregator } from '../aggregates/aggregator.ts'
import { NO_KEY } from '../state/keyIndex.ts'
import { BlockSuffix, MERGES_PER_STEP } from './blockSuffix.ts'
import type { PaneLayout } from './paneLayout.ts'
import { type TimeWindow, windowStart } from './windowAssigners.ts'

/** Key and value of one key's window. */
export type WindowEntry<Out> = readonly [unknown, Out]

/**
 * Makes windows out of panes, each key's in time independent of how many panes a window has: the panes of a block are merged
 * from its beginning as they are completed, and once the block is over from its end; a window is then one merge (the
 * algorithm of van Herk and of Gil and Werman for running extrema, over any aggregate).
 *
 * Which merges lead to a result depends on the window alone, so results are the same to the last bit after a restore, when
 * all this is computed anew. Where a state is costly to copy the panes of each window are merged one by one.
 */
export class PaneMerger<In, Out> {
  private prefix: AccumulatorTable<In, Out>
  private prefixStart = Number.NaN
  /** The prefix holds the panes before this time. */
  private prefixEnd = Number.NaN
  private suffix: BlockSuffix<In, Out> | undefined
  private readonly scratch: Accumulators<In, Out>
  /** Whose state is being merged: for errors. */
  readonly atWork: { key: unknown } = { key: undefined }
  /** Keys that late records changed in panes that have been merged already. */
  private readonly changed = new Set<unknown>()

  constructor(
    private readonly aggregator: Aggregator<In, Out>,
    private readonly layout: PaneLayout,
    private readonly panes: ReadonlyMap<number, AccumulatorTable<In, Out>>,
  ) {
    this.prefix = new AccumulatorTable(aggregator)
    this.scratch = new Accumulators(aggregator)
    if (layout.singlePanes) return // nothing is ever merged
    for (let slot = 0; slot < SCRATCH_SLOTS; slot++) this.scratch.allocate()
  }

  /** A record was added to a pane that windows may have been made of; `isNew`: the first of its key in the pane. */
  paneChanged(paneStart: number, key: unknown, isNew: boolean): void {
    const inPrefix = paneStart >= this.prefixStart && paneStart < this.prefixEnd
    if (!inPrefix && !this.suffix?.holds(paneStart)) return
    this.changed.add(key)
    // a new key changes the order of results, and many changes cost more than a new start
    const keys = Math.max(this.prefix.size, this.suffix?.slots.size ?? 0)
    if (isNew || this.changed.size * 4 > keys) this.forget()
  }

  /**
   * Key and value of every key of a window whose panes are complete; undefined from time to time while there is none yet,
   * so that whoever asks can pause. Nothing may be added until it has been run through.
   */
  *entries(window: TimeWindow): Generator<WindowEntry<Out> | undefined, undefined> {
    if (!this.usesBlocks) {
      const merged = new AccumulatorTable(this.aggregator)
      for (const pane of this.panesOf(window.start, window.end)) yield* this.mergeInto(merged, pane)
      for (let slot = 0; slot < merged.size; slot++) {
        this.atWork.key = merged.index.keyAt(slot)
        yield [this.atWork.key, merged.value(slot)]
      }
      return
    }
    const block = this.blockOf(window.start)
    const { prefix, scratch, changed } = yield* this.prefixUntil(window)
    if (block === window.start) {
      this.suffix = undefined
      for (let slot = 0; slot < prefix.size; slot++) yield this.prefixEntry(window, slot)
      return
    }
    const suffix = yield* this.suffixFrom(window.start, block + this.layout.blockMs)
    for (const [key, slot] of suffix.slots.entries()) {
      this.atWork.key = key
      if (changed.size > 0 && changed.has(key)) {
        yield [key, this.valueOf(window, key)]
        continue
      }
      scratch.copy(WHOLE, suffix, slot)
      const prefixSlot = prefix.index.find(key)
      if (prefixSlot !== NO_KEY) scratch.merge(WHOLE, prefix, prefixSlot)
      yield [key, scratch.value(WHOLE)]
    }
    for (let slot = 0; slot < prefix.size; slot++) {
      if (!suffix.slots.has(prefix.index.keyAt(slot))) yield this.prefixEntry(window, slot)
      else if (slot % MERGES_PER_STEP === 0) yield
    }
  }

  /** One key's window, by the same merges in the same order. */
  valueOf(window: TimeWindow, key: unknown): Out {
    const { scratch } = this
    this.atWork.key = key
    const block = this.blockOf(window.start)
    const blockEnd = block + this.layout.blockMs
    if (!this.usesBlocks || block === window.start) return this.mergeForward(WHOLE, window.start, window.end, key)
    const last = this.mergeBackward(window.start, Math.min(blockEnd, window.end), key)
    const inPrefix = this.hasKey(blockEnd, window.end, key)
    if (inPrefix) this.mergeForward(PREFIX, blockEnd, window.end, key)
    if (last === undefined) return scratch.value(PREFIX)
    scratch.copy(WHOLE, scratch, last)
    if (inPrefix) scratch.merge(WHOLE, scratch, PREFIX)
    return scratch.value(WHOLE)
  }

  private get usesBlocks(): boolean {
    return this.layout.growing || (this.aggregator.copiesState && this.layout.blockMs > this.layout.paneMs)
  }

  private prefixEntry(window: TimeWindow, slot: number): WindowEntry<Out> {
    const { prefix, scratch } = this
    const key = prefix.index.keyAt(slot)
    this.atWork.key = key
    if (this.changed.has(key)) return [key, this.valueOf(window, key)]
    if (!this.aggregator.copyObject) return [key, prefix.value(slot)]
    // what a result may hold on to must not be merged into
    scratch.copy(WHOLE, prefix, slot)
    return [key, scratch.value(WHOLE)]
  }

  /** Completes the prefix: the panes of the window's last block. */
  private *prefixUntil({ start: windowStart, end }: TimeWindow): Generator<undefined, this> {
    const block = this.blockOf(windowStart)
    const start = block === windowStart ? block : block + this.layout.blockMs
    if (this.prefixStart !== start || this.prefixEnd > end) {
      this.prefix = new AccumulatorTable(this.aggregator)
      this.prefixStart = start
      this.prefixEnd = start
      this.changed.clear() // the block before, now the suffix, is merged anew as well
    }
    for (const pane of this.panesOf(this.prefixEnd, end)) yield* this.mergeInto(this.prefix, pane)
    this.prefixEnd = end
    return this
  }

  /** Adds to each key what `pane` has seen, a few keys at a time. */
  private *mergeInto(table: AccumulatorTable<In, Out>, pane: AccumulatorTable<In, Out>): Generator<undefined> {
    for (let slot = 0; slot < pane.size; slot++) {
      this.atWork.key = pane.index.keyAt(slot)
      table.mergeSlot(pane, slot)
      if (slot % MERGES_PER_STEP === MERGES_PER_STEP - 1) yield
    }
  }

  private *suffixFrom(start: number, end: number): Generator<undefined, BlockSuffix<In, Out>> {
    const known = this.suffix
    if (known?.covers(start, end)) {
      yield* known.advanceTo(start)
      return known
    }
    const made = new BlockSuffix(this.aggregator, this.layout.paneMs, this.panes, start, end, this.atWork)
    yield* made.mergePanes()
    this.suffix = made
    return made
  }

  private forget(): void {
    this.changed.clear()
    this.prefixStart = Number.NaN
    this.suffix = undefined
  }

  /** `((p₀ + p₁) + p₂) + …` as the prefix is made. */
  private mergeForward(slot: number, start: number, end: number, key: unknown): Out {
    this.scratch.reset(slot)
    for (const pane of this.panesOf(start, end)) {
      const from = pane.index.find(key)
      if (from !== NO_KEY) this.scratch.merge(slot, pane, from)
    }
    return this.scratch.value(slot)
  }

  /** `p₀ + (p₁ + (p₂ + …))` as the suffix is made; gives the scratch slot that holds it. */
  private mergeBackward(start: number, end: number, key: unknown): number | undefined {
    let whole: number | undefined
    for (let paneStart = end - this.layout.paneMs; paneStart >= start; paneStart -= this.layout.paneMs) {
      const pane = this.panes.get(paneStart)
      const from = pane?.index.find(key) ?? NO_KEY
      if (pane === undefined || from === NO_KEY) continue
      const slot = whole === BACKWARD_EVEN ? BACKWARD_ODD : BACKWARD_EVEN
      this.scratch.copy(slot, pane, from)
      if (whole !== undefined) this.scratch.merge(slot, this.scratch, whole)
      whole = slot
    }
    return whole
  }

  private hasKey(start: number, end: number, key: unknown): boolean {
    for (const pane of this.panesOf(start, end)) if (pane.has(key)) return true
    return false
  }

  private *panesOf(start: number, end: number): Iterable<AccumulatorTable<In, Out>> {
    for (let at = start; at < end; at += this.layout.paneMs) {
      const pane = this.panes.get(at)
      if (pane) yield pane
    }
  }

  private blockOf(time: number): number {
    return windowStart(time, this.layout.blockMs, this.layout.offsetMs)
  }
}

const WHOLE = 0
const PREFIX = 1
const BACKWARD_EVEN = 2
const BACKWARD_ODD = 3
const SCRATCH_SLOTS = 4
