import type { ClassLabel } from '../estimator/classifier.ts'
import type { AnyMetric } from './metric.ts'

/** Probability of each class, by its name. */
export type Probabilities = Readonly<Record<string, number>>

/** A figure about predicted classes. */
export interface ClassificationMetric extends AnyMetric {
  /**
   * @param yPred null where the model knew no class yet: counts as wrong
   * @param probabilities of classes by their names; metrics about labels alone do not look at it
   */
  add(yTrue: ClassLabel, yPred: ClassLabel | null, probabilities?: Probabilities, weight?: number): void
  /** Takes what `toJSON` gave. */
  restore(state: unknown): void
}

/** The class of a metric about classes; `metricName` is its column in evaluation rows. */
export interface ClassificationMetricClass<Name extends string = string> {
  readonly metricName: Name
  /** Tells it apart from metrics about numbers. */
  readonly isClassification: true
  new (): ClassificationMetric
}
