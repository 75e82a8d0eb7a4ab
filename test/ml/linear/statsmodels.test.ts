import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { BayesianLinearRegression } from '../../../src/ml/linear/bayesianLinearRegression.ts'
import { BayesianRidge } from '../../../src/ml/linear/bayesianRidge.ts'
import { GivensRegression } from '../../../src/ml/linear/givensRegression.ts'
import { LinearRegression } from '../../../src/ml/linear/linearRegression.ts'
import { MultiOutputRegression } from '../../../src/ml/linear/multiOutputRegression.ts'
import { expectClose } from './closeTo.ts'

interface Figures {
  readonly params: readonly number[]
  readonly bse: readonly number[]
  readonly p: readonly number[]
  readonly r2: number
  readonly r2_adj: number
  readonly F: number
  readonly F_p: number
  readonly sigma2: number
  readonly llf: number
  readonly aic: number
  readonly bic: number
}

/** Recorded by test/ml/fixtures/linearRegression.py. */
const recorded = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '../fixtures/linearRegression.json'), 'utf8'),
) as {
  readonly names: string[]
  readonly X: number[][]
  readonly y: number[]
  readonly y2: number[]
  readonly ols: Figures
  readonly ols_no_intercept: Figures
  readonly intervals90_first3: Readonly<Record<string, readonly number[]>>
  readonly hc: Readonly<Record<'HC0' | 'HC1' | 'HC2' | 'HC3', readonly number[]>>
  readonly weights: number[]
  readonly wls: Pick<Figures, 'params' | 'bse' | 'r2'>
  readonly rolling20: Readonly<Record<string, readonly number[]>>
  readonly 'fading0.9_exact': number[]
  readonly 'fading0.9_l2_1_exact': number[]
  readonly no_intercept_l2_2_exact: number[]
  readonly 'directional0.95_after_10_exact': number[]
  readonly nig: {
    readonly mean: number[]
    readonly shape: number
    readonly rate: number
    readonly predictive_first: { readonly mean: number; readonly scale: number; readonly reach90: number }
  }
  readonly multi: { readonly coef: number[][]; readonly intercept: number[] }
  readonly bayesian_ridge: {
    readonly coef: number[]
    readonly intercept: number
    readonly alpha: number
    readonly lambda: number
  }
}
const { names, y } = recorded
const rows = recorded.X.map(row => Object.fromEntries(row.map((value, j) => [names[j] as string, value])))

function termsOf(model: LinearRegression | GivensRegression | BayesianRidge): (number | null)[] {
  return [model.intercept, ...model.coefficients]
}

function learned<M extends { learnOne(x: object, y: number, weight?: number): void }>(model: M, weights?: number[]): M {
  for (const [i, row] of rows.entries()) model.learnOne(row, y[i] as number, weights?.[i] ?? 1)
  return model
}

describe('as statsmodels has it', () => {
  test.each([true, false])('every figure of OLS, with an intercept: %s', fitIntercept => {
    const figures = fitIntercept ? recorded.ols : recorded.ols_no_intercept
    const summary = learned(new LinearRegression({ fitIntercept })).summary()
    const terms = fitIntercept ? [summary.intercept, ...summary.coefficients] : summary.coefficients
    expectClose(
      terms.map(term => term.value),
      figures.params,
    )
    expectClose(
      terms.map(term => term.standardError),
      figures.bse,
    )
    expectClose(
      terms.map(term => term.p),
      figures.p,
      1e-8,
    )
    expectClose(
      [summary.r2, summary.adjustedR2, summary.fStatistic, summary.fP, summary.residualVariance],
      [figures.r2, figures.r2_adj, figures.F, figures.F_p, figures.sigma2],
    )
    expectClose([summary.logLikelihood, summary.aic, summary.bic], [figures.llf, figures.aic, figures.bic])
  })

  test('confidence and prediction intervals', () => {
    const model = learned(new LinearRegression())
    const figures = recorded.intervals90_first3
    const confidence = rows.slice(0, 3).map(row => model.predictInterval(row, { level: 0.9, kind: 'confidence' }))
    const prediction = rows.slice(0, 3).map(row => model.predictInterval(row, { level: 0.9 }))
    expectClose(
      confidence.map(interval => interval.prediction),
      figures.mean as number[],
    )
    expectClose(
      confidence.map(interval => interval.standardError),
      figures.mean_se as number[],
    )
    expectClose(
      confidence.flatMap(({ lower, upper }) => [lower, upper]),
      (figures.mean_ci_lower as number[]).flatMap((lower, i) => [lower, figures.mean_ci_upper?.[i] as number]),
    )
    expectClose(
      prediction.flatMap(({ lower, upper }) => [lower, upper]),
      (figures.obs_ci_lower as number[]).flatMap((lower, i) => [lower, figures.obs_ci_upper?.[i] as number]),
    )
    expect(() => model.predictInterval(rows[0] as object, { level: 2 })).toThrow(/level: 2 is no probability/)
    expect(() => learned(new LinearRegression({ l2: 1 })).predictInterval(rows[0] as object)).toThrow(/penalty/)
    const young = new LinearRegression()
    young.learnOne(rows[0] as object, 1)
    expect(young.predictInterval(rows[1] as object)).toEqual({
      prediction: 1,
      lower: null,
      upper: null,
      standardError: null,
    })
  })

  test.each(['HC0', 'HC1', 'HC2', 'HC3'] as const)('robust standard errors %s', kind => {
    const model = new LinearRegression().fit(rows, y)
    const errors = model.robustErrors(rows, y, kind)
    expect(Object.keys(errors)).toEqual(['(intercept)', ...names])
    expectClose(Object.values(errors), recorded.hc[kind] as number[])
  })

  test('robust errors need the same records, and a name they know', () => {
    const model = new LinearRegression().fit(rows, y)
    expect(() => model.robustErrors(rows.slice(1), y.slice(1))).toThrow(/59 records, but 60 were learned/)
    expect(() => model.robustErrors(rows, y, 'HC9' as 'HC0')).toThrow(/kind: "HC9" is unknown/)
    expect(() => new LinearRegression({ l2: 1 }).fit(rows, y).robustErrors(rows, y)).toThrow(/only for least squares/)
  })

  test('weights', () => {
    const model = learned(new LinearRegression(), recorded.weights)
    expectClose(termsOf(model), recorded.wls.params)
    const { intercept, coefficients, r2 } = model.summary()
    expectClose([r2], [recorded.wls.r2])
    expectClose(
      [intercept, ...coefficients].map(term => term.standardError),
      recorded.wls.bse,
    )
    expectClose(termsOf(learned(new GivensRegression(), recorded.weights)), recorded.wls.params)
  })

  test('a window of 20 records', () => {
    const model = new LinearRegression({ window: 20 })
    let compared = 0
    for (const [i, row] of rows.entries()) {
      model.learnOne(row, y[i] as number)
      const figures = recorded.rolling20[i + 1]
      if (!figures) continue
      compared++
      expectClose(termsOf(model), figures as number[])
    }
    expect(compared).toBe(6)
    expect(model.n).toBe(60)
    expect(model.summary().records).toBe(20)
    expect(model.summary().degreesOfFreedom).toBe(15)
  })
})

