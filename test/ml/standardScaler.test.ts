import { describe, expect, test } from 'vitest'
import { StandardScaler } from '../../src/ml/preprocessing/standardScaler.ts'
import { correctDigits, goldenJson, hasGolden } from './golden.ts'

interface Univariate {
  readonly n: number
  readonly exact_mean: string
  readonly exact_sd: string
  readonly y: readonly number[]
}

/** Correct digits of mean and deviation that float64 input and Welford's recurrence reach, one pass. */
const DIGITS: Readonly<Record<string, readonly [mean: number, deviation: number]>> = {
  NumAcc3: [14, 9],
  NumAcc4: [13, 8],
}

describe.skipIf(!hasGolden)('NIST univariate sets (needs ../shared/golden)', () => {
  const sets = hasGolden ? Object.entries(goldenJson<Record<string, Univariate>>('nist/univariate.json')) : []
  test.each(sets)('%s', (name, set) => {
    if (!Array.isArray(set.y)) return
    const scaler = new StandardScaler().fit(set.y.map(y => ({ y })))
    const deviation = Math.sqrt((scaler.variance[0] as number) * (set.n / (set.n - 1)))
    const found = [
      correctDigits(scaler.mean[0] as number, Number(set.exact_mean)),
      correctDigits(deviation, Number(set.exact_sd)),
    ]
    if (process.env.REPORT) console.log(name, found)
    const [mean, sd] = DIGITS[name] ?? [14, 12]
    expect(found[0]).toBeGreaterThanOrEqual(mean)
    expect(found[1]).toBeGreaterThanOrEqual(sd)
  })
})

test('merging equals learning in one piece, whatever the order of features', () => {
  const rows = Array.from({ length: 50 }, (_, i) => ({ a: Math.sin(i) + 1e6, b: i * i }))
  const whole = new StandardScaler().fit(rows)
  const left = new StandardScaler().fit(rows.slice(0, 20))
  left.merge(new StandardScaler().fit(rows.slice(20).map(({ a, b }) => ({ b, a }))))
  for (const j of [0, 1]) {
    expect(correctDigits(left.mean[j] as number, whole.mean[j] as number)).toBeGreaterThan(14)
    expect(correctDigits(left.variance[j] as number, whole.variance[j] as number)).toBeGreaterThan(9)
  }
  expect(left.n).toBe(50)
})

test('a constant feature is only moved, nothing learned changes nothing', () => {
  const scaler = new StandardScaler()
  expect(scaler.transformOne({ x: 5, c: 2 })).toEqual({ x: 5, c: 2 })
  for (let i = 0; i < 1000; i++) scaler.learnOne({ x: i, c: 0.1 })
  expect(scaler.scale[1]).toBe(1)
  expect(scaler.transformOne({ x: 0, c: 0.1 }).c).toBeCloseTo(0, 12)
})

test('options, shapes, errors', () => {
  const rows = [{ x: 1 }, { x: 3 }]
  expect(new StandardScaler({ withMean: false }).fit(rows).transform(rows)).toEqual([{ x: 1 }, { x: 3 }])
  expect(new StandardScaler({ withStd: false }).fit([[1], [5]]).transform([[3]])).toEqual([[0]])
  expect(
    new StandardScaler().fit({ columns: ['x'], values: [[1], [3]] }).transform({ columns: ['x'], values: [[4]] }),
  ).toEqual([{ x: 2 }])
  expect(() => new StandardScaler({ mean: true } as never)).toThrow(/unknown option 'mean'/)
  expect(() => new StandardScaler({ withStd: 1 as never })).toThrow(/withStd: 1 is not true or false/)
  expect(() => new StandardScaler().fit(rows).transformOne({ x: 'a' })).toThrow(/feature 'x': "a" is text/)
  expect(() => new StandardScaler().fit(rows).learnOne({ x: null })).toThrow(/feature 'x': null is missing/)
  expect(() => new StandardScaler().fit(rows).learnOne({ z: 1 })).toThrow(/feature 'z' appeared after/)
})
