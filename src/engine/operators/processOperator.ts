import type { Batch } from '../batch.ts'
import { BatchBuilder } from '../batchBuilder.ts'
import { Operator } from '../operator.ts'
import type { Collector, OutputTag, ProcessContext, ProcessFunction } from '../processFunction.ts'
import { asUserCodeError } from '../userCodeError.ts'

/** Runs a {@link ProcessFunction}: record by record, or a batch at a time where the function can. */
export class ProcessOperator<In, Out> extends Operator<In, Out> {
  private readonly results = new BatchBuilder<Out>()

  constructor(private readonly process: ProcessFunction<In, Out>) {
    super()
  }

  override open(): void {
    this.process.open?.()
  }

  override processBatch(batch: Batch<In>): void {
    if (this.process.mapBatch) this.output.batch({ ...batch, values: this.mapped(batch.values) })
    else this.processRecords(batch)
  }

  override endInput(): void {
    const { results, watermark } = this
    try {
      this.process.endInput?.({ collect: value => results.append(value, Number.NaN, watermark) })
    } catch (error) {
      throw asUserCodeError(error, `${this.context.name} (endInput)`, undefined)
    }
    this.flush()
  }

  override close(): void {
    this.process.close?.()
  }

  override snapshotState(): unknown {
    return this.process.snapshotState?.()
  }

  override restoreState(state: unknown): void {
    this.process.restoreState?.(state)
  }

  private mapped(values: readonly In[]): readonly Out[] {
    try {
      return this.process.mapBatch?.(values) ?? []
    } catch (error) {
      throw asUserCodeError(error, this.context.name, values)
    }
  }

  private processRecords({ values, timestamps, watermarks }: Batch<In>): void {
    const { context: runtime, output, results } = this
    let timestamp = Number.NaN
    let watermark = this.watermark
    const out: Collector<Out> = { collect: value => results.append(value, timestamp, watermark) }
    const context: ProcessContext = {
      get timestamp() {
        return Number.isNaN(timestamp) ? undefined : timestamp
      },
      get currentWatermark() {
        return watermark
      },
      currentProcessingTime: () => runtime.processingTime(),
      output: <S>(tag: OutputTag<S>, value: S) => output.side(tag, value, timestamp, watermark),
    }
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as In
      if (timestamps) timestamp = timestamps[i] as number
      if (watermarks) watermark = watermarks[i] as number
      try {
        this.process.processElement(value, context, out)
      } catch (error) {
        throw asUserCodeError(error, runtime.name, value)
      }
    }
    this.flush()
  }

  private flush(): void {
    const batch = this.results.take()
    if (batch) this.output.batch(batch)
  }
}
