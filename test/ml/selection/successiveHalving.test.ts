import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { ml } from '../../../src/api/index.ts'
import { hasGolden, numberRows } from '../golden.ts'

interface Halving {
  readonly budget: number
  readonly eta: number
  /** [rung], removed, left, iterations, … */
  readonly log: readonly (readonly string[])[]
  readonly mae: readonly number[]
  readonly left: readonly number[]
  readonly best: number
}

const { rates, halvings } = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '../fixtures/selection.json'), 'utf8'),
) as { rates: number[]; halvings: Halving[] }

const search = (rows: object[], rate: readonly number[], budget: number, eta: number) =>
  ml.successiveHalving(
    (chosen: { readonly rate: number }) =>
      ml.pipeline(
        new ml.StandardScaler(),
        new ml.SGDRegressor({
          optimizer: ml.optim.SGD({ learningRate: chosen.rate }),
          interceptLearningRate: 0.01,
        }),
      ),
    { rate },
    {
      rows,
      features: Object.keys(rows[0] as object).filter(name => name !== 'y') as never[],
      label: 'y' as never,
      metric: ml.MAE,
      budget,
      eta,
    },
  )

describe.skipIf(!hasGolden)("River's SuccessiveHalvingRegressor on its TrumpApproval (needs ../shared/golden)", () => {
  test.each(
    halvings.map(halving => [halving.budget, halving.eta, halving] as const),
  )('budget %i, eta %i', (budget, eta, halving) => {
    const rows = numberRows('golden/data/trump_approval.csv')
    const found = search(rows, rates, budget, eta)
    expect(rates.indexOf(found.bestParameters.rate)).toBe(halving.best)
    expect(found.rows.filter(row => row.records === rows.length)).toHaveLength(halving.left.length)
    // Each rung: how many went on, and after how many rows from the start.
    for (const [i, line] of halving.log.entries()) {
      const survivors = found.rows.filter(row => row.rung > i)
      expect(survivors).toHaveLength(Number(line[2]?.split(' ')[0]))
      const stopped = found.rows.filter(row => row.rung === i && row.records < rows.length)
      for (const row of stopped) expect(row.records).toBe(Number(line[3]?.split(' ')[0]))
    }
    for (const [i, row] of found.rows.entries()) {
      const mae = halving.mae[i] as number
      // Weights that explode double their rounding at every step.
      expect(Math.abs((row.score as number) - mae) / mae, `rate ${row.rate}`).toBeLessThan(mae < 100 ? 1e-9 : 1e-6)
    }
  })
})

const rows = Array.from({ length: 200 }, (_, i) => ({ x: Math.sin(i), y: 3 * Math.sin(i) + 1 }))

test('ranks: the last in the race first, then by how far they came', () => {
  const found = search(rows, [0.001, 0.1, 0.0001, 0.05], 160, 2)
  const best = found.rows.find(row => row.rank === 1)
  expect(best?.rate).toBe(found.bestParameters.rate)
  expect(best?.records).toBe(200)
  expect(found.model.n).toBe(200)
  const byRank = [...found.rows].sort((a, b) => a.rank - b.rank)
  expect(byRank.map(row => row.rung)).toEqual([2, 1, 0, 0])
  expect(byRank.map(row => row.records)).toEqual([200, 40, 20, 20])
  expect(found.budgetUsed).toBe(280)
})

test('rows without a single label can say nothing', () => {
  const blind = rows.map(({ x }) => ({ x, y: null }))
  expect(() => search(blind, [0.1, 0.2], 100, 2)).toThrow(/MAE is not defined on these rows/)
})

test('wrong options are refused', () => {
  expect(() => search(rows, [0.1], 100, 2)).toThrow(/one candidate/)
  expect(() => search(rows, [0.1, 0.2], 1, 2)).toThrow(/budget: 1 is too little.*Pass 2 or more/)
  expect(() => search(rows, [0.1, 0.2], 100, 1)).toThrow(/eta: 1/)
  expect(() => search([], [0.1, 0.2], 100, 2)).toThrow()
})
