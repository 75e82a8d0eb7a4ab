import { MeanMetric } from './meanMetric.ts'

/** Root of the mean squared error, in the label's own units. */
export class RMSE extends MeanMetric {
  static readonly metricName = 'RMSE'
  readonly name = RMSE.metricName

  override get value(): number | null {
    const meanSquare = super.value
    return meanSquare === null ? null : Math.sqrt(meanSquare)
  }

  protected loss(yTrue: number, yPred: number): number {
    return (yTrue - yPred) ** 2
  }
}
