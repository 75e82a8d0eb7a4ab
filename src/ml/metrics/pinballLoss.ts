import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import { configuredMetric } from './configuredMetric.ts'
import { MeanMetric } from './meanMetric.ts'
import type { MetricClass } from './metric.ts'

/**
 * Pinball (quantile) loss: `q (y − ŷ)` where the label lies above the prediction, `(1 − q) (ŷ − y)` where below. Smallest for
 * the q-quantile; for q = 0.5 half of {@link MAE}.
 */
export class PinballLoss extends MeanMetric {
  static readonly metricName = 'PinballLoss'

  /** @throws FlinknbError `INVALID_OPTION` when q is no number between 0 and 1 */
  constructor(
    readonly q = 0.5,
    readonly name: string = PinballLoss.metricName,
  ) {
    super()
    if (!(typeof q === 'number' && q >= 0 && q <= 1)) {
      throw new FlinknbError('INVALID_OPTION', `PinballLoss: ${show(q)} is no quantile.`, { fix: 'Pass 0 … 1.' })
    }
  }

  /** @example metrics: [ml.PinballLoss.of(0.9)] // a column PinballLoss0.9 */
  static of<const Q extends number>(q: Q): MetricClass<`PinballLoss${Q}`> {
    const name = `PinballLoss${q}` as const
    return configuredMetric(name, () => new PinballLoss(q, name))
  }

  protected loss(yTrue: number, yPred: number): number {
    const error = yTrue - yPred
    return error >= 0 ? this.q * error : (this.q - 1) * error
  }
}
