import { Accumulators } from '../aggregates/accumulators.ts'
import type { AccumulatorTable } from '../aggregates/accumulatorTable.ts'
import type { Aggregator } from '../aggregates/aggregator.ts'
import { KeyedEntries } from '../state/keyedEntries.ts'
import type { KeyIndex } from '../state/keyIndex.ts'

const NONE = -1

/** So many merges take about as long as making one result, and are one step of a slice. */
export const MERGES_PER_STEP = 8

/**
 * The panes of a block merged from its end: for each key and each pane that has it, that pane and all after it. As windows
 * move on, keys move to the next pane that has them. As large as the panes themselves.
 */
export class BlockSuffix<In, Out> extends Accumulators<In, Out> {
  /** Each key's slot: what the panes from `start` on have seen of it. */
  readonly slots = new KeyedEntries<number>()
  /** For each slot the one that leaves its pane out. */
  private readonly next: Int32Array
  /** The slot of a pane's first key; the others follow in the pane's order. The pane itself may be dropped before. */
  private readonly paneSlots = new Map<number, { readonly first: number; readonly index: KeyIndex }>()

  /** @param atWork is told whose state is being merged */
  constructor(
    aggregator: Aggregator<In, Out>,
    private readonly paneMs: number,
    private readonly panes: ReadonlyMap<number, AccumulatorTable<In, Out>>,
    private start: number,
    private readonly end: number,
    private readonly atWork: { key: unknown },
  ) {
    super(aggregator)
    let size = 0
    for (let at = start; at < end; at += paneMs) size += panes.get(at)?.size ?? 0
    this.next = new Int32Array(size)
  }

  /** To be run through once, before anything else: a few keys at a time. */
  *mergePanes(): Generator<undefined> {
    for (let at = this.end - this.paneMs; at >= this.start; at -= this.paneMs) {
      const pane = this.panes.get(at)
      if (pane && pane.size > 0) yield* this.prepend(at, pane)
    }
  }

  holds(paneStart: number): boolean {
    return paneStart >= this.start && paneStart < this.end
  }

  /** Whether it is that block's, and `start` has not been passed. */
  covers(start: number, end: number): boolean {
    return end === this.end && start >= this.start
  }

  /** Leaves out the panes before `start`, a few keys at a time. */
  *advanceTo(start: number): Generator<undefined> {
    for (; this.start < start; this.start += this.paneMs) yield* this.dropFirstPane()
  }

  private *prepend(paneStart: number, pane: AccumulatorTable<In, Out>): Generator<undefined> {
    let first: number | undefined
    for (let from = 0; from < pane.size; from++) {
      const key = pane.index.keyAt(from)
      this.atWork.key = key
      const slot = this.allocate()
      first ??= slot
      this.copy(slot, pane, from)
      const later = this.slots.get(key)
      if (later !== undefined) this.merge(slot, this, later)
      this.next[slot] = later ?? NONE
      this.slots.set(key, slot)
      if (from % MERGES_PER_STEP === MERGES_PER_STEP - 1) yield
    }
    if (first !== undefined) this.paneSlots.set(paneStart, { first, index: pane.index })
  }

  private *dropFirstPane(): Generator<undefined> {
    const pane = this.paneSlots.get(this.start)
    if (!pane) return
    this.paneSlots.delete(this.start)
    for (let k = 0; k < pane.index.size; k++) {
      const key = pane.index.keyAt(k)
      const later = this.next[pane.first + k] as number
      if (later === NONE) this.slots.delete(key)
      else this.slots.set(key, later)
      if (k % MERGES_PER_STEP === MERGES_PER_STEP - 1) yield
    }
  }
}
