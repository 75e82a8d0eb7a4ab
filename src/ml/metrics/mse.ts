import { MeanMetric } from './meanMetric.ts'

/** Mean squared error. */
export class MSE extends MeanMetric {
  static readonly metricName = 'MSE'
  readonly name = MSE.metricName

  protected loss(error: number): number {
    return error * error
  }
}
