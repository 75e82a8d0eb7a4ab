import { FlinknbError } from './errors.ts'

type DurationUnit = 'ms' | 's' | 'min' | 'h' | 'd'

/** A length of time: a number of milliseconds, or a literal such as `'250ms'`, `'5s'`, `'1min'`, `'2h'`, `'1d'`. */
export type Duration = number | `${number}${DurationUnit}`

const UNIT_MS: Readonly<Record<DurationUnit, number>> = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 }

/**
 * The milliseconds of a {@link Duration}.
 *
 * @param name what the duration is for, as the user wrote it, for the error message
 * @throws FlinknbError `INVALID_OPTION` when it is not a duration or is negative
 * @example durationMs('1min') // 60000
 */
export function durationMs(duration: Duration, name = 'duration'): number {
  const ms = typeof duration === 'number' ? duration : parse(duration)
  if (ms === undefined || Number.isNaN(ms) || ms < 0) {
    throw new FlinknbError('INVALID_OPTION', `${name}: ${JSON.stringify(duration)} is not a duration.`, {
      fix: `Write milliseconds or a literal such as '250ms', '5s', '1min', '2h' or '1d'.`,
    })
  }
  return ms
}

function parse(text: string): number | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|min|h|d)\s*$/.exec(String(text))
  return match ? Number(match[1]) * UNIT_MS[match[2] as DurationUnit] : undefined
}
