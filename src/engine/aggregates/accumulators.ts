import type { Aggregator } from './aggregator.ts'

const INITIAL_SLOTS = 16

export interface AccumulatorsSnapshot {
  readonly used: number
  readonly free: readonly number[]
  readonly numbers: Float64Array
  readonly objects: unknown[]
}

/**
 * Accumulators of one aggregator side by side: a slot number each, their numbers in one array, their objects in another.
 * Slots that are released are used again, so memory is bounded by the most that were alive at once.
 */
export class Accumulators<In, Out> {
  numbers: Float64Array
  objects: unknown[]
  readonly width: number
  readonly objectWidth: number
  private used: number
  private readonly free: number[]

  /** @param restored what {@link snapshot} gave; belongs to this afterwards */
  constructor(
    readonly aggregator: Aggregator<In, Out>,
    restored?: AccumulatorsSnapshot,
  ) {
    this.width = aggregator.initial.length
    this.objectWidth = aggregator.createObjects.length
    this.used = restored?.used ?? 0
    this.free = restored ? [...restored.free] : []
    this.numbers = restored?.numbers ?? new Float64Array(INITIAL_SLOTS * this.width)
    this.objects = restored?.objects ?? []
  }

  /** Plain data that shares the objects: to be serialised before anything changes. */
  snapshot(): AccumulatorsSnapshot {
    const { used, free, numbers, objects } = this
    return { used, free, numbers: numbers.slice(0, used * this.width), objects }
  }

  /** A slot in its initial state. */
  allocate(): number {
    const slot = this.free.pop() ?? this.used++
    if (this.used * this.width > this.numbers.length) this.grow()
    this.reset(slot)
    return slot
  }

  release(slot: number): void {
    for (let k = 0; k < this.objectWidth; k++) this.objects[slot * this.objectWidth + k] = undefined
    this.free.push(slot)
  }

  /** Back to the initial state. */
  reset(slot: number): void {
    const { width, objectWidth, aggregator } = this
    for (let k = 0; k < width; k++) this.numbers[slot * width + k] = aggregator.initial[k] as number
    for (let k = 0; k < objectWidth; k++) {
      this.objects[slot * objectWidth + k] = (aggregator.createObjects[k] as () => unknown)()
    }
  }

  add(slot: number, record: In): void {
    this.aggregator.add(this.numbers, slot * this.width, this.objects, slot * this.objectWidth, record)
  }

  /** Adds to `slot` what slot `from` of `other` has seen. */
  merge(slot: number, other: AccumulatorArrays, from: number): void {
    const { width, objectWidth } = this
    this.aggregator.merge(
      this.numbers,
      slot * width,
      this.objects,
      slot * objectWidth,
      other.numbers,
      from * width,
      other.objects,
      from * objectWidth,
    )
  }

  /** Makes `slot` what slot `from` of `other` is. Objects are shared: only where the aggregator replaces them. */
  copy(slot: number, other: AccumulatorArrays, from: number): void {
    const { width, objectWidth, numbers, objects } = this
    for (let k = 0; k < width; k++) numbers[slot * width + k] = other.numbers[from * width + k] as number
    for (let k = 0; k < objectWidth; k++) objects[slot * objectWidth + k] = other.objects[from * objectWidth + k]
  }

  value(slot: number): Out {
    return this.aggregator.value(this.numbers, slot * this.width, this.objects, slot * this.objectWidth)
  }

  private grow(): void {
    const larger = new Float64Array(Math.max(INITIAL_SLOTS * this.width, this.numbers.length * 2))
    larger.set(this.numbers)
    this.numbers = larger
  }
}

/** The numbers and objects of accumulators, wherever they stand. */
export interface AccumulatorArrays {
  readonly numbers: Float64Array
  readonly objects: readonly unknown[]
}
