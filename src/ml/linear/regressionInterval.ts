import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import { studentTQuantile } from '../statistics/studentT.ts'
import { fromNumber, toNumber } from './doubleDouble.ts'
import { rankOf, type SummaryOptions, uncertaintyAt, varianceOf } from './regressionSummary.ts'
import type { SolvedRegression } from './solveRegression.ts'

/** Options of `predictInterval`. */
export interface IntervalOptions {
  /** The probability of lying within, between 0 and 1. Default 0.95. */
  readonly level?: number | undefined
  /** Of a new label (`prediction`, the default) or of the regression's true value there (`confidence`). */
  readonly kind?: 'prediction' | 'confidence' | undefined
}

/** A prediction and its bounds; null while there is no record to spare for them. */
export interface RegressionInterval {
  readonly prediction: number
  readonly lower: number | null
  readonly upper: number | null
  /** Of the regression's value there, or of a new label. */
  readonly standardError: number | null
}

/** The classical interval around a prediction at raw features x. @throws FlinknbError `INVALID_OPTION`, `INVALID_STATE` */
export function intervalAt(
  prediction: number,
  x: Float64Array,
  solved: SolvedRegression,
  meaning: SummaryOptions,
  options: IntervalOptions,
): RegressionInterval {
  checkOptionNames('predictInterval', options, ['level', 'kind'])
  const { level = 0.95, kind = 'prediction' } = options
  checkLevel('predictInterval', level)
  if (kind !== 'prediction' && kind !== 'confidence') {
    throw new FlinknbError('INVALID_OPTION', `predictInterval: kind: ${show(kind)} is unknown.`, {
      fix: `Pass 'prediction' or 'confidence'.`,
    })
  }
  if (meaning.l2 > 0 || meaning.directional) {
    const why = meaning.l2 > 0 ? `with a penalty (l2 ${meaning.l2})` : 'with directional forgetting'
    throw new FlinknbError('INVALID_STATE', `predictInterval: there is no classical interval ${why}.`, {
      fix: 'Use ml.BayesianLinearRegression, or a conformal interval.',
    })
  }
  const records = meaning.fades ? toNumber(solved.totalWeight) : solved.records
  const degreesOfFreedom = Math.max(0, records - rankOf(solved, x.length, meaning))
  const variance = varianceOf(solved, degreesOfFreedom)
  if (variance === undefined) return { prediction, lower: null, upper: null, standardError: null }
  const form = toNumber(uncertaintyAt(solved, Array.from(x, fromNumber), meaning.fitIntercept))
  const standardError = Math.sqrt(toNumber(variance) * (form + (kind === 'prediction' ? 1 : 0)))
  const margin = studentTQuantile((1 + level) / 2, degreesOfFreedom) * standardError
  return { prediction, lower: prediction - margin, upper: prediction + margin, standardError }
}

/** @throws FlinknbError `INVALID_OPTION` when a level is not between 0 and 1 */
export function checkLevel(who: string, level: unknown): asserts level is number {
  if (typeof level === 'number' && level > 0 && level < 1) return
  throw new FlinknbError('INVALID_OPTION', `${who}: level: ${show(level)} is no probability.`, {
    fix: 'Pass a number between 0 and 1, such as 0.95.',
  })
}
