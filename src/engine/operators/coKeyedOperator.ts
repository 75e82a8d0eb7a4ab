import type { Batch } from '../batch.ts'
import { type KeyReader, originalKey } from '../keyOf.ts'
import { asUserCodeError } from '../userCodeError.ts'
import { KeyedOperator } from './keyedOperator.ts'

/** Calls a function for each record of several inputs, keyed or not; the base of what shares keyed state and timers. */
export abstract class CoKeyedOperator<K, Out> extends KeyedOperator<K, unknown, Out> {
  /** @param keysOf how each input's records are keyed; undefined for an input without keys */
  constructor(private readonly keysOf: readonly (KeyReader | undefined)[]) {
    super()
  }

  protected abstract call(value: unknown, input: number): void

  protected override addRecords(
    { values, timestamps, watermarks }: Batch<unknown>,
    from: number,
    input: number,
  ): number {
    const keyOf = this.keysOf[input]
    for (let i = from; i < values.length; i++) {
      const value = values[i]
      if (watermarks && !this.advanceWatermark(watermarks[i] as number)) return i
      this.timestamp = timestamps ? (timestamps[i] as number) : Number.NaN
      this.state.currentKey = undefined
      try {
        if (keyOf) this.state.currentKey = keyOf(value)
        this.call(value, input)
      } catch (error) {
        throw asUserCodeError(error, this.context.name, value, originalKey(this.state.currentKey))
      }
    }
    return values.length
  }
}
