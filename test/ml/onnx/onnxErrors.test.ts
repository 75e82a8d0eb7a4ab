import { expect, test } from 'vitest'
import { ml } from '../../../src/api/index.ts'
import { ESTIMATOR_CLASSES } from '../../../src/ml/estimatorClasses.ts'
import { ESTIMATOR_WRAPPERS } from '../../../src/ml/estimatorWrappers.ts'
import { MODEL_CONVERTERS, TRANSFORMER_CONVERTERS } from '../../../src/ml/onnx/converterTable.ts'

/** Classes that ONNX cannot express; each error says why. */
const OUT_OF_REACH = [
  'BiasedMatrixFactorization',
  'DateFeatures',
  'HashingEncoder',
  'HoltWinters',
  'LagFeatures',
  'RollingFeatures',
  'RowFeatures',
]

test('every class is exported, or named as one that ONNX cannot express', () => {
  const exported = [...Object.keys(MODEL_CONVERTERS), ...Object.keys(TRANSFORMER_CONVERTERS)]
  const all = [...Object.keys(ESTIMATOR_CLASSES), ...Object.keys(ESTIMATOR_WRAPPERS)]
  expect(all.filter(type => !exported.includes(type)).sort()).toEqual(OUT_OF_REACH)
})

test('what cannot be exported says so, by name and with its reason', () => {
  const dates = ml.pipeline(new ml.DateFeatures(), new ml.LinearRegression())
  dates.learnOne({ at: '2026-01-01' }, 1)
  expect(() => ml.toOnnx(dates)).toThrow(/DateFeatures cannot be written as ONNX: ONNX knows no dates/)
  const lagged = ml.pipeline(new ml.LagFeatures({ lags: [1] }), new ml.LinearRegression())
  lagged.learnOne({ x: 1 }, 1)
  expect(() => ml.toOnnx(lagged)).toThrow(/LagFeatures .* remembers records before/)
  const near = new ml.KNNRegressor({ aggregate: 'median' })
  near.learnOne({ x: 1 }, 1)
  expect(() => ml.toOnnx(near)).toThrow(/KNNRegressor .* no weighted median/)
})

test('what has not learned, and what is no model, is refused', () => {
  expect(() => ml.toOnnx(new ml.LinearRegression())).toThrow(/LinearRegression does not know its features yet/)
  const classes = new ml.LogisticRegression()
  classes.useFeatures(['x'])
  expect(() => ml.toOnnx(classes)).toThrow(/LogisticRegression knows no class yet/)
  expect(() => ml.toOnnx(5 as never)).toThrow(/5 is no model/)
  const model = new ml.LinearRegression().fit([{ x: 1 }, { x: 2 }], [1, 2])
  expect(() => ml.toOnnx(model, { column: {} } as never)).toThrow(/column/)
  expect(() => ml.toOnnx(model, { columns: { y: 'number' } })).toThrow(/columns: .*y/)
})

test('a column read as text and as number asks which it is', () => {
  const model = ml.pipeline(
    ml.union({ one: ml.columns(['x'], new ml.OneHotEncoder()), two: ml.columns(['x'], new ml.StandardScaler()) }),
    new ml.LinearRegression({ l2: 1 }),
  )
  for (const x of [1, 2, 3]) model.learnOne({ x }, x)
  expect(() => ml.toOnnx(model)).toThrow(/feature 'x' is read as number and as text/)
  expect(ml.toOnnx(model, { columns: { x: 'number' } }).length).toBeGreaterThan(100)
})
