import { type Duration, durationMs } from '../../base/duration.ts'
import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import type { ScoredRecord } from './scoredRecord.ts'

/** How far windowed figures look back: so many rows, or so much event time, such as `'10min'`. */
export type MetricWindow = number | Extract<Duration, string>

/** Plain data of {@link RecentRecords}: oldest first. */
export type RecentRecordsState = readonly (readonly [time: number, record: ScoredRecord])[]

/** The newest records: so many, or those of a time span. Memory: one entry a record in the window. */
export class RecentRecords {
  readonly count: number | undefined
  readonly spanMs: number | undefined
  #records: (readonly [time: number, record: ScoredRecord])[] = []
  #head = 0

  /** @throws FlinknbError `INVALID_OPTION` when `window` is neither a number of rows nor a time */
  constructor(call: string, window: MetricWindow) {
    if (typeof window === 'string' && durationMs(window, `${call}: window`) > 0) this.spanMs = durationMs(window)
    else if (Number.isInteger(window) && (window as number) >= 1) this.count = window as number
    else {
      throw new FlinknbError('INVALID_OPTION', `${call}: window: ${show(window)} is not a number of rows.`, {
        fix: `Pass a whole number of 1 or more, or a time such as '10min'.`,
      })
    }
  }

  /** @param time event time, epoch milliseconds; only looked at by windows of time */
  add(record: ScoredRecord, time: number): void {
    this.#records.push([time, record])
    if (this.count !== undefined && this.length > this.count) this.#head++
    else if (this.spanMs !== undefined) {
      // Rows come almost in order; one that is late leaves with its neighbours.
      while ((this.#records[this.#head]?.[0] as number) <= time - this.spanMs) this.#head++
    }
    if (this.#head > 1000 && 2 * this.#head > this.#records.length) {
      this.#records = this.#records.slice(this.#head)
      this.#head = 0
    }
  }

  get length(): number {
    return this.#records.length - this.#head
  }

  /** Oldest first. */
  forEach(visit: (record: ScoredRecord) => void): void {
    for (let i = this.#head; i < this.#records.length; i++) {
      visit((this.#records[i] as readonly [number, ScoredRecord])[1])
    }
  }

  toJSON(): RecentRecordsState {
    return this.#records.slice(this.#head)
  }

  restore(state: RecentRecordsState): void {
    this.#records = [...state]
    this.#head = 0
  }
}
