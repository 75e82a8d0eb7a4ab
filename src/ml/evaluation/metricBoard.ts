import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import type { ClassificationMetric } from '../metrics/classificationMetric.ts'
import type { Metric } from '../metrics/metric.ts'
import { type MetricWindow, RecentRecords, type RecentRecordsState } from './recentRecords.ts'
import { type AnyMetricClass, addRecord, type ScoredRecord } from './scoredRecord.ts'

/** Plain data of {@link MetricBoard}. */
export interface MetricBoardState {
  readonly cumulative: readonly unknown[]
  readonly window: RecentRecordsState
  readonly fading: readonly unknown[] | null
  readonly growth: number
}

/** Beyond this the weights of fading figures are brought back to 1. */
const LARGEST_GROWTH = 1e100

/**
 * Metrics over everything (`MAE`), over the newest records (`windowMAE`) and, where wanted, with old records fading
 * (`fadingMAE`). Windowed figures are computed anew from the records in the window, so nothing drifts.
 */
export class MetricBoard {
  readonly #cumulative: (Metric | ClassificationMetric)[]
  readonly #window: RecentRecords
  readonly #fading: (Metric | ClassificationMetric)[] | undefined
  /** Weight of the next record in fading figures: it grows, which is the same as the old ones fading. */
  #growth = 1

  /** @throws FlinknbError `INVALID_OPTION` for a window or factor that is none, or a metric that cannot fade */
  constructor(
    call: string,
    private readonly classes: readonly AnyMetricClass[],
    window: MetricWindow,
    private readonly fading: number | undefined,
  ) {
    this.#cumulative = classes.map(Class => new Class())
    this.#window = new RecentRecords(call, window)
    if (fading === undefined) return
    if (!(typeof fading === 'number' && fading > 0 && fading < 1)) {
      throw new FlinknbError('INVALID_OPTION', `${call}: fading: ${show(fading)} is no factor.`, {
        fix: 'Pass a number between 0 and 1: at 0.99 the last hundred rows count most.',
      })
    }
    this.#fading = classes.map(Class => new Class())
    const fixed = this.#fading.find(metric => !metric.fade)
    if (fixed) {
      throw new FlinknbError('INVALID_OPTION', `${call}: fading: ${fixed.name} cannot fade.`, {
        fix: 'Leave it out, or leave fading out.',
      })
    }
  }

  /** @param time event time, for a window of time */
  add(record: ScoredRecord, time: number): void {
    for (const metric of this.#cumulative) addRecord(metric, record, record.weight)
    this.#window.add(record, time)
    if (this.#fading === undefined || this.fading === undefined) return
    this.#growth /= this.fading
    for (const metric of this.#fading) addRecord(metric, record, record.weight * this.#growth)
    if (this.#growth > LARGEST_GROWTH) {
      for (const metric of this.#fading) metric.fade?.(1 / this.#growth)
      this.#growth = 1
    }
  }

  /** Writes one value a column into `row`, each column's name behind `prefix`. */
  write(row: Record<string, number | null>, prefix = ''): void {
    const windowed = this.classes.map(Class => new Class())
    this.#window.forEach(record => {
      for (const metric of windowed) addRecord(metric, record, record.weight)
    })
    const groups = [
      ['', this.#cumulative],
      ['window', windowed],
      ['fading', this.#fading ?? []],
    ] as const
    for (const [group, metrics] of groups) {
      for (const [i, metric] of metrics.entries()) {
        row[`${prefix}${group}${(this.classes[i] as AnyMetricClass).metricName}`] = metric.value
      }
    }
  }

  toJSON(): MetricBoardState {
    return {
      cumulative: this.#cumulative.map(metric => metric.toJSON()),
      window: this.#window.toJSON(),
      fading: this.#fading?.map(metric => metric.toJSON()) ?? null,
      growth: this.#growth,
    }
  }

  restore({ cumulative, window, fading, growth }: MetricBoardState): void {
    for (const [i, metric] of this.#cumulative.entries()) metric.restore(cumulative[i] as readonly number[])
    this.#window.restore(window)
    for (const [i, metric] of (this.#fading ?? []).entries()) metric.restore(fading?.[i] as readonly number[])
    this.#growth = growth
  }
}
