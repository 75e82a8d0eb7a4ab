import { expect, test } from 'vitest'
import { RandomSource } from '../../../src/base/random.ts'
import { GivensRegression } from '../../../src/ml/linear/givensRegression.ts'
import { LinearRegression } from '../../../src/ml/linear/linearRegression.ts'
import { pipeline } from '../../../src/ml/pipeline/pipeline.ts'
import { StandardScaler } from '../../../src/ml/preprocessing/standardScaler.ts'

/** `npm run soak`: a hundred million. */
const RECORDS = Number(process.env.FLINKNB_LEARN_RECORDS ?? 200_000)
const SLOPES = [2, -1, 0.5]

/** y = 7 + 2a − b + c/2 + noise of deviation 1, test then train; returns saved sizes on the way. */
function run(model: LinearRegression | GivensRegression | ReturnType<typeof scaled>, records: number): number[] {
  const random = new RandomSource(17)
  model.useFeatures(['a', 'b', 'c'])
  const x = new Float64Array(3)
  const sizes: number[] = []
  for (let i = 0; i < records; i++) {
    let y = 7
    for (let j = 0; j < 3; j++) {
      x[j] = 10 * random.next()
      y += (SLOPES[j] as number) * (x[j] as number)
    }
    // A uniform number of deviation 1.
    model.predictAndLearnVector(x, y + Math.sqrt(12) * (random.next() - 0.5), 1)
    if ((i + 1) % (records / 4) === 0) sizes.push(JSON.stringify(model).length)
  }
  return sizes
}

function scaled() {
  return pipeline(new StandardScaler(), new LinearRegression())
}

test(`memory stays what it is over ${RECORDS.toLocaleString('en')} records, and so do the digits`, () => {
  const model = new LinearRegression()
  const sizes = run(model, RECORDS)
  // The text of a number has one to 25 characters; nothing else may change.
  expect(Math.max(...sizes)).toBeLessThan(1.2 * (sizes[0] as number))
  expect(model.n).toBe(RECORDS)
  const { coefficients, intercept, residualVariance } = model.summary()
  const terms = [intercept, ...coefficients]
  for (const [k, truth] of [7, ...SLOPES].entries()) {
    const term = terms[k]
    expect(Math.abs((term?.value ?? Number.NaN) - truth)).toBeLessThan(5 * (term?.standardError ?? 0))
  }
  expect(Math.abs((residualVariance ?? 0) - 1)).toBeLessThan(5 * Math.sqrt(2 / RECORDS))
})

test.each([
  ['in a pipeline', scaled],
  ['with a window', () => new LinearRegression({ window: 100 })],
  ['fading', () => new LinearRegression({ forgetting: 0.999 })],
  ['by rotations', () => new GivensRegression({ forgetting: 0.999 })],
] as const)('%s too', (_, make) => {
  const sizes = run(make(), Math.min(RECORDS, 10_000_000) / 10)
  expect(Math.max(...sizes)).toBeLessThan(1.2 * (sizes[0] as number))
})

test('predictions at the end equal those of the exact solution: the float64 beside it has not drifted', () => {
  const model = new LinearRegression()
  run(model, RECORDS)
  const x = Float64Array.of(3, 5, 7)
  const exact = model.coefficients.reduce<number>(
    (sum, value, j) => sum + (value ?? 0) * (x[j] as number),
    model.intercept,
  )
  expect(Math.abs(model.predictVector(x) - exact)).toBeLessThan(1e-10 * Math.abs(exact))
})
