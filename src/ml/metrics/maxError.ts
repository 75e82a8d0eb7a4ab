import type { Metric } from './metric.ts'

/** The largest absolute error. Memory: 1 number. */
export class MaxError implements Metric {
  static readonly metricName = 'MaxError'
  readonly name = MaxError.metricName
  readonly better = 'lower'
  private largest = -1

  add(yTrue: number, yPred: number, weight = 1): void {
    if (weight > 0) this.largest = Math.max(this.largest, Math.abs(yTrue - yPred))
  }

  get value(): number | null {
    return this.largest >= 0 ? this.largest : null
  }

  merge(other: this): void {
    this.largest = Math.max(this.largest, other.largest)
  }

  toJSON(): readonly number[] {
    return [this.largest]
  }

  restore([largest = -1]: readonly number[]): void {
    this.largest = largest
  }
}
