import type { Batch } from '../batch.ts'
import type { KeyedProcessFunction } from '../keyedProcessFunction.ts'
import { type KeyReader, originalKey } from '../keyOf.ts'
import { asUserCodeError } from '../userCodeError.ts'
import { KeyedOperator } from './keyedOperator.ts'

/** Runs a {@link KeyedProcessFunction}: sets the current key before every call, fires timers between records. */
export class KeyedProcessOperator<K, In, Out> extends KeyedOperator<K, In, Out> {
  private readonly functionContext = this.makeContext()

  constructor(
    private readonly process: KeyedProcessFunction<K, In, Out>,
    private readonly keyOf: KeyReader,
  ) {
    super()
  }

  override open(): void {
    this.process.open?.(this.state)
  }

  protected override addRecords({ values, timestamps, watermarks }: Batch<In>, from: number): number {
    for (let i = from; i < values.length; i++) {
      const value = values[i] as In
      if (watermarks && !this.advanceWatermark(watermarks[i] as number)) return i
      this.timestamp = timestamps ? (timestamps[i] as number) : Number.NaN
      try {
        this.state.currentKey = this.keyOf(value)
        this.process.processElement(value, this.functionContext, this.collector)
      } catch (error) {
        throw asUserCodeError(error, this.context.name, value, originalKey(this.state.currentKey))
      }
    }
    return values.length
  }

  override close(): void {
    this.process.close?.()
  }

  protected override callOnTimer(time: number): void {
    this.process.onTimer?.(time, this.functionContext, this.collector)
  }
}
