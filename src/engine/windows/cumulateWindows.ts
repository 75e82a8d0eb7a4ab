import type { Duration } from '../../base/duration.ts'
import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import { type OffsetDuration, offsetMsOf, positiveMs } from './windowAssigners.ts'

/**
 * Windows that begin every `maxSizeMs` and grow by `stepMs` up to that size (Flink's CUMULATE, page Windowing
 * table-valued functions). Read by the runtime.
 */
export interface CumulateWindows {
  readonly kind: 'cumulateWindows'
  readonly maxSizeMs: number
  readonly stepMs: number
  readonly offsetMs: number
  readonly time: 'event' | 'processing'
}

/** `CumulateEventTimeWindows.of('1d', '1h')`: today so far, every hour. */
export class CumulateEventTimeWindows {
  private constructor() {}
  /** @throws FlinknbError `INVALID_OPTION` unless the largest size is a whole number of steps */
  static of(maxSize: Duration, step: Duration, offset: OffsetDuration = 0): CumulateWindows {
    return cumulateWindows('CumulateEventTimeWindows', 'event', maxSize, step, offset)
  }
}

/** Growing windows in processing time. */
export class CumulateProcessingTimeWindows {
  private constructor() {}
  /** @throws FlinknbError `INVALID_OPTION` unless the largest size is a whole number of steps */
  static of(maxSize: Duration, step: Duration, offset: OffsetDuration = 0): CumulateWindows {
    return cumulateWindows('CumulateProcessingTimeWindows', 'processing', maxSize, step, offset)
  }
}

function cumulateWindows(
  name: string,
  time: CumulateWindows['time'],
  maxSize: Duration,
  step: Duration,
  offset: OffsetDuration,
): CumulateWindows {
  const maxSizeMs = positiveMs(maxSize, `${name}.of: maxSize`)
  const stepMs = positiveMs(step, `${name}.of: step`)
  if (maxSizeMs % stepMs !== 0) {
    throw new FlinknbError(
      'INVALID_OPTION',
      `${name}.of: maxSize ${show(maxSize)} is not a multiple of ${show(step)}.`,
      {
        fix: `The window grows by whole steps, such as CumulateEventTimeWindows.of('1d', '1h').`,
      },
    )
  }
  return { kind: 'cumulateWindows', maxSizeMs, stepMs, offsetMs: offsetMsOf(offset, maxSizeMs, `${name}.of`), time }
}
