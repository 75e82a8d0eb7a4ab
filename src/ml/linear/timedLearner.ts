import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'

/** A model that can forget by event time. Whoever feeds it says what time it is before it predicts or learns a record. */
export interface TimedLearner {
  /** Whether learning without a time is an error, because an option such as `window: '10min'` speaks of time. */
  readonly needsTime: boolean
  /**
   * It is now `timestampMs` (epoch milliseconds). Time never goes back: a late record counts as of the newest time.
   *
   * @throws FlinknbError `MODEL` when it is no finite number
   */
  advanceTo(timestampMs: number): void
}

/** Whether a model is a {@link TimedLearner}. */
export function isTimedLearner(model: object): model is TimedLearner {
  return 'advanceTo' in model && 'needsTime' in model
}

/** @throws FlinknbError `MODEL` when a time is no finite number */
export function checkTimestamp(who: string, timestampMs: unknown): asserts timestampMs is number {
  if (typeof timestampMs === 'number' && Number.isFinite(timestampMs)) return
  throw new FlinknbError('MODEL', `${who}: timestamp ${show(timestampMs)} is no time.`, {
    fix: 'Pass epoch milliseconds.',
  })
}
