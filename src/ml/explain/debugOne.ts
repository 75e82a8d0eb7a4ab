import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import type { Batch } from '../estimator/batch.ts'
import type { Classifier } from '../estimator/classifier.ts'
import type { Regressor } from '../estimator/regressor.ts'
import { checkLearned } from '../estimator/vectorRegressor.ts'
import { usualValues } from './background.ts'
import { type Contribution, Explanation, type ExplanationMethod } from './explanation.ts'
import { isLinear, isLinearOfClasses, partsOf } from './innerModel.ts'
import { traceSteps } from './stepTrace.ts'
import { isTree, treePath } from './treePath.ts'

/** Options of {@link debugOne}. */
export interface DebugOneOptions {
  /**
   * Rows that say what is usual. With them contributions of linear models are measured from the mean, coefficient × (value −
   * mean); models that are neither linear nor a tree need them, unless their pipeline begins with a scaler that keeps means.
   */
  readonly background?: Batch | undefined
}

type Row = Readonly<Record<string, unknown>>

interface Found {
  readonly explains: string
  readonly total: number
  readonly base: number
  readonly method: ExplanationMethod
  readonly contributions: readonly Contribution[]
}

/**
 * Why a model predicts what it predicts for one record, step by step, as data that `display` shows; River's `debug_one`
 * prints as much. Nothing is learned. What each feature contributes is exact for linear models (coefficient × value, of the
 * features behind the transformers; of classifiers to the score), for a tree the way down to the leaf (Saabas), and for others
 * what changes when the feature alone is replaced by what is usual, the rest being called `(together)`. Base and
 * contributions always add up to what is explained.
 *
 * @throws FlinknbError `INVALID_STATE` when nothing was learned, `INVALID_OPTION` when it takes rows to compare with
 * @example display(ml.debugOne(model, { age: 30, income: 2000 }))
 */
export function debugOne(model: Regressor | Classifier, x: object, options: DebugOneOptions = {}): Explanation {
  const call = 'ml.debugOne'
  checkOptionNames(call, options, ['background'])
  if (model === null || typeof model !== 'object' || !('predictOne' in model)) {
    throw new FlinknbError('INVALID_OPTION', `${call}: model: ${show(model)} is no regressor and no classifier.`)
  }
  checkLearned(model, 'debugOne')
  const { transformers, last } = partsOf(model)
  const prediction = model.predictOne(x)
  const steps = traceSteps(transformers, last, x)
  const k = model.kind === 'classifier' ? model.classes.indexOf(prediction as never) : 0
  const z = (steps.at(-1)?.features ?? x) as Row
  const usual = options.background === undefined ? undefined : usualValues(model, transformers, options.background)
  const from = usual && ((traceSteps(transformers, last, usual).at(-1)?.features ?? usual) as Row)
  const found: Found =
    linear(last, z, from, k) ??
    (isTree(last)
      ? path(model, last, x, z, k)
      : occlusion(model, x, usual ?? usualValues(model, transformers, undefined), k))
  const contributions = [...found.contributions].sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
  return new Explanation(
    model.describe().title,
    model.n,
    model.features,
    prediction,
    found.explains,
    found.total,
    found.base,
    found.method,
    contributions,
    steps,
  )
}

function linear(last: unknown, z: Row, from: Row | undefined, k: number): Found | undefined {
  const model = last as Regressor
  const weights = isLinear(model)
    ? { coefficients: model.coefficients, intercept: model.intercept }
    : isLinearOfClasses(model)
      ? { coefficients: model.coefficients[k] ?? [], intercept: model.intercepts[k] ?? 0 }
      : undefined
  if (!weights) return undefined
  let base = weights.intercept
  const contributions = model.features.map((feature, j) => {
    const coefficient = weights.coefficients[j] ?? 0
    const origin = from ? (from[feature] as number) : 0
    base += coefficient * origin
    return { feature, value: z[feature], contribution: coefficient * ((z[feature] as number) - origin) }
  })
  const total = contributions.reduce((sum, { contribution }) => sum + contribution, base)
  return {
    explains: scoreName(last as Regressor | Classifier, k),
    total,
    base,
    method: 'linear',
    contributions,
  }
}

/** A single score speaks for the second class, as do its coefficients. */
function scoreName(model: Regressor | Classifier, k: number): string {
  if (model.kind === 'regressor') return 'linear score'
  return `score of ${String(model.classes[isLinear(model) ? 1 : k] ?? model.classes[0])}`
}

function path(
  model: Regressor | Classifier,
  last: Parameters<typeof treePath>[0],
  x: object,
  z: Row,
  k: number,
): Found {
  const { base, leaf, byFeature } = treePath(last, z, k)
  const { explains, value: total } = figure(model, x, k)
  const contributions: Contribution[] = Object.entries(byFeature).map(([feature, contribution]) => ({
    feature,
    value: z[feature],
    contribution,
  }))
  // Leaves may hold a model of their own, and targets be scaled back.
  if (Math.abs(total - leaf) > 1e-12 * Math.abs(total)) {
    contributions.push({ feature: '(model of the leaf)', value: null, contribution: total - leaf })
  }
  return { explains, total, base, method: 'path', contributions }
}

function occlusion(model: Regressor | Classifier, x: object, usual: Row, k: number): Found {
  const { explains, value: total } = figure(model, x, k)
  const base = figure(model, usual, k).value
  const row = x as Row
  const contributions: Contribution[] = model.features.map(feature => ({
    feature,
    value: row[feature],
    contribution: total - figure(model, { ...row, [feature]: usual[feature] }, k).value,
  }))
  const rest = contributions.reduce((left, { contribution }) => left - contribution, total - base)
  return {
    explains,
    total,
    base,
    method: 'occlusion',
    contributions: [...contributions, { feature: '(together)', value: null, contribution: rest }],
  }
}

/** The number that is explained: the prediction, or the probability of class k. */
function figure(
  model: Regressor | Classifier,
  x: object,
  k: number,
): { readonly explains: string; readonly value: number } {
  if (model.kind === 'regressor') return { explains: 'prediction', value: model.predictOne(x) }
  const label = model.classes[k]
  return { explains: `probability of ${String(label)}`, value: model.predictProbaOne(x)[String(label)] ?? 0 }
}
