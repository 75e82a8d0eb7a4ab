import { Accumulators } from '../aggregates/accumulators.ts'
import type { AccumulatorTable } from '../aggregates/accumulatorTable.ts'
import type { Aggregator } from '../aggregates/aggregator.ts'

const NONE = -1

/**
 * The panes of a block merged from its end: for each key and each pane that has it, that pane and all after it. As windows
 * move on, keys move to the next pane that has them. As large as the panes themselves.
 */
export class BlockSuffix<In, Out> extends Accumulators<In, Out> {
  /** Each key's slot: what the panes from `start` on have seen of it. */
  readonly slots = new Map<unknown, number>()
  /** For each slot the one that leaves its pane out. */
  private readonly next: Int32Array
  /** The slot of a pane's first key; the others follow in the pane's order. The pane itself may be dropped before. */
  private readonly paneSlots = new Map<
    number,
    { readonly first: number; readonly keys: ReadonlyMap<unknown, number> }
  >()

  constructor(
    aggregator: Aggregator<In, Out>,
    private readonly paneMs: number,
    panes: ReadonlyMap<number, AccumulatorTable<In, Out>>,
    private start: number,
    private readonly end: number,
  ) {
    super(aggregator)
    let size = 0
    for (let at = start; at < end; at += paneMs) size += panes.get(at)?.slots.size ?? 0
    this.next = new Int32Array(size)
    for (let at = end - paneMs; at >= start; at -= paneMs) {
      const pane = panes.get(at)
      if (pane) this.prepend(at, pane)
    }
  }

  holds(paneStart: number): boolean {
    return paneStart >= this.start && paneStart < this.end
  }

  /** Leaves out the panes before `start`; false when this is not that block, or `start` has been passed. */
  advanceTo(start: number, end: number): boolean {
    if (end !== this.end || start < this.start) return false
    for (; this.start < start; this.start += this.paneMs) this.dropFirstPane()
    return true
  }

  private prepend(paneStart: number, pane: AccumulatorTable<In, Out>): void {
    let first: number | undefined
    for (const [key, from] of pane.slots) {
      const slot = this.allocate()
      first ??= slot
      this.copy(slot, pane, from)
      const later = this.slots.get(key)
      if (later !== undefined) this.merge(slot, this, later)
      this.next[slot] = later ?? NONE
      this.slots.set(key, slot)
    }
    if (first !== undefined) this.paneSlots.set(paneStart, { first, keys: pane.slots })
  }

  private dropFirstPane(): void {
    const pane = this.paneSlots.get(this.start)
    if (!pane) return
    this.paneSlots.delete(this.start)
    let slot = pane.first
    for (const key of pane.keys.keys()) {
      const later = this.next[slot++] as number
      if (later === NONE) this.slots.delete(key)
      else this.slots.set(key, later)
    }
  }
}
