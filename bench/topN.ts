import { sum } from '../src/engine/aggregates/sum.ts'
import { topN } from '../src/engine/aggregates/topN.ts'
import { WatermarkStrategy } from '../src/engine/watermarkStrategy.ts'
import { TumblingEventTimeWindows } from '../src/engine/windows/windowAssigners.ts'
import { benchEnvironment, countingSink, memorySource, Results } from './benchEnvironment.ts'
import type { Comparison } from './compare.ts'
import { type Purchase, purchases } from './purchases.ts'

const SIZE = 60_000
const DELAY = 5_000
const N = 10

interface Sale {
  readonly key: string
  readonly windowStart: number
  readonly windowEnd: number
  readonly sold: number | null
}

/** Every minute the ten products that sold most: sums by product, and the ten largest of them over all products. */
export function topNProducts(records: number, products: number): Comparison {
  const rows = purchases(records, products)
  return {
    name: `top ${N} of ${products.toLocaleString('en')} products a minute`,
    records,
    wanted: 0.4,
    ours: async () => {
      const env = benchEnvironment()
      const sink = countingSink<Sale>()
      env
        .fromSource(
          memorySource<Purchase>(rows),
          WatermarkStrategy.forBoundedOutOfOrderness<Purchase>(DELAY).withTimestampAssigner('ts'),
        )
        .keyBy('shop')
        .window(TumblingEventTimeWindows.of(SIZE))
        .aggregate({ sold: sum('buyCount') })
        .windowAll(TumblingEventTimeWindows.of(SIZE))
        .aggregate({ best: topN('sold', N) })
        .flatMap(row => row.best)
        .sinkTo(sink)
      await env.execute()
      return sink.count
    },
    handWritten: () => {
      const results = new Results<Sale>()
      overMinutes<Map<string, { sold: number }>>(
        rows,
        () => new Map(),
        (minute, row) => {
          const own = minute.get(row.shop)
          if (own === undefined) minute.set(row.shop, { sold: row.buyCount })
          else own.sold += row.buyCount
        },
        (minute, windowStart) => {
          const best: { key: string; sold: number }[] = []
          for (const [key, { sold }] of minute) insert(best, { key, sold }, sold, one => one.sold)
          for (const { key, sold } of best) results.push({ key, windowStart, windowEnd: windowStart + SIZE, sold })
        },
      )
      return results.count
    },
  }
}

/** Every minute the ten dearest purchases of each shop. */
export function topNPurchases(records: number, shops: number): Comparison {
  const rows = purchases(records, shops)
  return {
    name: `top ${N} a minute, ${shops.toLocaleString('en')} keys`,
    records,
    wanted: 0.4,
    ours: async () => {
      const env = benchEnvironment()
      const sink = countingSink<unknown>()
      env
        .fromSource(
          memorySource<Purchase>(rows),
          WatermarkStrategy.forBoundedOutOfOrderness<Purchase>(DELAY).withTimestampAssigner('ts'),
        )
        .keyBy('shop')
        .window(TumblingEventTimeWindows.of(SIZE))
        .aggregate({ best: topN('price', N) })
        .sinkTo(sink)
      await env.execute()
      return sink.count
    },
    handWritten: () => {
      const results = new Results<unknown>()
      overMinutes<Map<string, Purchase[]>>(
        rows,
        () => new Map(),
        (minute, row) => {
          let best = minute.get(row.shop)
          if (best === undefined) {
            best = []
            minute.set(row.shop, best)
          }
          insert(best, row, row.price, one => one.price)
        },
        (minute, windowStart) => {
          for (const [key, best] of minute) results.push({ key, windowStart, windowEnd: windowStart + SIZE, best })
        },
      )
      return results.count
    },
  }
}

/** Keeps the ten largest, largest first. */
function insert<T>(best: T[], one: T, value: number, sizeOf: (one: T) => number): void {
  let at = best.length
  if (at === N) {
    if (value <= sizeOf(best[N - 1] as T)) return
    best.pop()
    at--
  }
  best.push(one)
  for (; at > 0 && value > sizeOf(best[at - 1] as T); at--) best[at] = best[at - 1] as T
  best[at] = one
}

/** A loop over purchases in windows of a minute, with watermarks five seconds behind. */
function overMinutes<State>(
  rows: readonly Purchase[],
  create: () => State,
  add: (state: State, row: Purchase) => void,
  fire: (state: State, windowStart: number) => void,
): void {
  const windows = new Map<number, State>()
  let watermark = Number.NEGATIVE_INFINITY
  let nextEnd = Number.POSITIVE_INFINITY
  const fireDue = () => {
    nextEnd = Number.POSITIVE_INFINITY
    for (const start of [...windows.keys()].sort((a, b) => a - b)) {
      if (start + SIZE - 1 > watermark) {
        nextEnd = Math.min(nextEnd, start + SIZE - 1)
        continue
      }
      fire(windows.get(start) as State, start)
      windows.delete(start)
    }
  }
  for (const row of rows) {
    if (watermark >= nextEnd) fireDue()
    const start = row.ts - (row.ts % SIZE)
    if (start + SIZE - 1 > watermark) {
      let state = windows.get(start)
      if (state === undefined) {
        state = create()
        windows.set(start, state)
        nextEnd = Math.min(nextEnd, start + SIZE - 1)
      }
      add(state, row)
    }
    if (row.ts - DELAY - 1 > watermark) watermark = row.ts - DELAY - 1
  }
  watermark = Number.POSITIVE_INFINITY
  fireDue()
}
