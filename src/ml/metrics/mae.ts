import { MeanMetric } from './meanMetric.ts'

/** Mean absolute error. */
export class MAE extends MeanMetric {
  static readonly metricName = 'MAE'
  readonly name = MAE.metricName

  protected loss(yTrue: number, yPred: number): number {
    return Math.abs(yTrue - yPred)
  }
}
