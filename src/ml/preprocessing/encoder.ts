import { StatisticalTransformer } from './statisticalTransformer.ts'

/** A transformer that reads raw values of columns: text, dates, booleans, null, whatever they hold. */
export abstract class Encoder<Out = number> extends StatisticalTransformer<Out> {
  override get accepts(): 'values' {
    return 'values'
  }

  abstract override learnValues(values: readonly unknown[], y?: number): void
  abstract override transformValues(values: readonly unknown[], out: Out[] | Float64Array): void

  learnVector(x: Float64Array, y?: number): void {
    this.learnValues(Array.from(x), y)
  }

  transformVector(x: Float64Array, out: Float64Array): void {
    this.transformValues(Array.from(x), out)
  }
}

/** Whether a column has no value here: null, undefined or NaN. */
export function isMissing(value: unknown): boolean {
  return value === null || value === undefined || Number.isNaN(value)
}
