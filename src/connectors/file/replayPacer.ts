import type { Clock } from '../../base/clock.ts'
import { FlinknbError } from '../../base/errors.ts'
import { nearestName, show } from '../../base/options.ts'

/**
 * Releases records at the pace of their event time: one that is `d` ms of event time after the first is due `d / speed` ms after
 * it. A record out of order is due at once, and so is one without a time.
 */
export class ReplayPacer<T> {
  private origin: number | undefined
  private startedAt = 0

  constructor(
    private readonly column: keyof T & string,
    private readonly speed: number,
    private readonly clock: Clock,
  ) {}

  get started(): boolean {
    return this.origin !== undefined
  }

  /**
   * Starts time with the first record of each file.
   *
   * @throws FlinknbError `UNKNOWN_COLUMN` when one lacks the column altogether, `INVALID_OPTION` when it holds no time
   */
  start(firstRecords: readonly T[]): void {
    const times = firstRecords.map(record => this.checkedTime(record)).filter(time => time !== undefined)
    this.origin = times.length > 0 ? Math.min(...times) : 0
    this.startedAt = this.clock.monotonic()
  }

  /** How many of the records from `from` to `to` are due, counted up to the first that is not. */
  dueCount(records: readonly T[], from: number, to: number): number {
    const elapsed = (this.clock.monotonic() - this.startedAt) * this.speed
    // A hair more, so that a timer set for exactly this record finds it due in spite of rounding.
    const eventTimeNow = (this.origin ?? 0) + elapsed * (1 + 1e-12) + 1e-6
    let i = from
    for (; i < to; i++) {
      const time = timeOf((records[i] as T)[this.column])
      if (time !== undefined && time > eventTimeNow) break
    }
    return i - from
  }

  /** Milliseconds until a record is due; 0 when it is. */
  msUntilDue(record: T): number {
    const time = timeOf(record[this.column])
    if (time === undefined) return 0
    return Math.max(0, (time - (this.origin ?? 0)) / this.speed - (this.clock.monotonic() - this.startedAt))
  }

  private checkedTime(record: T): number | undefined {
    if (typeof record !== 'object' || record === null || !(this.column in record)) {
      const names = typeof record === 'object' && record !== null ? Object.keys(record) : []
      const near = nearestName(this.column, names)
      throw new FlinknbError(
        'UNKNOWN_COLUMN',
        `fileSource(): replay.timestamp: the records have no '${this.column}'.`,
        {
          fix: near ? `Did you mean '${near}'?` : `They have: ${names.join(', ') || show(record)}.`,
        },
      )
    }
    const value = record[this.column]
    const time = timeOf(value)
    if (time !== undefined || value === null) return time
    throw new FlinknbError('INVALID_OPTION', `fileSource(): replay.timestamp: '${this.column}' holds ${show(value)}.`, {
      fix: 'It must be epoch milliseconds or an ISO 8601 time.',
    })
  }
}

function timeOf(value: unknown): number | undefined {
  const time =
    typeof value === 'number'
      ? value
      : typeof value === 'string'
        ? Date.parse(value)
        : value instanceof Date
          ? value.getTime()
          : Number.NaN
  return Number.isNaN(time) ? undefined : time
}
