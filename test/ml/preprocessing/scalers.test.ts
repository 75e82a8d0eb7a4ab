import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../src/base/random.ts'
import type { Transformer } from '../../../src/ml/estimator/transformer.ts'
import { LinearRegression } from '../../../src/ml/linear/linearRegression.ts'
import { pipeline } from '../../../src/ml/pipeline/pipeline.ts'
import { AdaptiveStandardScaler } from '../../../src/ml/preprocessing/adaptiveStandardScaler.ts'
import { Binarizer } from '../../../src/ml/preprocessing/binarizer.ts'
import { MaxAbsScaler } from '../../../src/ml/preprocessing/maxAbsScaler.ts'
import { MinMaxScaler } from '../../../src/ml/preprocessing/minMaxScaler.ts'
import { Normalizer } from '../../../src/ml/preprocessing/normalizer.ts'
import { PolynomialFeatures } from '../../../src/ml/preprocessing/polynomialFeatures.ts'
import { RobustScaler } from '../../../src/ml/preprocessing/robustScaler.ts'
import { sortedQuantile } from '../../../src/ml/preprocessing/sortedQuantile.ts'
import { StandardScaler } from '../../../src/ml/preprocessing/standardScaler.ts'
import { expectClose, labels, recorded, rows } from './recorded.ts'

const fitted: Readonly<Record<string, () => Transformer>> = {
  MinMaxScaler: () => new MinMaxScaler(),
  'MinMaxScaler [-1, 2]': () => new MinMaxScaler({ range: [-1, 2] }),
  'MinMaxScaler clip': () => new MinMaxScaler({ clip: true }),
  MaxAbsScaler: () => new MaxAbsScaler(),
  RobustScaler: () => new RobustScaler(),
  'RobustScaler 10-90': () => new RobustScaler({ quantileRange: [10, 90] }),
  'RobustScaler without centring': () => new RobustScaler({ withCentering: false }),
  'RobustScaler without scaling': () => new RobustScaler({ withScaling: false }),
  'Normalizer l2': () => new Normalizer(),
  'Normalizer l1': () => new Normalizer({ norm: 'l1' }),
  'Normalizer max': () => new Normalizer({ norm: 'max' }),
  Binarizer: () => new Binarizer({ threshold: 1.5 }),
  'PolynomialFeatures 2': () => new PolynomialFeatures(),
  'PolynomialFeatures 3 bias': () => new PolynomialFeatures({ degree: 3, includeBias: true }),
  'PolynomialFeatures 3 interactions': () => new PolynomialFeatures({ degree: 3, interactionOnly: true }),
}

describe('fitted to a batch, as scikit-learn 1.9', () => {
  test.each(Object.keys(fitted))('%s', name => {
    const transformer = fitted[name]?.() as Transformer
    transformer.fit(rows.slice(0, 40))
    const found = [0, 7, 25, 39, 45, 59].map(i => Object.values(transformer.transformOne(rows[i] as object)))
    const expected = recorded.fitted_to_40_of_60[name] as number[][]
    for (const [i, values] of found.entries()) expectClose(values, expected[i] as number[])
  })

  test('names of polynomial features', () => {
    const names = new PolynomialFeatures({ degree: 3, includeBias: true }).fit(rows).outputFeatures
    expect(names).toEqual(recorded.polynomial_names)
  })
})

describe('record by record, as River 0.24', () => {
  const streamed: Readonly<Record<string, () => Transformer>> = {
    'AdaptiveStandardScaler(.6)': () => new AdaptiveStandardScaler({ fading: 0.6 }),
    MaxAbsScaler: () => new MaxAbsScaler(),
    MinMaxScaler: () => new MinMaxScaler(),
  }
  test.each(Object.keys(streamed))('%s', name => {
    const scaler = streamed[name]?.() as Transformer
    for (const [i, row] of rows.entries()) {
      scaler.learnOne(row)
      expectClose(Object.values(scaler.transformOne(row)), recorded.river[name]?.[i] as number[], 1e-11)
    }
  })
})

