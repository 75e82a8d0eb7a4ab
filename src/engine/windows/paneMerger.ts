import { Accumulators } from '../aggregates/accumulators.ts'
import { AccumulatorTable } from '../aggregates/accumulatorTable.ts'
import type { Aggregator } from '../aggregates/aggregator.ts'
import { BlockSuffix } from './blockSuffix.ts'
import type { PaneLayout } from './paneLayout.ts'
import { type TimeWindow, windowStart } from './windowAssigners.ts'

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
    const keys = Math.max(this.prefix.slots.size, this.suffix?.slots.size ?? 0)
    if (isNew || this.changed.size * 4 > keys) this.forget()
  }

  /** Key and value of every key of a window whose panes are complete. Nothing may be added until it has been run through. */
  *entries(window: TimeWindow): Generator<readonly [unknown, Out], undefined> {
    if (!this.usesBlocks) {
      const merged = new AccumulatorTable(this.aggregator)
      for (const pane of this.panesOf(window.start, window.end)) merged.mergeAll(pane)
      for (const [key, slot] of merged.slots) yield [key, merged.value(slot)]
      return
    }
    const block = this.blockOf(window.start)
    if (block === window.start) {
      this.setPrefix(block, window.end)
      this.suffix = undefined
      for (const [key, slot] of this.prefix.slots) yield [key, this.prefixValue(window, key, slot)]
      return
    }
    this.setPrefix(block + this.layout.blockMs, window.end)
    const suffix = this.suffixFrom(window.start, block + this.layout.blockMs)
    const { prefix, scratch, changed } = this
    for (const [key, slot] of suffix.slots) {
      if (changed.size > 0 && changed.has(key)) {
        yield [key, this.valueOf(window, key)]
        continue
      }
      scratch.copy(WHOLE, suffix, slot)
      const prefixSlot = prefix.slots.get(key)
      if (prefixSlot !== undefined) scratch.merge(WHOLE, prefix, prefixSlot)
      yield [key, scratch.value(WHOLE)]
    }
    for (const [key, slot] of prefix.slots) {
      if (!suffix.slots.has(key)) yield [key, this.prefixValue(window, key, slot)]
    }
  }

  /** One key's window, by the same merges in the same order. */
  valueOf(window: TimeWindow, key: unknown): Out {
    const { scratch } = this
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
    return this.layout.growing || (this.aggregator.replacesState && this.layout.blockMs > this.layout.paneMs)
  }

  private prefixValue(window: TimeWindow, key: unknown, slot: number): Out {
    return this.changed.has(key) ? this.valueOf(window, key) : this.prefix.value(slot)
  }

  private setPrefix(start: number, end: number): void {
    if (this.prefixStart !== start || this.prefixEnd > end) {
      this.prefix = new AccumulatorTable(this.aggregator)
      this.prefixStart = start
      this.prefixEnd = start
      this.changed.clear() // the block before, now the suffix, is merged anew as well
    }
    for (const pane of this.panesOf(this.prefixEnd, end)) this.prefix.mergeAll(pane)
    this.prefixEnd = end
  }

  private suffixFrom(start: number, end: number): BlockSuffix<In, Out> {
    if (!this.suffix?.advanceTo(start, end)) {
      this.suffix = new BlockSuffix(this.aggregator, this.layout.paneMs, this.panes, start, end)
    }
    return this.suffix
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
      const from = pane.slots.get(key)
      if (from !== undefined) this.scratch.merge(slot, pane, from)
    }
    return this.scratch.value(slot)
  }

  /** `p₀ + (p₁ + (p₂ + …))` as the suffix is made; gives the scratch slot that holds it. */
  private mergeBackward(start: number, end: number, key: unknown): number | undefined {
    let whole: number | undefined
    for (let paneStart = end - this.layout.paneMs; paneStart >= start; paneStart -= this.layout.paneMs) {
      const pane = this.panes.get(paneStart)
      const from = pane?.slots.get(key)
      if (pane === undefined || from === undefined) continue
      const slot = whole === BACKWARD_EVEN ? BACKWARD_ODD : BACKWARD_EVEN
      this.scratch.copy(slot, pane, from)
      if (whole !== undefined) this.scratch.merge(slot, this.scratch, whole)
      whole = slot
    }
    return whole
  }

  private hasKey(start: number, end: number, key: unknown): boolean {
    for (const pane of this.panesOf(start, end)) if (pane.slots.has(key)) return true
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
