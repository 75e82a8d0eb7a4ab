import type { TimeWindow } from './windowAssigners.ts'

/** One window for all records of a key. Read by the runtime. */
export interface GlobalWindow {
  readonly kind: 'globalWindows'
  /** Whether it fires when the input ends; otherwise only a trigger of one's own makes it fire. */
  readonly firesAtEnd: boolean
}

/**
 * All records of a key in one window without end (Flink's `GlobalWindows`): useful with a trigger. Its results have no event
 * time of their own.
 */
export class GlobalWindows {
  private constructor() {}
  static create(): GlobalWindow {
    return { kind: 'globalWindows', firesAtEnd: false }
  }

  /** The same, fired once when the input ends. */
  static createWithEndOfStreamTrigger(): GlobalWindow {
    return { kind: 'globalWindows', firesAtEnd: true }
  }
}

/** The window itself: all of time. */
export const ALL_OF_TIME: TimeWindow = Object.freeze({
  start: Number.NEGATIVE_INFINITY,
  end: Number.POSITIVE_INFINITY,
})
