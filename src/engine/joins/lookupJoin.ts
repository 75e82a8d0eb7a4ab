import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import {
  ASYNC_OPTION_NAMES,
  type AsyncContext,
  type AsyncOptions,
  type AsyncSettings,
  asyncSettings,
} from '../asyncOptions.ts'
import type { DataStream } from '../dataStream.ts'
import { type KeyReader, type KeySelector, originalKey } from '../keyOf.ts'
import { type AsyncFunction, AsyncOperator } from '../operators/asyncOperator.ts'
import { keyOfSide } from './keyOfSide.ts'
import { LookupCache, type LookupCacheOptions } from './lookupCache.ts'

/** What a lookup gives: a row, several, or undefined (or null) where the key has none. */
export type Looked<V> = V | readonly V[] | undefined | null

export type LookupFunction<K, V> = (key: K, context: AsyncContext) => Looked<V> | PromiseLike<Looked<V>>

export interface LookupJoinOptions<T, K, V> extends AsyncOptions<T, Looked<V>> {
  /** What a record is looked up by: a column, several columns or a function. A null key has no row, as in SQL. */
  readonly key: KeySelector<T, K>
  /** Keeps rows once looked up: true, or how; nothing is kept by default. */
  readonly cache?: boolean | LookupCacheOptions | undefined
}

/**
 * A stream whose records are looked up elsewhere, in a database or service, at the moment they pass (Flink SQL's lookup
 * join). Made by `stream.lookupJoin(lookup, { key, … })`.
 *
 * @example orders.lookupJoin(id => customers.get(id), { key: 'customerId', cache: { expireAfterWrite: '10min' } })
 *   .apply((order, customer) => ({ ...order, country: customer.country }))
 */
export class LookupJoin<T, K, V, Row = V> {
  constructor(
    private readonly stream: DataStream<T>,
    private readonly lookup: LookupFunction<K, V>,
    private readonly plan: LookupPlan<V>,
  ) {}

  /** Keeps records that have no row: `apply` then gets undefined for it (`LEFT JOIN`). */
  leftOuter(): LookupJoin<T, K, V, V | undefined> {
    return new LookupJoin<T, K, V, V | undefined>(this.stream, this.lookup, { ...this.plan, outer: true })
  }

  /** Makes the result of a record and a row; of several rows, one each. */
  apply<R>(fn: (value: T, row: Row) => R, name = 'lookup join'): DataStream<R> {
    if (typeof fn !== 'function') throw new FlinknbError('INVALID_OPTION', `apply: ${show(fn)} is not a function.`)
    const { lookup, plan } = this
    const { settings, newCache } = plan
    return this.stream.transform<R>(
      name,
      () => new AsyncOperator<T, Looked<V>, R>(lookupFunction(lookup, plan, fn, newCache()), settings),
    )
  }
}

/** @throws FlinknbError `INVALID_OPTION` naming the option and the value */
export function lookupJoin<T, K, V>(
  stream: DataStream<T>,
  lookup: LookupFunction<K, V>,
  options: LookupJoinOptions<T, K, V>,
): LookupJoin<T, K, V> {
  if (typeof lookup !== 'function') {
    throw new FlinknbError('INVALID_OPTION', `lookupJoin: ${show(lookup)} is not a function from key to row.`)
  }
  checkOptionNames('lookupJoin', options, ['key', 'cache', ...ASYNC_OPTION_NAMES])
  const keyOf = keyOfSide('lookupJoin: key', options.key)
  const settings = asyncSettings('lookupJoin', options) as AsyncSettings<unknown, Looked<V>>
  const { cache = false } = options
  const newCache = () => (cache === false ? undefined : new LookupCache<V>(cache === true ? {} : cache))
  newCache() // wrong options are an error now, not when a job starts
  return new LookupJoin<T, K, V>(stream, lookup, { keyOf, settings, newCache, outer: false })
}

/** What a lookup join needs besides its lookup; types of records are erased, so that streams stay covariant. */
interface LookupPlan<V> {
  readonly keyOf: KeyReader
  readonly settings: AsyncSettings<unknown, Looked<V>>
  readonly newCache: () => LookupCache<V> | undefined
  readonly outer: boolean
}

function lookupFunction<T, K, V, Row, R>(
  lookup: LookupFunction<K, V>,
  { keyOf, settings, outer }: LookupPlan<V>,
  fn: (value: T, row: Row) => R,
  cache: LookupCache<V> | undefined,
): AsyncFunction<T, Looked<V>, R> {
  const find = (key: unknown, context: AsyncContext) => lookup(originalKey(key) as K, context)
  // what is worth another try is not worth keeping
  const keeps = (looked: Looked<V>) => settings.retry?.ifResult(looked) !== true
  return {
    invoke: (value, context, now) => {
      const key = keyOf(value)
      if (key === null || key === undefined) return undefined
      if (!cache) return find(key, context)
      const keep = (looked: Looked<V>) => {
        if (keeps(looked)) cache.put(key, rowsOf(looked), now())
        return looked
      }
      return cache.get(key, now()) ?? Promise.resolve(find(key, context)).then(keep)
    },
    emit: (value, looked, collect) => {
      const rows = rowsOf(looked)
      for (const row of rows) collect(fn(value, row as unknown as Row))
      if (rows.length === 0 && outer) collect(fn(value, undefined as Row))
    },
    keyOf: value => {
      try {
        return originalKey(keyOf(value))
      } catch {
        return undefined // it is the key that failed, as the error says
      }
    },
  }
}

function rowsOf<V>(looked: Looked<V>): readonly V[] {
  if (looked === undefined || looked === null) return []
  return Array.isArray(looked) ? (looked as readonly V[]) : [looked as V]
}
