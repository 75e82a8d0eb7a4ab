import type { Metric } from './metric.ts'

/**
 * `1 − Var(y − ŷ) / Var(y)`: R² of predictions freed of their mean error. Null while the labels seen are all the same.
 * Variances by Welford's recurrence, merged by Chan's formula. Memory: 5 numbers.
 */
export class ExplainedVariance implements Metric {
  static readonly metricName = 'ExplainedVariance'
  readonly name = ExplainedVariance.metricName
  readonly better = 'higher'
  private weight = 0
  private readonly labels = new WeightedSquares()
  private readonly errors = new WeightedSquares()

  add(yTrue: number, yPred: number, weight = 1): void {
    if (weight === 0) return
    this.weight += weight
    this.labels.add(yTrue, weight, this.weight)
    this.errors.add(yTrue - yPred, weight, this.weight)
  }

  get value(): number | null {
    return this.labels.squares > 0 ? 1 - this.errors.squares / this.labels.squares : null
  }

  merge(other: this): void {
    if (other.weight === 0) return
    this.labels.merge(other.labels, this.weight, other.weight)
    this.errors.merge(other.errors, this.weight, other.weight)
    this.weight += other.weight
  }

  fade(factor: number): void {
    this.weight *= factor
    this.labels.squares *= factor
    this.errors.squares *= factor
  }

  toJSON(): readonly number[] {
    const { weight, labels, errors } = this
    return [weight, labels.mean, labels.squares, errors.mean, errors.squares]
  }

  restore([weight = 0, labelMean = 0, labelSquares = 0, errorMean = 0, errorSquares = 0]: readonly number[]): void {
    this.weight = weight
    this.labels.mean = labelMean
    this.labels.squares = labelSquares
    this.errors.mean = errorMean
    this.errors.squares = errorSquares
  }
}

/** Mean and weighted squared distances from it; whoever holds it knows the weight. */
class WeightedSquares {
  mean = 0
  squares = 0

  add(x: number, weight: number, total: number): void {
    const before = x - this.mean
    this.mean += (before * weight) / total
    this.squares += weight * before * (x - this.mean)
  }

  merge(other: WeightedSquares, weight: number, otherWeight: number): void {
    const distance = other.mean - this.mean
    const total = weight + otherWeight
    this.squares += other.squares + distance * distance * ((weight * otherWeight) / total)
    this.mean += (distance * otherWeight) / total
  }
}
