import type { TimeWindow } from './windowAssigners.ts'

/** A record of a window and when it was. */
export interface TimestampedValue<T> {
  readonly value: T
  /** Event time, epoch milliseconds; NaN when the record has none. */
  readonly timestamp: number
}

/**
 * Takes records out of a window that fires, before its function is applied or after (Flink's `Evictor`, page Windows,
 * Evictors). Each method returns the records that stay, in order. A window with an evictor keeps all its records.
 */
export interface Evictor<T> {
  readonly name?: string
  evictBefore?(
    elements: readonly TimestampedValue<T>[],
    window: TimeWindow,
    context: EvictorContext,
  ): readonly TimestampedValue<T>[]
  evictAfter?(
    elements: readonly TimestampedValue<T>[],
    window: TimeWindow,
    context: EvictorContext,
  ): readonly TimestampedValue<T>[]
}

export interface EvictorContext {
  readonly currentWatermark: number
  currentProcessingTime(): number
}

/** An evictor that does the same before the function or, with `doEvictAfter`, after it. */
export function evictorOf<T>(
  name: string,
  doEvictAfter: boolean,
  keep: (elements: readonly TimestampedValue<T>[]) => readonly TimestampedValue<T>[],
): Evictor<T> {
  return doEvictAfter ? { name, evictAfter: keep } : { name, evictBefore: keep }
}
