import type { ClassLabel } from '../estimator/classifier.ts'
import { CompensatedSum } from '../statistics/compensatedSum.ts'
import type { ClassificationMetric, Probabilities } from './classificationMetric.ts'

/** What is called impossible and happens costs −log of this, 34.5, as in River. */
const SMALLEST = 1e-15

/** Mean of −log of the probability that was given to the true class (cross entropy). Memory: 4 numbers. */
export class LogLoss implements ClassificationMetric {
  static readonly metricName = 'LogLoss'
  static readonly isClassification = true
  readonly name = LogLoss.metricName
  readonly better = 'lower'
  private readonly losses = new CompensatedSum()
  private readonly weights = new CompensatedSum()

  add(yTrue: ClassLabel, _yPred: ClassLabel | null, probabilities: Probabilities = {}, weight = 1): void {
    const p = Math.min(1 - SMALLEST, Math.max(SMALLEST, probabilities[String(yTrue)] ?? 0))
    this.losses.add(weight * -Math.log(p))
    this.weights.add(weight)
  }

  get value(): number | null {
    const weight = this.weights.value
    return weight > 0 ? this.losses.value / weight : null
  }

  merge(other: this): void {
    this.losses.merge(other.losses)
    this.weights.merge(other.weights)
  }

  fade(factor: number): void {
    this.losses.scale(factor)
    this.weights.scale(factor)
  }

  toJSON(): readonly number[] {
    return [...this.losses.toJSON(), ...this.weights.toJSON()]
  }

  restore(state: unknown): void {
    const numbers = state as readonly number[]
    this.losses.restore(numbers.slice(0, 2))
    this.weights.restore(numbers.slice(2))
  }
}
