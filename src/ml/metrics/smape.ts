import { MeanMetric } from './meanMetric.ts'

/** Symmetric mean absolute percentage error, the mean of `2 |y − ŷ| / (|y| + |ŷ|)`: from 0 to 2; River gives the same times 100. */
export class SMAPE extends MeanMetric {
  static readonly metricName = 'SMAPE'
  readonly name = SMAPE.metricName

  protected loss(yTrue: number, yPred: number): number {
    const size = Math.abs(yTrue) + Math.abs(yPred)
    return size > 0 ? (2 * Math.abs(yTrue - yPred)) / size : 0
  }
}
