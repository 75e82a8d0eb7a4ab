import { describe, expect, test } from 'vitest'
import { RandomSource } from '../../../src/base/random.ts'
import { ConformalIntervals } from '../../../src/ml/conformal/conformalIntervals.ts'
import { DummyRegressor } from '../../../src/ml/dummy/dummyRegressor.ts'
import type { Regressor } from '../../../src/ml/estimator/regressor.ts'
import { prequential } from '../../../src/ml/evaluation/prequential.ts'
import { fromJSON } from '../../../src/ml/fromJson.ts'
import { SGD } from '../../../src/ml/gradient/optimizers/plain.ts'
import { SGDRegressor } from '../../../src/ml/gradient/sgdRegressor.ts'
import { LinearRegression } from '../../../src/ml/linear/linearRegression.ts'
import { pipeline } from '../../../src/ml/pipeline/pipeline.ts'
import { StandardScaler } from '../../../src/ml/preprocessing/standardScaler.ts'
import { hasGolden } from '../golden.ts'
import { dataSet, riverRun } from '../gradient/riverRun.ts'
import { expectClose } from '../gradient/testThenTrain.ts'

describe.skipIf(!hasGolden)('River’s RegressionJackknife (needs ../shared/golden)', () => {
  test.each([
    ['trump.conf.RegressionJackknife(std|LR(.1),0.9)', null],
    ['trump.conf.RegressionJackknife(window=100, 0.9)', 100],
  ] as const)('%s', (name, window) => {
    const { names, X, y } = dataSet('trump_approval')
    const inner = pipeline(new StandardScaler(), new SGDRegressor({ interceptLearningRate: 0.1 }))
    const model = new ConformalIntervals(inner, { level: 0.9, window, sides: 'twoSided' })
    model.useFeatures(names)
    const run = riverRun(name)
    const last: [number, number][] = []
    let covered = 0
    let widths = 0
    // The second run was recorded from the second record on.
    const from = window === null ? 0 : 1
    for (const [i, x] of X.entries()) {
      const label = y[i] as number
      // River's first interval, of no residual, has no width.
      const bounds = new Float64Array(2)
      if (model.intervalOfVector(x, bounds)) {
        const [lower, upper] = bounds as unknown as [number, number]
        widths += upper - lower
        if (label >= lower && label <= upper) covered++
        if (i >= X.length - 5) last.push([lower, upper])
      }
      model.learnVector(x, label, 1)
    }
    expectClose(
      [covered / (X.length - from), widths / (X.length - from)],
      [run.validity as number, run.efficiency as number],
    )
    expectClose(last.flat(), (run.last_intervals ?? []).flat())
    expect(model.overallCoverage).toBe(covered / (X.length - 1))
    expect(model.meanWidth).toBeCloseTo(widths / (X.length - 1), 12)
  })
})

/** y = x + noise, the noise of each kind with heavier or lighter tails. */
const NOISES: Readonly<Record<string, (random: RandomSource) => number>> = {
  normal: random => random.gaussian(),
  uniform: random => 2 * random.next() - 1,
  'Cauchy-like': random => random.gaussian() / (0.05 + Math.abs(random.gaussian())),
  'one-sided': random => -Math.log(1 - random.next()),
}

describe('coverage on streams whose distribution is known', () => {
  test.each(
    Object.entries(NOISES).flatMap(([name, noise]) =>
      [0.5, 0.9, 0.95].flatMap(level =>
        (['symmetric', 'twoSided'] as const).map(sides => ({ name, noise, level, sides })),
      ),
    ),
  )('$name, $level, $sides', ({ noise, level, sides }) => {
    const random = new RandomSource(11)
    const model = new ConformalIntervals(new LinearRegression(), { level, sides })
    for (let i = 0; i < 10_000; i++) {
      const x = random.gaussian()
      model.learnOne({ x }, x + noise(random))
    }
    // Binomial, and a little for the window's own luck: three deviations of 10,000 draws, and two more at level 0.5.
    const deviation = Math.sqrt((level * (1 - level)) / 10_000)
    expect(Math.abs((model.overallCoverage as number) - level)).toBeLessThan(4 * deviation + 1 / 500)
  })

  test('the width is that of the distribution', () => {
    const random = new RandomSource(2)
    const model = new ConformalIntervals(new LinearRegression(), { level: 0.9, window: 5000 })
    for (let i = 0; i < 10_000; i++) {
      const x = random.gaussian()
      model.learnOne({ x }, x + random.gaussian())
    }
    const { prediction, lower, upper } = model.predictIntervalOne({ x: 1 }) as {
      prediction: number
      lower: number
      upper: number
    }
    // 1.6449 of a standard normal: 90 %.
    expect((upper - lower) / 2).toBeCloseTo(1.6449, 1)
    expect(upper - prediction).toBeCloseTo(prediction - lower, 12)
  })

  test('adaptive intervals keep their level while the noise grows, fixed ones do not', () => {
    const coverageOf = (adaptive: boolean): number => {
      const random = new RandomSource(4)
      const model = new ConformalIntervals(new DummyRegressor(), {
        level: 0.9,
        window: 2000,
        adaptive,
        adaptationRate: 0.02,
      })
      let hits = 0
      for (let i = 0; i < 12_000; i++) {
        const y = random.gaussian() * Math.exp(i / 1500)
        const interval = model.predictIntervalOne({ x: 0 })
        if (i >= 2000 && interval && y >= interval.lower && y <= interval.upper) hits++
        model.learnOne({ x: 0 }, y)
      }
      return hits / 10_000
    }
    expect(coverageOf(false)).toBeLessThan(0.8)
    expect(Math.abs(coverageOf(true) - 0.9)).toBeLessThan(0.01)
  })

  test('a sudden change: coverage of the newest tells, the whole hides it', () => {
    const random = new RandomSource(8)
    const model = new ConformalIntervals(new DummyRegressor({ window: 100 }), { window: 300 })
    for (let i = 0; i < 5000; i++) model.learnOne({ x: 0 }, random.gaussian())
    for (let i = 0; i < 60; i++) model.learnOne({ x: 0 }, 8 + random.gaussian())
    expect(model.coverage).toBeLessThan(0.8)
    expect(model.overallCoverage).toBeGreaterThan(0.88)
  })
})

