import { type Duration, durationMs } from '../../base/duration.ts'

/** A {@link Duration} that may be negative: `'-5s'`. */
export type SignedDuration = Duration | `-${Exclude<Duration, number>}`

/** @throws FlinknbError `INVALID_OPTION` when it is not a duration */
export function signedDurationMs(duration: SignedDuration, name: string): number {
  if (typeof duration === 'number') return duration < 0 ? -durationMs(-duration, name) : durationMs(duration, name)
  const text = String(duration).trim()
  return text.startsWith('-') ? -durationMs(text.slice(1) as Duration, name) : durationMs(text as Duration, name)
}
