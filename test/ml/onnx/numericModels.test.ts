import { expect, test } from 'vitest'
import { ml } from '../../../src/api/index.ts'
import type { Estimator } from '../../../src/ml/estimator/estimator.ts'
import { expectSame, FEATURES, records } from './sameAnswers.ts'

const scale = () => new ml.StandardScaler()

const regressors: Readonly<Record<string, () => ReturnType<typeof ml.fromJSON>>> = {
  LinearRegression: () => new ml.LinearRegression(),
  'LinearRegression, ridge, no intercept': () => new ml.LinearRegression({ l2: 3, fitIntercept: false }),
  'LinearRegression, forgetting': () => new ml.LinearRegression({ halfLife: 30 }),
  GivensRegression: () => new ml.GivensRegression(),
  BayesianRidge: () => new ml.BayesianRidge(),
  BayesianLinearRegression: () => new ml.BayesianLinearRegression(),
  'scaled LinearRegression': () => ml.pipeline(scale(), new ml.LinearRegression({ l2: 1 })),
  'twice scaled LinearRegression': () =>
    ml.pipeline(new ml.MinMaxScaler(), scale(), new ml.LinearRegression({ l2: 1 })),
  'scaled BayesianRidge': () => ml.pipeline(scale(), new ml.BayesianRidge()),
  'scaled SGDRegressor': () => ml.pipeline(scale(), new ml.SGDRegressor()),
  'averaged SGDRegressor': () => ml.pipeline(scale(), new ml.SGDRegressor({ optimizer: 'Adam', loss: 'huber' })),
  'scaled TargetScaler': () => ml.pipeline(scale(), new ml.TargetScaler(new ml.SGDRegressor())),
  PassiveAggressiveRegressor: () => ml.pipeline(scale(), new ml.PassiveAggressiveRegressor()),
  'polynomial LinearRegression': () =>
    ml.pipeline(new ml.PolynomialFeatures({ degree: 3, includeBias: true }), scale(), new ml.LinearRegression()),
  interactions: () =>
    ml.pipeline(new ml.PolynomialFeatures({ interactionOnly: true }), new ml.RobustScaler(), new ml.GivensRegression()),
  'union of columns': () =>
    ml.pipeline(
      ml.union({
        scaled: ml.columns(['a', 'c'], scale()),
        raw: ml.columns(['b']),
        squares: ml.columns(['a', 'b'], new ml.PolynomialFeatures(), new ml.MaxAbsScaler()),
      }),
      new ml.LinearRegression({ l2: 0.5 }),
    ),
  'columns in another order': () => ml.pipeline(ml.columns(['d', 'a'], scale()), new ml.LinearRegression({ l2: 1 })),
  'union, then scaler': () =>
    ml.pipeline(
      ml.union(ml.columns(['d'], scale()), ml.columns(['a', 'b'], new ml.MinMaxScaler())),
      scale(),
      new ml.LinearRegression({ l2: 2 }),
    ),
  'union before gradient learner': () =>
    ml.pipeline(
      ml.union(ml.columns(['d'], scale()), ml.columns(['a', 'b'], scale(), new ml.MinMaxScaler())),
      new ml.SGDRegressor(),
    ),
  AdaptiveStandardScaler: () => ml.pipeline(new ml.AdaptiveStandardScaler(), new ml.SGDRegressor()),
  'MinMaxScaler, clipped': () =>
    ml.pipeline(new ml.MinMaxScaler({ clip: true, range: [-1, 2] }), new ml.SGDRegressor()),
  'Normalizer l1': () => ml.pipeline(new ml.Normalizer({ norm: 'l1' }), new ml.LinearRegression()),
  'Normalizer l2': () => ml.pipeline(new ml.Normalizer(), new ml.LinearRegression()),
  'Normalizer max': () => ml.pipeline(new ml.Normalizer({ norm: 'max' }), new ml.LinearRegression()),
  Binarizer: () => ml.pipeline(new ml.Binarizer({ threshold: 1 }), new ml.LinearRegression()),
  GaussianRandomProjection: () =>
    ml.pipeline(new ml.GaussianRandomProjection({ components: 2, seed: 1 }), new ml.LinearRegression()),
  SparseRandomProjection: () =>
    ml.pipeline(
      new ml.SparseRandomProjection({ components: 3, seed: 2, density: 0.5 }),
      new ml.LinearRegression({ l2: 1 }),
    ),
  VarianceThreshold: () => ml.pipeline(new ml.VarianceThreshold({ threshold: 2 }), new ml.LinearRegression({ l2: 1 })),
  SelectKBest: () => ml.pipeline(new ml.SelectKBest({ k: 2 }), new ml.LinearRegression({ l2: 1 })),
  'Imputer of numbers': () =>
    ml.pipeline(new ml.Imputer({ indicator: true }), scale(), new ml.LinearRegression({ l2: 1 })),
  TargetScaler: () => new ml.TargetScaler(ml.pipeline(scale(), new ml.SGDRegressor())),
  'TargetScaler, Yeo-Johnson': () =>
    new ml.TargetScaler(new ml.LinearRegression(), { transform: 'yeoJohnson', lambda: 0.6, standardize: true }),
  'TargetScaler, Yeo-Johnson above 2': () =>
    new ml.TargetScaler(ml.pipeline(scale(), new ml.LinearRegression()), { transform: 'yeoJohnson', lambda: 2.1 }),
  'TargetScaler, Yeo-Johnson 0': () =>
    new ml.TargetScaler(new ml.LinearRegression(), { transform: 'yeoJohnson', lambda: 0 }),
  KNNRegressor: () => new ml.KNNRegressor({ neighbors: 4, window: 80 }),
  'KNNRegressor, by distance': () => ml.pipeline(scale(), new ml.KNNRegressor({ aggregate: 'distance' })),
  DummyRegressor: () => new ml.DummyRegressor({ strategy: 'median' }),
  ConformalIntervals: () => new ml.ConformalIntervals(ml.pipeline(scale(), new ml.LinearRegression()), { level: 0.8 }),
  DriftRegressor: () => ml.onDrift(ml.pipeline(scale(), new ml.LinearRegression()), new ml.PageHinkley()) as Estimator,
}

