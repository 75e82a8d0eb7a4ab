import { expect, test } from 'vitest'
import { LogisticRegression } from '../../src/ml/gradient/logisticRegression.ts'
import { SoftmaxRegression } from '../../src/ml/gradient/softmaxRegression.ts'
import { columns } from '../../src/ml/pipeline/columns.ts'
import { pipeline } from '../../src/ml/pipeline/pipeline.ts'
import { union } from '../../src/ml/pipeline/union.ts'
import { OneHotEncoder } from '../../src/ml/preprocessing/oneHotEncoder.ts'
import { StandardScaler } from '../../src/ml/preprocessing/standardScaler.ts'

const PLACES = ['Rome', 'Oslo', 'Bonn']
const rows = Array.from({ length: 90 }, (_, i) => ({
  age: 20 + ((i * 37) % 50),
  city: PLACES[(i * i + (i >> 2)) % 3] as string,
}))
const bought = rows.map(({ age, city }, i) => age + 10 * city.length + ((i * 29) % 50) > 105)

const encoding = () =>
  union(columns(['age'], new StandardScaler()), columns(['city'], new OneHotEncoder({ dropFirst: true })))

// Maximum likelihood does not depend on how features are scaled: the same fit without a pipeline is the reference.
const dummies = rows.map(({ age, city }) => [age, Number(city === 'Oslo'), Number(city === 'Rome')])
const named = rows.map(({ age, city }) => ({ age, oslo: Number(city === 'Oslo'), rome: Number(city === 'Rome') }))

test('a pipeline fits its logistic regression to the largest likelihood, as without one', () => {
  const logistic = () => new LogisticRegression({ solver: 'newton', classes: [false, true] })
  const piped = pipeline(encoding(), logistic()).fit(rows, bought)
  const alone = logistic().fit(dummies, bought)
  const expected = alone.predictProba(dummies)
  for (const [i, [no = 0, yes = 0]] of piped.predictProba(rows).entries()) {
    expect(no).toBeCloseTo(expected[i]?.[0] ?? Number.NaN, 8)
    expect(yes).toBeCloseTo(expected[i]?.[1] ?? Number.NaN, 8)
  }
  const summary = piped.last.summary()
  expect(summary.n).toBe(90)
  expect(summary.logLikelihood).toBeCloseTo(alone.summary().logLikelihood ?? Number.NaN, 8)
  // Wald's z of a weight does not depend on scale either.
  expect(summary.coefficients[0]?.z).toBeCloseTo(alone.summary().coefficients[0]?.z ?? Number.NaN, 6)
})

test('fitting again forgets the first batch, and learns on from the new one', () => {
  const model = pipeline(encoding(), new LogisticRegression({ solver: 'newton', classes: [false, true] }))
  const once = model.clone().fit(rows, bought).predictProba(rows)
  const opposite = bought.map(label => !label)
  expect(model.fit(rows, opposite).fit(rows, bought).predictProba(rows)).toEqual(once)
  model.learnOne({ age: 30, city: 'Rome' }, true)
  expect(model.n).toBe(91)
})

test('softmax regression too', () => {
  const softmax = () => new SoftmaxRegression({ solver: 'newton', l2: 0.01 })
  const tastes = rows.map(({ age }, i) => ['tea', 'coffee', 'juice'][(Math.floor(age / 20) + (i % 2)) % 3] as string)
  const piped = pipeline(new StandardScaler(), softmax()).fit(named, tastes)
  const scaler = new StandardScaler().fit(named)
  const alone = softmax().fit(scaler.transform(named), tastes)
  expect(piped.classes).toEqual(alone.classes)
  expect(piped.last.coefficients.flat()).toEqual(alone.coefficients.flat().map(w => expect.closeTo(w, 8)))
})
