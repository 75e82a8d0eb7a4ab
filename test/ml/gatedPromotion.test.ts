import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { modelStore } from '../../src/api/models/modelStore.ts'
import { seededRandom } from '../../src/base/random.ts'
import { LinearRegression } from '../../src/ml/linear/linearRegression.ts'
import { R2 } from '../../src/ml/metrics/r2.ts'
import { type GatedPromotionOptions, gatedPromotion } from '../../src/ml/store/gatedPromotion.ts'

interface Row {
  readonly x: number
  readonly y: number | null
}
type Options = Omit<GatedPromotionOptions<Row, 'y'>, 'features' | 'label' | 'store' | 'name'>

const newStore = () => modelStore(mkdtempSync(path.join(tmpdir(), 'flinknb-promotion-')))

/** y = slope(i) · x + noise. */
function rows(n: number, slope: (i: number) => number): Row[] {
  const random = seededRandom(7)
  return Array.from({ length: n }, (_, i) => {
    const x = random()
    return { x, y: slope(i) * x + 0.1 * (random() - 0.5) }
  })
}

function promotion(store = newStore(), options: Options = {}) {
  const challenger = new LinearRegression()
  const operator = gatedPromotion<Row, LinearRegression, 'y'>(challenger, {
    features: ['x'],
    label: 'y',
    store,
    name: 'price',
    window: 100,
    ...options,
  })
  const run = (input: readonly Row[]) => {
    const out: Parameters<Parameters<typeof operator.processElement>[2]['collect']>[0][] = []
    for (const row of input) operator.processElement(row, undefined, { collect: value => void out.push(value) })
    return out
  }
  return { store, operator, run, challenger }
}

test('the first window makes the first version; a challenger that learned on is promoted when the world has changed', () => {
  const { store, run } = promotion(newStore(), { margin: 0.2 })
  const out = run(rows(2000, i => (i < 1000 ? 2 : 2 + (i - 1000) / 250)))
  const promotions = out.flatMap((row, i) => (row.promotion === null ? [] : [[i, row.promotion]]))
  expect(promotions[0]).toEqual([99, 'promoted'])
  expect(out.slice(0, 100).every(row => row.modelVersion === 0 && row.prediction === row.challengerPrediction)).toBe(
    true,
  )
  expect(out[100]?.modelVersion).toBe(1)
  const afterChange = promotions.filter(([i]) => (i as number) >= 1000)
  expect(afterChange.length).toBeGreaterThan(0)
  expect(promotions.filter(([i]) => (i as number) > 200 && (i as number) < 1000)).toEqual([])
  const versions = store.versions('price')
  expect(versions.length).toBe(promotions.length)
  expect(versions.map(v => v.parent)).toEqual([null, ...versions.slice(0, -1).map(v => v.version)])
  expect(versions.at(-1)?.note).toMatch(/^MAE \S+ against \S+ on 100 records$/)
  expect(store.aliases('price')).toEqual({ champion: versions.length })
})

test('a champion in the store predicts from the first row on', () => {
  const store = newStore()
  store.save('price', new LinearRegression().fit([{ x: 0 }, { x: 1 }], [0, 2]))
  store.alias('price', 'champion', 1)
  const out = promotion(store).run(rows(300, () => 2))
  expect(out[0]).toMatchObject({ modelVersion: 1, challengerPrediction: 0 })
  expect(out[0]?.prediction).toBeCloseTo(2 * (out[0]?.x as number), 12)
  expect(out.every(row => row.promotion === null)).toBe(true)
})

test('a takeover that turns out badly is taken back', () => {
  const store = newStore()
  store.save('price', new LinearRegression().fit([{ x: 0 }, { x: 1 }], [0, 2]))
  store.alias('price', 'champion', 1)
  // For a while the world is another one; the challenger takes over, then the old world comes back.
  const out = promotion(store, { margin: 0.05 }).run(rows(600, i => (i < 110 ? 5 : 2)))
  expect(out.filter(row => row.promotion !== null).map(row => row.promotion)).toContain('rolledBack')
  expect(store.history('price', 'champion').map(change => change.version)).toEqual(
    expect.arrayContaining([1, 2, 1]) as unknown,
  )
})

test('rows without a label are predicted, and neither learned nor compared', () => {
  const { run, challenger } = promotion()
  const out = run([
    { x: 1, y: 2 },
    { x: 1, y: null },
  ])
  expect(out[1]).toEqual({
    x: 1,
    y: null,
    prediction: 2,
    residual: null,
    modelVersion: 0,
    challengerPrediction: 2,
    promotion: null,
  })
  expect(challenger.n).toBe(1)
})

test('metrics of which more is better are compared the other way round', () => {
  const { store, run } = promotion(newStore(), { metric: R2 })
  run(rows(1200, i => (i < 600 ? 2 : -2)))
  expect(store.versions('price').length).toBeGreaterThan(1)
})

test('stopped after any row and resumed, it says and saves the same', () => {
  const input = rows(450, i => (i < 150 ? 2 : -3))
  const whole = promotion()
  const expected = whole.run(input)
  for (const stop of [1, 99, 100, 101, 240, 300, 449]) {
    const first = promotion()
    const before = first.run(input.slice(0, stop))
    const snapshot = JSON.parse(JSON.stringify(first.operator.snapshotState?.())) as unknown
    const second = promotion(first.store)
    second.operator.restoreState?.(snapshot)
    expect([...before, ...second.run(input.slice(stop))]).toEqual(expected)
    expect(first.store.versions('price').map(v => v.hash)).toEqual(whole.store.versions('price').map(v => v.hash))
  }
})

test('what cannot be is named before anything runs', () => {
  expect(() => promotion(newStore(), { window: 0 })).toThrow('ml.gatedPromotion: window: 0 is no number of rows')
  expect(() => promotion(newStore(), { margin: 5 })).toThrow('margin: 5 is no share')
  expect(() => promotion({} as never)).toThrow('store: {} is no store')
})
