import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames } from '../../base/options.ts'
import { checkLengths, type Labels, readLabels } from '../estimator/labels.ts'
import { ExplainedVariance } from './explainedVariance.ts'
import { MAE } from './mae.ts'
import { MAPE } from './mape.ts'
import { MaxError } from './maxError.ts'
import type { Metric } from './metric.ts'
import { MSE } from './mse.ts'
import { MSLE } from './msle.ts'
import { PinballLoss } from './pinballLoss.ts'
import { PoissonDeviance } from './poissonDeviance.ts'
import { R2 } from './r2.ts'
import { RMSE } from './rmse.ts'
import { SMAPE } from './smape.ts'

/** Options of scores about numbers. */
export interface ScoreOptions {
  /** How much each row counts. */
  readonly sampleWeight?: Labels | undefined
}

/**
 * Mean squared error of predictions, over arrays, typed arrays or Series.
 *
 * @throws FlinknbError `MODEL` for columns of different length, without rows, or with what is not a finite number
 * @example ml.meanSquaredError([1, 2], [1, 4]) // 2
 */
export function meanSquaredError(yTrue: Labels, yPred: Labels, options?: ScoreOptions): number {
  return score(new MSE(), yTrue, yPred, options)
}

/** Mean absolute error. @throws as {@link meanSquaredError} */
export function meanAbsoluteError(yTrue: Labels, yPred: Labels, options?: ScoreOptions): number {
  return score(new MAE(), yTrue, yPred, options)
}

/** Root of the mean squared error. @throws as {@link meanSquaredError} */
export function rootMeanSquaredError(yTrue: Labels, yPred: Labels, options?: ScoreOptions): number {
  return score(new RMSE(), yTrue, yPred, options)
}

/** Coefficient of determination. @throws as {@link meanSquaredError}, and when all true values are the same */
export function r2Score(yTrue: Labels, yPred: Labels, options?: ScoreOptions): number {
  return score(new R2(), yTrue, yPred, options)
}

/** Share of the labels' variance that is explained. @throws as {@link r2Score} */
export function explainedVarianceScore(yTrue: Labels, yPred: Labels, options?: ScoreOptions): number {
  return score(new ExplainedVariance(), yTrue, yPred, options)
}

/** Mean absolute percentage error, as a fraction. @throws as {@link meanSquaredError} */
export function meanAbsolutePercentageError(yTrue: Labels, yPred: Labels, options?: ScoreOptions): number {
  return score(new MAPE(), yTrue, yPred, options)
}

/** Symmetric mean absolute percentage error, from 0 to 2. @throws as {@link meanSquaredError} */
export function symmetricMeanAbsolutePercentageError(yTrue: Labels, yPred: Labels, options?: ScoreOptions): number {
  return score(new SMAPE(), yTrue, yPred, options)
}

/** Largest absolute error. @throws as {@link meanSquaredError} */
export function maxError(yTrue: Labels, yPred: Labels): number {
  return score(new MaxError(), yTrue, yPred)
}

/** Median of absolute errors, exactly. @throws as {@link meanSquaredError} */
export function medianAbsoluteError(yTrue: Labels, yPred: Labels): number {
  const errors: number[] = []
  forEachPair('MedianAE', yTrue, yPred, {}, (truth, predicted) => errors.push(Math.abs(truth - predicted)))
  if (errors.length === 0) throw undefinedFor('MedianAE', 0)
  errors.sort((a, b) => a - b)
  const middle = errors.length / 2
  const at = (i: number) => errors[i] as number
  return errors.length % 2 === 1 ? at(Math.floor(middle)) : (at(middle - 1) + at(middle)) / 2
}

/** Pinball loss of predictions of the quantile `q`, 0.5 by default. @throws as {@link meanSquaredError} */
export function meanPinballLoss(
  yTrue: Labels,
  yPred: Labels,
  options: ScoreOptions & { readonly q?: number | undefined } = {},
): number {
  const { q = 0.5, ...own } = options
  return score(new PinballLoss(q), yTrue, yPred, own)
}

/** Mean squared error of `log(1 + y)`. @throws as {@link meanSquaredError}, and for −1 or less */
export function meanSquaredLogError(yTrue: Labels, yPred: Labels, options?: ScoreOptions): number {
  return score(new MSLE(), yTrue, yPred, options)
}

/** Mean Poisson deviance. @throws as {@link meanSquaredError}, and for negative labels or predictions not above 0 */
export function meanPoissonDeviance(yTrue: Labels, yPred: Labels, options?: ScoreOptions): number {
  return score(new PoissonDeviance(), yTrue, yPred, options)
}

/**
 * Mean absolute scaled error (Hyndman and Koehler, 2006): the MAE of a forecast by the MAE, over the series it was fitted to, of
 * saying the value of `season` steps before.
 *
 * @throws as {@link meanSquaredError}, and when the series is too short or repeats itself exactly
 */
export function meanAbsoluteScaledError(
  yTrue: Labels,
  yPred: Labels,
  yTrain: Labels,
  options: { readonly season?: number | undefined } = {},
): number {
  checkOptionNames('ml.meanAbsoluteScaledError', options, ['season'])
  const { season = 1 } = options
  const train = readLabels(yTrain, 'yTrain')
  let scale = 0
  for (let i = season; i < train.length; i++) scale += Math.abs((train[i] as number) - (train[i - season] as number))
  if (!(Number.isInteger(season) && season >= 1 && scale > 0)) {
    throw new FlinknbError('MODEL', `MASE: a series of ${train.length} values gives no scale for season ${season}.`, {
      fix: 'Pass a longer series, or another season.',
    })
  }
  return meanAbsoluteError(yTrue, yPred) / (scale / (train.length - season))
}

function score(metric: Metric, yTrue: Labels, yPred: Labels, options: ScoreOptions = {}): number {
  let rows = 0
  forEachPair(metric.name, yTrue, yPred, options, (truth, predicted, weight) => {
    metric.add(truth, predicted, weight)
    rows++
  })
  if (metric.value !== null) return metric.value
  throw undefinedFor(metric.name, rows)
}

function forEachPair(
  what: string,
  yTrue: Labels,
  yPred: Labels,
  options: ScoreOptions,
  visit: (truth: number, predicted: number, weight: number) => void,
): void {
  checkOptionNames(`ml: ${what}`, options, ['sampleWeight'])
  const truth = readLabels(yTrue, 'yTrue')
  const predicted = readLabels(yPred, 'yPred')
  checkLengths(truth.length, predicted.length, `${what} of yTrue and yPred`)
  const weights = options.sampleWeight === undefined ? undefined : readLabels(options.sampleWeight, 'sampleWeight')
  if (weights) checkLengths(truth.length, weights.length, 'labels and sampleWeight')
  truth.forEach((value, i) => {
    visit(value, predicted[i] as number, weights?.[i] ?? 1)
  })
}

function undefinedFor(name: string, rows: number): FlinknbError {
  const what = rows > 0 ? ' of one true value' : ''
  return new FlinknbError('MODEL', `${name} is not defined for ${rows} rows${what}.`, { fix: 'Pass more rows.' })
}
