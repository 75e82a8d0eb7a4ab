import { expect, test } from 'vitest'
import { seededRandom } from '../../src/base/random.ts'
import type { Aggregate } from '../../src/engine/aggregates/aggregate.ts'
import { avg } from '../../src/engine/aggregates/avg.ts'
import { collect } from '../../src/engine/aggregates/collect.ts'
import { count } from '../../src/engine/aggregates/count.ts'
import { countDistinct } from '../../src/engine/aggregates/countDistinct.ts'
import { maxBy, minBy } from '../../src/engine/aggregates/extremeRow.ts'
import { first, last } from '../../src/engine/aggregates/firstLast.ts'
import { max } from '../../src/engine/aggregates/max.ts'
import { min } from '../../src/engine/aggregates/min.ts'
import { quantile } from '../../src/engine/aggregates/quantile.ts'
import { recordAggregator } from '../../src/engine/aggregates/recordAggregator.ts'
import { sum } from '../../src/engine/aggregates/sum.ts'
import { topN } from '../../src/engine/aggregates/topN.ts'
import { stddev, variance } from '../../src/engine/aggregates/variance.ts'

interface Row {
  readonly id: number
  readonly price: number | null
  readonly name: string
  readonly at: Date
}

const all = {
  n: count(),
  total: sum('price'),
  mean: avg('price'),
  low: min('price'),
  high: max('price'),
  spread: variance('price'),
  deviation: stddev('price'),
  opening: first('id'),
  closing: last('id'),
  median: quantile('price', 0.5),
  names: countDistinct('name'),
  ids: collect('id'),
  rows: collect<Row>(),
  best: topN<'price', Row>('price', 3),
  cheapest: minBy<'price', Row>('price'),
  lastName: maxBy<'name', Row>('name'),
  oldest: minBy<'at', Row>('at'),
}

test('each aggregate gives what a plain computation over all rows gives, added or merged, inlined or called', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const rows = randomRows(seed)
    const cut = Math.floor(rows.length / 2)
    const expected = plainly(rows)
    const about = `seed ${seed}`
    expect(rounded(throughRecord(rows, rows.length)), about).toEqual(expected)
    expect(rounded(throughRecord(rows, cut)), `${about}, merged`).toEqual(expected)
    for (const [name, aggregate] of Object.entries(all)) {
      const value = one(aggregate as Aggregate<Row, unknown>, rows)
      expect(rounded({ [name]: value }), `${about}, ${name} alone`).toEqual({ [name]: expected[name] })
    }
  }
})

test('topN and minBy say what they cannot order', () => {
  expect(() => topN('price', 0)).toThrow('topN(price, 0): n must be a number of rows above 0')
  expect(() => one(topN('price', 1) as Aggregate<unknown, unknown>, [{ price: { amount: 3 } }])).toThrow(
    /topN\(price, 1\): \{"amount":3\} has no order, in record/,
  )
})

/** Through the generated loop; records from `cut` on by a second state that is merged. */
function throughRecord(rows: readonly Row[], cut: number): Record<string, unknown> {
  const aggregator = recordAggregator<Row, typeof all>(all)
  const width = aggregator.initial.length
  const objectWidth = aggregator.createObjects.length
  const numbers = Float64Array.from([...aggregator.initial, ...aggregator.initial])
  const objects = [...aggregator.createObjects, ...aggregator.createObjects].map(create => create())
  rows.forEach((row, i) => {
    const state = i < cut ? 0 : 1
    aggregator.add(numbers, state * width, objects, state * objectWidth, row)
  })
  aggregator.merge(numbers, 0, objects, 0, numbers, width, objects, objectWidth)
  const { key, windowStart, windowEnd, ...values } = aggregator.value(numbers, 0, objects, 0)
  expect([key, windowStart, windowEnd]).toEqual([undefined, 0, 0])
  return values
}

function one<In>(aggregate: Aggregate<In, unknown>, rows: readonly In[]): unknown {
  const numbers = Float64Array.from(aggregate.initial)
  const object = aggregate.createObject?.()
  for (const row of rows) aggregate.add(numbers, 0, object, row)
  return aggregate.value(numbers, 0, object)
}

function plainly(rows: readonly Row[]): Record<string, unknown> {
  const prices = rows.flatMap(row => (row.price === null ? [] : [row.price]))
  const sorted = [...prices].sort((a, b) => a - b)
  const total = prices.reduce((a, b) => a + b, 0)
  const mean = total / prices.length
  const spread = prices.reduce((a, b) => a + (b - mean) ** 2, 0) / (prices.length - 1)
  const middle = (sorted.length - 1) / 2
  const priced = rows.filter(row => row.price !== null)
  const none = prices.length === 0
  return rounded({
    n: rows.length,
    total: none ? null : total,
    mean: none ? null : mean,
    low: none ? null : sorted[0],
    high: none ? null : sorted.at(-1),
    spread: prices.length < 2 ? null : spread,
    deviation: prices.length < 2 ? null : Math.sqrt(spread),
    opening: rows[0]?.id ?? null,
    closing: rows.at(-1)?.id ?? null,
    median: none ? null : ((sorted[Math.floor(middle)] as number) + (sorted[Math.ceil(middle)] as number)) / 2,
    names: new Set(rows.map(row => row.name)).size,
    ids: rows.map(row => row.id),
    rows: [...rows],
    // sort is stable: of equal prices the first row comes first
    best: [...priced].sort((a, b) => (b.price as number) - (a.price as number)).slice(0, 3),
    cheapest: [...priced].sort((a, b) => (a.price as number) - (b.price as number))[0] ?? null,
    lastName: [...rows].sort((a, b) => (a.name < b.name ? 1 : a.name > b.name ? -1 : 0))[0] ?? null,
    oldest: [...rows].sort((a, b) => a.at.getTime() - b.at.getTime())[0] ?? null,
  })
}

function rounded(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'number' ? Number(value.toPrecision(9)) + 0 : value,
    ]),
  )
}

function randomRows(seed: number): Row[] {
  const random = seededRandom(seed)
  return Array.from({ length: Math.floor(random() * 30) }, (_, id) => ({
    id,
    price: random() < 0.2 ? null : Math.floor(random() * 20) - 5,
    name: `n${Math.floor(random() * 5)}`,
    at: new Date(Math.floor(random() * 10)),
  }))
}
