import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import type { Classifier } from '../estimator/classifier.ts'
import type { Regressor } from '../estimator/regressor.ts'
import { buildCandidate, type Candidate, withParameters } from './candidates.ts'
import type { PrequentialSearch } from './gridSearch.ts'
import { type ParameterGrid, type ParametersOf, parameterGrid } from './parameterGrid.ts'
import { definedScore, isBetter, StreamScoring } from './streamScoring.ts'

/** Options of {@link successiveHalving}. */
export interface SuccessiveHalvingOptions<M, In extends object> extends Omit<PrequentialSearch<M, In>, 'prequential'> {
  /** How many records may be learned, summed over candidates, before one is left. */
  readonly budget: number
  /** The best of so many go on. Default 2. */
  readonly eta?: number | undefined
}

/** A candidate and how far it came. */
export type SuccessiveHalvingRow<P> = P & {
  /** The metric over all rows it was tested on. */
  readonly score: number | null
  /** Rows it was tested on. */
  readonly records: number
  /** How many cuts it survived. */
  readonly rung: number
  /** 1 for the best: first how far it came, then the score. */
  readonly rank: number
}

/** What {@link successiveHalving} found. */
export interface SuccessiveHalvingResult<P, M> {
  /** In the order of the grid. */
  readonly rows: readonly SuccessiveHalvingRow<P>[]
  readonly bestParameters: P
  readonly bestScore: number
  /** The best model as it is after the last row. */
  readonly model: M
  /** Records learned, summed over candidates. */
  readonly budgetUsed: number
}

interface Runner<P, M> {
  readonly parameters: P
  readonly model: M
  readonly scoring: StreamScoring
  records: number
  rung: number
}

/**
 * All candidates start on a recorded stream; at each rung the best 1/η go on and the others stop, so that the budget is spent on
 * those that matter (Jamieson and Talwalkar, AISTATS 2016). Rungs lie where River's `SuccessiveHalvingRegressor` has them: so
 * many rows from the start that all in the race could have shared the budget evenly, budget / (candidates × ⌈log_η n⌉). The
 * last one goes on to the end. Unlike River's, the best is always one of those still in the race.
 *
 * @throws FlinknbError `INVALID_OPTION` for a wrong option, fewer than two candidates, or a budget too small for one row each
 * @example
 * const found = ml.successiveHalving(
 *   ({ learningRate }) => ml.pipeline(new ml.StandardScaler(), new ml.SGDRegressor({ optimizer: ml.optim.SGD({ learningRate }) })),
 *   { learningRate: [0.3, 0.1, 0.03, 0.01] },
 *   { rows, features: ['age', 'income'], label: 'price', metric: ml.MAE, budget: 2000 },
 * )
 */
export function successiveHalving<
  const G extends ParameterGrid,
  M extends Regressor | Classifier,
  In extends object = object,
>(
  candidate: Candidate<ParametersOf<G>, M>,
  grid: G | readonly G[],
  options: SuccessiveHalvingOptions<M, In>,
): SuccessiveHalvingResult<ParametersOf<G>, M> {
  const call = 'ml.successiveHalving'
  const names = ['rows', 'features', 'label', 'metric', 'weight', 'delay', 'timestamp', 'budget', 'eta']
  checkOptionNames(call, options, names)
  const { rows, budget, eta = 2 } = options
  if (!Array.isArray(rows) || rows.length === 0) throw invalid(`rows: ${show(rows)} are none`, 'Pass recorded rows.')
  if (!Number.isInteger(eta) || eta < 2) throw invalid(`eta: ${show(eta)} cannot be used`, 'Pass 2 or more.')
  const runners = parameterGrid(grid).map((parameters): Runner<ParametersOf<G>, M> => {
    const model = buildCandidate(call, candidate, parameters)
    const scoring = withParameters(call, parameters, () => new StreamScoring(call, model, options))
    return { parameters, model, scoring, records: 0, rung: 0 }
  })
  const left = race(call, runners, rows, rungsOf(runners.length, budget, eta), eta)
  const order = [...left, ...ranked(runners.filter(runner => !left.includes(runner))).sort((a, b) => b.rung - a.rung)]
  const best = order[0] as Runner<ParametersOf<G>, M>
  return {
    rows: runners.map(runner => ({
      ...runner.parameters,
      score: runner.scoring.metric.value,
      records: runner.records,
      rung: runner.rung,
      rank: order.indexOf(runner) + 1,
    })),
    bestParameters: best.parameters,
    bestScore: definedScore(call, best.scoring.metric),
    model: best.model,
    budgetUsed: runners.reduce((sum, { records }) => sum + records, 0),
  }
}

/** Runs all rows; those left at the end, the best first. */
function race<P extends object, M>(
  call: string,
  runners: readonly Runner<P, M>[],
  rows: readonly object[],
  rungAt: (left: number) => number,
  eta: number,
): Runner<P, M>[] {
  let left = [...runners]
  let rung = rungAt(left.length)
  for (const [i, row] of rows.entries()) {
    for (const runner of left) {
      withParameters(call, runner.parameters, () => runner.scoring.add(row))
      runner.records++
    }
    if (left.length === 1 || i + 1 !== rung) continue
    left = ranked(left).slice(0, Math.ceil(left.length / eta))
    for (const runner of left) runner.rung++
    rung = rungAt(left.length)
  }
  for (const runner of left) runner.scoring.end()
  return ranked(left)
}

function rungsOf(candidates: number, budget: unknown, eta: number): (left: number) => number {
  if (candidates < 2) throw invalid('one candidate needs no search', 'Pass a grid of two or more.')
  let rungs = 0
  for (let reach = 1; reach < candidates; reach *= eta) rungs++
  const rungAt = (left: number): number => Math.floor((budget as number) / (left * rungs))
  if (typeof budget === 'number' && rungAt(candidates) >= 1) return rungAt
  throw invalid(
    `budget: ${show(budget)} is too little`,
    `Pass ${candidates * rungs} or more: a row for each in a rung.`,
  )
}

/** The best first, equals in their order. */
function ranked<R extends { readonly scoring: StreamScoring }>(runners: readonly R[]): R[] {
  return [...runners].sort(({ scoring: a }, { scoring: b }) => {
    const { better } = a.metric
    if (isBetter(better, a.metric.value, b.metric.value)) return -1
    return isBetter(better, b.metric.value, a.metric.value) ? 1 : 0
  })
}

function invalid(problem: string, fix: string): FlinknbError {
  return new FlinknbError('INVALID_OPTION', `ml.successiveHalving: ${problem}.`, { fix })
}
