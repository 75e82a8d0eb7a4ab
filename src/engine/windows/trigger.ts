import type { ValueState } from '../state/keyedState.ts'
import type { TimeWindow } from './windowAssigners.ts'

/** What a trigger wants done with a window (Flink's `TriggerResult`). */
export const TriggerResult = {
  CONTINUE: 'CONTINUE',
  /** Compute the window's results and keep its records. */
  FIRE: 'FIRE',
  /** Forget the window's records. */
  PURGE: 'PURGE',
  FIRE_AND_PURGE: 'FIRE_AND_PURGE',
} as const

export type TriggerResult = keyof typeof TriggerResult

/**
 * Decides when a window fires (Flink's `Trigger`, page Windows, Triggers). A trigger without `onMerge` cannot be used with
 * session windows. It keeps nothing in itself: what it must remember of a window stands in the context's state.
 */
export interface Trigger<in T> {
  /** As errors show it. */
  readonly name?: string
  /** @param timestamp NaN when the record has no event time */
  onElement(element: T, timestamp: number, window: TimeWindow, context: TriggerContext): TriggerResult
  onEventTime(time: number, window: TimeWindow, context: TriggerContext): TriggerResult
  onProcessingTime(time: number, window: TimeWindow, context: TriggerContext): TriggerResult
  /** Windows have become one: `window`, whose state is still empty. */
  onMerge?(window: TimeWindow, context: OnMergeContext): void
  /** The window is gone: delete timers and state. */
  clear(window: TimeWindow, context: TriggerContext): void
}

/** Timers and state of one key's window. */
export interface TriggerContext {
  readonly currentWatermark: number
  currentProcessingTime(): number
  registerEventTimeTimer(time: number): void
  deleteEventTimeTimer(time: number): void
  registerProcessingTimeTimer(time: number): void
  deleteProcessingTimeTimer(time: number): void
  /** State by name; survives `PURGE`, ends with the window. Plain data. */
  valueState<V>(name: string): ValueState<V>
}

export interface OnMergeContext extends TriggerContext {
  /** Combines the state of the windows that were merged into that of the new one. */
  mergeState<V>(name: string, combine: (a: V, b: V) => V): void
}

/** The last timestamp that belongs to a window (Flink's `maxTimestamp()`). */
export function maxTimestamp(window: TimeWindow): number {
  return window.end - 1
}
