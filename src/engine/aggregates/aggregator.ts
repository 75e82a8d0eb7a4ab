import { copyPlainData, isPlainData } from './copyPlainData.ts'

/**
 * What a window keeps for each key and how it changes: a slice of numbers and a slice of objects in shared arrays
 * (`AccumulatorTable`), so that the same window operator serves aggregates, reduce and whole-window functions.
 */
export interface Aggregator<In, Out> {
  /** Starting values of a key's numbers. */
  readonly initial: readonly number[]
  /** One for each object a key has. */
  readonly createObjects: readonly (() => unknown)[]
  /**
   * Whether overlapping windows may be merged from panes they share: `merge` leaves the other state as it was, and the order
   * in which records arrived makes no difference.
   */
  readonly sharesPanes: boolean
  /**
   * Whether a copy of a state can be had, so that windows that overlap can be computed from one another: it is numbers, or
   * `add` and `merge` replace the objects in it instead of changing them, or there is `copyObject`.
   */
  readonly copiesState: boolean
  /** Makes a copy of an object of the state; absent where sharing it does no harm. */
  readonly copyObject?: ((object: unknown) => unknown) | undefined
  add(numbers: Float64Array, n: number, objects: unknown[], o: number, record: In): void
  merge(
    numbers: Float64Array,
    n: number,
    objects: unknown[],
    o: number,
    other: Float64Array,
    otherN: number,
    otherObjects: readonly unknown[],
    otherO: number,
  ): void
  value(numbers: Float64Array, n: number, objects: readonly unknown[], o: number): Out
}

/** Flink's `AggregateFunction`: an aggregation of one's own, with an accumulator of any type. */
export interface AggregateFunction<In, Acc, Out> {
  createAccumulator(): Acc
  add(value: In, accumulator: Acc): Acc
  getResult(accumulator: Acc): Out
  merge(a: Acc, b: Acc): Acc
}

/**
 * Windows that overlap share panes if `merge` can be called (Flink calls it for session windows only, so some only throw) and
 * the accumulator is plain data, of which a copy can be had: `merge` may use up either accumulator, and `getResult` hand one
 * out. What does not share panes is added to each window by itself.
 */
export function functionAggregator<In, Acc, Out>(aggregate: AggregateFunction<In, Acc, Out>): Aggregator<In, Out> {
  const isCopied = mergesPlainData(aggregate)
  return {
    initial: [],
    createObjects: [() => aggregate.createAccumulator()],
    sharesPanes: isCopied,
    copiesState: isCopied,
    copyObject: copyPlainData,
    add: (_numbers, _n, objects, o, record) => {
      objects[o] = aggregate.add(record, objects[o] as Acc)
    },
    merge: (_numbers, _n, objects, o, _other, _otherN, otherObjects, otherO) => {
      objects[o] = aggregate.merge(objects[o] as Acc, copyPlainData(otherObjects[otherO]) as Acc)
    },
    value: (_numbers, _n, objects, o) => aggregate.getResult(objects[o] as Acc),
  }
}

/** Tried on two accumulators that have seen nothing. */
function mergesPlainData<Acc>(aggregate: AggregateFunction<never, Acc, unknown>): boolean {
  try {
    const merged: unknown = aggregate.merge(aggregate.createAccumulator(), aggregate.createAccumulator())
    return merged !== undefined && merged !== null && isPlainData(merged)
  } catch {
    return false // createAccumulator will throw again with the first record, and be reported with it
  }
}

/** Before the first record; plain data, so that it can stand in a checkpoint. No record is undefined. */
const NOTHING = undefined

/** Keeps one record: each further one is combined with it. */
export function reduceAggregator<T>(reduce: (a: T, b: T) => T): Aggregator<T, T> {
  const combine = (a: unknown, b: unknown) => (a === NOTHING ? b : b === NOTHING ? a : reduce(a as T, b as T))
  return {
    initial: [],
    createObjects: [() => NOTHING],
    // Flink: "Sliding time windows will aggregate on the granularity of the slide interval" (WindowedStream.reduce)
    sharesPanes: true,
    copiesState: true,
    add: (_numbers, _n, objects, o, record) => {
      objects[o] = combine(objects[o], record)
    },
    merge: (_numbers, _n, objects, o, _other, _otherN, otherObjects, otherO) => {
      objects[o] = combine(objects[o], otherObjects[otherO])
    },
    value: (_numbers, _n, objects, o) => objects[o] as T,
  }
}

/** Keeps every record of the window. Its value is a copy: a window that fires again does not change what it gave. */
export function collectingAggregator<T>(): Aggregator<T, T[]> {
  return {
    initial: [],
    createObjects: [() => []],
    sharesPanes: false, // elements come in the order of arrival, as in Flink
    copiesState: false,
    add: (_numbers, _n, objects, o, record) => void (objects[o] as T[]).push(record),
    merge: (_numbers, _n, objects, o, _other, _otherN, otherObjects, otherO) => {
      const into = objects[o] as T[]
      for (const record of otherObjects[otherO] as T[]) into.push(record)
    },
    value: (_numbers, _n, objects, o) => (objects[o] as T[]).slice(),
  }
}
