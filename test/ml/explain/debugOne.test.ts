import { expect, test } from 'vitest'
import { ml } from '../../../src/api/index.ts'
import { mimeBundleOf } from '../../../src/kernel/values/mimeBundleOf.ts'
import { FEATURES, records } from '../onnx/sameAnswers.ts'

const { X, y, fresh } = records(400)
const row = fresh[0] as Readonly<Record<string, number>>
type Explained = ReturnType<typeof ml.debugOne>

const contribution = (explained: Explained, feature: string) =>
  explained.contributions.find(part => part.feature === feature)?.contribution ?? 0

/** What River's debug_one promises, and what makes contributions worth reading. */
function addsUp(explained: Explained): void {
  const sum = explained.contributions.reduce((total, part) => total + part.contribution, explained.base)
  expect(sum).toBeCloseTo(explained.total, 8)
}

test('a linear model: coefficient × value, from the intercept', () => {
  const model = new ml.LinearRegression().fit(
    [
      { a: 0, b: 0 },
      { a: 1, b: 0 },
      { a: 0, b: 1 },
    ],
    [1, 3, 6],
  )
  const explained = ml.debugOne(model, { a: 10, b: 2 })
  expect(explained.method).toBe('linear')
  expect(explained.base).toBeCloseTo(1, 12)
  expect(contribution(explained, 'a')).toBeCloseTo(20, 10)
  expect(contribution(explained, 'b')).toBeCloseTo(10, 10)
  expect(explained.prediction).toBeCloseTo(31, 10)
  addsUp(explained)
  // Measured from what is usual: coefficient × (value − mean), from the prediction for the means.
  const centred = ml.debugOne(
    model,
    { a: 10, b: 2 },
    {
      background: [
        { a: 4, b: 1 },
        { a: 6, b: 3 },
      ],
    },
  )
  expect(centred.base).toBeCloseTo(1 + 2 * 5 + 5 * 2, 10)
  expect(contribution(centred, 'a')).toBeCloseTo(10, 10)
  expect(contribution(centred, 'b')).toBeCloseTo(0, 10)
})

test('a pipeline, step by step: what a second scaler and unions make of it adds up to the prediction', () => {
  for (const model of [
    ml.pipeline(new ml.MinMaxScaler(), new ml.StandardScaler(), new ml.LinearRegression({ l2: 1 })),
    ml.pipeline(
      ml.union(ml.columns(['d'], new ml.StandardScaler()), ml.columns(['a', 'b'], new ml.MinMaxScaler())),
      new ml.StandardScaler(),
      new ml.LinearRegression({ l2: 1 }),
    ),
    ml.pipeline(new ml.PolynomialFeatures(), new ml.StandardScaler(), new ml.SGDRegressor()),
  ]) {
    model.useFeatures(FEATURES)
    for (const [i, x] of X.entries()) model.learnOne(x, y[i] as number)
    const explained = ml.debugOne(model, row)
    expect(explained.total).toBeCloseTo(model.predictOne(row), 8)
    expect(explained.steps).toHaveLength(model.transformers.length)
    addsUp(explained)
    const inner = model.regressor as InstanceType<typeof ml.LinearRegression>
    const z = explained.steps.at(-1)?.features as Record<string, number>
    for (const [j, name] of inner.features.entries()) {
      expect(contribution(explained, name)).toBeCloseTo((inner.coefficients[j] as number) * (z[name] as number), 8)
    }
  }
})

test('classifiers: the score of two classes, of one among several', () => {
  const two = ml.pipeline(new ml.StandardScaler(), new ml.LogisticRegression({ classes: [false, true] }))
  const many = ml.pipeline(new ml.StandardScaler(), new ml.SoftmaxRegression())
  for (const [i, x] of X.entries()) {
    two.learnOne(x, (y[i] as number) > 12)
    many.learnOne(x, ['low', 'mid', 'high'][Math.min(2, Math.max(0, Math.floor((y[i] as number) / 8)))] as string)
  }
  const score = ml.debugOne(two, row)
  expect(1 / (1 + Math.exp(-score.total))).toBeCloseTo(two.predictProbaOne(row).true as number, 9)
  expect(score.explains).toBe('score of true')
  addsUp(score)
  const chosen = ml.debugOne(many, row)
  expect(chosen.prediction).toBe(many.predictOne(row))
  addsUp(chosen)
})

test('a tree: what each split on the way changes, worked by hand', () => {
  const model = new ml.HoeffdingTreeRegressor({ gracePeriod: 10, leafPrediction: 'mean' })
  for (let i = 0; i < 10; i++) model.learnOne({ x: i }, i < 5 ? 1 : 3)
  const explained = ml.debugOne(model, { x: 7 })
  expect(explained).toMatchObject({ method: 'path', base: 2, total: 3, prediction: 3 })
  expect(explained.contributions).toEqual([{ feature: 'x', value: 7, contribution: 1 }])
  const classes = ml.pipeline(
    new ml.StandardScaler(),
    new ml.HoeffdingTreeClassifier({ gracePeriod: 50, delta: 0.1, tau: 0.4 }),
  )
  for (const [i, x] of X.entries()) classes.learnOne(x, (y[i] as number) > 12 ? 'high' : 'low')
  const path = ml.debugOne(classes, row)
  expect(path.total).toBe(classes.predictProbaOne(row)[String(path.prediction)])
  addsUp(path)
})

test('others by replacing one feature at a time: a feature that says nothing contributes nothing', () => {
  const model = ml.pipeline(new ml.StandardScaler(), new ml.KNNRegressor({ neighbors: 3 }))
  for (const [i, x] of X.entries()) model.learnOne({ ...x, constant: 5 }, y[i] as number)
  const explained = ml.debugOne(model, { ...row, constant: 5 })
  expect(explained.method).toBe('occlusion')
  expect(contribution(explained, 'constant')).toBe(0)
  addsUp(explained)
  const bayes = new ml.GaussianNB()
  for (const [i, x] of X.entries()) bayes.learnOne(x, (y[i] as number) > 12 ? 'high' : 'low')
  expect(() => ml.debugOne(bayes, row)).toThrow(/nobody knows what is usual.*background/)
  addsUp(ml.debugOne(bayes, row, { background: X }))
})

test('text columns: what the encoder made of them', () => {
  const model = ml.pipeline(
    ml.union(ml.columns(['city'], new ml.OneHotEncoder()), ml.columns(['area'], new ml.StandardScaler())),
    new ml.LinearRegression({ l2: 0.1 }),
  )
  for (let i = 0; i < 30; i++) model.learnOne({ city: i % 2 ? 'Rome' : 'Oslo', area: i }, i + (i % 2 ? 100 : 0))
  const explained = ml.debugOne(model, { city: 'Rome', area: 3 })
  expect(explained.contributions[0]?.feature).toMatch(/city_/)
  addsUp(explained)
})

test('it is shown, learns nothing, and refuses what has not learned', () => {
  const model = ml.pipeline(new ml.StandardScaler(), new ml.LinearRegression())
  expect(() => ml.debugOne(model, row)).toThrow(/before anything was learned/)
  for (const [i, x] of X.entries()) model.learnOne(x, y[i] as number)
  const before = JSON.stringify(model)
  const bundle = mimeBundleOf(ml.debugOne(model, row))
  expect(bundle['text/plain']).toMatch(/Why .*\? .*LinearRegression/)
  expect(bundle['text/plain']).toMatch(/Contributions to the linear score/)
  expect(bundle['text/html']).toContain('<table')
  expect(JSON.stringify(model)).toBe(before)
})
