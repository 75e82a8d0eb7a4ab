import { describe, expect, test } from 'vitest'
import * as stats from '../../../src/api/stats.ts'
import { RandomSource } from '../../../src/base/random.ts'
import { trackStatistics } from '../../../src/ml/evaluation/trackStatistics.ts'
import type { StreamingStatistic } from '../../../src/ml/statistics/streaming/streamingStatistic.ts'
import { goldenJson, hasGolden, numberRows } from '../golden.ts'

/** By their names in `golden/river_stats.json`. */
const STATISTICS: Readonly<Record<string, () => StreamingStatistic>> = {
  Mean: () => new stats.Mean(),
  'Var(ddof1)': () => new stats.Var(),
  'Var(ddof0)': () => new stats.Var(0),
  'EWMean(.5)': () => new stats.EWMean(0.5),
  'EWMean(.01)': () => new stats.EWMean(0.01),
  'EWVar(.5)': () => new stats.EWVar(0.5),
  'EWVar(.01)': () => new stats.EWVar(0.01),
  'P2Quantile(.5)': () => new stats.Quantile(0.5),
  'P2Quantile(.05)': () => new stats.Quantile(0.05),
  'P2Quantile(.95)': () => new stats.Quantile(0.95),
  'RollingQuantile(.5,101)': () => new stats.RollingQuantile(0.5, 101),
  'Skew(bias False)': () => new stats.Skew(),
  'Kurtosis(bias False)': () => new stats.Kurtosis(),
  SEM: () => new stats.SEM(),
  IQR: () => new stats.IQR(),
  MAD: () => new stats.MAD(),
  'RollingVar(100)': () => new stats.RollingVar(100),
  'RollingMax(50)': () => new stats.RollingMax(50),
  'AutoCorr(1)': () => new stats.AutoCorr(1),
}

/** What River itself loses: its weighted variance is a difference of two numbers of 43², good to 43² 2⁻⁵² each. */
const LOST: Readonly<Record<string, number>> = { 'EWVar(.5)': 1e-12, 'EWVar(.01)': 1e-12 }

/** Where the figure is not defined yet, and River says a number all the same. */
const NOT_DEFINED: Readonly<Record<string, number>> = {
  'Kurtosis(bias False)': 4,
  'Skew(bias False)': 3,
  'AutoCorr(1)': 3,
}

describe.skipIf(!hasGolden)("River's statistics (needs ../shared/golden)", () => {
  const golden = hasGolden
    ? goldenJson<{ stats: Readonly<Record<string, readonly (readonly [number, number])[]>> }>('river_stats.json').stats
    : {}
  const series = hasGolden ? numberRows('golden/data/trump_approval.csv') : []
  const label = Object.keys(series[0] ?? {}).at(-1) as string

  test('every recorded statistic is here', () => {
    expect(Object.keys(golden).filter(name => name !== '_exact')).toEqual(Object.keys(STATISTICS))
  })

  test.each(Object.entries(STATISTICS))('%s', (name, create) => {
    const statistic = create()
    const expected = new Map(golden[name])
    let compared = 0
    for (const [i, row] of series.entries()) {
      statistic.add(row[label] as number)
      const figure = expected.get(i + 1)
      if (figure === undefined) continue
      if (statistic.value === null) expect(i + 1).toBeLessThan(NOT_DEFINED[name] ?? 2)
      else {
        expect(Math.abs(statistic.value - figure)).toBeLessThanOrEqual(1e-9 * Math.abs(figure) + (LOST[name] ?? 0))
        compared++
      }
    }
    expect(compared).toBeGreaterThanOrEqual(5)
  })
})

const random = new RandomSource(8)
const values = Array.from({ length: 300 }, () => 1e6 + random.gaussian())

describe.each(Object.entries(STATISTICS))('%s', (_, create) => {
  test('goes on identically after a restart; null before the first value', () => {
    const straight = create()
    expect(straight.value).toBeNull()
    let statistic = create()
    for (const [i, value] of values.entries()) {
      straight.add(value)
      if (i % 50 === 7) {
        const state: unknown = JSON.parse(JSON.stringify(statistic.toJSON()))
        statistic = create()
        statistic.restore(state)
      }
      statistic.add(value)
      expect(statistic.value).toBe(straight.value)
    }
  })
})

test.each([
  ['Mean', () => new stats.Mean()],
  ['Var', () => new stats.Var()],
  ['SEM', () => new stats.SEM()],
  ['Skew', () => new stats.Skew()],
  ['Kurtosis', () => new stats.Kurtosis()],
] as const)('%s of merged parts is that of the whole', (_, create) => {
  for (const cut of [0, 1, 7, 150, 300]) {
    const [left, right, whole] = [create(), create(), create()]
    for (const [i, value] of values.entries()) {
      ;(i < cut ? left : right).add(value)
      whole.add(value)
    }
    left.merge(right as never)
    expect(left.value).toBeCloseTo(whole.value as number, 8)
  }
})

test('rows get a column for each statistic', () => {
  const rows = [{ price: 1 }, { price: 3 }, { price: null }, { price: 8 }]
  const tracking = trackStatistics({ mean: new stats.Mean(), high: new stats.RollingMax(2) }, {
    value: row => row.price,
  } as {
    value: (row: (typeof rows)[number]) => number | null
  })
  expect(tracking.mapBatch?.(rows)).toEqual([
    { price: 1, mean: 1, high: 1 },
    { price: 3, mean: 2, high: 3 },
    { price: null, mean: 2, high: 3 },
    { price: 8, mean: 4, high: 8 },
  ])
  expect(() => tracking.mapBatch?.([{ price: 'x' as never }])).toThrow(/value: "x" is text.*The record/)
  expect(() => trackStatistics({}, { value: 'a' as never })).toThrow(/no statistics/)
  expect(() => trackStatistics({ a: 3 as never }, { value: 'a' as never })).toThrow(/'a' is no statistic/)
})

test('wrong options are refused', () => {
  expect(() => new stats.EWMean(0)).toThrow(/fading: 0 is no weight/)
  expect(() => new stats.Quantile(1)).toThrow(/1 is no quantile/)
  expect(() => new stats.RollingMax(0)).toThrow(/window: 0/)
  expect(() => new stats.AutoCorr(0)).toThrow(/lag: 0/)
  expect(() => new stats.IQR(0.8, 0.2)).toThrow(/0\.8 is not below 0\.2/)
})
