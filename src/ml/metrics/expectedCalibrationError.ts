import type { ClassLabel } from '../estimator/classifier.ts'
import type { ClassificationMetric, ClassificationMetricClass, Probabilities } from './classificationMetric.ts'
import { configuredClassificationMetric } from './configuredMetric.ts'
import { Reliability } from './reliability.ts'

/**
 * Expected calibration error (Guo and others, ICML 2017): how far the probability of the predicted class is from how often it is
 * right, on average over bins of that probability. 0 means that what is said to be 80 % sure comes true four times of five.
 * Memory: 3 numbers a bin.
 */
export class ECE implements ClassificationMetric {
  static readonly metricName = 'ECE'
  static readonly isClassification = true
  readonly name = ECE.metricName
  readonly better = 'lower'
  private readonly bins: Reliability

  /** @param bins of equal width. @throws FlinknbError `INVALID_OPTION` */
  constructor(bins = 10) {
    this.bins = new Reliability('ml.ECE', bins)
  }

  /** @example metrics: [ml.ECE.of(15)] */
  static of(bins: number): ClassificationMetricClass<'ECE'> {
    return configuredClassificationMetric('ECE', () => new ECE(bins))
  }

  add(yTrue: ClassLabel, yPred: ClassLabel | null, probabilities: Probabilities = {}, weight = 1): void {
    if (yPred === null) return // nothing was claimed
    this.bins.add(probabilities[String(yPred)] ?? 0, yTrue === yPred, weight)
  }

  get value(): number | null {
    return this.bins.error
  }

  merge(other: this): void {
    this.bins.merge(other.bins)
  }

  fade(factor: number): void {
    this.bins.scale(factor)
  }

  toJSON(): readonly number[] {
    return this.bins.toJSON()
  }

  restore(state: unknown): void {
    this.bins.restore(state as readonly number[])
  }
}
