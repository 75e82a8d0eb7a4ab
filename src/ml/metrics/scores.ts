import { FlinknbError } from '../../base/errors.ts'
import { checkLengths, type Labels, readLabels } from '../estimator/labels.ts'
import { MAE } from './mae.ts'
import type { Metric } from './metric.ts'
import { MSE } from './mse.ts'
import { R2 } from './r2.ts'
import { RMSE } from './rmse.ts'

/**
 * Mean squared error of predictions, over arrays, typed arrays or Series.
 *
 * @throws FlinknbError `MODEL` for columns of different length, without rows, or with what is not a finite number
 * @example ml.meanSquaredError([1, 2], [1, 4]) // 2
 */
export function meanSquaredError(yTrue: Labels, yPred: Labels): number {
  return score(new MSE(), yTrue, yPred)
}

/** Mean absolute error. @throws as {@link meanSquaredError} */
export function meanAbsoluteError(yTrue: Labels, yPred: Labels): number {
  return score(new MAE(), yTrue, yPred)
}

/** Root of the mean squared error. @throws as {@link meanSquaredError} */
export function rootMeanSquaredError(yTrue: Labels, yPred: Labels): number {
  return score(new RMSE(), yTrue, yPred)
}

/** Coefficient of determination. @throws as {@link meanSquaredError}, and when all true values are the same */
export function r2Score(yTrue: Labels, yPred: Labels): number {
  return score(new R2(), yTrue, yPred)
}

function score(metric: Metric, yTrue: Labels, yPred: Labels): number {
  const truth = readLabels(yTrue, 'yTrue')
  const predicted = readLabels(yPred, 'yPred')
  checkLengths(truth.length, predicted.length, `${metric.name} of yTrue and yPred`)
  truth.forEach((value, i) => {
    metric.add(value, predicted[i] as number)
  })
  if (metric.value !== null) return metric.value
  throw new FlinknbError(
    'MODEL',
    `${metric.name} is not defined for ${truth.length} rows${truth.length > 0 ? ' of one true value' : ''}.`,
    {
      fix: 'Pass more rows.',
    },
  )
}
