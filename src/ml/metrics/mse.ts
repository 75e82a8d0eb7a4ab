import { MeanMetric } from './meanMetric.ts'

/** Mean squared error. */
export class MSE extends MeanMetric {
  static readonly metricName = 'MSE'
  readonly name = MSE.metricName

  protected loss(yTrue: number, yPred: number): number {
    return (yTrue - yPred) ** 2
  }
}
