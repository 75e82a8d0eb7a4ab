import type { CumulateWindows } from './cumulateWindows.ts'
import { ALL_OF_TIME, type GlobalWindow } from './globalWindows.ts'
import type { SessionWindows } from './sessionWindows.ts'
import type { Trigger } from './trigger.ts'
import { EventTimeTrigger } from './triggers/eventTimeTrigger.ts'
import { AT_END_OF_STREAM, NEVER } from './triggers/globalWindowTriggers.ts'
import { ProcessingTimeTrigger } from './triggers/processingTimeTrigger.ts'
import { type TimeWindow, type TimeWindows, windowStart } from './windowAssigners.ts'

/** Says to which windows a record belongs (Flink's `WindowAssigner`); for windows of one's own. */
export interface WindowAssigner<in T> {
  /** As graphs and errors show it. */
  readonly name?: string
  /** Whether windows end in event time; otherwise in processing time. */
  readonly isEventTime: boolean
  /** Windows of a key that touch or overlap become one, as sessions do. */
  readonly mergesWindows?: boolean
  /** Flink's `getDefaultTrigger`: used unless the stream is given another. */
  readonly defaultTrigger: Trigger<T>
  /** @param timestamp NaN when the record has no event time */
  assignWindows(element: T, timestamp: number, context: WindowAssignerContext): readonly TimeWindow[]
}

export interface WindowAssignerContext {
  currentProcessingTime(): number
}

/** Anything that `window(…)` takes. */
export type Windows<T> = TimeWindows | CumulateWindows | SessionWindows<T> | GlobalWindow | WindowAssigner<T>

/** The general form of built-in windows: what the operators for them do faster. */
export function windowAssigner<T>(windows: Windows<T>): WindowAssigner<T> {
  if (!('kind' in windows)) return windows
  if (windows.kind === 'globalWindows') {
    const assigned = [ALL_OF_TIME]
    return {
      isEventTime: false, // as in Flink: nothing is late
      defaultTrigger: windows.firesAtEnd ? AT_END_OF_STREAM : NEVER,
      assignWindows: () => assigned,
    }
  }
  const isEventTime = windows.time === 'event'
  const assign = timeWindowsOf(windows)
  return {
    isEventTime,
    mergesWindows: windows.kind === 'sessionWindows',
    defaultTrigger: isEventTime ? EventTimeTrigger.create() : ProcessingTimeTrigger.create(),
    assignWindows: (element, timestamp, context) =>
      assign(element, isEventTime ? timestamp : context.currentProcessingTime()),
  }
}

type TimeBased<T> = TimeWindows | CumulateWindows | SessionWindows<T>

function timeWindowsOf<T>(windows: TimeBased<T>): (element: T, time: number) => readonly TimeWindow[] {
  switch (windows.kind) {
    case 'timeWindows':
      return (_element, time) => slidingWindowsOf(time, windows)
    case 'cumulateWindows':
      return (_element, time) => cumulateWindowsOf(time, windows)
    case 'sessionWindows': {
      const { gapMs } = windows
      if (typeof gapMs === 'number') return (_element, time) => [{ start: time, end: time + gapMs }]
      return (element, time) => [{ start: time, end: time + gapMs(element) }]
    }
  }
}

/** Latest first, as Flink gives them. */
function slidingWindowsOf(time: number, { sizeMs, slideMs, offsetMs }: TimeWindows): TimeWindow[] {
  const found: TimeWindow[] = []
  for (let start = windowStart(time, slideMs, offsetMs); start > time - sizeMs; start -= slideMs) {
    found.push({ start, end: start + sizeMs })
  }
  return found
}

function cumulateWindowsOf(time: number, { maxSizeMs, stepMs, offsetMs }: CumulateWindows): TimeWindow[] {
  const start = windowStart(time, maxSizeMs, offsetMs)
  const found: TimeWindow[] = []
  for (let end = windowStart(time, stepMs, offsetMs) + stepMs; end <= start + maxSizeMs; end += stepMs) {
    found.push({ start, end })
  }
  return found
}

/** As graphs show it. */
export function windowsName<T>(windows: Windows<T>): string {
  if (!('kind' in windows)) return windows.name ?? 'window'
  switch (windows.kind) {
    case 'timeWindows': {
      const { sizeMs, slideMs } = windows
      return sizeMs === slideMs ? `window ${sizeMs} ms` : `window ${sizeMs} ms every ${slideMs} ms`
    }
    case 'cumulateWindows':
      return `window up to ${windows.maxSizeMs} ms every ${windows.stepMs} ms`
    case 'sessionWindows':
      return typeof windows.gapMs === 'number' ? `session gap ${windows.gapMs} ms` : 'session'
    case 'globalWindows':
      return 'global window'
  }
}