describe('quantiles over a stream', () => {
  const random = seededRandom(3)
  const values = Array.from({ length: 20_000 }, () => Math.exp(3 * random()))
  const quantile = (of: readonly number[], p: number): number =>
    sortedQuantile(
      [...of].sort((a, b) => a - b),
      p,
    )

  test('exact while there are at most 1,024 records', () => {
    const scaler = new RobustScaler()
    for (const [i, x] of values.slice(0, 1024).entries()) {
      scaler.learnOne({ x })
      if (i % 101 === 0) expect(scaler.median[0]).toBeCloseTo(quantile(values.slice(0, i + 1), 0.5), 12)
    }
  })

  test('estimated by P² beyond, within half a per cent of the ranks', () => {
    const scaler = new RobustScaler()
    for (const x of values) scaler.learnOne({ x })
    const found = Object.values(scaler.figures()).map(column => column[0] as number)
    const ranks = found.map(q => values.filter(value => value <= q).length / values.length)
    for (const [k, p] of [0.25, 0.5, 0.75].entries()) expect(Math.abs((ranks[k] as number) - p)).toBeLessThan(0.005)
  })

  test('exact over the newest records with a window, and after fit', () => {
    const scaler = new RobustScaler({ window: 100 })
    for (const x of values.slice(0, 950)) scaler.learnOne({ x })
    expect(scaler.median[0]).toBe(quantile(values.slice(850, 950), 0.5))
    const batch = new RobustScaler().fit(values.map(x => ({ x })))
    expect(batch.median[0]).toBe(quantile(values, 0.5))
    batch.learnOne({ x: 7 })
    expect(batch.median[0]).toBeCloseTo(quantile(values, 0.5), 2)
  })
})

test('a pipeline of any scalers before least squares equals a batch fit after every record', () => {
  const makers = [
    () => [new MinMaxScaler({ range: [-1, 2] })],
    () => [new MaxAbsScaler()],
    () => [new RobustScaler()],
    () => [new StandardScaler(), new MaxAbsScaler()],
    () => [new MinMaxScaler(), new StandardScaler({ withStd: false }), new RobustScaler()],
    () => [new StandardScaler(), new MinMaxScaler(), new MaxAbsScaler()],
  ]
  for (const make of makers) {
    const stream = pipeline(...(make() as [StandardScaler]), new LinearRegression({ l2: 2 }))
    for (const [i, row] of rows.entries()) {
      stream.learnOne(row, labels[i] as number)
      if (i < 15 || i % 11 > 0) continue
      let X: object[] = rows.slice(0, i + 1)
      for (const step of make()) X = (step as Transformer).fit(X).transform(X) as object[]
      const batch = new LinearRegression({ l2: 2 }).fit(X, labels.slice(0, i + 1))
      expectClose(stream.regressor.coefficients as number[], batch.coefficients as number[], 1e-9)
      expectClose([stream.predictOne(row)], [batch.predictOne(X[i] as object)], 1e-9)
    }
  }
})

test('merging min-max and max-abs scalers equals the whole', () => {
  for (const make of [() => new MinMaxScaler(), () => new MaxAbsScaler()]) {
    const left = make().fit(rows.slice(0, 20))
    left.merge(make().fit(rows.slice(20).map(({ a, b, c }) => ({ c, b, a }))) as MinMaxScaler & MaxAbsScaler)
    expect(left.toJSON()).toEqual(make().fit(rows).toJSON())
  }
})

test('wrong options are named', () => {
  expect(() => new MinMaxScaler({ range: [1, 0] })).toThrow(/MinMaxScaler: range: \[1,0\] is no range/)
  expect(() => new RobustScaler({ quantileRange: [50, 60] })).toThrow(/quantileRange: \[50,60\] is no range/)
  expect(() => new RobustScaler({ window: 1 })).toThrow(/window: 1 cannot be used/)
  expect(() => new Normalizer({ norm: 'l3' as never })).toThrow(/norm: "l3" is no choice.*'l2', 'l1', 'max'/)
  expect(() => new AdaptiveStandardScaler({ fading: 0 })).toThrow(/fading: 0 cannot be used/)
  expect(() => new PolynomialFeatures({ degree: 0 })).toThrow(/degree: 0 cannot be used/)
  expect(() => new PolynomialFeatures({ degree: 20 }).transformOne({ x: 1e9 })).toThrow(
    /feature 'x\^16': .* is too large/,
  )
})
