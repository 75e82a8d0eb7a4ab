import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, type Settled, show } from '../../base/options.ts'
import { checkSaved } from '../estimator/checkSaved.ts'
import type { EstimatorJSON } from '../estimator/estimator.ts'
import type { Forecaster } from '../estimator/forecaster.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import { isUsable, unusableValue } from '../estimator/number.ts'

/** Options of {@link HoltWinters}; smoothing parameters are between 0, never adapt, and 1, only the newest value counts. */
export interface HoltWintersOptions {
  /** Of the level. Default 0.3. */
  readonly alpha?: number | undefined
  /** Of the trend. Without it there is none. */
  readonly beta?: number | undefined
  /** Of the seasons; needs `beta` and `seasonality`. */
  readonly gamma?: number | undefined
  /** Values in a season: 12 for months of a year, 24 for hours of a day. */
  readonly seasonality?: number | undefined
  /** Seasons multiply the level instead of being added to it: right where swings grow with the level. */
  readonly multiplicative?: boolean | undefined
}

interface HoltWintersState {
  readonly n: number
  readonly first: readonly number[]
  readonly level: number
  readonly trend: number
  /** The season that comes next first. */
  readonly seasons: readonly number[]
}

/**
 * Exponential smoothing of level, trend and seasons (Holt 1957, Winters 1960; Hyndman and Athanasopoulos, Forecasting:
 * Principles and Practice, 8.3). The first `max(2, seasonality)` values set it up and are not forecast. Memory: one number a season.
 *
 * @example
 * const sales = new ml.HoltWinters({ alpha: 0.5, beta: 0.5 })
 * for (const y of [10, 12, 14]) sales.learnOne(y)
 * sales.forecast(2) // [15.75, 18]
 */
