import type { ModelDescription } from '../estimator/modelDescription.ts'
import { normalTwoSided } from '../statistics/normal.ts'
import type { LogisticFit } from './logisticLikelihood.ts'

/** One weight and how sure it is; null where that is not known. */
export interface LogisticTerm {
  readonly name: string
  readonly value: number
  /** What the odds are multiplied by when the feature grows by 1. */
  readonly oddsRatio: number
  readonly standardError: number | null
  readonly z: number | null
  /** Two-sided: how likely a |z| this large is when the true weight is 0. */
  readonly p: number | null
  readonly lower95: number | null
  readonly upper95: number | null
}

/** What a logistic regression knows about its fit, as statsmodels' `Logit` names it. */
export interface LogisticSummary {
  readonly n: number
  readonly intercept: LogisticTerm
  readonly coefficients: readonly LogisticTerm[]
  /** Features that are constant or follow from those before them. */
  readonly dropped: readonly string[]
  /** Null unless the weights are those of the last `fit` with `solver: 'newton'`. */
  readonly logLikelihood: number | null
}

/** 97.5 % of a standard normal lie below. */
const Z975 = 1.959963984540054

/** Wald's z, p and 95 % intervals of a fit. */
export function summariseLogistic(
  model: {
    readonly n: number
    readonly features: readonly string[]
    readonly intercept: number
    readonly coefficients: readonly number[]
  },
  fit: Omit<LogisticFit, 'weights'> | undefined,
): LogisticSummary {
  const term = (name: string, value: number, place: number): LogisticTerm => {
    const error = fit?.standardErrors[place] ?? null
    const z = error === null ? null : value / error
    return {
      name,
      value,
      oddsRatio: Math.exp(value),
      standardError: error,
      z,
      p: z === null ? null : normalTwoSided(z),
      lower95: error === null ? null : value - Z975 * error,
      upper95: error === null ? null : value + Z975 * error,
    }
  }
  return {
    n: model.n,
    intercept: term('intercept', model.intercept, 0),
    coefficients: model.features.map((name, j) => term(name, model.coefficients[j] ?? 0, j + 1)),
    dropped: (fit?.dropped ?? []).map(j => model.features[j] as string),
    logLikelihood: fit?.logLikelihood ?? null,
  }
}

/** A logistic regression as people read it: odds ratios, and how sure they are where that is known. */
export function describeLogistic(
  plain: ModelDescription,
  summary: LogisticSummary,
  fitIntercept: boolean,
): ModelDescription {
  const terms = fitIntercept ? [summary.intercept, ...summary.coefficients] : summary.coefficients
  const sure = terms.some(term => term.standardError !== null)
  const { dropped, logLikelihood } = summary
  return {
    ...plain,
    parameters: [
      ...plain.parameters,
      ...(logLikelihood === null ? [] : [{ name: 'log likelihood', value: logLikelihood }]),
    ],
    tables: [
      {
        title: 'Weights',
        columns: [
          'term',
          'weight',
          'odds ratio',
          ...(sure ? ['standard error', 'z', 'p', '95 % from', '95 % to'] : []),
        ],
        rows: terms.map(t => [
          t.name,
          t.value,
          t.oddsRatio,
          ...(sure ? [t.standardError, t.z, t.p, t.lower95, t.upper95] : []),
        ]),
      },
    ],
    notes: [
      ...plain.notes,
      ...(dropped.length > 0
        ? [`Dropped, because constant or collinear with the columns before: ${dropped.join(', ')}.`]
        : []),
    ],
  }
}
