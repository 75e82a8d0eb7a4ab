import { MeanMetric } from './meanMetric.ts'

/**
 * Mean absolute percentage error as a fraction, as scikit-learn gives it: 0.1 is ten percent. A label of 0 counts as 2⁻⁵² and
 * makes it huge: take {@link SMAPE} where labels may be 0.
 */
export class MAPE extends MeanMetric {
  static readonly metricName = 'MAPE'
  readonly name = MAPE.metricName

  protected loss(yTrue: number, yPred: number): number {
    return Math.abs(yTrue - yPred) / Math.max(Math.abs(yTrue), Number.EPSILON)
  }
}
