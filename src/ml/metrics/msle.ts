import { FlinknbError } from '../../base/errors.ts'
import { MeanMetric } from './meanMetric.ts'

/** Mean squared error of `log(1 + y)`: an error counts by its proportion. Labels and predictions must lie above −1. */
export class MSLE extends MeanMetric {
  static readonly metricName = 'MSLE'
  readonly name = MSLE.metricName

  /** @throws FlinknbError `MODEL` for a label or prediction of −1 or less */
  protected loss(yTrue: number, yPred: number): number {
    if (yTrue > -1 && yPred > -1) return (Math.log1p(yTrue) - Math.log1p(yPred)) ** 2
    throw new FlinknbError('MODEL', `MSLE: label ${yTrue}, prediction ${yPred}: both must lie above −1.`, {
      fix: 'Take ml.MSE, or a model whose predictions stay positive.',
    })
  }
}
