import type { Clock } from '../../src/base/clock.ts'
import type { DeadLetter, Source, SourceReader } from '../../src/engine/source.ts'
import { RealClock } from './realClock.ts'

/** A reader opened as the engine opens it, with what it told its context. */
export interface OpenedSource<T> {
  readonly reader: SourceReader<T>
  readonly deadLetters: DeadLetter[]
  /** 'added a', 'finished a', in order. */
  readonly splits: string[]
  readonly statuses: (string | undefined)[]
  abort(): void
}

export async function openSource<T>(
  source: Source<T>,
  options: { readonly clock?: Clock; readonly restoredPosition?: unknown } = {},
): Promise<OpenedSource<T>> {
  const deadLetters: DeadLetter[] = []
  const splits: string[] = []
  const statuses: (string | undefined)[] = []
  const controller = new AbortController()
  const reader = await source.open({
    clock: options.clock ?? new RealClock(),
    restoredPosition: options.restoredPosition,
    signal: controller.signal,
    deadLetter: letter => deadLetters.push(letter),
    splitAdded: split => splits.push(`added ${split}`),
    splitFinished: split => splits.push(`finished ${split}`),
    status: text => statuses.push(text),
  })
  return { reader, deadLetters, splits, statuses, abort: () => controller.abort() }
}

/** Polls until `count` records have come or the reader has finished. */
export async function take<T>(
  reader: SourceReader<T>,
  count = Number.POSITIVE_INFINITY,
  maxRecords = 500,
): Promise<T[]> {
  const values: T[] = []
  let idle = 0
  while (values.length < count && !reader.finished) {
    const batch = reader.poll(Math.min(maxRecords, count - values.length))
    if (batch) {
      values.push(...batch.values)
      idle = 0
    } else if (!reader.finished) {
      if (++idle > 10_000) throw new Error('available() resolves again and again, and poll() gives nothing')
      await reader.available()
    }
  }
  return values
}

/** Opens, reads to the end (or `count` records), closes. */
export async function readAll<T>(source: Source<T>, count?: number): Promise<T[]> {
  const { reader } = await openSource(source)
  try {
    return await take(reader, count)
  } finally {
    await reader.close()
  }
}
