import { describe, expect, test } from 'vitest'
import { RandomSource } from '../../../src/base/random.ts'
import { ConformalIntervals } from '../../../src/ml/conformal/conformalIntervals.ts'
import { ADWIN } from '../../../src/ml/drift/adwin.ts'
import { DDM } from '../../../src/ml/drift/ddm.ts'
import type { DriftDetector } from '../../../src/ml/drift/driftDetector.ts'
import type { OnDriftOptions } from '../../../src/ml/drift/driftWatch.ts'
import { onDrift } from '../../../src/ml/drift/onDrift.ts'
import { PageHinkley } from '../../../src/ml/drift/pageHinkley.ts'
import type { Regressor } from '../../../src/ml/estimator/regressor.ts'
import { prequential } from '../../../src/ml/evaluation/prequential.ts'
import { fromJSON } from '../../../src/ml/fromJson.ts'
import { SGDRegressor } from '../../../src/ml/gradient/sgdRegressor.ts'
import { LinearRegression } from '../../../src/ml/linear/linearRegression.ts'
import { pipeline } from '../../../src/ml/pipeline/pipeline.ts'
import { StandardScaler } from '../../../src/ml/preprocessing/standardScaler.ts'
import { hasPurchases, numberRows } from '../golden.ts'

interface Purchase {
  readonly age: number
  readonly income: number
  readonly buyCount: number
  readonly price: number
}

const CHANGE = 5000
const NOISE = 4
/** What is left to the best predictor there can be: the mean of |noise|. */
const FLOOR = NOISE * Math.sqrt(2 / Math.PI)
const features = ['age', 'income', 'buyCount'] as const
const options = { features, label: 'price' } as const

/** A shop whose prices follow other rules from the `CHANGE`th purchase on. */
const shop: readonly Purchase[] = (() => {
  const random = new RandomSource(2024)
  return Array.from({ length: CHANGE + 3000 }, (_, i) => {
    const age = 18 + 60 * random.next()
    const income = 20_000 + 60_000 * random.next()
    const buyCount = 1 + random.below(6)
    const before = 10 + 0.4 * age + 0.0005 * income + 6 * buyCount
    const after = 35 + 0.1 * age + 0.0002 * income + 12 * buyCount
    return { age, income, buyCount, price: (i < CHANGE ? before : after) + NOISE * random.gaussian() }
  })
})()

const fresh = () => pipeline(new StandardScaler(), new LinearRegression())
const adwin = () => new ADWIN({ bounds: 'auto' })

const meanError = (rows: readonly { readonly residual: number }[], from: number, to: number): number =>
  rows.slice(from, to).reduce((sum, row) => sum + Math.abs(row.residual), 0) / (to - from)

const ACTIONS: readonly { name: string; detector: () => DriftDetector; options: OnDriftOptions }[] = [
  { name: 'reset, ADWIN', detector: adwin, options: { action: 'reset' } },
  { name: 'reset, Page-Hinkley', detector: () => new PageHinkley({ threshold: 100, delta: 1 }), options: {} },
  { name: 'forget, ADWIN', detector: adwin, options: { action: 'forget' } },
  {
    name: 'swap, ADWIN after a more eager one',
    detector: adwin,
    options: { action: 'swap', warning: new ADWIN({ delta: 0.05, clock: 8, bounds: 'auto' }) },
  },
]

describe('the shop whose prices change', () => {
  test('a model that goes on as if nothing had happened stays far above the floor', () => {
    const scored = prequential<Purchase, 'price', Regressor>(fresh(), options).mapBatch?.(shop) ?? []
    expect(meanError(scored, CHANGE + 600, CHANGE + 1000)).toBeGreaterThan(2 * FLOOR)
  })

  test.each(ACTIONS)('$name: within 10 % of the floor within 1,000 records', ({ detector, options: own }) => {
    const model = onDrift(fresh(), detector(), own)
    const scored = prequential<Purchase, 'price', typeof model>(model, options).mapBatch?.(shop) ?? []
    const before = meanError(scored, CHANGE - 2000, CHANGE)
    const after = meanError(scored, CHANGE + 600, CHANGE + 1000)
    if (process.env.REPORT) console.log(before / FLOOR, after / FLOOR, model.alarms)
    expect(before).toBeLessThan(1.05 * FLOOR)
    expect(after).toBeLessThan(1.1 * FLOOR)
    const marked = scored.flatMap((row, i) => (row.drift ? [i] : []))
    expect(marked).toEqual(model.alarms.map(alarm => alarm.record - 1))
    expect(marked).toHaveLength(1)
    expect(marked[0]).toBeGreaterThanOrEqual(CHANGE)
    expect(marked[0]).toBeLessThan(CHANGE + 300)
    expect(model.n).toBe(shop.length)
  })

  test.skipIf(!hasPurchases)(
    'the recorded shop, whose prices change at purchase 60,000 (needs ../shared/notebooks)',
    () => {
      const recorded = (hasPurchases ? numberRows('notebooks/data/purchases.csv') : [])
        .filter(row => (row.price as number) > 0 && (row.age as number) >= 18)
        .map(({ id = 0, age = 0, income = 0, buy_count = 0, price = 0 }) => ({
          id,
          age,
          income,
          buyCount: buy_count,
          price,
        }))
      const change = recorded.findIndex(row => row.id >= 60_000)
      const since = recorded.slice(change)
      // The floor: what least squares over all purchases after the change leaves.
      const best = new LinearRegression().fit(
        since.map(({ age, income, buyCount }) => ({ age, income, buyCount })),
        since.map(row => row.price),
      )
      const window = since.slice(600, 1000)
      const floor = window.reduce((sum, row) => sum + Math.abs(row.price - best.predictOne(row)), 0) / window.length
      const errorWith = (model: Regressor) => {
        const scored = prequential<Purchase, 'price', Regressor>(model, options).mapBatch?.(recorded) ?? []
        return meanError(scored, change + 600, change + 1000) / floor
      }
      expect(errorWith(fresh())).toBeGreaterThan(1.3)
      for (const { detector, options: own } of ACTIONS) {
        const model = onDrift(fresh(), detector(), { ...own, warning: own.warning?.clone() })
        const ratio = errorWith(model)
        if (process.env.REPORT) console.log(own.action, model.detector.type, ratio, model.alarms)
        expect(ratio).toBeLessThan(1.1)
      }
    },
  )
})

