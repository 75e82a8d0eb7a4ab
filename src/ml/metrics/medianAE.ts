import { QuantileSketch } from '../statistics/quantileSketch.ts'
import type { Metric } from './metric.ts'

/** Median absolute error: exact over up to 1,000 records, within 0.5 % beyond. Memory: at most 1,000 to about 4,000 numbers. */
export class MedianAE implements Metric {
  static readonly metricName = 'MedianAE'
  readonly name = MedianAE.metricName
  readonly better = 'lower'
  private readonly errors = new QuantileSketch()

  add(yTrue: number, yPred: number, weight = 1): void {
    this.errors.add(Math.abs(yTrue - yPred), weight)
  }

  get value(): number | null {
    return this.errors.quantile(0.5)
  }

  merge(other: this): void {
    this.errors.merge(other.errors)
  }

  fade(factor: number): void {
    this.errors.scale(factor)
  }

  toJSON(): readonly number[] {
    return this.errors.toJSON()
  }

  restore(state: readonly number[]): void {
    this.errors.restore(state)
  }
}
