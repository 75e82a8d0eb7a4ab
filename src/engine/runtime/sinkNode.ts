import type { Clock } from '../../base/clock.ts'
import { FlinknbError, messageOf } from '../../base/errors.ts'
import type { Batch } from '../batch.ts'
import type { Committable, SinkWriter } from '../sink.ts'
import type { SinkTransformation } from '../transformation.ts'
import type { Channel } from './channel.ts'
import { type BusyMeter, NodeMetrics } from './nodeMetrics.ts'

/** A sink at work. While a write is pending, the sources above it are not asked. */
export class SinkNode implements Channel {
  readonly metrics: NodeMetrics
  /** Resolves when the writer takes more; undefined while it does. Rejects when the write failed. */
  pending: Promise<void> | undefined
  note: string | undefined
  private writer: SinkWriter<unknown> | undefined
  private failure: { readonly error: unknown } | undefined

  constructor(
    readonly id: string,
    readonly transformation: SinkTransformation,
    private readonly clock: Clock,
    private readonly meter: BusyMeter,
  ) {
    this.metrics = new NodeMetrics(id, transformation.name)
  }

  get commitIntervalMs(): number | undefined {
    return this.transformation.sink.commitIntervalMs
  }

  async open(signal: AbortSignal, restored: readonly Committable[]): Promise<void> {
    const status = (text: string | undefined) => {
      this.note = text
    }
    const { sink } = this.transformation
    this.writer = await this.named('open', async () => sink.open({ clock: this.clock, signal, status }, restored))
  }

  batch({ values, timestamps }: Batch<unknown>): void {
    this.metrics.recordsIn += values.length
    const before = this.meter.enter(this.metrics)
    try {
      const written = this.openWriter.write(values, timestamps)
      if (written) this.wait(written)
    } catch (error) {
      throw this.failed('write', error)
    } finally {
      this.meter.leave(before)
    }
  }

  watermark(watermark: number): void {
    this.metrics.watermark = watermark
  }

  idle(): void {}

  end(): void {}

  /** Throws what a write has failed with since. */
  throwFailure(): void {
    if (this.failure) throw this.failure.error
  }

  prepareCommit(last: boolean): Promise<Committable | undefined> {
    return this.named('prepare its commit', async () => this.openWriter.prepareCommit(last))
  }

  commit(committable: Committable): Promise<void> {
    return this.named('commit', async () => this.openWriter.commit(committable))
  }

  async abort(): Promise<void> {
    await this.writer?.abort()
  }

  async close(): Promise<void> {
    await this.writer?.close()
  }

  private get openWriter(): SinkWriter<unknown> {
    if (!this.writer) throw new Error(`sink ${this.metrics.name} is not open`)
    return this.writer
  }

  private async named<T>(what: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw this.failed(what, error)
    }
  }

  /** Errors that already say what they are about pass; others say which sink, and what it was to do. */
  private failed(what: string, error: unknown): FlinknbError {
    if (error instanceof FlinknbError) return error
    return new FlinknbError('USER_CODE', `${this.metrics.name}: the sink failed to ${what}: ${messageOf(error)}`, {
      cause: error,
    })
  }

  /** Several writes may be pending: the branches of one batch. */
  private wait(written: Promise<void>): void {
    const previous = this.pending
    const all = (previous ? Promise.all([previous, written]) : written).then(
      () => {},
      error => {
        this.failure ??= { error: this.failed('write', error) }
      },
    )
    const pending = all.then(() => {
      if (this.pending === pending) this.pending = undefined
    })
    this.pending = pending
  }
}
