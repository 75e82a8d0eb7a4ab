import { FlinknbError } from '../base/errors.ts'
import { show } from '../base/options.ts'
import { DataStream } from '../engine/dataStream.ts'
import { displayProgress, type ProgressBar, type ProgressOptions } from './displayProgress.ts'
import { recordsOf } from './recordsOf.ts'

/**
 * Goes through something and shows how far it has come: a list, a generator, an asynchronous iterable, or the records of a
 * stream, whose job starts with the loop and is cancelled when the loop is left.
 *
 * A loop that never awaits keeps the kernel from drawing: its bar moves every two seconds.
 *
 * @throws FlinknbError `INVALID_OPTION` when there is nothing to go through
 * @example
 * for await (const row of progress(stream)) total += row.price
 * for (const row of progress(rows, { label: 'Learning' })) model.learnOne(row)
 */
export function progress<T>(over: DataStream<T> | AsyncIterable<T>, options?: ProgressOptions): AsyncIterable<T>
export function progress<T>(over: Iterable<T>, options?: ProgressOptions): Iterable<T>
export function progress<T>(
  over: DataStream<T> | AsyncIterable<T> | Iterable<T>,
  options: ProgressOptions = {},
): AsyncIterable<T> | Iterable<T> {
  if (over instanceof DataStream) return { [Symbol.asyncIterator]: () => counted(recordsOf<T>(over), options) }
  if (isIterable<T>(over)) return { [Symbol.iterator]: () => countedNow(over, { total: sizeOf(over), ...options }) }
  if (isAsyncIterable<T>(over)) return { [Symbol.asyncIterator]: () => counted(over, options) }
  throw new FlinknbError('INVALID_OPTION', `progress: ${show(over)} cannot be gone through.`, {
    fix: 'Give a list, a generator, an asynchronous iterable or a stream.',
  })
}

function* countedNow<T>(over: Iterable<T>, options: ProgressOptions): Generator<T> {
  const bar = displayProgress(options)
  let ended = false
  try {
    for (const item of over) {
      yield item
      bar.add()
    }
    ended = true
  } finally {
    close(bar, ended)
  }
}

async function* counted<T>(over: AsyncIterable<T>, options: ProgressOptions): AsyncGenerator<T> {
  const bar = displayProgress(options)
  let ended = false
  try {
    for await (const item of over) {
      yield item
      bar.add()
    }
    ended = true
  } finally {
    close(bar, ended)
  }
}

function close(bar: ProgressBar, ended: boolean): void {
  if (ended) bar.done()
  else bar.stop()
}

function sizeOf(over: object): number | undefined {
  const { length, size } = over as { length?: unknown; size?: unknown }
  return typeof length === 'number' ? length : typeof size === 'number' ? size : undefined
}

function isIterable<T>(over: unknown): over is Iterable<T> & object {
  return typeof (over as Partial<Iterable<T>> | null)?.[Symbol.iterator] === 'function'
}

function isAsyncIterable<T>(over: unknown): over is AsyncIterable<T> {
  return typeof (over as Partial<AsyncIterable<T>> | null)?.[Symbol.asyncIterator] === 'function'
}