export class HoltWinters implements Forecaster {
  readonly type = 'HoltWinters'
  readonly kind = 'forecaster'
  readonly accepts = 'numbers'
  readonly features: readonly string[] = []
  readonly options: HoltWintersOptions & Settled<Pick<HoltWintersOptions, 'alpha' | 'multiplicative'>>
  #n = 0
  #first: number[] = []
  #level = 0
  #trend = 0
  #seasons: number[] = []

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: HoltWintersOptions = {}) {
    checkOptionNames('HoltWinters', options, ['alpha', 'beta', 'gamma', 'seasonality', 'multiplicative'])
    const { alpha = 0.3, beta, gamma, seasonality, multiplicative = false } = options
    for (const [name, value] of Object.entries({ alpha, beta, gamma })) {
      if (value === undefined || (typeof value === 'number' && value >= 0 && value <= 1)) continue
      throw invalid(`${name}: ${show(value)} is no smoothing parameter`, 'Pass a number from 0 to 1.')
    }
    if (seasonality !== undefined && !(Number.isInteger(seasonality) && seasonality >= 2)) {
      throw invalid(`seasonality: ${show(seasonality)} is no length of a season`, 'Pass a whole number of 2 or more.')
    }
    if ((gamma === undefined) !== (seasonality === undefined) || (gamma !== undefined && beta === undefined)) {
      throw invalid('seasons need beta, gamma and seasonality', 'Pass all three, or leave gamma and seasonality out.')
    }
    if (typeof multiplicative !== 'boolean') {
      throw invalid(`multiplicative: ${show(multiplicative)} is not true or false`, 'Pass true or false.')
    }
    this.options = {
      alpha,
      multiplicative,
      ...(beta === undefined ? {} : { beta }),
      ...(gamma === undefined ? {} : { gamma }),
      ...(seasonality === undefined ? {} : { seasonality }),
    }
  }

  get n(): number {
    return this.#n
  }

  /** The smoothed value without its season, once there is one. */
  get level(): number | null {
    return this.#isReady ? this.#level : null
  }

  /** What the level gains a step; 0 without `beta`. */
  get trend(): number | null {
    return this.#isReady ? this.#trend : null
  }

  /** What the coming steps of a season add, or multiply by; empty without seasons. */
  get seasons(): readonly number[] {
    return this.#seasons
  }

  useFeatures(names: readonly string[]): void {
    if (names.length === 0) return
    throw new FlinknbError('MODEL', `HoltWinters: feature '${names[0]}': it learns from the series alone.`, {
      fix: 'Leave features out.',
    })
  }

  extendFeatures(names: readonly string[]): void {
    this.useFeatures(names)
  }

  reset(): void {
    this.#n = 0
    this.#first = []
    this.#level = 0
    this.#trend = 0
    this.#seasons = []
  }

  learnOne(y: number): void {
    if (!isUsable(y)) throw unusableValue('value', y)
    this.#n++
    if (this.#first.length < this.#needed) {
      this.#first.push(y)
      if (this.#isReady) this.setUp()
    } else this.smooth(y)
  }

  forecast(horizon: number): number[] {
    if (!Number.isInteger(horizon) || horizon < 1) {
      throw invalid(`forecast(${show(horizon)}): this is no number of steps`, 'Pass a whole number of 1 or more.')
    }
    if (!this.#isReady) return []
    return Array.from({ length: horizon }, (_, h) => {
      const line = this.#level + (h + 1) * this.#trend
      const season = this.#seasons[h % this.#seasons.length]
      return season === undefined ? line : this.options.multiplicative ? line * season : line + season
    })
  }

  clone(): HoltWinters {
    return new HoltWinters(this.options)
  }

  toJSON(): EstimatorJSON {
    const state: HoltWintersState = {
      n: this.#n,
      first: this.#first,
      level: this.#level,
      trend: this.#trend,
      seasons: this.#seasons,
    }
    return { type: this.type, format: 1, options: { ...this.options }, features: [], state: structuredClone(state) }
  }

  restore(json: EstimatorJSON): void {
    checkSaved(json, this)
    const { n, first, level, trend, seasons } = json.state as HoltWintersState
    this.#n = n
    this.#first = [...first]
    this.#level = level
    this.#trend = trend
    this.#seasons = [...seasons]
  }

  describe(): ModelDescription {
    const rows = this.#seasons.map((season, h) => [h + 1, season] as const)
    return {
      title: this.type,
      n: this.#n,
      features: [],
      parameters: [
        ...Object.entries(this.options).map(([name, value]) => ({ name, value: value ?? null })),
        { name: 'level', value: this.level },
        { name: 'trend a step', value: this.trend },
      ],
      tables: rows.length > 0 ? [{ title: 'Seasons', columns: ['steps ahead', 'effect'], rows }] : [],
      notes: this.#isReady ? [] : [`Forecasts begin after ${this.#needed} values; ${this.#n} so far.`],
    }
  }

  get #needed(): number {
    return Math.max(2, this.options.seasonality ?? 0)
  }

  get #isReady(): boolean {
    return this.#first.length === this.#needed
  }

  private setUp(): void {
    const first = this.#first
    const last = first.at(-1) as number
    this.#level = first.reduce((sum, y) => sum + y, 0) / first.length
    this.#trend = this.options.beta === undefined ? 0 : (last - (first[0] as number)) / (first.length - 1)
    if (this.options.gamma === undefined) return
    this.#seasons = first.map(y => (this.options.multiplicative ? ratio(y, this.#level) : y - this.#level))
  }

  private smooth(y: number): void {
    const { alpha, beta, gamma, multiplicative } = this.options
    const line = this.#level + this.#trend
    const season = this.#seasons[0]
    const level = this.#level
    const deseasoned = season === undefined ? y : multiplicative ? ratio(y, season) : y - season
    this.#level = alpha * deseasoned + (1 - alpha) * line
    if (beta !== undefined) this.#trend = beta * (this.#level - level) + (1 - beta) * this.#trend
    if (gamma === undefined || season === undefined) return
    const newest = multiplicative ? ratio(y, line) : y - line
    this.#seasons.push(gamma * newest + (1 - gamma) * season)
    this.#seasons.shift()
  }
}

/** A series that touches 0 has no ratios: the season then leaves the level as it is. */
function ratio(y: number, of: number): number {
  const quotient = y / of
  return Number.isFinite(quotient) ? quotient : 1
}

function invalid(problem: string, fix: string): FlinknbError {
  return new FlinknbError('INVALID_OPTION', `HoltWinters: ${problem}.`, { fix })
}
