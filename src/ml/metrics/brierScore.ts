import type { ClassLabel } from '../estimator/classifier.ts'
import { CompensatedSum } from '../statistics/compensatedSum.ts'
import type { ClassificationMetric, Probabilities } from './classificationMetric.ts'

/**
 * Brier score: mean of `Σ (p − [class is true])²` over classes, halved while there are at most two, so that it is
 * `(p − y)²` of the positive class then; as scikit-learn. Memory: 5 numbers.
 */
export class BrierScore implements ClassificationMetric {
  static readonly metricName = 'BrierScore'
  static readonly isClassification = true
  readonly name = BrierScore.metricName
  readonly better = 'lower'
  private readonly losses = new CompensatedSum()
  private readonly weights = new CompensatedSum()
  private classes = 0

  add(yTrue: ClassLabel, _yPred: ClassLabel | null, probabilities: Probabilities = {}, weight = 1): void {
    const truth = String(yTrue)
    let loss = truth in probabilities ? 0 : 1
    let classes = loss
    for (const name in probabilities) {
      loss += ((probabilities[name] as number) - (name === truth ? 1 : 0)) ** 2
      classes++
    }
    this.losses.add(weight * loss)
    this.weights.add(weight)
    this.classes = Math.max(this.classes, classes)
  }

  get value(): number | null {
    const weight = this.weights.value
    return weight > 0 ? this.losses.value / weight / (this.classes > 2 ? 1 : 2) : null
  }

  merge(other: this): void {
    this.losses.merge(other.losses)
    this.weights.merge(other.weights)
    this.classes = Math.max(this.classes, other.classes)
  }

  fade(factor: number): void {
    this.losses.scale(factor)
    this.weights.scale(factor)
  }

  toJSON(): readonly number[] {
    return [...this.losses.toJSON(), ...this.weights.toJSON(), this.classes]
  }

  restore(state: unknown): void {
    const numbers = state as readonly number[]
    this.losses.restore(numbers.slice(0, 2))
    this.weights.restore(numbers.slice(2, 4))
    this.classes = numbers[4] ?? 0
  }
}
