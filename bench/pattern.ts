import { AfterMatchSkipStrategy } from '../src/engine/cep/afterMatchSkipStrategy.ts'
import { CEP } from '../src/engine/cep/cep.ts'
import { WatermarkStrategy } from '../src/engine/watermarkStrategy.ts'
import { benchEnvironment, countingSink, memorySource, Results } from './benchEnvironment.ts'
import type { Comparison } from './compare.ts'
import { type Purchase, purchases } from './purchases.ts'

const WITHIN = 60_000
const DELAY = 5_000
const SMALL = 60
const LARGE = 120

interface Alert {
  readonly small: number
  readonly large: number
}

/**
 * In each shop a small purchase and, within a minute, a large one after it, whatever is bought in between: the alert of
 * Flink's fraud detection example. One purchase in seven is small, one in six large. The loop is a state machine for this pattern
 * alone: it puts purchases in order of time as far as the watermark allows, and keeps for each shop the small purchases
 * that still wait, oldest first; a large one ends them all.
 */
export function pattern(records: number, keys: number): Comparison {
  const rows = purchases(records, keys)
  return {
    name: `pattern: small, then large, ${keys.toLocaleString('en')} keys`,
    records,
    wanted: 0.3,
    ours: async () => {
      const env = benchEnvironment()
      const sink = countingSink<Alert>()
      const stream = env.fromSource(
        memorySource<Purchase>(rows),
        WatermarkStrategy.forBoundedOutOfOrderness<Purchase>(DELAY).withTimestampAssigner('ts'),
      )
      CEP.pattern(stream.keyBy('shop'), start =>
        start
          .begin('small', AfterMatchSkipStrategy.noSkip())
          .where(row => row.price < SMALL)
          .followedBy('large')
          .where(row => row.price > LARGE)
          .within(WITHIN),
      )
        .select((match): Alert => ({ small: match.small[0]?.id ?? -1, large: match.large[0]?.id ?? -1 }))
        .sinkTo(sink)
      await env.execute()
      return sink.count
    },
    handWritten: () => {
      const results = new Results<Alert>()
      const waiting = new Map<string, Purchase[]>()
      const judge = (row: Purchase) => {
        let smalls = waiting.get(row.shop)
        if (row.price > LARGE) {
          if (smalls === undefined) return
          for (const small of smalls) {
            if (row.ts - small.ts < WITHIN) results.push({ small: small.id, large: row.id })
          }
          waiting.delete(row.shop)
        } else if (row.price < SMALL) {
          if (smalls === undefined) {
            smalls = []
            waiting.set(row.shop, smalls)
          }
          while (smalls.length > 0 && row.ts - (smalls[0] as Purchase).ts >= WITHIN) smalls.shift()
          smalls.push(row)
        }
      }
      inOrder(rows, judge)
      return results.count
    },
  }
}

/** Gives purchases by time, of equal times as they came; each once the watermark has reached it. */
function inOrder(rows: readonly Purchase[], judge: (row: Purchase) => void): void {
  let sorted: Purchase[] = []
  let head = 0
  let watermark = Number.NEGATIVE_INFINITY
  const release = () => {
    while (head < sorted.length && (sorted[head] as Purchase).ts <= watermark) judge(sorted[head++] as Purchase)
    if (head > 1_024) {
      sorted = sorted.slice(head)
      head = 0
    }
  }
  for (const row of rows) {
    if (row.ts > watermark) {
      let at = sorted.length
      while (at > head && (sorted[at - 1] as Purchase).ts > row.ts) at--
      if (at === sorted.length) sorted.push(row)
      else sorted.splice(at, 0, row)
    }
    if (row.ts - DELAY - 1 > watermark) {
      watermark = row.ts - DELAY - 1
      release()
    }
  }
  watermark = Number.POSITIVE_INFINITY
  release()
}
