import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import { twoInputs } from '../connectedStreams.ts'
import type { DataStream } from '../dataStream.ts'
import type { KeyedStream } from '../keyedStream.ts'
import { TemporalJoinOperator } from './temporalJoinOperator.ts'

interface TemporalJoinOptions<V> {
  readonly outer?: boolean
  readonly isDeleted?: (version: V) => boolean
}

/**
 * A keyed stream joined with versions of the same keys: each record sees the version that was valid at its own time
 * (Flink SQL's event-time temporal join). Made by `keyed.temporalJoin(versions)`.
 *
 * @example orders.keyBy('currency').temporalJoin(rates.keyBy('currency')).apply((order, rate) => order.price * rate.toUsd)
 */
export class TemporalJoin<L, V, K, Version = V> {
  constructor(
    private readonly left: KeyedStream<L, K>,
    private readonly versions: KeyedStream<V, K>,
    private readonly options: TemporalJoinOptions<V> = {},
  ) {}

  /** Keeps records that have no version: `apply` then gets undefined for it (`LEFT JOIN`). */
  leftOuter(): TemporalJoin<L, V, K, V | undefined> {
    return new TemporalJoin<L, V, K, V | undefined>(this.left, this.versions, { ...this.options, outer: true })
  }

  /** Versions for which this is true say that from their time on the key has none. */
  deletedWhen(isDeleted: (version: V) => boolean): TemporalJoin<L, V, K, Version> {
    checkFunction('deletedWhen', isDeleted)
    return new TemporalJoin<L, V, K, Version>(this.left, this.versions, { ...this.options, isDeleted })
  }

  /** Makes the result of a record and its version; it has the record's time. */
  apply<R>(fn: (left: L, version: Version) => R, name = 'temporal join'): DataStream<R> {
    checkFunction('apply', fn)
    const { left, versions } = this
    const { outer = false, isDeleted } = this.options
    const join = fn as (left: L, version: V | undefined) => R
    const settings = { keyOfLeft: left.keyOf, keyOfVersion: versions.keyOf, join, outer, isDeleted }
    const inputs = [left.transformation, versions.transformation]
    return twoInputs<R>(left.host, name, inputs, () => new TemporalJoinOperator<L, V, R>(settings))
  }
}

function checkFunction(call: string, fn: unknown): void {
  if (typeof fn !== 'function') throw new FlinknbError('INVALID_OPTION', `${call}: ${show(fn)} is not a function.`)
}
