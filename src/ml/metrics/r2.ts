import { CompensatedSum } from '../statistics/compensatedSum.ts'
import type { Metric } from './metric.ts'

/**
 * The coefficient of determination, `1 − Σ w (y − ŷ)² / Σ w (y − ȳ)²`: 1 is perfect, 0 as good as always saying the mean.
 * Null while the labels seen are all the same. The labels' squares by Welford's recurrence, merged by Chan's formula.
 */
export class R2 implements Metric {
  static readonly metricName = 'R2'
  readonly name = R2.metricName
  readonly better = 'higher'
  private readonly residuals = new CompensatedSum()
  private weight = 0
  private mean = 0
  private squares = 0

  add(yTrue: number, yPred: number, weight = 1): void {
    if (weight === 0) return
    this.residuals.add(weight * (yTrue - yPred) ** 2)
    this.weight += weight
    const before = yTrue - this.mean
    this.mean += (before * weight) / this.weight
    this.squares += weight * before * (yTrue - this.mean)
  }

  get value(): number | null {
    return this.squares > 0 ? 1 - this.residuals.value / this.squares : null
  }

  merge(other: this): void {
    if (other.weight === 0) return
    const total = this.weight + other.weight
    const distance = other.mean - this.mean
    this.residuals.merge(other.residuals)
    this.squares += other.squares + distance * distance * ((this.weight * other.weight) / total)
    this.mean += (distance * other.weight) / total
    this.weight = total
  }

  fade(factor: number): void {
    this.residuals.scale(factor)
    this.weight *= factor
    this.squares *= factor
  }

  toJSON(): readonly number[] {
    return [this.weight, this.mean, this.squares, ...this.residuals.toJSON()]
  }

  restore([weight = 0, mean = 0, squares = 0, ...residuals]: readonly number[]): void {
    this.weight = weight
    this.mean = mean
    this.squares = squares
    this.residuals.restore(residuals)
  }
}
