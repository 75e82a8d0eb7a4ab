import type { Batch } from '../batch.ts'
import { BatchBuilder } from '../batchBuilder.ts'
import { Operator } from '../operator.ts'
import type { Collector, ProcessContext } from '../processFunction.ts'
import { asUserCodeError } from '../userCodeError.ts'

/** Calls a function for each record of several inputs; the base of what has no keys. */
export abstract class CoOperator<Out> extends Operator<unknown, Out> {
  private readonly results = new BatchBuilder<Out>()
  private timestamp = Number.NaN
  protected readonly collector: Collector<Out> = {
    collect: value => this.results.append(value, this.timestamp, this.watermark),
  }

  protected abstract call(value: unknown, input: number): void

  override processBatch({ values, timestamps, watermarks }: Batch<unknown>, input: number): void {
    for (let i = 0; i < values.length; i++) {
      const value = values[i]
      if (watermarks && (watermarks[i] as number) > this.watermark) this.watermark = watermarks[i] as number
      this.timestamp = timestamps ? (timestamps[i] as number) : Number.NaN
      try {
        this.call(value, input)
      } catch (error) {
        throw asUserCodeError(error, this.context.name, value)
      }
    }
    const batch = this.results.take()
    if (batch) this.output.batch(batch)
  }

  protected makeContext(): ProcessContext {
    const operator = this
    return {
      get timestamp() {
        return Number.isNaN(operator.timestamp) ? undefined : operator.timestamp
      },
      get currentWatermark() {
        return operator.watermark
      },
      currentProcessingTime: () => operator.context.processingTime(),
      output: (tag, value) => operator.output.side(tag, value, operator.timestamp, operator.watermark),
    }
  }
}
