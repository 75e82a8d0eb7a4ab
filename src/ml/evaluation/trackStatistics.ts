import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import { isUsable, unusableValue } from '../estimator/number.ts'
import type { StreamingStatistic } from '../statistics/streaming/streamingStatistic.ts'
import { atRecord } from './atRecord.ts'
import type { RowCollector, RowFunction } from './rowFunction.ts'
import type { FeatureName } from './scored.ts'

/** Options of {@link trackStatistics}. */
export interface TrackStatisticsOptions<In> {
  /** A column, or a function of the row. A row that gives null or undefined changes nothing. */
  readonly value: FeatureName<In> | ((row: In) => number | null | undefined)
}

/**
 * Keeps statistics of a column, or of what a function makes of rows: every row goes on with a column for each, itself included.
 *
 * @throws FlinknbError `INVALID_OPTION` for a wrong option; `MODEL`, while running, for what is not a finite number
 * @example ticks.process(ml.trackStatistics({ level: new ml.stats.EWMean(0.1), spread: new ml.stats.IQR() }, { value: 'price' }))
 */
export function trackStatistics<In extends object, S extends Readonly<Record<string, StreamingStatistic>>>(
  statistics: S,
  options: TrackStatisticsOptions<In>,
): RowFunction<In, In & { readonly [K in keyof S]: number | null }> {
  const call = 'ml.trackStatistics'
  checkOptionNames(call, options, ['value'])
  const { value } = options
  if (typeof value !== 'string' && typeof value !== 'function') {
    throw new FlinknbError('INVALID_OPTION', `${call}: value: ${show(value)} is no column and no function.`)
  }
  const entries = Object.entries(statistics ?? {})
  const bad = entries.find(([, statistic]) => typeof statistic?.add !== 'function')
  if (entries.length === 0 || bad) {
    throw new FlinknbError('INVALID_OPTION', `${call}: ${bad ? `'${bad[0]}' is no statistic` : 'no statistics'}.`, {
      fix: 'Pass some by name, such as { level: new ml.stats.EWMean(0.1) }.',
    })
  }
  const read =
    typeof value === 'function' ? value : (row: In) => (row as Readonly<Record<string, unknown>>)[value as string]
  return new Tracker(entries, read)
}

class Tracker<In extends object, Out> implements RowFunction<In, Out> {
  readonly name = 'statistics'

  constructor(
    private readonly statistics: readonly (readonly [name: string, statistic: StreamingStatistic])[],
    private readonly read: (row: In) => unknown,
  ) {}

  processElement(row: In, _context: unknown, out: RowCollector<Out>): void {
    out.collect(this.track(row))
  }

  mapBatch(rows: readonly In[]): Out[] {
    return rows.map(row => this.track(row))
  }

  snapshotState(): readonly unknown[] {
    return this.statistics.map(([, statistic]) => statistic.toJSON())
  }

  restoreState(state: unknown): void {
    for (const [i, [, statistic]] of this.statistics.entries()) statistic.restore((state as readonly unknown[])[i])
  }

  private track(row: In): Out {
    const value = this.read(row)
    const tracked: Record<string, unknown> = { ...(row as Readonly<Record<string, unknown>>) }
    if (value !== null && value !== undefined && !isUsable(value)) throw atRecord(unusableValue('value', value), row)
    for (const [name, statistic] of this.statistics) {
      if (isUsable(value)) statistic.add(value)
      tracked[name] = statistic.value
    }
    return tracked as Out
  }
}
