import { type Duration, durationMs } from '../../base/duration.ts'
import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import type { ClassLabel } from '../estimator/classifier.ts'
import { isUsable, unusableValue } from '../estimator/number.ts'
import { eventTime, timeOfColumn } from './readTime.ts'
import type { RowContext } from './rowFunction.ts'

/**
 * When a row's label is known: so many records later (`100`), so much event time later (`'10min'`), or when the numbers of a
 * column have grown by so much (`{ moment: 'day', by: 10 }`).
 */
export type LabelDelay<In> =
  | number
  | Extract<Duration, string>
  | { readonly moment: keyof In & string; readonly by: number }

/** A row that waits for its label's time: its features, its label and how much it counts. */
export interface WaitingRow {
  readonly row: object
  readonly label: ClassLabel
  readonly weight: number
  readonly due: number
}

/** Plain data of {@link DelayedLabels}. */
export interface DelayedLabelsState {
  readonly seen: number
  readonly waiting: readonly WaitingRow[]
}

/** Labels that are not known yet, first come, first served. Memory: the rows a delay spans. */
export class DelayedLabels {
  /** Whether `now` needs the event time of records. */
  readonly needsContext: boolean
  readonly #delay: number
  readonly #moment: string | undefined
  #waiting: WaitingRow[] = []
  #head = 0
  #seen = 0

  /** @throws FlinknbError `INVALID_OPTION` when `delay` is none */
  constructor(
    private readonly call: string,
    delay: unknown,
    private readonly features: readonly string[],
    private readonly timestamp: string | undefined,
  ) {
    const moment = delay !== null && typeof delay === 'object' && 'moment' in delay ? delay.moment : undefined
    const by = delay !== null && typeof delay === 'object' && 'by' in delay ? delay.by : undefined
    if (typeof delay === 'string') this.#delay = durationMs(delay as Duration, `${call}: delay`)
    else if (Number.isInteger(delay) && (delay as number) >= 0) this.#delay = delay as number
    else if (typeof moment === 'string' && isUsable(by) && by >= 0) this.#delay = by
    else {
      throw new FlinknbError('INVALID_OPTION', `${call}: delay: ${show(delay)} is no delay.`, {
        fix: `Pass a number of records, a time such as '10min', or { moment: 'column', by: 10 }.`,
      })
    }
    this.#moment = typeof moment === 'string' ? moment : undefined
    this.inTime = typeof delay === 'string'
    this.needsContext = this.inTime && timestamp === undefined
  }

  private readonly inTime: boolean

  /** The moment of a row: its place, its time, or what its column says. */
  now(row: object, context: RowContext | undefined): number {
    if (this.#moment !== undefined) {
      const value = (row as Readonly<Record<string, unknown>>)[this.#moment]
      if (!isUsable(value)) throw unusableValue(`moment '${this.#moment}'`, value)
      return value
    }
    if (!this.inTime) return this.#seen
    return this.timestamp === undefined ? eventTime(this.call, context) : timeOfColumn(this.call, row, this.timestamp)
  }

  /** Counts a row; one with a label waits. Only its features are kept. */
  add(row: object, now: number, label: ClassLabel | undefined, weight: number): void {
    this.#seen++
    if (label === undefined) return
    const record = row as Readonly<Record<string, unknown>>
    const kept: Record<string, unknown> = {}
    for (const name of this.features) kept[name] = record[name]
    this.#waiting.push({ row: kept, label, weight, due: now + this.#delay })
  }

  /** The next row whose label is known at `now`, in the order the rows came. */
  next(now: number): WaitingRow | undefined {
    const waiting = this.#waiting[this.#head]
    if (waiting === undefined || waiting.due > now) return undefined
    this.#head++
    if (this.#head > 1000 && this.#head * 2 > this.#waiting.length) {
      this.#waiting = this.#waiting.slice(this.#head)
      this.#head = 0
    }
    return waiting
  }

  toJSON(): DelayedLabelsState {
    return { seen: this.#seen, waiting: this.#waiting.slice(this.#head) }
  }

  restore({ seen, waiting }: DelayedLabelsState): void {
    this.#seen = seen
    this.#waiting = [...waiting]
    this.#head = 0
  }
}