test('the worked example; nothing is said before enough residuals', () => {
  const model = new ConformalIntervals(new DummyRegressor(), { level: 0.5, window: 3 })
  expect(model.predictIntervalOne({ x: 0 })).toBeNull()
  for (const y of [4, 8, 5]) model.learnOne({ x: 0 }, y)
  const third = 17 / 3
  expectClose(Object.values(model.predictIntervalOne({ x: 0 }) ?? {}), [third, third - 4, third + 4])
  const cautious = new ConformalIntervals(new DummyRegressor(), { level: 0.9 })
  for (let i = 0; i < 8; i++) cautious.learnOne({ x: 0 }, i)
  expect(cautious.predictIntervalOne({ x: 0 })).toBeNull()
  cautious.learnOne({ x: 0 }, 8)
  expect(cautious.predictIntervalOne({ x: 0 })).not.toBeNull()
})

test('rows of prequential have lower and upper', () => {
  const model = new ConformalIntervals(pipeline(new StandardScaler(), new SGDRegressor()), { level: 0.5, window: 20 })
  const operator = prequential<{ x: number; y: number }, 'y', Regressor>(model, { features: ['x'], label: 'y' })
  const rows = Array.from({ length: 40 }, (_, i) => ({ x: i % 7, y: 3 * (i % 7) + ((i * 13) % 5) }))
  const scored = operator.mapBatch?.(rows) as unknown as readonly {
    lower: number | null
    upper: number | null
    prediction: number
  }[]
  expect(scored[0]).toMatchObject({ lower: null, upper: null })
  for (const { lower, upper, prediction } of scored.slice(5)) {
    expect(lower).toBeLessThan(prediction)
    expect(upper).toBeGreaterThan(prediction)
  }
})

test('saved and loaded at every record, it goes on identically', () => {
  const options = [
    { adaptive: true, window: 15, level: 0.8 },
    { window: null },
    { sides: 'twoSided', window: 10 },
  ] as const
  for (const option of options) {
    const create = (): ConformalIntervals =>
      new ConformalIntervals(
        pipeline(new StandardScaler(), new SGDRegressor({ optimizer: SGD({ learningRate: 0.05 }) })),
        option,
      )
    const straight = create()
    let model = create()
    const random = new RandomSource(6)
    for (let i = 0; i < 40; i++) {
      const [x, y] = [random.gaussian(), random.gaussian()]
      straight.learnOne({ x }, y)
      model.learnOne({ x }, y)
      model = fromJSON(JSON.stringify(model)) as ConformalIntervals
    }
    expect(JSON.stringify(model)).toBe(JSON.stringify(straight))
    expect(model.predictIntervalOne({ x: 1 })).toEqual(straight.predictIntervalOne({ x: 1 }))
    expect(model.clone().n).toBe(0)
  }
})

test('what cannot be is said', () => {
  const create = (options: object) => () => new ConformalIntervals(new DummyRegressor(), options)
  expect(create({ level: 90 })).toThrow(/level: 90.*below 1/)
  expect(create({ window: 5 })).toThrow(/5 residuals cannot cover 0.9.*9 or more/)
  expect(create({ window: null, adaptive: true })).toThrow(/window: null goes with fixed/)
  expect(create({ lvel: 0.9 })).toThrow(/Did you mean 'level'/)
  expect(() => new ConformalIntervals(new StandardScaler() as never)).toThrow(/is no regressor/)
})
