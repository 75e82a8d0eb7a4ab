import { CHUNK_BITS, CHUNK_MASK, CHUNK_SLOTS } from '../state/keyIndex.ts'
import type { Aggregator } from './aggregator.ts'

const INITIAL_SLOTS = 16

/** Plain data that shares chunks with the accumulators: to be serialised before anything changes. */
export interface AccumulatorsSnapshot {
  readonly used: number
  readonly free: readonly number[]
  readonly numbers: readonly Float64Array[]
  readonly objects: readonly unknown[][]
}

/**
 * Accumulators of one aggregator side by side: a slot number each, their numbers in arrays, their objects in others. Slots
 * that are released are used again, so memory is bounded by the most that were alive at once. Arrays are chunks of a few
 * thousand slots: nothing large is copied when there are more.
 */
export class Accumulators<In, Out> {
  /** Numbers of the slots, a chunk after the other; only the first chunk starts smaller and grows. */
  readonly numbers: Float64Array[]
  readonly objects: unknown[][]
  readonly width: number
  readonly objectWidth: number
  /** How many slots there have been. */
  protected used: number
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
    this.numbers = restored ? [...restored.numbers] : []
    this.objects = restored ? [...restored.objects] : []
  }

  snapshot(): AccumulatorsSnapshot {
    const { used, free, numbers, objects } = this
    return { used, free, numbers, objects }
  }

  /** A slot in its initial state. */
  allocate(): number {
    const slot = this.free.pop() ?? this.newSlot()
    this.reset(slot)
    return slot
  }

  release(slot: number): void {
    const objects = this.objects[slot >> CHUNK_BITS] as unknown[]
    const o = (slot & CHUNK_MASK) * this.objectWidth
    for (let k = 0; k < this.objectWidth; k++) objects[o + k] = undefined
    this.free.push(slot)
  }

  /** Back to the initial state. */
  reset(slot: number): void {
    const { width, objectWidth, aggregator } = this
    const numbers = this.numbers[slot >> CHUNK_BITS] as Float64Array
    const n = (slot & CHUNK_MASK) * width
    for (let k = 0; k < width; k++) numbers[n + k] = aggregator.initial[k] as number
    if (objectWidth === 0) return
    const objects = this.objects[slot >> CHUNK_BITS] as unknown[]
    const o = (slot & CHUNK_MASK) * objectWidth
    for (let k = 0; k < objectWidth; k++) objects[o + k] = (aggregator.createObjects[k] as () => unknown)()
  }

  add(slot: number, record: In): void {
    const at = slot & CHUNK_MASK
    this.aggregator.add(
      this.numbers[slot >> CHUNK_BITS] as Float64Array,
      at * this.width,
      this.objects[slot >> CHUNK_BITS] as unknown[],
      at * this.objectWidth,
      record,
    )
  }

  /** Adds to `slot` what slot `from` of `other` has seen. */
  merge(slot: number, other: AccumulatorChunks, from: number): void {
    const { width, objectWidth } = this
    this.aggregator.merge(
      this.numbers[slot >> CHUNK_BITS] as Float64Array,
      (slot & CHUNK_MASK) * width,
      this.objects[slot >> CHUNK_BITS] as unknown[],
      (slot & CHUNK_MASK) * objectWidth,
      other.numbers[from >> CHUNK_BITS] as Float64Array,
      (from & CHUNK_MASK) * width,
      other.objects[from >> CHUNK_BITS] as unknown[],
      (from & CHUNK_MASK) * objectWidth,
    )
  }

  /** Makes `slot` what slot `from` of `other` is; what happens to one afterwards does not change the other. */
  copy(slot: number, other: AccumulatorChunks, from: number): void {
    const { width, objectWidth } = this
    const numbers = this.numbers[slot >> CHUNK_BITS] as Float64Array
    const otherNumbers = other.numbers[from >> CHUNK_BITS] as Float64Array
    const n = (slot & CHUNK_MASK) * width
    const otherN = (from & CHUNK_MASK) * width
    for (let k = 0; k < width; k++) numbers[n + k] = otherNumbers[otherN + k] as number
    if (objectWidth === 0) return
    const { copyObject } = this.aggregator
    const objects = this.objects[slot >> CHUNK_BITS] as unknown[]
    const otherObjects = other.objects[from >> CHUNK_BITS] as unknown[]
    const o = (slot & CHUNK_MASK) * objectWidth
    const otherO = (from & CHUNK_MASK) * objectWidth
    for (let k = 0; k < objectWidth; k++) {
      const object = otherObjects[otherO + k]
      objects[o + k] = copyObject ? copyObject(object) : object
    }
  }

  value(slot: number): Out {
    return this.aggregator.value(
      this.numbers[slot >> CHUNK_BITS] as Float64Array,
      (slot & CHUNK_MASK) * this.width,
      this.objects[slot >> CHUNK_BITS] as unknown[],
      (slot & CHUNK_MASK) * this.objectWidth,
    )
  }

  private newSlot(): number {
    const slot = this.used++
    const chunk = slot >> CHUNK_BITS
    const numbers = this.numbers[chunk]
    if (numbers === undefined) {
      this.numbers.push(new Float64Array((chunk === 0 ? INITIAL_SLOTS : CHUNK_SLOTS) * this.width))
      this.objects.push([])
    } else if ((slot & CHUNK_MASK) * this.width >= numbers.length && this.width > 0) {
      const larger = new Float64Array(Math.min(numbers.length * 2, CHUNK_SLOTS * this.width))
      larger.set(numbers)
      this.numbers[chunk] = larger
    }
    return slot
  }
}

/** The numbers and objects of accumulators, wherever they stand. */
export interface AccumulatorChunks {
  readonly numbers: readonly Float64Array[]
  readonly objects: readonly (readonly unknown[])[]
}
