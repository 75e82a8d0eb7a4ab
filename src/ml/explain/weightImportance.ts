import type { Estimator } from '../estimator/estimator.ts'
import { cannotExplain } from './cannotExplain.ts'
import { isLinear, isLinearOfClasses, partsOf } from './innerModel.ts'

/** What a feature weighs within a model. */
export interface WeightRow {
  readonly feature: string
  /** Its share, from 0 to 1. */
  readonly importance: number
}

/**
 * What each feature weighs within a model: of linear models the share of its coefficient's size (of several classes summed),
 * which compares features only where a scaler stands before it; of trees its share in what all splits gained. The features
 * are those behind the transformers. Most important first; all 0 where nothing weighs anything.
 *
 * @throws FlinknbError `MODEL` for a model that is neither linear nor a tree
 * @example display(ml.weightImportance(model))
 */
export function weightImportance(model: Estimator): WeightRow[] {
  const { last } = partsOf(model)
  const weigh = weightsOf(last)
  const weights = last.features.map((feature, j) => [feature, weigh(feature, j)] as const)
  const all = weights.reduce((sum, [, weight]) => sum + weight, 0)
  return weights
    .map(([feature, weight]) => ({ feature, importance: all > 0 ? weight / all : 0 }))
    .sort((a, b) => b.importance - a.importance)
}

function weightsOf(last: Estimator): (feature: string, j: number) => number {
  if (isLinear(last)) {
    const { coefficients } = last
    return (_, j) => Math.abs(coefficients[j] ?? 0)
  }
  if (isLinearOfClasses(last)) {
    const { coefficients } = last
    return (_, j) => coefficients.reduce((sum, list) => sum + Math.abs(list[j] ?? 0), 0)
  }
  if ('importances' in last && typeof last.importances === 'function') {
    const importances = last.importances() as Readonly<Record<string, number>>
    return feature => importances[feature] ?? 0
  }
  throw cannotExplain('ml.weightImportance', last.type)
}
