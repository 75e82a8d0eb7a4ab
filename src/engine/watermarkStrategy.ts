import { type Duration, durationMs } from '../base/duration.ts'
import { FlinknbError } from '../base/errors.ts'
import { show } from '../base/options.ts'
import { NO_WATERMARK } from './batch.ts'

/** Event time of a record: the name of a column that holds epoch milliseconds (or a Date), or a function. */
export type TimestampAssigner<T> = (keyof T & string) | ((value: T) => number)

/**
 * Watermarks of a user's own making (Flink's `WatermarkGenerator`). `onEvent` sees every record and returns the
 * watermark in force after it, or undefined to leave it as it was. It never falls: a smaller one is ignored.
 */
export interface WatermarkGenerator<T> {
  onEvent(value: T, timestamp: number): number | undefined
  /** Plain data: what the generator remembers, for checkpoints. */
  snapshotState?(): unknown
  restoreState?(state: unknown): void
}

/** What a strategy is made of; read by the runtime. */
export interface WatermarkSettings<T> {
  /** Undefined: the stream has no watermarks. */
  readonly generator: (() => WatermarkGenerator<T>) | undefined
  /** The built-in generator's delay: watermark = largest timestamp − delay − 1. Undefined for a custom generator. */
  readonly maxOutOfOrdernessMs: number | undefined
  readonly assigner: TimestampAssigner<T> | undefined
  readonly idlenessMs: number | undefined
}

/**
 * How event time is read from records and how far it has got (Flink's `WatermarkStrategy`). Each call gives a new strategy.
 *
 * @example WatermarkStrategy.forBoundedOutOfOrderness<Tick>('5s').withTimestampAssigner('ts').withIdleness('1min')
 */
export class WatermarkStrategy<T> {
  private constructor(readonly settings: WatermarkSettings<T>) {}

  // ------------------------------------------------------------------ makers

  /** Records come at most `delay` after a record with a larger timestamp; later ones are late. */
  static forBoundedOutOfOrderness<T>(delay: Duration): WatermarkStrategy<T> {
    return new WatermarkStrategy<T>({
      generator: undefined,
      maxOutOfOrdernessMs: durationMs(delay, 'forBoundedOutOfOrderness'),
      assigner: undefined,
      idlenessMs: undefined,
    })
  }

  /** Timestamps never fall. */
  static forMonotonousTimestamps<T>(): WatermarkStrategy<T> {
    return WatermarkStrategy.forBoundedOutOfOrderness<T>(0)
  }

  /** Event time without progress: event-time windows fire at the end of the input only. */
  static noWatermarks<T>(): WatermarkStrategy<T> {
    return new WatermarkStrategy<T>({
      generator: undefined,
      maxOutOfOrdernessMs: undefined,
      assigner: undefined,
      idlenessMs: undefined,
    })
  }

  /** A generator of one's own; one is made for each split of the source. */
  static forGenerator<T>(generator: () => WatermarkGenerator<T>): WatermarkStrategy<T> {
    return new WatermarkStrategy<T>({
      generator,
      maxOutOfOrdernessMs: undefined,
      assigner: undefined,
      idlenessMs: undefined,
    })
  }

  // ------------------------------------------------------------------ refinements

  /** Where a record's event time stands; without it the source's own timestamps count (Kafka's record time). */
  withTimestampAssigner(assigner: TimestampAssigner<T>): WatermarkStrategy<T> {
    if (typeof assigner !== 'string' && typeof assigner !== 'function') {
      throw new FlinknbError(
        'INVALID_OPTION',
        `withTimestampAssigner: ${show(assigner)} is neither a column nor a function.`,
        {
          fix: `Name the column that holds epoch milliseconds, or give a function such as row => row.ts.`,
        },
      )
    }
    return new WatermarkStrategy<T>({ ...this.settings, assigner })
  }

  /** A split without records for `timeout` of processing time no longer holds the watermark back. */
  withIdleness(timeout: Duration): WatermarkStrategy<T> {
    return new WatermarkStrategy<T>({ ...this.settings, idlenessMs: durationMs(timeout, 'withIdleness') })
  }
}

/** Reads event time as the assigner says; NaN where a record has none. */
export function timestampReader<T>(assigner: TimestampAssigner<T>): (value: T) => number {
  if (typeof assigner === 'function') return value => asEpochMs(assigner(value))
  // generated, so that the property access has one shape of record for each strategy
  const column = new Function('row', `return row[${JSON.stringify(assigner)}]`) as (row: T) => unknown
  return value => asEpochMs(column(value))
}

function asEpochMs(time: unknown): number {
  if (typeof time === 'number') return time
  return time instanceof Date ? time.getTime() : Number.NaN
}

export interface SplitWatermarkState {
  readonly watermark: number
  readonly idle: boolean
  readonly generator: unknown
}

/** The watermark of one split: grows with its records, is left out of the minimum while idle. */
export class SplitWatermark<T> {
  watermark = NO_WATERMARK
  idle = false
  private readonly generator: WatermarkGenerator<T> | undefined

  constructor(private readonly settings: WatermarkSettings<T>) {
    this.generator = settings.generator?.()
  }

  snapshot(): SplitWatermarkState {
    return { watermark: this.watermark, idle: this.idle, generator: this.generator?.snapshotState?.() }
  }

  restore({ watermark, idle, generator }: SplitWatermarkState): void {
    this.watermark = watermark
    this.idle = idle
    if (generator !== undefined) this.generator?.restoreState?.(generator)
  }

  /** The watermark in force after this record. */
  advance(value: T, timestamp: number): number {
    const { maxOutOfOrdernessMs } = this.settings
    const next =
      maxOutOfOrdernessMs !== undefined
        ? timestamp - maxOutOfOrdernessMs - 1
        : this.generator?.onEvent(value, timestamp)
    if (next !== undefined && next > this.watermark) this.watermark = next
    return this.watermark
  }
}
