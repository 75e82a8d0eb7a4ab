import { Accumulators } from './accumulators.ts'
import type { Aggregator } from './aggregator.ts'

export interface TableSnapshot {
  readonly slots: Map<unknown, number>
  readonly numbers: Float64Array
  readonly objects: unknown[]
}

/**
 * The state of many keys under one aggregator: a slot number a key, in order of first appearance. Bounded by the number of
 * keys; freed as a whole with its window.
 */
export class AccumulatorTable<In, Out> extends Accumulators<In, Out> {
  /** Slot of each key, in order of first appearance. */
  readonly slots: Map<unknown, number>

  /** @param restored what {@link tableSnapshot} gave; belongs to the table afterwards */
  constructor(aggregator: Aggregator<In, Out>, restored?: TableSnapshot) {
    super(aggregator, restored && { ...restored, used: restored.slots.size, free: [] })
    this.slots = restored?.slots ?? new Map()
  }

  /** Plain data that shares this table's arrays: to be serialised before the table changes. */
  tableSnapshot(): TableSnapshot {
    const { numbers, objects } = this.snapshot()
    return { slots: this.slots, numbers, objects }
  }

  addTo(key: unknown, record: In): void {
    let slot = this.slots.get(key)
    if (slot === undefined) slot = this.newSlot(key)
    this.aggregator.add(this.numbers, slot * this.width, this.objects, slot * this.objectWidth, record)
  }

  /** Adds to `key` what `other` has seen of it. */
  mergeKey(key: unknown, other: AccumulatorTable<In, Out>): void {
    const from = other.slots.get(key)
    if (from !== undefined) this.merge(this.slots.get(key) ?? this.newSlot(key), other, from)
  }

  /** Adds to each key what `other` has seen. */
  mergeAll(other: AccumulatorTable<In, Out>): void {
    for (const [key, from] of other.slots) this.merge(this.slots.get(key) ?? this.newSlot(key), other, from)
  }

  private newSlot(key: unknown): number {
    const slot = this.allocate()
    this.slots.set(key, slot)
    return slot
  }
}
