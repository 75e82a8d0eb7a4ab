const TIME_NAME =
  /(^|_)(ts|time|timestamp|date|datetime|at|start|end)$|(Ts|Time|Timestamp|Date|At|Start|End)$|(time|timestamp|rowtime)$/
const ISO_TIME = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/

/** 1973 to 2100: numbers in this range can be epoch milliseconds. */
const FIRST_EPOCH_MS = 1e11
const LAST_EPOCH_MS = 4_102_444_800_000

/**
 * Whether a column holds times, judged by its name and one of its values: a `Date`, or epoch milliseconds in a column
 * that is called like a time (`ts`, `event_time`, `windowEnd`, `createdAt`, …).
 *
 * @example isTime('windowEnd', 1717200060000) // true
 */
export function isTime(column: string, value: unknown): boolean {
  if (value instanceof Date) return true
  const ms = typeof value === 'bigint' ? Number(value) : value
  return typeof ms === 'number' && ms >= FIRST_EPOCH_MS && ms <= LAST_EPOCH_MS && TIME_NAME.test(column)
}

/** Epoch milliseconds of an ISO 8601 date or time (UTC where it names no zone); undefined for any other text. */
export function parseIsoTime(text: string): number | undefined {
  if (text.length < 10 || text.length > 35 || !ISO_TIME.test(text)) return undefined
  const zoned = text.length > 10 && !/(?:Z|[+-]\d{2}:?\d{2})$/.test(text) ? `${text}Z` : text
  const ms = Date.parse(zoned.replace(' ', 'T'))
  return Number.isNaN(ms) ? undefined : ms
}

/** A time for people, in UTC: `2024-06-01 00:01:00`, with milliseconds only where there are some. */
export function formatTime(ms: number): string {
  if (!Number.isFinite(ms) || Math.abs(ms) > 8.64e15) return String(ms)
  return new Date(ms)
    .toISOString()
    .replace('T', ' ')
    .replace('Z', '')
    .replace(/\.000$/, '')
}
