import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { ml } from '../../../src/api/index.ts'

interface Search {
  readonly scoring: 'r2' | 'neg_mean_absolute_error'
  readonly params: readonly { readonly alpha: number; readonly fit_intercept: boolean }[]
  readonly mean: readonly number[]
  readonly std: readonly number[]
  readonly rank: readonly number[]
  readonly split0: readonly number[]
  readonly bestScore: number
  readonly coef: readonly number[]
  readonly predict: readonly number[]
}

const fixture = <T>(name: string): T =>
  JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../fixtures', name), 'utf8')) as T
const { searches, order } = fixture<{
  searches: readonly Search[]
  order: readonly { grid: Record<string, unknown[]> | Record<string, unknown[]>[]; expected: object[] }[]
}>('selection.json')
const { X, y } = fixture<{ crossVal: { X: number[][]; y: number[] } }>('splits.json').crossVal

test.each(order.map((_, i) => i))("grid %i is gone through in scikit-learn's order", i => {
  const { grid, expected } = order[i] as (typeof order)[number]
  expect(ml.parameterGrid(grid as Record<string, unknown[]>)).toEqual(expected)
})

test.each(
  searches.map(search => [search.scoring, search] as const),
)("ridge on diabetes, %s: scikit-learn's GridSearchCV", (scoring, search) => {
  const metric = scoring === 'r2' ? ml.R2 : ml.MAE
  const sign = scoring === 'r2' ? 1 : -1
  const found = ml.gridSearch(
    ({ alpha, fit_intercept }) =>
      ml.pipeline(new ml.StandardScaler(), new ml.LinearRegression({ l2: alpha, fitIntercept: fit_intercept })),
    { fit_intercept: [true, false], alpha: [0.1, 1, 10, 100] },
    { X, y, metric, cv: 5 },
  )
  expect(found.rows.map(({ alpha, fit_intercept }) => ({ alpha, fit_intercept }))).toEqual(search.params)
  expect(found.rows.map(row => row.rank)).toEqual(search.rank)
  for (const [i, row] of found.rows.entries()) {
    expect(sign * row.score).toBeCloseTo(search.mean[i] as number, 9)
    expect(row.std).toBeCloseTo(search.std[i] as number, 9)
    expect(sign * (row.split1 as number)).toBeCloseTo(search.split0[i] as number, 9)
  }
  expect(sign * found.bestScore).toBeCloseTo(search.bestScore, 9)
  expect(found.bestParameters).toEqual(search.params[search.rank.indexOf(1)])
  for (const [j, value] of found.model.regressor.coefficients.entries()) {
    expect(value).toBeCloseTo(search.coef[j] as number, 9)
  }
  for (const [i, value] of found.model.predict(X.slice(0, 3)).entries()) {
    expect(value).toBeCloseTo(search.predict[i] as number, 9)
  }
})

test('options of a pipeline by name, of its last step or of the one before the dot', () => {
  const whole = ml.pipeline(new ml.StandardScaler(), new ml.LinearRegression({ fitIntercept: true }))
  const found = ml.gridSearch(whole, { l2: [1, 10], 'StandardScaler.withStd': [true, false] }, { X, y })
  const first = searches[0] as Search
  const scaled = found.rows.filter(row => row['StandardScaler.withStd'])
  expect(scaled[0]?.score).toBeCloseTo(first.mean[2] as number, 9)
  expect(scaled[1]?.score).toBeCloseTo(first.mean[4] as number, 9)
  const centred = found.rows.filter(row => !row['StandardScaler.withStd'])
  expect(centred[0]?.score).not.toBeCloseTo(scaled[0]?.score as number, 3)
  expect(whole.n).toBe(0)
})

test('classes: parts are stratified, the best is fitted to all rows', () => {
  const labels = y.map(value => (value > 140 ? 'high' : 'low'))
  const found = ml.gridSearch(
    ({ l2 }) => ml.pipeline(new ml.StandardScaler(), new ml.LogisticRegression({ solver: 'newton', l2 })),
    { l2: [0.001, 0.1, 10] },
    { X, y: labels, metric: ml.LogLoss },
  )
  expect(found.bestScore).toBe(Math.min(...found.rows.map(row => row.score)))
  const alone = ml.crossValScore(
    ml.pipeline(new ml.StandardScaler(), new ml.LogisticRegression({ solver: 'newton', l2: found.bestParameters.l2 })),
    X,
    labels,
    { metric: ml.LogLoss },
  )
  expect(found.bestScore).toBeCloseTo(alone.reduce((sum, value) => sum + value, 0) / 5, 12)
  expect(found.model.n).toBe(X.length)
})

