import type { Source, SourceBatch, SourceContext, SourceReader } from '../source.ts'

/** Items fetched ahead from an asynchronous iterable; further ones wait until these have been polled. */
const BUFFERED_ITEMS = 1_024

/**
 * Items of a collection, a generator or an asynchronous iterable, as a bounded source. A generator can be run through
 * once; an array as often as one likes.
 */
export function collectionSource<T>(items: Iterable<T> | AsyncIterable<T>): Source<T> {
  return {
    kind: 'collection',
    description: Array.isArray(items) ? `collection of ${items.length}` : 'collection',
    boundedness: 'bounded',
    open: async context =>
      Symbol.asyncIterator in items ? new AsyncCollectionReader(items, context) : new CollectionReader(items, context),
  }
}

class CollectionReader<T> implements SourceReader<T> {
  finished = false
  private readonly iterator: Iterator<T>
  private index = 0

  constructor(items: Iterable<T>, context: SourceContext) {
    this.iterator = items[Symbol.iterator]()
    for (const skip = Number(context.restoredPosition ?? 0); this.index < skip && !this.finished; ) this.next()
  }

  poll(maxRecords: number): SourceBatch<T> | undefined {
    const values: T[] = []
    while (values.length < maxRecords && !this.finished) {
      const item = this.next()
      if (item) values.push(item.value)
    }
    return values.length > 0 ? { split: 'collection', values } : undefined
  }

  async available(): Promise<void> {}

  position(): unknown {
    return this.index
  }

  async close(): Promise<void> {
    if (!this.finished) this.iterator.return?.()
  }

  private next(): { value: T } | undefined {
    const result = this.iterator.next()
    if (result.done) this.finished = true
    else this.index++
    return result.done ? undefined : { value: result.value }
  }
}

class AsyncCollectionReader<T> implements SourceReader<T> {
  private readonly iterator: AsyncIterator<T>
  private buffer: T[] = []
  private ended = false
  private failure: { readonly error: unknown } | undefined
  private fetching: Promise<void> | undefined
  private skip: number
  private index = 0

  constructor(items: AsyncIterable<T>, context: SourceContext) {
    this.iterator = items[Symbol.asyncIterator]()
    this.skip = Number(context.restoredPosition ?? 0)
    this.fetch()
  }

  get finished(): boolean {
    return this.ended && this.buffer.length === 0 && !this.failure
  }

  poll(maxRecords: number): SourceBatch<T> | undefined {
    const values = this.buffer.splice(0, maxRecords)
    this.index += values.length
    if (values.length > 0) return { split: 'collection', values }
    if (this.failure) throw this.failure.error
    this.fetch()
    return undefined
  }

  async available(): Promise<void> {
    if (this.buffer.length > 0 || this.ended) return
    this.fetch()
    await this.fetching
  }

  position(): unknown {
    return this.index
  }

  async close(): Promise<void> {
    // not awaited: a generator that waits for ever would hold the job up
    if (!this.ended) void this.iterator.return?.()?.catch(() => {})
  }

  private fetch(): void {
    if (this.fetching || this.ended || this.buffer.length >= BUFFERED_ITEMS) return
    this.fetching = this.fetchOne().finally(() => {
      this.fetching = undefined
    })
  }

  private async fetchOne(): Promise<void> {
    try {
      const result = await this.iterator.next()
      if (result.done) this.ended = true
      else if (this.skip > 0) {
        this.skip--
        this.index++
      } else this.buffer.push(result.value)
    } catch (error) {
      this.failure = { error }
      this.ended = true
    }
  }
}
