import { avg } from '../src/engine/aggregates/avg.ts'
import { count } from '../src/engine/aggregates/count.ts'
import { WatermarkStrategy } from '../src/engine/watermarkStrategy.ts'
import { SlidingEventTimeWindows } from '../src/engine/windows/windowAssigners.ts'
import { benchEnvironment, countingSink, memorySource, Results } from './benchEnvironment.ts'
import type { Comparison } from './compare.ts'
import { type Purchase, purchases } from './purchases.ts'
import type { WindowRow } from './windowRow.ts'

const SIZE = 60_000
const SLIDE = 1_000
const DELAY = 5_000

type Sums = Map<string, { n: number; total: number }>

/** keyBy + the last minute every second, count and mean, against a loop that keeps a pane a second and adds up sixty. */
export function slidingWindow(records: number, keys: number): Comparison {
  const rows = purchases(records, keys)
  return {
    name: `sliding window 60 s / 1 s, ${keys.toLocaleString('en')} keys`,
    records,
    wanted: 0.5,
    ours: async () => {
      const env = benchEnvironment()
      const sink = countingSink<WindowRow>()
      env
        .fromSource(
          memorySource<Purchase>(rows),
          WatermarkStrategy.forBoundedOutOfOrderness<Purchase>(DELAY).withTimestampAssigner('ts'),
        )
        .keyBy('shop')
        .window(SlidingEventTimeWindows.of(SIZE, SLIDE))
        .aggregate({ n: count(), meanPrice: avg('price') })
        .sinkTo(sink)
      await env.execute()
      return sink.count
    },
    handWritten: () => {
      const results = new Results<WindowRow>()
      const panes = new Map<number, Sums>()
      let watermark = Number.NEGATIVE_INFINITY
      let nextEnd = Number.POSITIVE_INFINITY
      const fire = (end: number) => {
        const merged: Sums = new Map()
        for (let start = end - SIZE; start < end; start += SLIDE) {
          for (const [key, { n, total }] of panes.get(start) ?? []) {
            const sums = merged.get(key)
            if (sums === undefined) merged.set(key, { n, total })
            else {
              sums.n += n
              sums.total += total
            }
          }
        }
        for (const [key, { n, total }] of merged) {
          results.push({ key, windowStart: end - SIZE, windowEnd: end, n, meanPrice: total / n })
        }
        panes.delete(end - SIZE)
      }
      const fireUntil = (time: number) => {
        for (; nextEnd - 1 <= time && panes.size > 0; nextEnd += SLIDE) fire(nextEnd)
      }
      for (const row of rows) {
        if (watermark >= nextEnd - 1) fireUntil(watermark)
        const start = row.ts - (row.ts % SLIDE)
        let pane = panes.get(start)
        if (pane === undefined && start + SIZE - 1 > watermark) {
          pane = new Map()
          panes.set(start, pane)
          nextEnd = Math.min(nextEnd, start + SLIDE)
        }
        const sums = pane?.get(row.shop)
        if (sums !== undefined) {
          sums.n++
          sums.total += row.price
        } else pane?.set(row.shop, { n: 1, total: row.price })
        if (row.ts - DELAY - 1 > watermark) watermark = row.ts - DELAY - 1
      }
      fireUntil(Number.POSITIVE_INFINITY)
      return results.count
    },
  }
}