const rows = X.map(([a = 0, b = 0, c = 0], i) => ({ at: i * 1000, a, b, c, label: y[i] as number }))

test('over a stream each candidate is tested before it learns: the score is that of prequential', () => {
  const build = (learningRate: number) =>
    ml.pipeline(new ml.StandardScaler(), new ml.SGDRegressor({ optimizer: ml.optim.SGD({ learningRate }) }))
  const found = ml.gridSearch(
    ({ rate }) => build(rate),
    { rate: [0.001, 0.01, 0.1] },
    {
      rows,
      features: ['a', 'b', 'c'],
      label: 'label',
      prequential: true,
      metric: ml.RMSE,
    },
  )
  for (const row of found.rows) {
    const model = build(row.rate)
    const errors = rows.map(record => {
      const error = model.predictOne(record) - record.label
      model.useFeatures(['a', 'b', 'c'])
      model.learnOne(record, record.label)
      return error ** 2
    })
    expect(row.score).toBeCloseTo(Math.sqrt(errors.reduce((sum, value) => sum + value, 0) / errors.length), 9)
    expect(row.std).toBeNull()
    if (row.rank === 1) expect(found.model.predictOne(rows[0] as object)).toBe(model.predictOne(rows[0] as object))
  }
  expect(found.rows.map(row => row.rank).sort()).toEqual([1, 2, 3])
})

test('labels that come later are learned later, by records and by time', () => {
  const options = { rows, features: ['a', 'b', 'c'], label: 'label', prequential: true } as const
  const build = ({ l2 }: { l2: number }) => ml.pipeline(new ml.StandardScaler(), new ml.LinearRegression({ l2 }))
  const score = (more: object) => ml.gridSearch(build, { l2: [1] }, { ...options, ...more }).bestScore
  const byRecords = score({ delay: 20 })
  expect(byRecords).not.toBe(score({}))
  const byTime = score({ delay: '20s', timestamp: 'at' })
  expect([score({ delay: 19 }), byRecords, score({ delay: 21 })]).toContain(byTime)
  expect(ml.gridSearch(build, { l2: [1] }, { ...options, delay: 20 }).model.n).toBe(rows.length)
})

test('what cannot be searched says so', () => {
  const build = ({ l2 }: { l2: number }) => new ml.LinearRegression({ l2 })
  expect(() => ml.gridSearch(build, {} as { l2: number[] }, { X, y })).toThrow(/names nothing to try/)
  expect(() => ml.gridSearch(build, { l2: [] as number[] }, { X, y })).toThrow(/l2: .* cannot be tried/)
  expect(() => ml.gridSearch(build, { rank: [1] } as never, { X, y })).toThrow(
    /rank.* cannot be tried.*call it otherwise/,
  )
  expect(() => ml.gridSearch(build, { l2: [-1] }, { X, y })).toThrow(/ml\.gridSearch with .*l2.*-1.*l2/)
  expect(() => ml.gridSearch(build, { l2: [1] }, { X, y, metric: ml.Accuracy as never })).toThrow(/does not suit/)
  expect(() => ml.gridSearch(build, { l2: [1] }, { X, y, folds: 3 } as never)).toThrow(/folds/)
  expect(() => ml.gridSearch(new ml.LinearRegression(), { l3: [1] }, { X, y })).toThrow(/l3/)
  expect(() => ml.gridSearch(ml.pipeline(new ml.LinearRegression()), { 'Scaler.x': [1] }, { X, y })).toThrow(
    /no step 'Scaler'/,
  )
  expect(() =>
    ml.gridSearch(build, { l2: [1] }, { rows: [], features: ['a'], label: 'b', prequential: true } as never),
  ).toThrow(/rows: .* cannot be used/)
})
