import { avg } from '../src/engine/aggregates/avg.ts'
import { count } from '../src/engine/aggregates/count.ts'
import { WatermarkStrategy } from '../src/engine/watermarkStrategy.ts'
import { TumblingEventTimeWindows } from '../src/engine/windows/windowAssigners.ts'
import { benchEnvironment, countingSink, memorySource, Results } from './benchEnvironment.ts'
import type { Comparison } from './compare.ts'
import { type Purchase, purchases } from './purchases.ts'
import type { WindowRow } from './windowRow.ts'

const SIZE = 60_000
const DELAY = 5_000

/** keyBy + tumbling window of a minute, count and mean, with watermarks five seconds behind. */
export function tumblingWindow(records: number, keys: number): Comparison {
  const rows = purchases(records, keys)
  return {
    name: `keyBy + tumbling window, ${keys.toLocaleString('en')} keys`,
    records,
    wanted: 0.6,
    ours: async () => {
      const env = benchEnvironment()
      const sink = countingSink<WindowRow>()
      env
        .fromSource(
          memorySource<Purchase>(rows),
          WatermarkStrategy.forBoundedOutOfOrderness<Purchase>(DELAY).withTimestampAssigner('ts'),
        )
        .keyBy('shop')
        .window(TumblingEventTimeWindows.of(SIZE))
        .aggregate({ n: count(), meanPrice: avg('price') })
        .sinkTo(sink)
      await env.execute()
      return sink.count
    },
    handWritten: () => {
      const results = new Results<WindowRow>()
      const windows = new Map<number, Map<string, { n: number; total: number }>>()
      let watermark = Number.NEGATIVE_INFINITY
      let nextEnd = Number.POSITIVE_INFINITY
      const fire = () => {
        nextEnd = Number.POSITIVE_INFINITY
        for (const start of [...windows.keys()].sort((a, b) => a - b)) {
          if (start + SIZE - 1 > watermark) {
            nextEnd = Math.min(nextEnd, start + SIZE - 1)
            continue
          }
          for (const [key, { n, total }] of windows.get(start) ?? [])
            results.push({ key, windowStart: start, windowEnd: start + SIZE, n, meanPrice: total / n })
          windows.delete(start)
        }
      }
      for (const row of rows) {
        if (watermark >= nextEnd) fire()
        const start = row.ts - (row.ts % SIZE)
        if (start + SIZE - 1 > watermark) {
          let window = windows.get(start)
          if (window === undefined) {
            window = new Map()
            windows.set(start, window)
            nextEnd = Math.min(nextEnd, start + SIZE - 1)
          }
          const sums = window.get(row.shop)
          if (sums === undefined) window.set(row.shop, { n: 1, total: row.price })
          else {
            sums.n++
            sums.total += row.price
          }
        }
        if (row.ts - DELAY - 1 > watermark) watermark = row.ts - DELAY - 1
      }
      watermark = Number.POSITIVE_INFINITY
      fire()
      return results.count
    },
  }
}
