import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import type { Batch } from '../estimator/batch.ts'
import type { Classifier, ClassLabels } from '../estimator/classifier.ts'
import type { Labels } from '../estimator/labels.ts'
import type { Regressor } from '../estimator/regressor.ts'
import { crossValScore } from '../evaluation/crossValScore.ts'
import type { LabelDelay } from '../evaluation/delayedLabels.ts'
import type { AnyMetricClass } from '../evaluation/scoredRecord.ts'
import type { Split } from '../evaluation/splits.ts'
import type { ClassificationMetricClass } from '../metrics/classificationMetric.ts'
import type { MetricClass } from '../metrics/metric.ts'
import { R2 } from '../metrics/r2.ts'
import { buildCandidate, type Candidate, withParameters } from './candidates.ts'
import { type ParameterGrid, type ParametersOf, parameterGrid } from './parameterGrid.ts'
import { definedScore, isBetter, metricFor, StreamScoring } from './streamScoring.ts'

type MetricOf<M> = M extends Classifier ? ClassificationMetricClass : MetricClass

/** Cross-validation of each candidate. */
export interface CrossValidatedSearch<M> {
  readonly X: Batch
  readonly y: M extends Classifier ? ClassLabels : Labels
  /** Default `ml.R2` for regressors, `ml.Accuracy` for classifiers, as scikit-learn's `score`. */
  readonly metric?: MetricOf<M> | undefined
  /** Number of parts (stratified for classifiers), or splits such as `ml.timeSeriesSplit` gives. Default 5. */
  readonly cv?: number | readonly Split[] | undefined
}

/** Each candidate over a recorded stream, tested on every row before it learns it. */
export interface PrequentialSearch<M, In extends object> {
  readonly rows: readonly In[]
  readonly features: readonly (keyof In & string)[]
  readonly label: keyof In & string
  readonly prequential: true
  /** Default `ml.MAE` for regressors, `ml.Accuracy` for classifiers. */
  readonly metric?: MetricOf<M> | undefined
  readonly weight?: (keyof In & string) | undefined
  /** When labels are known; as in `ml.prequential`. */
  readonly delay?: LabelDelay<In> | undefined
  /** The column of the time, where model or delay ask for it. */
  readonly timestamp?: (keyof In & string) | undefined
}

/** A candidate and how it did; as rows a table of results. */
export type GridSearchRow<P> = P & {
  /** The metric: the mean over the splits, or over the whole stream. */
  readonly score: number
  /** Population deviation over the splits; null for a stream. */
  readonly std: number | null
  /** 1 for the best; equals share the better rank. */
  readonly rank: number
  readonly [split: `split${number}`]: number
}

/** What {@link gridSearch} found. */
export interface GridSearchResult<P, M> {
  /** In the order of the grid. */
  readonly rows: readonly GridSearchRow<P>[]
  /** The first of rank 1. */
  readonly bestParameters: P
  readonly bestScore: number
  /** The best model: fitted to all rows, or as it is after the stream. */
  readonly model: M
}

/**
 * Tries every combination of parameters: by cross-validation as scikit-learn's `GridSearchCV`, or over a recorded stream
 * (`prequential: true`), where each candidate is tested on a row before it learns it. Whole pipelines are built afresh for
 * each, so nothing of a test part leaks into scalers and encoders.
 *
 * @throws FlinknbError `INVALID_OPTION` for a wrong option, with the parameters that a model cannot be built with; `MODEL` for
 *   columns it cannot take
 * @example
 * const found = ml.gridSearch(
 *   ({ l2 }) => ml.pipeline(new ml.StandardScaler(), new ml.LinearRegression({ l2 })),
 *   { l2: [0.1, 1, 10] },
 *   { X, y, metric: ml.MAE, cv: 5 },
 * )
 * display(found.rows)
 * found.model.predictOne(row)
 */