test.each(Object.entries(regressors))('%s predicts in onnxruntime what it predicts here', async (_, build) => {
  const model = build() as InstanceType<typeof ml.LinearRegression>
  model.useFeatures(FEATURES)
  const { X, y, fresh } = records(200)
  for (const [i, x] of X.entries()) model.learnOne(x, y[i] as number)
  const rows = fresh.concat(X.slice(0, 5))
  const answer = await expectSame(model, rows, { prediction: rows.map(row => model.predictOne(row)) })
  if (_ === 'ConformalIntervals') {
    const intervals = rows.map(row =>
      (model as unknown as InstanceType<typeof ml.ConformalIntervals>).predictIntervalOne(row),
    )
    expect(intervals[0]).toBeTruthy()
    for (const [i, interval] of intervals.entries()) {
      expect(answer.lower?.[i]).toBeCloseTo(interval?.lower as number, 9)
      expect(answer.upper?.[i]).toBeCloseTo(interval?.upper as number, 9)
    }
  }
})

test('labels that count or grow: Poisson loss, logarithms', async () => {
  for (const model of [
    ml.pipeline(scale(), new ml.SGDRegressor({ loss: 'poisson' })),
    new ml.TargetScaler(ml.pipeline(scale(), new ml.LinearRegression()), { transform: 'log' }),
    new ml.TargetScaler(ml.pipeline(scale(), new ml.LinearRegression()), { transform: 'log1p', standardize: true }),
  ]) {
    const { X, y, fresh } = records(150)
    for (const [i, x] of X.entries()) model.learnOne(x, Math.exp((y[i] as number) / 20))
    await expectSame(model, fresh, { prediction: fresh.map(row => model.predictOne(row)) })
  }
})

test('several labels', async () => {
  const model = new ml.MultiOutputRegression({ labels: ['low', 'high'], l2: 1 })
  const { X, y, fresh } = records(100)
  for (const [i, x] of X.entries()) model.learnOne(x, { low: y[i] as number, high: 3 * (y[i] as number) + 1 })
  await expectSame(model, fresh, { prediction: fresh.flatMap(row => Object.values(model.predictOne(row))) })
})

