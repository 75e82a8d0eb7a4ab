import { type Duration, durationMs } from '../../base/duration.ts'
import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'

/** Options that say which records count, and how much. At most one of `window`, `forgetting` and `halfLife` is given. */
export interface RetentionOptions {
  /** Every record multiplies the weight of all records before it by this: above 0, at most 1 (the default: nothing fades). */
  readonly forgetting?: number | null | undefined
  /** The same, by how long it takes until a record counts half: a number of records, or a time such as `'10min'`. */
  readonly halfLife?: Duration | null | undefined
  /**
   * Forget only what the newest record speaks of (Cao and Schwartz, Automatica 36, 2000): a direction in which nothing new
   * arrives keeps what is known of it. Needs `forgetting`, or a `halfLife` in records.
   */
  readonly directional?: boolean | undefined
  /** Only the last so many records, or those of the last time span, such as `'10min'`. */
  readonly window?: Duration | null | undefined
}

/** Which records count, and how much: {@link RetentionOptions} as checked. */
export type Retention =
  | { readonly kind: 'all' }
  | { readonly kind: 'fading'; readonly factor: number }
  | { readonly kind: 'fadingByTime'; readonly halfLifeMs: number }
  | { readonly kind: 'directional'; readonly factor: number }
  | { readonly kind: 'lastRecords'; readonly count: number }
  | { readonly kind: 'lastTime'; readonly spanMs: number }

/** Names of {@link RetentionOptions}. */
export const RETENTION_OPTIONS = ['forgetting', 'halfLife', 'directional', 'window'] as const

/** @throws FlinknbError `INVALID_OPTION` naming class, option and value */
export function retentionOf(who: string, options: RetentionOptions): Retention {
  const { forgetting, halfLife, window, directional = false } = options
  const given = Object.entries({ forgetting, halfLife, window }).filter(([, value]) => notNull(value))
  if (given.length > 1) {
    const names = given.map(([name]) => name).join(' and ')
    throw invalid(`${who}: ${names} cannot be combined.`, 'Keep one of them.')
  }
  if (typeof directional !== 'boolean') throw invalid(`${who}: directional: ${show(directional)} is not true or false.`)
  const retention = notNull(window)
    ? windowOf(who, window)
    : notNull(halfLife)
      ? halfLifeOf(who, halfLife)
      : notNull(forgetting)
        ? fading(who, forgetting)
        : ({ kind: 'all' } as const)
  if (!directional) return retention
  if (retention.kind === 'fading') return { kind: 'directional', factor: retention.factor }
  throw invalid(`${who}: directional needs forgetting, or a halfLife in records.`, 'For example forgetting: 0.99.')
}

/** Whether time must be told to a model that retains so. */
export function needsTime(retention: Retention): boolean {
  return retention.kind === 'fadingByTime' || retention.kind === 'lastTime'
}

function fading(who: string, factor: unknown): Retention {
  if (typeof factor !== 'number' || !(factor > 0 && factor <= 1)) {
    throw invalid(
      `${who}: forgetting: ${show(factor)} is no factor.`,
      'Pass a number above 0, at most 1, such as 0.999.',
    )
  }
  return factor === 1 ? { kind: 'all' } : { kind: 'fading', factor }
}

function halfLifeOf(who: string, halfLife: Duration): Retention {
  if (typeof halfLife === 'number') {
    if (!(halfLife > 0 && halfLife < Number.POSITIVE_INFINITY)) {
      throw invalid(`${who}: halfLife: ${show(halfLife)} is no number of records.`, 'Pass a number above 0, or a time.')
    }
    return { kind: 'fading', factor: 2 ** (-1 / halfLife) }
  }
  return { kind: 'fadingByTime', halfLifeMs: spanOf(who, 'halfLife', halfLife) }
}

function windowOf(who: string, window: Duration): Retention {
  if (typeof window === 'number') {
    if (!Number.isInteger(window) || window < 1) {
      throw invalid(
        `${who}: window: ${show(window)} is no number of records.`,
        `Pass a whole number, or a time: '10min'.`,
      )
    }
    return { kind: 'lastRecords', count: window }
  }
  return { kind: 'lastTime', spanMs: spanOf(who, 'window', window) }
}

function spanOf(who: string, option: string, duration: Duration): number {
  const ms = durationMs(duration, `${who}: ${option}`)
  if (ms === 0) throw invalid(`${who}: ${option}: ${show(duration)} holds nothing.`, 'Pass a time above 0.')
  return ms
}

function notNull<T>(value: T | null | undefined): value is T {
  return value !== undefined && value !== null
}

function invalid(message: string, fix?: string): FlinknbError {
  return new FlinknbError('INVALID_OPTION', message, { fix })
}
