import { FlinknbError } from '../base/errors.ts'
import { show } from '../base/options.ts'
import { BroadcastStream, KeyedBroadcastConnectedStream } from './broadcastStream.ts'
import { extremeOf, extremeRowOf, type NumberColumn, type OrderedColumn, sumOf } from './columnReduce.ts'
import { checkConnectable, KeyedConnectedStreams } from './connectedStreams.ts'
import { DataStream } from './dataStream.ts'
import type { StreamHost } from './environment.ts'
import { IntervalJoin } from './joins/intervalJoin.ts'
import { TemporalJoin } from './joins/temporalJoin.ts'
import type { KeyedProcessFunction } from './keyedProcessFunction.ts'
import type { KeyReader } from './keyOf.ts'
import type { Operator } from './operator.ts'
import { KeyedProcessOperator } from './operators/keyedProcessOperator.ts'
import { RollingReduce } from './operators/rollingReduce.ts'
import type { Transformation } from './transformation.ts'
import { WindowedStream } from './windowedStream.ts'
import { countWindows } from './windows/countWindows.ts'
import type { Windows } from './windows/windowAssigner.ts'
import { WindowPlan } from './windows/windowPlan.ts'

/** A stream divided by key. Made by `stream.keyBy(…)`. */
export class KeyedStream<T, K> {
  constructor(
    /** What its jobs are handed to. */
    readonly host: StreamHost,
    /** What it is computed from. */
    readonly transformation: Transformation,
    /** Reads a record's key. */
    readonly keyOf: KeyReader,
  ) {}

  /** Groups the records of each key by windows. */
  window(windows: Windows<T>): WindowedStream<T, K> {
    return new WindowedStream<T, K>(new WindowPlan<T>('window', this, windows))
  }

  /** Windows of `size` records of a key; with `slide`, at every `slide`-th record the newest `size`. */
  countWindow(size: number, slide?: number): WindowedStream<T, K> {
    return new WindowedStream<T, K>(countWindows('countWindow', this, size, slide))
  }

  /** Runs a function with state and timers for each key. */
  process<R>(fn: KeyedProcessFunction<K, T, R>, name?: string): DataStream<R> {
    if (typeof fn?.processElement !== 'function') {
      throw new FlinknbError('INVALID_OPTION', `process: ${show(fn)} is not a KeyedProcessFunction.`, {
        fix: 'Give it an object with processElement(value, context, out) and, for timers, onTimer(timestamp, context, out).',
      })
    }
    const create = () => new KeyedProcessOperator<K, T, R>(fn, this.keyOf) as Operator<unknown, unknown>
    return new DataStream<R>(this.host, {
      kind: 'operator',
      name: name ?? fn.name ?? 'keyed process',
      inputs: [this.transformation],
      create,
    })
  }

  /**
   * A stream computed by an operator of one's own, which is told how to read a record's key: the way in for what has no
   * method.
   *
   * @param create makes the operator of one job; each run has its own
   */
  transform<R>(name: string, create: (keyOf: KeyReader) => Operator<T, R>): DataStream<R> {
    return new DataStream<R>(this.host, {
      kind: 'operator',
      name,
      inputs: [this.transformation],
      create: () => create(this.keyOf) as Operator<unknown, unknown>,
    })
  }

  // ------------------------------------------------------------------ rolling aggregations

  /**
   * Combines each record with what those of its key before it came to, and emits that: a result for each record. For one
   * result a window use `window(…)`. What a key has come to is kept for ever.
   *
   * @param fn gets what there was, then the new record
   * @example stream.keyBy('word').reduce((a, b) => ({ word: a.word, count: a.count + b.count })) // counts that grow
   */
  reduce(fn: (a: T, b: T) => T, name = 'reduce'): DataStream<T> {
    if (typeof fn !== 'function') {
      throw new FlinknbError('INVALID_OPTION', `reduce: ${show(fn)} is not a function of two records.`)
    }
    return this.transform<T>(name, keyOf => new KeyedProcessOperator<K, T, T>(new RollingReduce(fn), keyOf))
  }

  /** The sum of a column so far; all else in the record is of the key's first, as in Flink. */
  sum<C extends NumberColumn<T>>(column: C): DataStream<T> {
    return this.reduce(sumOf(column), `sum ${column}`)
  }

  /** The smallest value of a column so far; all else in the record is of the key's first. {@link minBy} gives whole records. */
  min<C extends OrderedColumn<T>>(column: C): DataStream<T> {
    return this.reduce(extremeOf('min', column), `min ${column}`)
  }

  /** The largest value of a column so far; all else in the record is of the key's first. {@link maxBy} gives whole records. */
  max<C extends OrderedColumn<T>>(column: C): DataStream<T> {
    return this.reduce(extremeOf('max', column), `max ${column}`)
  }

  /** The record with the smallest value of a column so far, of equal ones the first. */
  minBy<C extends OrderedColumn<T>>(column: C): DataStream<T> {
    return this.reduce(extremeRowOf('minBy', column), `minBy ${column}`)
  }

  /** The record with the largest value of a column so far, of equal ones the first. */
  maxBy<C extends OrderedColumn<T>>(column: C): DataStream<T> {
    return this.reduce(extremeRowOf('maxBy', column), `maxBy ${column}`)
  }

  // ------------------------------------------------------------------ two streams

  /** This stream and another with the same keys, worked on by one function; or with what another broadcasts to all keys. */
  connect<B>(other: BroadcastStream<B>): KeyedBroadcastConnectedStream<T, K, B>
  connect<B>(other: KeyedStream<B, K>): KeyedConnectedStreams<T, B, K>
  connect<B>(other: BroadcastStream<B> | KeyedStream<B, K>): unknown {
    if (other instanceof BroadcastStream) return new KeyedBroadcastConnectedStream<T, K, B>(this, other)
    checkConnectable('connect', other, 'keyed stream')
    return new KeyedConnectedStreams<T, B, K>(this, other)
  }

  /** Joins with records of another stream whose times are within an interval of this one's: `.between('-5s', '5s')`. */
  intervalJoin<R>(other: KeyedStream<R, K>): IntervalJoin<T, R, K> {
    checkConnectable('intervalJoin', other, 'keyed stream')
    return new IntervalJoin<T, R, K>(this, other)
  }

  /** Joins each record with the version of its key that was valid at the record's time. */
  temporalJoin<V>(versions: KeyedStream<V, K>): TemporalJoin<T, V, K> {
    checkConnectable('temporalJoin', versions, 'keyed stream')
    return new TemporalJoin<T, V, K>(this, versions)
  }
}
