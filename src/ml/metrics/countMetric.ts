import type { ClassLabel } from '../estimator/classifier.ts'
import type { ClassificationMetric, Probabilities } from './classificationMetric.ts'
import { ConfusionMatrix, type ConfusionMatrixState } from './confusionMatrix.ts'

/** A metric that follows from the confusion matrix, larger being better. Memory: the square of the number of classes. */
export abstract class CountMetric implements ClassificationMetric {
  static readonly isClassification = true
  abstract readonly name: string
  readonly better = 'higher'
  protected readonly matrix = new ConfusionMatrix()

  add(yTrue: ClassLabel, yPred: ClassLabel | null, _probabilities?: Probabilities, weight = 1): void {
    this.matrix.add(yTrue, yPred, weight)
  }

  get value(): number | null {
    return this.matrix.total > 0 ? this.figure() : null
  }

  merge(other: this): void {
    this.matrix.merge(other.matrix)
  }

  fade(factor: number): void {
    this.matrix.scale(factor)
  }

  toJSON(): ConfusionMatrixState {
    return this.matrix.toJSON()
  }

  restore(state: unknown): void {
    this.matrix.restore(state as ConfusionMatrixState)
  }

  /** The figure of a matrix that is not empty; null where it is not defined. */
  protected abstract figure(): number | null
}
