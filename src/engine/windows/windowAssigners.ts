import { type Duration, durationMs } from '../../base/duration.ts'
import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'

/**
 * Windows of a fixed size that begin every `slideMs` at `offsetMs` after the epoch; tumbling where the two are equal.
 * Read by the runtime; made by the classes below, which carry Flink's names.
 */
export interface TimeWindows {
  readonly kind: 'timeWindows'
  readonly sizeMs: number
  readonly slideMs: number
  readonly offsetMs: number
  readonly time: 'event' | 'processing'
}

/** A span of time; contains `start` and not `end`. Epoch milliseconds. */
export interface TimeWindow {
  readonly start: number
  readonly end: number
}

/** Windows side by side: `TumblingEventTimeWindows.of('1min')`; `offset` moves them against the epoch. */
export class TumblingEventTimeWindows {
  private constructor() {}
  static of(size: Duration, offset: OffsetDuration = 0): TimeWindows {
    return timeWindows('TumblingEventTimeWindows', 'event', size, size, offset)
  }
}

/** Windows side by side in processing time. */
export class TumblingProcessingTimeWindows {
  private constructor() {}
  static of(size: Duration, offset: OffsetDuration = 0): TimeWindows {
    return timeWindows('TumblingProcessingTimeWindows', 'processing', size, size, offset)
  }
}

/** Overlapping windows: `SlidingEventTimeWindows.of('10s', '1s')` is the last ten seconds, every second. */
export class SlidingEventTimeWindows {
  private constructor() {}
  static of(size: Duration, slide: Duration, offset: OffsetDuration = 0): TimeWindows {
    return timeWindows('SlidingEventTimeWindows', 'event', size, slide, offset)
  }
}

/** Overlapping windows in processing time. */
export class SlidingProcessingTimeWindows {
  private constructor() {}
  static of(size: Duration, slide: Duration, offset: OffsetDuration = 0): TimeWindows {
    return timeWindows('SlidingProcessingTimeWindows', 'processing', size, slide, offset)
  }
}

/** A duration that may be negative: `'-8h'` gives days that begin at midnight in China, as in Flink's documentation. */
export type OffsetDuration = Duration | `-${Exclude<Duration, number>}`

function timeWindows(
  name: string,
  time: TimeWindows['time'],
  size: Duration,
  slide: Duration,
  offset: OffsetDuration,
): TimeWindows {
  const sizeMs = positiveMs(size, `${name}.of: size`)
  const slideMs = positiveMs(slide, `${name}.of: slide`)
  const offsetMs = offsetMsOf(offset, slideMs, `${name}.of`)
  return { kind: 'timeWindows', sizeMs, slideMs, offsetMs, time }
}

/**
 * The milliseconds of an offset.
 *
 * @throws FlinknbError `INVALID_OPTION` when it is no duration or not smaller than the distance of the windows
 */
export function offsetMsOf(offset: OffsetDuration, distanceMs: number, call: string): number {
  const text = String(offset).trim()
  const magnitude = typeof offset === 'number' ? Math.abs(offset) : (text.replace(/^-/, '') as Duration)
  const offsetMs = durationMs(magnitude, `${call}: offset`) * (text.startsWith('-') ? -1 : 1)
  if (Math.abs(offsetMs) < distanceMs) return offsetMs
  throw new FlinknbError('INVALID_OPTION', `${call}: offset ${show(offset)} must be smaller than ${distanceMs} ms.`, {
    fix: `An offset moves the windows by part of their distance, such as '-8h' for '1d'.`,
  })
}

/** @throws FlinknbError `INVALID_OPTION` when it is no duration or 0 */
export function positiveMs(duration: Duration, name: string): number {
  const ms = durationMs(duration, name)
  if (ms > 0) return ms
  throw new FlinknbError('INVALID_OPTION', `${name}: ${show(duration)} must be longer than 0.`)
}

/** Start of the window of length `sizeMs` (laid from `offsetMs`) that holds `timestamp` (Flink's `getWindowStartWithOffset`). */
export function windowStart(timestamp: number, sizeMs: number, offsetMs: number): number {
  const remainder = (timestamp - offsetMs) % sizeMs
  return timestamp - (remainder < 0 ? remainder + sizeMs : remainder)
}
