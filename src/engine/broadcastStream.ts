import { FlinknbError } from '../base/errors.ts'
import { show } from '../base/options.ts'
import type { BroadcastProcessFunction, KeyedBroadcastProcessFunction } from './broadcastProcessFunction.ts'
import { twoInputs } from './connectedStreams.ts'
import type { DataStream } from './dataStream.ts'
import type { KeyedStream } from './keyedStream.ts'
import { BroadcastKeyedProcessOperator } from './operators/broadcastKeyedProcessOperator.ts'
import { BroadcastProcessOperator } from './operators/broadcastProcessOperator.ts'
import { MapStateDescriptor } from './state/broadcastState.ts'

/** A stream whose records every key of another shall know. Made by `stream.broadcast(…descriptors)`. */
export class BroadcastStream<B> {
  /** @throws FlinknbError `INVALID_OPTION` for what is no descriptor, or two of one name */
  constructor(
    readonly stream: DataStream<B>,
    readonly descriptors: readonly MapStateDescriptor<unknown, unknown>[],
  ) {
    descriptors.forEach((descriptor, k) => {
      if (!(descriptor instanceof MapStateDescriptor)) {
        throw new FlinknbError('INVALID_OPTION', `broadcast: ${show(descriptor)} is not a MapStateDescriptor.`, {
          fix: `Write for example broadcast(new MapStateDescriptor<string, Rule>('rules')).`,
        })
      }
      if (descriptors.findIndex(({ name }) => name === descriptor.name) < k) {
        throw new FlinknbError('INVALID_OPTION', `broadcast: two descriptors are called '${descriptor.name}'.`)
      }
    })
  }
}

/** A stream connected with a broadcast one (Flink's `BroadcastConnectedStream`). Made by `stream.connect(broadcast)`. */
export class BroadcastConnectedStream<T, B> {
  constructor(
    private readonly main: DataStream<T>,
    private readonly broadcast: BroadcastStream<B>,
  ) {}

  /** Runs a function that sees the records of the stream and what was broadcast. */
  process<R>(fn: BroadcastProcessFunction<T, B, R>, name?: string): DataStream<R> {
    checkFunction(fn, 'BroadcastProcessFunction')
    const { stream, descriptors } = this.broadcast
    return twoInputs<R>(
      this.main.host,
      name ?? fn.name ?? 'broadcast process',
      [this.main.transformation, stream.transformation],
      () => new BroadcastProcessOperator(fn, descriptors),
    )
  }
}

/** A keyed stream connected with a broadcast one. Made by `keyed.connect(broadcast)`. */
export class KeyedBroadcastConnectedStream<T, K, B> {
  constructor(
    private readonly main: KeyedStream<T, K>,
    private readonly broadcast: BroadcastStream<B>,
  ) {}

  /** Runs a function with state and timers for each key that sees what was broadcast. */
  process<R>(fn: KeyedBroadcastProcessFunction<K, T, B, R>, name?: string): DataStream<R> {
    checkFunction(fn, 'KeyedBroadcastProcessFunction')
    const { stream, descriptors } = this.broadcast
    return twoInputs<R>(
      this.main.host,
      name ?? fn.name ?? 'keyed broadcast process',
      [this.main.transformation, stream.transformation],
      () => new BroadcastKeyedProcessOperator(fn, this.main.keyOf, descriptors),
    )
  }
}

function checkFunction(fn: object, kind: string): void {
  const { processElement, processBroadcastElement } = (fn ?? {}) as BroadcastProcessFunction<unknown, unknown, unknown>
  if (typeof processElement === 'function' && typeof processBroadcastElement === 'function') return
  throw new FlinknbError('INVALID_OPTION', `process: ${show(fn)} is not a ${kind}.`, {
    fix: 'Give it an object with processElement(value, context, out) and processBroadcastElement(value, context, out).',
  })
}
