import type { DataStream } from '../dataStream.ts'
import { KeyedStream } from '../keyedStream.ts'
import type { KeyReader } from '../keyOf.ts'
import { asUserCodeError } from '../userCodeError.ts'

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

/**
 * The records of both streams as one keyed stream, each with the side it comes from: what Flink's `CoGroupedStreams` windows.
 *
 * @param call as the user wrote it, for errors of the key functions
 */
export function keyedUnion<L, R>(
  call: string,
  { left, right, keyOfLeft, keyOfRight }: TwoKeyed<L, R>,
): KeyedStream<FromEither<L, R>, unknown> {
  const lefts = left.map((record): FromEither<L, R> => ({ from: 'left', record }), 'left')
  const rights = right.map((record): FromEither<L, R> => ({ from: 'right', record }), 'right')
  const keyOf: KeyReader = one => {
    const { from, record } = one as FromEither<L, R>
    try {
      return from === 'left' ? keyOfLeft(record) : keyOfRight(record)
    } catch (error) {
      throw asUserCodeError(error, `${call} (${from === 'left' ? 'where' : 'equalTo'})`, record)
    }
  }
  return new KeyedStream<FromEither<L, R>, unknown>(left.host, lefts.union(rights).transformation, keyOf)
}
