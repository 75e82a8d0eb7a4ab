import { FlinknbError } from '../base/errors.ts'
import { show } from '../base/options.ts'
import type { CoProcessFunction, KeyedCoProcessFunction } from './coProcessFunction.ts'
import { DataStream } from './dataStream.ts'
import type { StreamHost } from './environment.ts'
import { KeyedStream } from './keyedStream.ts'
import type { KeySelector } from './keyOf.ts'
import type { Operator } from './operator.ts'
import { CoKeyedProcessOperator } from './operators/coKeyedProcessOperator.ts'
import { CoProcessOperator } from './operators/coProcessOperator.ts'
import type { FlatMapFunction, MapFunction } from './statelessChain.ts'
import type { Transformation } from './transformation.ts'

/**
 * Two streams that keep their types and are worked on by one function (Flink's `ConnectedStreams`). Made by
 * `first.connect(second)`.
 */
export class ConnectedStreams<A, B> {
  constructor(
    readonly first: DataStream<A>,
    readonly second: DataStream<B>,
  ) {}

  /** One stream of what a function for each side makes of its records (Flink's `CoMapFunction`). */
  map<R>(map1: MapFunction<A, R>, map2: MapFunction<B, R>, name = 'co-map'): DataStream<R> {
    return this.first.map(map1, `${name} 1`).union(this.second.map(map2, `${name} 2`))
  }

  /** The same with none, one or several results a record (Flink's `CoFlatMapFunction`). */
  flatMap<R>(flatMap1: FlatMapFunction<A, R>, flatMap2: FlatMapFunction<B, R>, name = 'co-flatMap'): DataStream<R> {
    return this.first.flatMap(flatMap1, `${name} 1`).union(this.second.flatMap(flatMap2, `${name} 2`))
  }

  /** Runs a function with a life cycle, side outputs and state that both sides share. */
  process<R>(fn: CoProcessFunction<A, B, R>, name?: string): DataStream<R> {
    checkFunction('process', fn, 'CoProcessFunction')
    const inputs = [this.first.transformation, this.second.transformation]
    return twoInputs<R>(this.first.host, name ?? fn.name ?? 'co-process', inputs, () => new CoProcessOperator(fn))
  }

  /** Divides both by key; keys of the two sides that are equal as values are one key. */
  keyBy<K>(
    selector1: KeySelector<A, K> & ((value: A) => K),
    selector2: KeySelector<B, K> & ((value: B) => K),
  ): KeyedConnectedStreams<A, B, K>
  keyBy<C extends keyof A & string, D extends keyof B & string>(
    column1: C,
    column2: D,
  ): KeyedConnectedStreams<A, B, A[C] | B[D]>
  keyBy(selector1: never, selector2: never): KeyedConnectedStreams<A, B, unknown> {
    return new KeyedConnectedStreams<A, B, unknown>(
      this.first.keyBy<unknown>(selector1),
      this.second.keyBy<unknown>(selector2),
    )
  }
}

/** Two connected streams with keys: both sides share the state and timers of a key. Made by `keyed1.connect(keyed2)`. */
export class KeyedConnectedStreams<A, B, K> {
  constructor(
    readonly first: KeyedStream<A, K>,
    readonly second: KeyedStream<B, K>,
  ) {}

  /** Runs a function with state and timers for each key. */
  process<R>(fn: KeyedCoProcessFunction<K, A, B, R>, name?: string): DataStream<R> {
    checkFunction('process', fn, 'KeyedCoProcessFunction')
    const { first, second } = this
    const inputs = [first.transformation, second.transformation]
    return twoInputs<R>(
      first.host,
      name ?? fn.name ?? 'keyed co-process',
      inputs,
      () => new CoKeyedProcessOperator(fn, first.keyOf, second.keyOf),
    )
  }
}

/** A stream computed from several by one operator. */
export function twoInputs<R>(
  host: StreamHost,
  name: string,
  inputs: readonly Transformation[],
  create: () => Operator<unknown, R>,
): DataStream<R> {
  return new DataStream<R>(host, {
    kind: 'operator',
    name,
    inputs,
    create: create as () => Operator<unknown, unknown>,
  })
}

/** @throws FlinknbError `INVALID_OPTION` for what cannot be connected */
export function checkConnectable(call: string, stream: unknown, kind: 'stream' | 'keyed stream'): void {
  if (kind === 'stream' ? stream instanceof DataStream : stream instanceof KeyedStream) return
  throw new FlinknbError('INVALID_OPTION', `${call}: ${nameOf(stream)} is not a ${kind}.`, {
    fix:
      kind === 'stream'
        ? 'Give it a stream, or stream.broadcast(…).'
        : 'Divide the other stream by key too: other.keyBy(…).',
  })
}

function nameOf(value: unknown): string {
  if (value instanceof DataStream) return 'a stream without keys'
  if (value instanceof KeyedStream) return 'a keyed stream'
  return show(value)
}

function checkFunction(call: string, fn: object, kind: string): void {
  const { processElement1, processElement2 } = (fn ?? {}) as CoProcessFunction<unknown, unknown, unknown>
  if (typeof processElement1 === 'function' && typeof processElement2 === 'function') return
  throw new FlinknbError('INVALID_OPTION', `${call}: ${show(fn)} is not a ${kind}.`, {
    fix: 'Give it an object with processElement1(value, context, out) and processElement2(value, context, out).',
  })
}