describe('against 50-digit arithmetic', () => {
  test('exponential forgetting, with and without a penalty', () => {
    expectClose(termsOf(learned(new LinearRegression({ forgetting: 0.9, l2: 0 }))), recorded['fading0.9_exact'], 1e-12)
    const ridge = learned(new LinearRegression({ forgetting: 0.9 }))
    expect(ridge.options.l2).toBe(1)
    expectClose(termsOf(ridge), recorded['fading0.9_l2_1_exact'], 1e-12)
    expectClose(termsOf(learned(new GivensRegression({ forgetting: 0.9, l2: 0 }))), recorded['fading0.9_exact'])
    const byTime = new LinearRegression({ halfLife: '1s', l2: 0 })
    const perRecordMs = (1000 * Math.log(0.9)) / Math.log(0.5)
    for (const [i, row] of rows.entries()) {
      byTime.advanceTo(i * perRecordMs)
      byTime.learnOne(row, y[i] as number)
    }
    expectClose(termsOf(byTime), recorded['fading0.9_exact'], 1e-10)
  })

  test('directional forgetting, as Cao and Schwartz write it', () => {
    const plain = new LinearRegression()
    for (let i = 0; i < 10; i++) plain.learnOne(rows[i] as object, y[i] as number)
    const model = new LinearRegression({ forgetting: 0.95, directional: true })
    // Plain sums of the first ten records, into a model that forgets.
    model.restore({ ...plain.toJSON(), options: model.options })
    for (let i = 10; i < 60; i++) model.learnOne(rows[i] as object, y[i] as number)
    expectClose(termsOf(model), recorded['directional0.95_after_10_exact'], 1e-11)
    expect(model.describe().notes).toContain('No standard errors: directional forgetting leaves no sums of records.')
  })

  test('ridge without an intercept', () => {
    const model = learned(new LinearRegression({ fitIntercept: false, l2: 2 }))
    expectClose(model.coefficients, recorded.no_intercept_l2_2_exact, 1e-13)
    const rotated = learned(new GivensRegression({ fitIntercept: false, l2: 2 }))
    expectClose(rotated.coefficients, recorded.no_intercept_l2_2_exact, 1e-9)
  })

  test('normal–inverse-gamma posterior and predictive distribution', () => {
    const { nig } = recorded
    const model = learned(new BayesianLinearRegression({ precision: 3, shape: 2, rate: 500, fitIntercept: false }))
    const { coefficients, shape, rate } = model.posterior()
    expectClose([...coefficients, shape, rate], [...nig.mean, nig.shape, nig.rate], 1e-12)
    const predictive = model.predictDistributionOne(rows[0] as object)
    const { mean, scale, reach90 } = nig.predictive_first
    expectClose([predictive.mean, predictive.scale, predictive.degreesOfFreedom], [mean, scale, 2 * nig.shape], 1e-11)
    const interval = predictive.interval(0.9)
    expectClose([interval?.lower ?? null, interval?.upper ?? null], [mean - reach90, mean + reach90], 1e-10)
  })
})

describe('as scikit-learn has it', () => {
  test('several labels', () => {
    const model = new MultiOutputRegression({ labels: ['y', 'y2'] })
    model.fit(
      rows,
      y.map((value, i) => ({ y: value, y2: recorded.y2[i] as number })),
    )
    for (const [k, label] of ['y', 'y2'].entries()) {
      const { intercept, coefficients } = model.summary(label)
      const truth = [recorded.multi.intercept[k] as number, ...(recorded.multi.coef[k] as number[])]
      expectClose(
        [intercept, ...coefficients].map(term => term.value),
        truth,
      )
    }
  })

  test('BayesianRidge', () => {
    const { coef, intercept, alpha, lambda } = recorded.bayesian_ridge
    const model = learned(new BayesianRidge())
    expectClose([...termsOf(model), model.alpha, model.lambda], [intercept, ...coef, alpha, lambda])
  })
})
