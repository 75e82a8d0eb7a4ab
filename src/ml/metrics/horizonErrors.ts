import { FlinknbError } from '../../base/errors.ts'
import type { Metric, MetricClass } from './metric.ts'

/**
 * A metric for each step ahead of forecasts: how the error grows with the horizon.
 *
 * @example
 * const errors = new ml.HorizonErrors(ml.MAE)
 * errors.add([120, 130], [118, 135])
 * errors.rows() // [{ horizon: 1, MAE: 2 }, { horizon: 2, MAE: 5 }]
 */
export class HorizonErrors<Name extends string> {
  private readonly steps: Metric[] = []

  constructor(private readonly Class: MetricClass<Name>) {}

  /**
   * Adds one forecast: what came and what was predicted, one value a step.
   *
   * @throws FlinknbError `MODEL` when there is not one prediction for each value
   */
  add(yTrue: ArrayLike<number>, yPred: ArrayLike<number>): void {
    if (yTrue.length !== yPred.length) {
      throw new FlinknbError('MODEL', `HorizonErrors: ${yTrue.length} values and ${yPred.length} predictions.`, {
        fix: 'Pass one prediction for each value.',
      })
    }
    for (let h = 0; h < yTrue.length; h++) {
      if (h === this.steps.length) this.steps.push(new this.Class())
      this.steps[h]?.add(yTrue[h] as number, yPred[h] as number)
    }
  }

  /** One row a step, ready for plot.line. */
  rows(): ({ readonly horizon: number } & { readonly [K in Name]: number | null })[] {
    return this.steps.map((step, h) => ({ horizon: h + 1, [this.Class.metricName]: step.value })) as ReturnType<
      HorizonErrors<Name>['rows']
    >
  }
}
