import { KeyIndex, type KeyIndexSnapshot, NO_KEY } from '../state/keyIndex.ts'
import { Accumulators, type AccumulatorsSnapshot } from './accumulators.ts'
import type { Aggregator } from './aggregator.ts'

export interface TableSnapshot {
  readonly index: KeyIndexSnapshot
  readonly accumulators: AccumulatorsSnapshot
}

/**
 * The state of many keys under one aggregator: a slot number a key, in order of first appearance. Bounded by the number of
 * keys; freed as a whole with its window.
 */
export class AccumulatorTable<In, Out> extends Accumulators<In, Out> {
  /** The key of each slot. No key goes, so slots are numbered without gaps. */
  readonly index = new KeyIndex()

  /** @param restored what {@link tableSnapshot} gave; belongs to the table afterwards */
  constructor(aggregator: Aggregator<In, Out>, restored?: TableSnapshot) {
    super(aggregator, restored?.accumulators)
    if (restored) this.index.restore(restored.index)
  }

  /** How many keys there are; their slots are those below. */
  get size(): number {
    return this.index.size
  }

  /** Plain data that shares this table's arrays: to be serialised before the table changes. */
  tableSnapshot(): TableSnapshot {
    return { index: this.index.snapshot(), accumulators: this.snapshot() }
  }

  addTo(key: unknown, record: In): void {
    this.add(this.slotFor(key), record)
  }

  /** Adds to the key of slot `from` of `other` what that has seen. */
  mergeSlot(other: AccumulatorTable<In, Out>, from: number): void {
    this.merge(this.slotFor(other.index.keyAt(from)), other, from)
  }

  has(key: unknown): boolean {
    return this.index.find(key) !== NO_KEY
  }

  private slotFor(key: unknown): number {
    const slot = this.index.findOrAdd(key)
    if (slot === this.used) this.allocate()
    return slot
  }
}