const classifiers: Readonly<Record<string, () => Estimator>> = {
  LogisticRegression: () => ml.pipeline(scale(), new ml.LogisticRegression()),
  'SGDClassifier, hinge': () => ml.pipeline(scale(), new ml.SGDClassifier({ loss: 'hinge' })),
  'SGDClassifier, modified Huber': () => ml.pipeline(scale(), new ml.SGDClassifier({ loss: 'modifiedHuber' })),
  Perceptron: () => ml.pipeline(scale(), new ml.Perceptron()),
  PassiveAggressiveClassifier: () => ml.pipeline(scale(), new ml.PassiveAggressiveClassifier()),
  'SoftmaxRegression of two': () => ml.pipeline(scale(), new ml.SoftmaxRegression()),
  'GaussianNB of two': () => new ml.GaussianNB(),
  DriftClassifier: () => ml.onDrift(ml.pipeline(scale(), new ml.LogisticRegression()), new ml.DDM()) as Estimator,
  'DummyClassifier, prior': () => new ml.DummyClassifier(),
  'DummyClassifier, last': () => new ml.DummyClassifier({ strategy: 'last' }),
}

const labels = {
  text: (y: number) => (y > 0 ? 'high' : 'low'),
  whole: (y: number) => (y > 0 ? 7 : 3),
  fraction: (y: number) => (y > 0 ? 0.5 : 1.5),
  boolean: (y: number) => y > 0,
}

test.each(Object.entries(classifiers))('%s tells classes in onnxruntime as here', async (_, build) => {
  for (const label of Object.values(labels)) {
    const model = build() as InstanceType<typeof ml.GaussianNB>
    await classifies(model, label)
  }
})

test.each([
  ['SoftmaxRegression', () => ml.pipeline(scale(), new ml.SoftmaxRegression())],
  ['GaussianNB', () => ml.pipeline(new ml.MinMaxScaler(), new ml.GaussianNB())],
  [
    'GaussianNB of a constant and an impossible class',
    () => new ml.GaussianNB({ classes: ['never', 'none'], densityFloor: 1e-6 }),
  ],
])('%s tells five classes', async (_, build) => {
  await classifies(
    build() as InstanceType<typeof ml.GaussianNB>,
    y => `class ${Math.min(4, Math.max(0, Math.floor(y / 8)))}`,
  )
})

async function classifies(
  model: InstanceType<typeof ml.GaussianNB>,
  label: (y: number) => string | number | boolean,
): Promise<void> {
  const { X, y, fresh } = records(200)
  for (const [i, x] of X.entries()) model.learnOne(x, label(y[i] as number))
  const told = fresh.map(row => model.predictOne(row))
  await expectSame(model, fresh, {
    label: told.map(value => (typeof value === 'boolean' ? String(value) : (value as string))),
    probabilities: model.predictProba(fresh).flat(),
  })
}

test('k-means gives cluster and distances', async () => {
  const { X, fresh } = records(200)
  const model = ml.pipeline(scale(), new ml.KMeans({ clusters: 4 })).fit(X)
  const answer = await expectSame(model, fresh, { label: model.predict(fresh) })
  expect(answer.distances).toHaveLength(fresh.length * 4)
  const nearest = fresh.map((_, i) => Math.min(...(answer.distances?.slice(4 * i, 4 * i + 4) as number[])))
  for (const [i, row] of fresh.entries()) {
    const x = Float64Array.from(FEATURES, name => row[name] as number)
    expect(nearest[i]).toBeCloseTo(model.distanceOfVector(x), 9)
  }
})

test('half-space trees give their score, before and after the first window', async () => {
  const { X, fresh } = records(300)
  const limits = Object.fromEntries(FEATURES.map(name => [name, [-10, 20] as const]))
  for (const n of [100, 300]) {
    const model = new ml.HalfSpaceTrees({ trees: 7, height: 5, window: 120, limits, seed: 3 }).fit(X.slice(0, n))
    const scores = model.score(fresh)
    if (n === 300) expect(new Set(scores).size).toBeGreaterThan(10)
    await expectSame(model, fresh, { score: scores })
  }
})

test('a transformer alone gives its features', async () => {
  const { X, fresh } = records(60)
  const model = ml.union(ml.columns(['a', 'b'], new ml.PolynomialFeatures()), ml.columns(['c'], scale())).fit(X)
  await expectSame(model, fresh, {
    transformed: (model.transform(fresh) as object[]).flatMap(row => Object.values(row)),
  })
})
