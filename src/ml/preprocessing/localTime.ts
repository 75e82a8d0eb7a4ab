import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'

/** Offsets change at whole quarters of an hour, so one is looked up once for each. */
const QUARTER_MS = 15 * 60_000
const REMEMBERED = 10_000

/** What time it is somewhere. */
export class LocalTime {
  readonly #format: Intl.DateTimeFormat | undefined
  readonly #offsets = new Map<number, number>()

  /** @throws FlinknbError `INVALID_OPTION` for a zone that is not known */
  constructor(call: string, zone: string) {
    if (zone === 'UTC') return
    try {
      this.#format = new Intl.DateTimeFormat('en-US', {
        timeZone: zone,
        hourCycle: 'h23',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      })
    } catch (cause) {
      throw new FlinknbError('INVALID_OPTION', `${call}: zone: ${show(zone)} is no time zone.`, {
        cause,
        fix: `Pass 'UTC' or a name such as 'Europe/Rome'.`,
      })
    }
  }

  /** A date whose UTC fields are the local ones at `timestampMs`. */
  at(timestampMs: number): Date {
    return new Date(timestampMs + this.offsetMs(timestampMs))
  }

  private offsetMs(timestampMs: number): number {
    if (!this.#format) return 0
    const quarter = Math.floor(timestampMs / QUARTER_MS)
    const known = this.#offsets.get(quarter)
    if (known !== undefined) return known
    const start = quarter * QUARTER_MS
    const parts: Record<string, number> = {}
    for (const { type, value } of this.#format.formatToParts(start)) parts[type] = Number(value)
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
    const offset = Date.UTC(year, month - 1, day, hour, minute, second) - start
    if (this.#offsets.size >= REMEMBERED) this.#offsets.clear()
    this.#offsets.set(quarter, offset)
    return offset
  }
}

const WITHOUT_ZONE = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?$/

/**
 * A moment in epoch milliseconds: a number as it is, a Date, or ISO text; text without a zone is UTC.
 *
 * @throws FlinknbError `MODEL` naming the feature and what is no moment
 */
export function momentOf(value: unknown, feature: string): number {
  const time =
    typeof value === 'number'
      ? value
      : value instanceof Date
        ? value.getTime()
        : typeof value === 'string'
          ? Date.parse(WITHOUT_ZONE.test(value) ? `${value.replace(' ', 'T')}Z` : value)
          : Number.NaN
  // The range of Date: 100 million days around 1970.
  if (Math.abs(time) <= 8.64e15) return time
  const missing = value === null || value === undefined
  throw new FlinknbError('MODEL', `feature '${feature}': ${show(value)} ${missing ? 'is missing' : 'is no moment'}.`, {
    fix: 'Moments are epoch milliseconds, Dates or ISO texts such as 2026-05-01T12:00:00Z.',
  })
}
