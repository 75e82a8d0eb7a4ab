import { describe, expect, test } from 'vitest'
import { LinearRegression } from '../../src/ml/linear/linearRegression.ts'
import { meanAbsoluteError, meanSquaredError, r2Score, rootMeanSquaredError } from '../../src/ml/metrics/scores.ts'
import { pipeline } from '../../src/ml/pipeline/pipeline.ts'
import { StandardScaler } from '../../src/ml/preprocessing/standardScaler.ts'
import { goldenJson, hasGolden, numberRows } from './golden.ts'

interface Fit {
  readonly intercept: number
  readonly coef: readonly number[]
  readonly mse: number
  readonly mae: number
  readonly r2: number
}

interface Expected {
  readonly diabetes: {
    readonly ols: Fit & { readonly exact_intercept_then_coef_18_digits: readonly string[] }
    readonly 'ols_split_i%5==4_test': Fit & {
      readonly test_mse: number
      readonly test_rmse: number
      readonly test_mae: number
      readonly test_r2: number
      readonly test_pred_first5: readonly number[]
    }
    readonly 'ridge_alpha=0.1': Fit
    readonly 'ridge_alpha=1.0': Fit
    readonly 'ridge_alpha=10.0': Fit
    readonly 'ridge_alpha=1_on_standardised': Fit
    readonly standard_scaler: {
      readonly mean: readonly number[]
      readonly var_ddof0: readonly number[]
      readonly scale: readonly number[]
      readonly first_row: readonly number[]
    }
    readonly statsmodels_ols: {
      readonly params: readonly number[]
      readonly bse: readonly number[]
      readonly t: readonly number[]
      readonly p: readonly number[]
      readonly ci95: readonly (readonly [number, number])[]
      readonly sigma2: number
      readonly r2: number
    }
  }
  readonly diabetes_recursive_ls_bmi_bp: { readonly after: Readonly<Record<string, readonly [number, number, number]>> }
}

describe.skipIf(!hasGolden)('scikit-learn and statsmodels on diabetes (needs ../shared/golden)', () => {
  const expected = hasGolden ? goldenJson<Expected>('sklearn_expected.json') : undefined
  const rows = hasGolden ? numberRows('golden/data/diabetes.csv') : []
  const y = rows.map(row => row.target as number)
  const X = rows.map(({ target: _, ...features }) => features)
  const diabetes = expected?.diabetes as Expected['diabetes']

  test('ordinary least squares, to 1e-9 and against exact coefficients to 1e-13', () => {
    const model = new LinearRegression().fit(X, y)
    expectFit(model, diabetes.ols)
    const exact = diabetes.ols.exact_intercept_then_coef_18_digits.map(Number)
    expectClose([model.intercept, ...model.coefficients], exact, 1e-13)
    const predicted = model.predict(X)
    expectClose([meanSquaredError(y, predicted)], [diabetes.ols.mse])
    expectClose([meanAbsoluteError(y, predicted)], [diabetes.ols.mae])
    expectClose([r2Score(y, predicted), model.r2], [diabetes.ols.r2, diabetes.ols.r2])
  })

  test('train and test', () => {
    const isTest = (_: unknown, i: number): boolean => i % 5 === 4
    const isTrain = (_: unknown, i: number): boolean => i % 5 !== 4
    const model = new LinearRegression().fit(X.filter(isTrain), y.filter(isTrain))
    const figures = diabetes['ols_split_i%5==4_test']
    expectFit(model, figures)
    const predicted = model.predict(X.filter(isTest))
    const truth = y.filter(isTest)
    expectClose(predicted.slice(0, 5), figures.test_pred_first5)
    expectClose(
      [
        meanSquaredError(truth, predicted),
        rootMeanSquaredError(truth, predicted),
        meanAbsoluteError(truth, predicted),
        r2Score(truth, predicted),
      ],
      [figures.test_mse, figures.test_rmse, figures.test_mae, figures.test_r2],
    )
  })

  test.each([0.1, 1, 10])('ridge with alpha %s', alpha => {
    const figures = diabetes[`ridge_alpha=${alpha.toFixed(1)}` as 'ridge_alpha=1.0']
    const model = new LinearRegression({ l2: alpha }).fit(X, y)
    expectFit(model, figures)
    expectClose([meanSquaredError(y, model.predict(X))], [figures.mse])
    expect(model.standardErrors.every(error => error === null)).toBe(true)
  })

  test('ridge behind a scaler, learned record by record', () => {
    const model = pipeline(new StandardScaler(), new LinearRegression({ l2: 1 }))
    for (const [i, x] of X.entries()) model.learnOne(x, y[i] as number)
    expectFit(model.regressor, diabetes['ridge_alpha=1_on_standardised'])
  })

  test('the scaler', () => {
    const scaler = new StandardScaler().fit(X)
    const figures = diabetes.standard_scaler
    expectClose(scaler.mean, figures.mean, 1e-13)
    expectClose(scaler.variance, figures.var_ddof0, 1e-12)
    expectClose(scaler.scale, figures.scale, 1e-12)
    expectClose(Object.values(scaler.transformOne(X[0] as object)), figures.first_row, 1e-12)
  })

  test('standard errors, t, p and 95 % intervals', () => {
    const summary = new LinearRegression().fit(X, y).summary()
    const terms = [summary.intercept, ...summary.coefficients]
    const figures = diabetes.statsmodels_ols
    expectClose(
      terms.map(term => term.value),
      figures.params,
    )
    expectClose(
      terms.map(term => term.standardError),
      figures.bse,
    )
    expectClose(
      terms.map(term => term.t),
      figures.t,
    )
    expectClose(
      terms.map(term => term.p),
      figures.p,
      1e-8,
    )
    expectClose(
      terms.map(term => term.lower95),
      figures.ci95.map(([lower]) => lower),
    )
    expectClose(
      terms.map(term => term.upper95),
      figures.ci95.map(([, upper]) => upper),
    )
    expectClose([summary.residualVariance, summary.r2], [figures.sigma2, figures.r2])
  })

  test('recursive least squares with an exact diffuse prior, after every recorded row', () => {
    const model = new LinearRegression()
    const after = expected?.diabetes_recursive_ls_bmi_bp.after ?? {}
    let compared = 0
    for (const [i, row] of rows.entries()) {
      model.learnOne({ bmi: row.bmi, bp: row.bp }, y[i] as number)
      const figures = after[i + 1]
      if (!figures) continue
      compared++
      expectClose([model.intercept, ...model.coefficients], figures, 1e-8)
    }
    expect(compared).toBe(8)
  })
})

function expectFit(model: LinearRegression, figures: Fit): void {
  expectClose([model.intercept, ...model.coefficients], [figures.intercept, ...figures.coef])
}

function expectClose(values: readonly (number | null)[], truth: readonly number[], tolerance = 1e-9): void {
  expect(values).toHaveLength(truth.length)
  for (const [i, value] of values.entries()) {
    const expected = truth[i] as number
    expect(Math.abs((value ?? Number.NaN) - expected), `${i}: ${value} for ${expected}`).toBeLessThanOrEqual(
      tolerance * Math.abs(expected),
    )
  }
}
