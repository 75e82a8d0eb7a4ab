import { WatermarkStrategy } from '../src/engine/watermarkStrategy.ts'
import { benchEnvironment, countingSink, memorySource, Results } from './benchEnvironment.ts'
import type { Comparison } from './compare.ts'
import { type Purchase, purchases } from './purchases.ts'

const BOUND = 50
const DELAY = 5_000

interface Pair {
  readonly left: number
  readonly right: number
}

/** Two keyed streams, each record with those of the other side at most 50 ms away: one in a hundred has a match. */
export function intervalJoin(records: number, keys: number): Comparison {
  const half = records >> 1
  const lefts = purchases(half, keys)
  // the same times, other keys
  const rights = purchases(half, keys).map((row, k) => ({ ...row, shop: lefts[(k * 7_919) % half]?.shop ?? row.shop }))
  const strategy = WatermarkStrategy.forBoundedOutOfOrderness<Purchase>(DELAY).withTimestampAssigner('ts')
  return {
    name: `interval join, ${keys.toLocaleString('en')} keys, 1 % matches`,
    records,
    wanted: 0.4,
    ours: async () => {
      const env = benchEnvironment()
      const sink = countingSink<Pair>()
      env
        .fromSource(memorySource<Purchase>(lefts), strategy)
        .keyBy('shop')
        .intervalJoin(env.fromSource(memorySource<Purchase>(rights), strategy).keyBy('shop'))
        .between(-BOUND, BOUND)
        .process((left, right): Pair => ({ left: left.id, right: right.id }))
        .sinkTo(sink)
      await env.execute()
      return sink.count
    },
    handWritten: () => {
      const results = new Results<Pair>()
      const byKey = new Map<string, { lefts: Purchase[]; rights: Purchase[] }>()
      let watermark = Number.NEGATIVE_INFINITY
      const buffersOf = (key: string) => {
        let own = byKey.get(key)
        if (own === undefined) {
          own = { lefts: [], rights: [] }
          byKey.set(key, own)
        }
        return own
      }
      // drops what has expired while it looks for matches
      const join = (row: Purchase, others: Purchase[], isLeft: boolean) => {
        let kept = 0
        for (const other of others) {
          if (other.ts + BOUND <= watermark) continue
          others[kept++] = other
          if (other.ts < row.ts - BOUND || other.ts > row.ts + BOUND) continue
          results.push(isLeft ? { left: row.id, right: other.id } : { left: other.id, right: row.id })
        }
        others.length = kept
      }
      let leftMax = Number.NEGATIVE_INFINITY
      let rightMax = Number.NEGATIVE_INFINITY
      for (let k = 0; k < half; k++) {
        const left = lefts[k] as Purchase
        if (left.ts >= watermark) {
          const own = buffersOf(left.shop)
          join(left, own.rights, true)
          own.lefts.push(left)
        }
        if (left.ts > leftMax) leftMax = left.ts
        const right = rights[k] as Purchase
        if (right.ts >= watermark) {
          const own = buffersOf(right.shop)
          join(right, own.lefts, false)
          own.rights.push(right)
        }
        if (right.ts > rightMax) rightMax = right.ts
        watermark = Math.min(leftMax, rightMax) - DELAY - 1
      }
      return results.count
    },
  }
}
