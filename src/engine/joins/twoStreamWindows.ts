import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import type { DataStream } from '../dataStream.ts'
import { KeyedStream } from '../keyedStream.ts'
import { type KeyReader, type KeySelector, keyReader } from '../keyOf.ts'
import type { WindowedStream } from '../windowedStream.ts'
import type { Windows } from '../windows/windowAssigner.ts'

/** A record of one of two streams, on its way through the windows of both. */
export type FromEither<L, R> =
  | { readonly from: 'left'; readonly record: L }
  | { readonly from: 'right'; readonly record: R }

/** Two streams and how each is keyed. */
export interface TwoKeyed<L, R> {
  readonly left: DataStream<L>
  readonly right: DataStream<R>
  readonly keyOfLeft: KeyReader
  readonly keyOfRight: KeyReader
}

/** What `window(…)` takes for two streams. */
export type WindowsOfBoth<L, R> = Windows<FromEither<L, R>>

/** The records of both streams as one keyed stream, each with the side it comes from: what Flink's `CoGroupedStreams` windows. */
export function keyedUnion<L, R, K>({
  left,
  right,
  keyOfLeft,
  keyOfRight,
}: TwoKeyed<L, R>): KeyedStream<FromEither<L, R>, K> {
  const lefts = left.map((record): FromEither<L, R> => ({ from: 'left', record }), 'left')
  const rights = right.map((record): FromEither<L, R> => ({ from: 'right', record }), 'right')
  const keyOf: KeyReader = one => {
    const { from, record } = one as FromEither<L, R>
    return from === 'left' ? keyOfLeft(record) : keyOfRight(record)
  }
  return new KeyedStream<FromEither<L, R>, K>(left.host, lefts.union(rights).transformation, keyOf)
}

/** Calls `group` with the records of both sides for every key and window that has any. */
export function groupWindows<L, R, K, Out>(
  windowed: WindowedStream<FromEither<L, R>, K>,
  group: (lefts: readonly L[], rights: readonly R[], collect: (value: Out) => void) => void,
): DataStream<Out> {
  return windowed.process<Out>({
    process: (_key, _window, elements, out) => {
      const lefts: L[] = []
      const rights: R[] = []
      for (const one of elements) {
        if (one.from === 'left') lefts.push(one.record)
        else rights.push(one.record)
      }
      group(lefts, rights, value => out.collect(value))
    },
  })
}

/** @throws FlinknbError `INVALID_OPTION` that names the call for what is no key */
export function keyOfSide<T>(call: string, selector: KeySelector<T, unknown>): KeyReader {
  const known = typeof selector === 'function' || typeof selector === 'string' || Array.isArray(selector)
  if (known) return keyReader(selector)
  throw new FlinknbError(
    'INVALID_OPTION',
    `${call}: ${show(selector)} is neither a column, a list of columns nor a function.`,
  )
}