test.each(ACTIONS)('$name: saved at any moment, it goes on identically', ({ detector, options: own }) => {
  const part = shop.slice(CHANGE - 500, CHANGE + 800)
  const run = (restoreAt: number) => {
    let model = onDrift(fresh(), detector(), { ...own, warning: own.warning?.clone() })
    let scoring = prequential<Purchase, 'price', typeof model>(model, options)
    return part.map((row, i) => {
      if (i === restoreAt) {
        const text = JSON.stringify(model)
        model = fromJSON(text) as typeof model
        expect(JSON.stringify(model)).toBe(text)
        scoring = prequential<Purchase, 'price', typeof model>(model, options)
      }
      return scoring.mapBatch?.([row])[0]
    })
  }
  const straight = run(-1)
  for (const at of [0, 1, 30, 499, 520, 560, 640, 900]) expect(run(at)).toEqual(straight)
})

test('shows its alarms, and takes a model that has learned as it is', () => {
  const trained = new LinearRegression()
  for (const row of shop.slice(0, 100)) trained.learnOne({ age: row.age }, row.price)
  const coefficients = trained.coefficients
  const model = onDrift(trained, adwin(), { action: 'none' })
  expect(model.n).toBe(100)
  expect(model.model.coefficients).toEqual(coefficients)
  for (const row of shop.slice(CHANGE - 400, CHANGE + 400)) model.learnOne({ age: row.age }, row.price)
  const described = model.describe()
  expect(described.title).toContain('onDrift(')
  expect(described.tables.at(-1)?.rows).toEqual(model.alarms.map(({ record, action }) => [record, action]))
  expect(model.alarms.length).toBeGreaterThan(0)
  expect(model.clone().n).toBe(0)
})

test('intervals of the model are given on, and time reaches the model in the background too', () => {
  const model = onDrift(new ConformalIntervals(new LinearRegression(), { level: 0.5, window: 50 }), adwin())
  const scored = prequential<Purchase, 'price', typeof model>(model, options).mapBatch?.(shop.slice(0, 200)) ?? []
  expect(scored[0]).toMatchObject({ lower: null, upper: null, drift: false })
  const within = scored.slice(100).filter(row => row.price > (row.lower as number) && row.price < (row.upper as number))
  expect(within.length).toBeGreaterThan(30)
  expect(within.length).toBeLessThan(70)

  const timed = onDrift(new LinearRegression({ window: '5min' }), adwin(), {
    action: 'swap',
    warning: new ADWIN({ delta: 0.9, clock: 1, bounds: 'auto' }),
  })
  const times = shop.slice(CHANGE - 500, CHANGE + 500).map((row, i) => ({ ...row, at: 100 * i }))
  const rows =
    prequential<(typeof times)[number], 'price', typeof timed>(timed, { ...options, timestamp: 'at' }).mapBatch?.(
      times,
    ) ?? []
  expect(rows.some(row => row.drift)).toBe(true)
  const untimed = () =>
    prequential<Purchase, 'price', Regressor>(onDrift(new SGDRegressor(), adwin()), { ...options, timestamp: 'age' })
  expect(untimed).toThrow(/does not look at the time/)
})

test('wrong options are refused with what would do', () => {
  expect(() => onDrift({} as never, adwin())).toThrow(/no regressor and no classifier/)
  expect(() => onDrift(fresh(), {} as never)).toThrow(/is no drift detector.*ml\.ADWIN/)
  expect(() => onDrift(fresh(), adwin(), { action: 'stop' as never })).toThrow(/"reset" or "forget" or "swap"/)
  expect(() => onDrift(fresh(), adwin(), { action: 'swap' })).toThrow(/ADWIN gives no warnings.*warning: new ml\.ADWIN/)
  expect(() => onDrift(fresh(), new DDM(), { action: 'swap' })).not.toThrow()
  expect(() => onDrift(fresh(), new DDM(), { warmup: 3 } as never)).toThrow(/unknown option 'warmup'.*'warmUp'/)
  const scorer = onDrift(fresh(), new ADWIN(), { warmUp: 0 })
  expect(() => scorer.learnOne({ x: 1 }, 50)).toThrow(/lies outside its bounds \[0, 1\].*bounds: 'auto'/)
})
