import { checkOptionNames } from '../../../base/options.ts'
import { checkNumber } from '../numberOption.ts'
import type { Optimizer } from '../optimizer.ts'
import type { UpdateRule } from '../updateRule.ts'

/** Options of {@link Averager}. */
export interface AveragerOptions {
  /** Steps before the average begins. Default 0. */
  readonly start?: number | undefined
}

/**
 * Polyak–Ruppert averaging (Polyak and Juditsky 1992): another optimizer goes its way, predictions take the mean of its
 * weights so far. scikit-learn's `average`. (River computes the mean and then does not use it.)
 *
 * @throws FlinknbError `INVALID_OPTION`
 * @example ml.optim.Averager(ml.optim.SGD({ learningRate: 0.1 }), { start: 100 })
 */
export function Averager(optimizer: Optimizer, options: AveragerOptions = {}): Optimizer {
  checkOptionNames('ml.optim.Averager', options, ['type', 'start'])
  const { start = 0 } = options
  checkNumber('ml.optim.Averager', 'start', start, { from: 0, whole: true })
  return Object.freeze({ type: 'Averager', optimizer, start })
}

/** The rule of an optimizer with averages that begin at step `start`. */
export function averagedRule(inner: UpdateRule, start: number): UpdateRule {
  return {
    ...inner,
    arrays: [...(inner.arrays ?? []), 'average'],
    after: `average[j] = t < ${start} ? w[j] : average[j] + (w[j] - average[j]) / (t - ${start} + 1)`,
    seen: 'average[j]',
  }
}
