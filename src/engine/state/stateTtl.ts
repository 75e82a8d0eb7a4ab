import { type Duration, durationMs } from '../../base/duration.ts'
import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'

/** What a state may be asked for with. */
export interface StateOptions {
  /** How long what is not used is kept: a duration, or more in detail. Without it, for ever. */
  readonly ttl?: Duration | StateTtlConfig | undefined
}

/**
 * How state expires (Flink's `StateTtlConfig`, page "Working with State"). Time is processing time. Each element of a
 * list and each entry of a map expires by itself.
 */
export interface StateTtlConfig {
  /** What was not renewed for this long has expired. */
  readonly ttl: Duration
  /** What renews it: writing (the default), or reading as well. */
  readonly updateType?: 'OnCreateAndWrite' | 'OnReadAndWrite' | undefined
  /** Whether what has expired may still be read until it is removed; by default it may not. */
  readonly stateVisibility?: 'NeverReturnExpired' | 'ReturnExpiredIfNotCleanedUp' | undefined
  /**
   * How many keys each access to the state looks at, to remove what has expired (Flink's incremental cleanup); 5 by
   * default, 0 for none: then only what is read is removed. Bounds what a state costs, not when its last entry goes.
   */
  readonly cleanupSize?: number | undefined
}

/** A {@link StateTtlConfig} that has been checked. */
export interface TtlSettings {
  readonly ttlMs: number
  readonly renewOnRead: boolean
  readonly returnExpired: boolean
  readonly cleanupSize: number
}

const UPDATE_TYPES = ['OnCreateAndWrite', 'OnReadAndWrite']
const VISIBILITIES = ['NeverReturnExpired', 'ReturnExpiredIfNotCleanedUp']

/** @throws FlinknbError `INVALID_OPTION` that names the state, the option and the value */
export function ttlSettings(state: string, options: StateOptions | undefined): TtlSettings | undefined {
  if (options === undefined) return undefined
  const call = `state '${state}'`
  checkOptionNames(call, options, ['ttl'])
  if (options.ttl === undefined) return undefined
  const config: StateTtlConfig = typeof options.ttl === 'object' ? options.ttl : { ttl: options.ttl }
  checkOptionNames(`${call}: ttl`, config, ['ttl', 'updateType', 'stateVisibility', 'cleanupSize'])
  const ttlMs = durationMs(config.ttl, `${call}: ttl`)
  if (ttlMs === 0) throw new FlinknbError('INVALID_OPTION', `${call}: ttl ${show(config.ttl)} must be longer than 0.`)
  const { updateType = 'OnCreateAndWrite', stateVisibility = 'NeverReturnExpired', cleanupSize = 5 } = config
  checkWord(call, 'updateType', updateType, UPDATE_TYPES)
  checkWord(call, 'stateVisibility', stateVisibility, VISIBILITIES)
  if (!Number.isInteger(cleanupSize) || cleanupSize < 0) {
    throw new FlinknbError('INVALID_OPTION', `${call}: cleanupSize ${show(cleanupSize)} is not a number of keys.`)
  }
  return {
    ttlMs,
    renewOnRead: updateType === 'OnReadAndWrite',
    returnExpired: stateVisibility === 'ReturnExpiredIfNotCleanedUp',
    cleanupSize,
  }
}

function checkWord(call: string, option: string, value: string, known: readonly string[]): void {
  if (known.includes(value)) return
  throw new FlinknbError('INVALID_OPTION', `${call}: ${option} ${show(value)} is not known.`, {
    fix: `Write ${known.map(word => `'${word}'`).join(' or ')}.`,
  })
}
