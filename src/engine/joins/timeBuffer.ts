/**
 * Records in order of time, of equal times in order of arrival. Plain data, so that a checkpoint can hold it as it is.
 * What stands before `start` has been dropped.
 */
export interface TimeBuffer {
  times: number[]
  values: unknown[]
  start: number
  /** Up to which watermark it has been cleaned. */
  cleanedAt: number
}

export function timeBuffer(): TimeBuffer {
  return { times: [], values: [], start: 0, cleanedAt: Number.NEGATIVE_INFINITY }
}

export function isEmpty({ times, start }: TimeBuffer): boolean {
  return start === times.length
}

export function insert(buffer: TimeBuffer, time: number, value: unknown): void {
  const { times, values } = buffer
  const n = times.length
  if (n === buffer.start || (times[n - 1] as number) <= time) {
    times.push(time)
    values.push(value)
    return
  }
  const at = firstAfter(buffer, time)
  times.splice(at, 0, time)
  values.splice(at, 0, value)
}

/** Index of the first record at or after `time`; the length when there is none. */
export function firstFrom({ times, start }: TimeBuffer, time: number): number {
  let low = start
  let high = times.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((times[middle] as number) < time) low = middle + 1
    else high = middle
  }
  return low
}

/** Drops records up to and including `time`, once for each watermark. */
export function clean(buffer: TimeBuffer, time: number, watermark: number): void {
  if (buffer.cleanedAt >= watermark) return
  buffer.cleanedAt = watermark
  const { times } = buffer
  const n = times.length
  let start = buffer.start
  if (start === n || (times[start] as number) > time) return
  while (start < n && (times[start] as number) <= time) start++
  if (start < 16 || start * 2 < n) {
    // let go of the records at once, of their places later
    buffer.values.fill(undefined, buffer.start, start)
    buffer.start = start
    return
  }
  buffer.times = times.slice(start)
  buffer.values = buffer.values.slice(start)
  buffer.start = 0
}

/** Index of the first record after `time`. */
function firstAfter({ times, start }: TimeBuffer, time: number): number {
  let low = start
  let high = times.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((times[middle] as number) <= time) low = middle + 1
    else high = middle
  }
  return low
}
