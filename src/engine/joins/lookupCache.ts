import { type Duration, durationMs } from '../../base/duration.ts'
import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'

/** How looked-up rows are kept (Flink's partial lookup cache, FLIP-221). Times are processing time. */
export interface LookupCacheOptions {
  /** Keys kept at most; beyond that the one unused for longest goes. 10,000 by default. */
  readonly maxRows?: number | undefined
  /** How long after the lookup a row is looked up anew; never by default. */
  readonly expireAfterWrite?: Duration | undefined
  /** How long after its last use a row is looked up anew; never by default. */
  readonly expireAfterAccess?: Duration | undefined
  /** Whether it is remembered that a key has no row; it is by default. */
  readonly cacheMissing?: boolean | undefined
}

interface Cached<V> {
  readonly rows: readonly V[]
  readonly writtenAt: number
  usedAt: number
}

/** The rows of the keys that were looked up last. Bounded by `maxRows`. Not part of checkpoints: it can be had again. */
export class LookupCache<V> {
  private readonly rows = new Map<unknown, Cached<V>>()
  private readonly maxRows: number
  private readonly writeMs: number
  private readonly accessMs: number
  private readonly cacheMissing: boolean

  /** @throws FlinknbError `INVALID_OPTION` naming the option and the value */
  constructor(options: LookupCacheOptions) {
    checkOptionNames('lookupJoin: cache', options, ['maxRows', 'expireAfterWrite', 'expireAfterAccess', 'cacheMissing'])
    const { maxRows = 10_000, expireAfterWrite, expireAfterAccess, cacheMissing = true } = options
    if (!Number.isInteger(maxRows) || maxRows < 1) {
      throw new FlinknbError('INVALID_OPTION', `lookupJoin: cache.maxRows ${show(maxRows)} is not a number of rows.`)
    }
    const ms = (duration: Duration | undefined, name: string) =>
      duration === undefined ? Number.POSITIVE_INFINITY : durationMs(duration, `lookupJoin: cache.${name}`)
    this.maxRows = maxRows
    this.writeMs = ms(expireAfterWrite, 'expireAfterWrite')
    this.accessMs = ms(expireAfterAccess, 'expireAfterAccess')
    this.cacheMissing = cacheMissing
  }

  get size(): number {
    return this.rows.size
  }

  /** Undefined when the key must be looked up. */
  get(key: unknown, now: number): readonly V[] | undefined {
    const cached = this.rows.get(key)
    if (!cached) return undefined
    this.rows.delete(key)
    if (now - cached.writtenAt >= this.writeMs || now - cached.usedAt >= this.accessMs) return undefined
    cached.usedAt = now
    this.rows.set(key, cached) // now the one used last
    return cached.rows
  }

  put(key: unknown, rows: readonly V[], now: number): void {
    if (rows.length === 0 && !this.cacheMissing) return
    this.rows.delete(key)
    this.rows.set(key, { rows, writtenAt: now, usedAt: now })
    for (const oldest of this.rows.keys()) {
      if (this.rows.size <= this.maxRows) break
      this.rows.delete(oldest)
    }
  }
}
