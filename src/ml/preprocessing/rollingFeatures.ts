import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import { checkNumber } from '../gradient/numberOption.ts'
import { checkBooleans } from './checkChoice.ts'
import type { History } from './history.ts'
import { PastFeatures, type PastOutput } from './pastFeatures.ts'

export type RollingStatistic = 'mean' | 'sum' | 'min' | 'max' | 'std'

/** Options of {@link RollingFeatures}. */
export interface RollingFeaturesOptions {
  /** Over how many records before the present one. Default 10. */
  readonly window?: number | undefined
  /** Default `['mean']`. `'std'` is the population deviation. */
  readonly statistics?: readonly RollingStatistic[] | undefined
  /** Of the features. Default true. */
  readonly features?: boolean | undefined
  /** Of the label. Default false. */
  readonly label?: boolean | undefined
  /** Whether the features of the present record stay. Default true. */
  readonly keep?: boolean | undefined
  /** What stands while there was no record. Default 0. */
  readonly fill?: number | undefined
}

const STATISTICS: readonly RollingStatistic[] = ['mean', 'sum', 'min', 'max', 'std']

/**
 * Figures of features and label over the newest records before the present one: `price_mean10`, `label_max10`. A record
 * never sees its own label. Memory, and time a record: the window, for each series.
 *
 * @example
 * const rolling = new ml.RollingFeatures({ window: 2, label: true, features: false })
 * for (const y of [1, 5, 7]) rolling.learnOne({ x: 0 }, y)
 * rolling.transformOne({ x: 3 }) // { x: 3, label_mean2: 6 }
 */
export class RollingFeatures extends PastFeatures {
  readonly type = 'RollingFeatures'
  readonly options: {
    readonly window: number
    readonly statistics: readonly RollingStatistic[]
    readonly features: boolean
    readonly label: boolean
    readonly keep: boolean
    readonly fill: number
  }
  /** Of each series, all five figures of the window as it stands. */
  #figures: Record<RollingStatistic, number>[] = []

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: RollingFeaturesOptions = {}) {
    super()
    checkOptionNames('RollingFeatures', options, ['window', 'statistics', 'features', 'label', 'keep', 'fill'])
    const { window = 10, statistics = ['mean'], features = true, label = false, keep = true, fill = 0 } = options
    checkNumber('RollingFeatures', 'window', window, { from: 1, to: 1e6, whole: true })
    checkNumber('RollingFeatures', 'fill', fill, {})
    checkBooleans('RollingFeatures', { features, label, keep })
    if (!Array.isArray(statistics) || statistics.length === 0 || !statistics.every(name => STATISTICS.includes(name))) {
      throw new FlinknbError('INVALID_OPTION', `RollingFeatures: statistics: ${show(statistics)} cannot be used.`, {
        fix: `Pass some of ${STATISTICS.map(name => `'${name}'`).join(', ')}.`,
      })
    }
    this.options = { window, statistics: [...statistics], features, label, keep, fill }
    this.reset()
  }

  clone(): RollingFeatures {
    return new RollingFeatures(this.options)
  }

  protected get depth(): number {
    return this.options.window
  }

  protected get readsLabel(): boolean {
    return this.options.label
  }

  protected override prepare(features: readonly string[]): void {
    this.#figures = []
    super.prepare(features)
  }

  protected override afterLearning(history: History): void {
    const length = Math.min(history.n, this.options.window)
    this.#figures = Array.from({ length: history.width }, (_, j) => figuresOf(history, j, length))
  }

  protected outputsOf(names: readonly string[], from: number, label: () => number): readonly PastOutput[] {
    const { window, statistics, features, keep, fill } = this.options
    const series = (name: string, place: () => number): readonly PastOutput[] =>
      statistics.map(statistic => ({
        name: `${name}_${statistic}${window}`,
        value: () => this.#figures[place()]?.[statistic] ?? fill,
      }))
    return [
      ...(keep ? names.map((name, i) => ({ name, value: (x: Float64Array) => x[from + i] as number })) : []),
      ...(features ? names.flatMap((name, i) => series(name, () => from + i)) : []),
      ...(from === 0 && this.options.label ? series('label', label) : []),
    ]
  }
}

function figuresOf(history: History, j: number, length: number): Record<RollingStatistic, number> {
  let sum = 0
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  for (let lag = 1; lag <= length; lag++) {
    const value = history.at(j, lag) as number
    sum += value
    if (value < min) min = value
    if (value > max) max = value
  }
  const mean = sum / length
  let squares = 0
  for (let lag = 1; lag <= length; lag++) squares += ((history.at(j, lag) as number) - mean) ** 2
  return { mean, sum, min, max, std: Math.sqrt(squares / length) }
}