export function gridSearch<const G extends ParameterGrid, M extends Regressor | Classifier, In extends object = object>(
  candidate: Candidate<ParametersOf<G>, M>,
  grid: G | readonly G[],
  options: CrossValidatedSearch<M> | PrequentialSearch<M, In>,
): GridSearchResult<ParametersOf<G>, M> {
  const call = 'ml.gridSearch'
  const choices = parameterGrid(grid)
  const prequential = options !== null && typeof options === 'object' && 'prequential' in options
  const tried = prequential
    ? overStream(call, candidate, choices, options as PrequentialSearch<M, In>)
    : crossValidated(call, candidate, choices, options as CrossValidatedSearch<M>)
  const ranks = tried.scored.map(
    ({ score }) => 1 + count(tried.scored, other => isBetter(tried.better, other.score, score)),
  )
  const best = ranks.indexOf(1)
  const rows = tried.scored.map(({ score, splits }, i) => ({
    ...(choices[i] as ParametersOf<G>),
    score,
    std: splits.length > 0 ? deviation(splits) : null,
    rank: ranks[i] as number,
    ...Object.fromEntries(splits.map((value, s) => [`split${s + 1}`, value])),
  }))
  return {
    rows: rows as unknown as GridSearchRow<ParametersOf<G>>[],
    bestParameters: choices[best] as ParametersOf<G>,
    bestScore: tried.scored[best]?.score as number,
    model: tried.model(best),
  }
}

interface Tried<M> {
  readonly better: 'lower' | 'higher'
  readonly scored: readonly { readonly score: number; readonly splits: readonly number[] }[]
  model(choice: number): M
}

function crossValidated<P extends object, M extends Regressor | Classifier>(
  call: string,
  candidate: Candidate<P, M>,
  choices: readonly P[],
  options: CrossValidatedSearch<M>,
): Tried<M> {
  checkOptionNames(call, options, ['X', 'y', 'metric', 'cv'])
  const { X, y, metric, cv } = options
  const models = choices.map(parameters => buildCandidate(call, candidate, parameters))
  const Class: AnyMetricClass = metricFor(call, models[0] as M, metric, R2)
  const scored = models.map((model, i) => {
    const splits = withParameters(call, choices[i] as P, () => crossValScore<M>(model, X, y, { metric, cv }))
    return { score: mean(splits), splits }
  })
  const refit = (choice: number): M => (models[choice] as Regressor).fit(X, y as Labels) as Regressor as M
  return { better: new Class().better, scored, model: refit }
}

function overStream<P extends object, M extends Regressor | Classifier, In extends object>(
  call: string,
  candidate: Candidate<P, M>,
  choices: readonly P[],
  options: PrequentialSearch<M, In>,
): Tried<M> {
  const names = ['rows', 'features', 'label', 'prequential', 'metric', 'weight', 'delay', 'timestamp']
  checkOptionNames(call, options, names)
  const { rows, prequential } = options
  if (prequential !== true || !Array.isArray(rows) || rows.length === 0) {
    const [name, value] = prequential === true ? ['rows', rows] : ['prequential', prequential]
    throw new FlinknbError('INVALID_OPTION', `${call}: ${name}: ${show(value)} cannot be used.`, {
      fix: 'Pass recorded rows with { rows, features, label, prequential: true }, or columns with { X, y }.',
    })
  }
  let better: 'lower' | 'higher' = 'lower'
  const models: M[] = []
  const scored = choices.map(parameters => {
    const model = buildCandidate(call, candidate, parameters)
    models.push(model)
    return withParameters(call, parameters, () => {
      const scoring = new StreamScoring(call, model, options)
      for (const row of rows) scoring.add(row)
      scoring.end()
      better = scoring.metric.better
      return { score: definedScore(call, scoring.metric), splits: [] }
    })
  })
  return { better, scored, model: choice => models[choice] as M }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function deviation(values: readonly number[]): number {
  const centre = mean(values)
  return Math.sqrt(mean(values.map(value => (value - centre) ** 2)))
}

function count<T>(values: readonly T[], test: (value: T) => boolean): number {
  return values.filter(test).length
}
