import type { Sink, SinkWriter } from '../sink.ts'

/** Keeps records in memory, at most `limit`; `onFull` is called once that many are there. */
export class CollectSink<T> implements Sink<T> {
  readonly kind = 'collect'
  readonly description = 'collect'
  readonly values: T[] = []

  constructor(
    private readonly limit: number,
    private readonly onFull: () => void,
  ) {}

  async open(): Promise<SinkWriter<T>> {
    return {
      write: values => this.write(values),
      prepareCommit: async () => undefined,
      commit: async () => {},
      abort: async () => {},
      close: async () => {},
    }
  }

  private write(values: readonly T[]): void {
    for (const value of values) {
      if (this.values.length >= this.limit) break
      this.values.push(value)
    }
    if (this.values.length >= this.limit) this.onFull()
  }
}
