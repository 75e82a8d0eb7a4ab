import type { Duration } from '../../base/duration.ts'
import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import { positiveMs } from './windowAssigners.ts'

/** Windows of activity: they end where nothing comes for a gap of time. Read by the runtime. */
export interface SessionWindows<T> {
  readonly kind: 'sessionWindows'
  /** A fixed gap, or that of each record. */
  readonly gapMs: number | ((record: T) => number)
  readonly time: 'event' | 'processing'
}

/** Sessions in event time (Flink's `EventTimeSessionWindows`): records closer together than the gap are one session. */
export class EventTimeSessionWindows {
  private constructor() {}
  static withGap(gap: Duration): SessionWindows<unknown> {
    return {
      kind: 'sessionWindows',
      gapMs: positiveMs(gap, 'EventTimeSessionWindows.withGap: gap'),
      time: 'event',
    }
  }

  /** @param gapOf the gap after a record, in milliseconds: more than 0 */
  static withDynamicGap<T>(gapOf: (record: T) => number): SessionWindows<T> {
    return { kind: 'sessionWindows', gapMs: dynamicGap('EventTimeSessionWindows', gapOf), time: 'event' }
  }
}

/** Sessions in processing time. */
export class ProcessingTimeSessionWindows {
  private constructor() {}
  static withGap(gap: Duration): SessionWindows<unknown> {
    return {
      kind: 'sessionWindows',
      gapMs: positiveMs(gap, 'ProcessingTimeSessionWindows.withGap: gap'),
      time: 'processing',
    }
  }

  /** @param gapOf the gap after a record, in milliseconds: more than 0 */
  static withDynamicGap<T>(gapOf: (record: T) => number): SessionWindows<T> {
    return { kind: 'sessionWindows', gapMs: dynamicGap('ProcessingTimeSessionWindows', gapOf), time: 'processing' }
  }
}

function dynamicGap<T>(name: string, gapOf: (record: T) => number): (record: T) => number {
  if (typeof gapOf !== 'function') {
    throw new FlinknbError('INVALID_OPTION', `${name}.withDynamicGap: ${show(gapOf)} is not a function.`, {
      fix: `Write for example ${name}.withDynamicGap(row => row.kind === 'slow' ? 60_000 : 5_000).`,
    })
  }
  return record => {
    const gapMs = gapOf(record)
    if (gapMs > 0) return gapMs
    throw new FlinknbError('USER_CODE', `${name}: the gap ${show(gapMs)} of record ${show(record)} is not above 0 ms.`)
  }
}
