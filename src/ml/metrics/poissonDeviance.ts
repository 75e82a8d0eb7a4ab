import { FlinknbError } from '../../base/errors.ts'
import { MeanMetric } from './meanMetric.ts'

/** Mean Poisson deviance, `2 (y log(y / ŷ) − y + ŷ)`, for counts: labels of 0 or more, predictions above 0. */
export class PoissonDeviance extends MeanMetric {
  static readonly metricName = 'PoissonDeviance'
  readonly name = PoissonDeviance.metricName

  /** @throws FlinknbError `MODEL` for a negative label or a prediction of 0 or less */
  protected loss(yTrue: number, yPred: number): number {
    if (!(yTrue >= 0 && yPred > 0)) {
      throw new FlinknbError('MODEL', `PoissonDeviance: label ${yTrue}, prediction ${yPred} cannot be scored.`, {
        fix: 'Labels must be 0 or more and predictions above 0: take a model with a log link, or ml.MSE.',
      })
    }
    return 2 * ((yTrue > 0 ? yTrue * Math.log(yTrue / yPred) : 0) - yTrue + yPred)
  }
}
