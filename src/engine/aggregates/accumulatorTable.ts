import type { Aggregator } from './aggregator.ts'

const INITIAL_SLOTS = 16

export interface TableSnapshot {
  readonly slots: Map<unknown, number>
  readonly numbers: Float64Array
  readonly objects: unknown[]
}

/**
 * The state of many keys under one aggregator: a slot number a key, the slots' numbers side by side in one array.
 * Bounded by the number of keys; freed as a whole with its window.
 */
export class AccumulatorTable<In, Out> {
  /** Slot of each key, in order of first appearance. */
  readonly slots: Map<unknown, number>
  numbers: Float64Array
  readonly objects: unknown[]
  private readonly width: number
  private readonly objectWidth: number

  /** @param restored what {@link snapshot} gave; belongs to the table afterwards */
  constructor(
    private readonly aggregator: Aggregator<In, Out>,
    restored?: TableSnapshot,
  ) {
    this.width = aggregator.initial.length
    this.objectWidth = aggregator.createObjects.length
    this.slots = restored?.slots ?? new Map()
    this.numbers = restored?.numbers ?? new Float64Array(INITIAL_SLOTS * this.width)
    this.objects = restored?.objects ?? []
  }

  /** Plain data that shares this table's arrays: to be serialised before the table changes. */
  snapshot(): TableSnapshot {
    return { slots: this.slots, numbers: this.numbers.slice(0, this.slots.size * this.width), objects: this.objects }
  }

  add(key: unknown, record: In): void {
    let slot = this.slots.get(key)
    if (slot === undefined) slot = this.newSlot(key)
    this.aggregator.add(this.numbers, slot * this.width, this.objects, slot * this.objectWidth, record)
  }

  /** Adds to `key` what `other` has seen of it. */
  mergeKey(key: unknown, other: AccumulatorTable<In, Out>): void {
    const otherSlot = other.slots.get(key)
    if (otherSlot === undefined) return
    const slot = this.slots.get(key) ?? this.newSlot(key)
    const { width, objectWidth } = this
    this.aggregator.merge(
      this.numbers,
      slot * width,
      this.objects,
      slot * objectWidth,
      other.numbers,
      otherSlot * width,
      other.objects,
      otherSlot * objectWidth,
    )
  }

  /** Adds to each key what `other` has seen. */
  mergeAll(other: AccumulatorTable<In, Out>): void {
    for (const key of other.slots.keys()) this.mergeKey(key, other)
  }

  valueOf(key: unknown): Out | undefined {
    const slot = this.slots.get(key)
    return slot === undefined ? undefined : this.valueAt(slot)
  }

  valueAt(slot: number): Out {
    return this.aggregator.value(this.numbers, slot * this.width, this.objects, slot * this.objectWidth)
  }

  private newSlot(key: unknown): number {
    const { width, aggregator } = this
    const slot = this.slots.size
    this.slots.set(key, slot)
    if ((slot + 1) * width > this.numbers.length) this.grow()
    for (let k = 0; k < width; k++) this.numbers[slot * width + k] = aggregator.initial[k] as number
    for (const create of aggregator.createObjects) this.objects.push(create())
    return slot
  }

  private grow(): void {
    const larger = new Float64Array(Math.max(INITIAL_SLOTS * this.width, this.numbers.length * 2))
    larger.set(this.numbers)
    this.numbers = larger
  }
}
