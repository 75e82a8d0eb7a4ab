import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import type { DescriptionTable } from '../estimator/modelDescription.ts'
import { checkBooleans } from './checkChoice.ts'
import { Encoder } from './encoder.ts'
import { LocalTime, momentOf } from './localTime.ts'

export type DatePart = 'year' | 'month' | 'day' | 'dayOfYear' | 'weekday' | 'hour' | 'minute'

/** Options of {@link DateFeatures}. */
export interface DateFeaturesOptions {
  /** Which numbers come out. Default `['month', 'weekday', 'hour']`. */
  readonly parts?: readonly DatePart[] | undefined
  /** Give sine and cosine of each part's cycle instead, so that 23 o'clock is near 0. The year has no cycle. Default false. */
  readonly cyclic?: boolean | undefined
  /** `'UTC'`, or the name of a zone, whose summer time then counts: `'Europe/Rome'`. Default `'UTC'`. */
  readonly zone?: string | undefined
}

interface Part {
  readonly of: (local: Date) => number
  /** Where the cycle begins, and how long it is. */
  readonly cycle?: readonly [first: number, length: number]
}

const DAY_MS = 86_400_000

const PARTS: Readonly<Record<DatePart, Part>> = {
  year: { of: local => local.getUTCFullYear() },
  month: { of: local => local.getUTCMonth() + 1, cycle: [1, 12] },
  day: { of: local => local.getUTCDate(), cycle: [1, 31] },
  dayOfYear: {
    of: local => Math.floor((local.getTime() - Date.UTC(local.getUTCFullYear(), 0, 1)) / DAY_MS) + 1,
    cycle: [1, 365.25],
  },
  weekday: { of: local => ((local.getUTCDay() + 6) % 7) + 1, cycle: [1, 7] },
  hour: { of: local => local.getUTCHours(), cycle: [0, 24] },
  minute: { of: local => local.getUTCMinutes(), cycle: [0, 60] },
}

/**
 * What a clock and a calendar say of a moment: month 1 to 12, day 1 to 31, day of the year 1 to 366, weekday 1 (Monday) to 7
 * (ISO 8601), hour 0 to 23, minute 0 to 59. Reads epoch milliseconds, Dates and ISO texts. Learns nothing.
 *
 * @example
 * const dates = new ml.DateFeatures({ parts: ['weekday', 'hour'], zone: 'Europe/Rome' })
 * dates.transformOne({ ts: '2026-07-01T22:30:00Z' }) // { ts_weekday: 4, ts_hour: 0 }: Thursday, half past midnight
 */
export class DateFeatures extends Encoder {
  readonly type = 'DateFeatures'
  readonly options: { readonly parts: readonly DatePart[]; readonly cyclic: boolean; readonly zone: string }
  readonly #time: LocalTime
  #names: readonly string[] = []

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: DateFeaturesOptions = {}) {
    super()
    checkOptionNames('DateFeatures', options, ['parts', 'cyclic', 'zone'])
    const { parts = ['month', 'weekday', 'hour'], cyclic = false, zone = 'UTC' } = options
    checkBooleans('DateFeatures', { cyclic })
    if (!Array.isArray(parts) || parts.length === 0 || !parts.every(part => Object.hasOwn(PARTS, part))) {
      throw new FlinknbError('INVALID_OPTION', `DateFeatures: parts: ${show(parts)} cannot be used.`, {
        fix: `Pass some of ${Object.keys(PARTS)
          .map(name => `'${name}'`)
          .join(', ')}.`,
      })
    }
    this.options = { parts: [...parts], cyclic, zone }
    this.#time = new LocalTime('DateFeatures', zone)
  }

  override get outputFeatures(): readonly string[] {
    return this.#names
  }

  learnValues(): void {
    this.learned++
  }

  transformValues(values: readonly unknown[], out: number[] | Float64Array): void {
    const { parts, cyclic } = this.options
    let k = 0
    for (let j = 0; j < this.features.length; j++) {
      const local = this.#time.at(momentOf(values[j], this.features[j] as string))
      for (const name of parts) {
        const { of, cycle } = PARTS[name]
        const value = of(local)
        if (cyclic && cycle) {
          const angle = (2 * Math.PI * (value - cycle[0])) / cycle[1]
          out[k++] = Math.sin(angle)
          out[k++] = Math.cos(angle)
        } else out[k++] = value
      }
    }
  }

  clone(): DateFeatures {
    return new DateFeatures(this.options)
  }

  protected prepare(features: readonly string[]): void {
    this.#names = []
    this.extend(features)
  }

  protected override extend(names: readonly string[]): void {
    const { parts, cyclic } = this.options
    const added = names.flatMap(name =>
      parts.flatMap(part =>
        cyclic && PARTS[part].cycle ? [`${name}_${part}_sin`, `${name}_${part}_cos`] : [`${name}_${part}`],
      ),
    )
    this.#names = [...this.#names, ...added]
  }

  protected saved(): Readonly<Record<string, unknown>> {
    return {}
  }

  protected restoreSaved(): void {}

  protected tables(): readonly DescriptionTable[] {
    return []
  }
}
