import { avg } from '../src/engine/aggregates/avg.ts'
import { count } from '../src/engine/aggregates/count.ts'
import { WatermarkStrategy } from '../src/engine/watermarkStrategy.ts'
import { EventTimeSessionWindows } from '../src/engine/windows/sessionWindows.ts'
import { benchEnvironment, countingSink, memorySource, Results } from './benchEnvironment.ts'
import type { Comparison } from './compare.ts'
import { type Purchase, purchases } from './purchases.ts'
import type { WindowRow } from './windowRow.ts'

const DELAY = 5_000

interface Session {
  start: number
  end: number
  n: number
  total: number
}

/** keyBy + sessions that end after a gap, count and mean, against a loop with a list of sessions a key. */
export function sessionWindow(records: number, keys: number, gapMs: number): Comparison {
  const rows = purchases(records, keys)
  return {
    name: `session windows, ${keys.toLocaleString('en')} keys`,
    records,
    wanted: 0.4,
    ours: async () => {
      const env = benchEnvironment()
      const sink = countingSink<WindowRow>()
      env
        .fromSource(
          memorySource<Purchase>(rows),
          WatermarkStrategy.forBoundedOutOfOrderness<Purchase>(DELAY).withTimestampAssigner('ts'),
        )
        .keyBy('shop')
        .window(EventTimeSessionWindows.withGap(gapMs))
        .aggregate({ n: count(), meanPrice: avg('price') })
        .sinkTo(sink)
      await env.execute()
      return sink.count
    },
    handWritten: () => {
      const results = new Results<WindowRow>()
      const sessions = new Map<string, Session[]>()
      let watermark = Number.NEGATIVE_INFINITY
      let nextScan = Number.NEGATIVE_INFINITY
      const fire = () => {
        for (const [key, own] of sessions) {
          for (let i = own.length - 1; i >= 0; i--) {
            const { start, end, n, total } = own[i] as Session
            if (end - 1 > watermark) continue
            results.push({ key, windowStart: start, windowEnd: end, n, meanPrice: total / n })
            own.splice(i, 1)
          }
          if (own.length === 0) sessions.delete(key)
        }
      }
      for (const row of rows) {
        // looking at all keys once a gap is enough: what has ended in between is skipped by its end
        if (watermark >= nextScan) {
          fire()
          nextScan = watermark + gapMs
        }
        const [start, end] = [row.ts, row.ts + gapMs]
        let own = sessions.get(row.shop)
        if (own === undefined) {
          own = []
          sessions.set(row.shop, own)
        }
        let into: Session | undefined
        for (let i = own.length - 1; i >= 0; i--) {
          const session = own[i] as Session
          if (session.end - 1 <= watermark || session.start > end || session.end < start) continue
          if (into === undefined) {
            into = session
            into.start = Math.min(into.start, start)
            into.end = Math.max(into.end, end)
          } else {
            into.start = Math.min(into.start, session.start)
            into.end = Math.max(into.end, session.end)
            into.n += session.n
            into.total += session.total
            own.splice(i, 1)
          }
        }
        if (into !== undefined) {
          into.n++
          into.total += row.price
        } else if (end - 1 > watermark) own.push({ start, end, n: 1, total: row.price })
        if (row.ts - DELAY - 1 > watermark) watermark = row.ts - DELAY - 1
      }
      watermark = Number.POSITIVE_INFINITY
      fire()
      return results.count
    },
  }
}
