import { avg } from '../src/engine/aggregates/avg.ts'
import { count } from '../src/engine/aggregates/count.ts'
import { WatermarkStrategy } from '../src/engine/watermarkStrategy.ts'
import { TumblingEventTimeWindows } from '../src/engine/windows/windowAssigners.ts'
import { benchEnvironment, countingSink } from './benchEnvironment.ts'
import { type Purchase, purchases } from './purchases.ts'
import { repeated } from './repeated.ts'

const ROUNDS = 8
const BLOCK = 100_000
const WINDOW_MS = 60_000

/**
 * Prints what a record costs in a keyed window, by how many records there are and by how many keys. Beside it what it costs a
 * hand-written loop: that grows with the keys as well, for their records and sums no longer fit into the caches.
 */
export async function costPerRecord(): Promise<void> {
  console.log(
    '\ncost of a record in a keyed tumbling window, ns: engine, loop, ratio (wanted: flat within 20 % but for caches)',
  )
  for (const records of [100_000, 1_000_000, 10_000_000]) {
    console.log(`  ${shown(records)} records,     1,000 keys: ${await costs(records, 1_000)}`)
  }
  for (const keys of [10, 1_000, 100_000, 1_000_000]) {
    console.log(`   1,000,000 records, ${shown(keys)} keys: ${await costs(1_000_000, keys)}`)
  }
}

async function costs(records: number, keys: number): Promise<string> {
  const block = Math.min(records, Math.max(BLOCK, keys))
  const rows = purchases(block, keys)
  const engine: number[] = []
  const loop: number[] = []
  for (let round = 0; round <= ROUNDS; round++) {
    const ours = await nanoseconds(records, () => runEngine(rows, records / block))
    const byHand = await nanoseconds(records, () => runLoop(rows, records / block))
    if (round === 0) continue
    engine.push(ours)
    loop.push(byHand)
  }
  // the quickest round is the one that the machine's other work disturbed least
  const [ours, byHand] = [Math.min(...engine), Math.min(...loop)]
  return `${ours.toFixed(0).padStart(5)} ${byHand.toFixed(0).padStart(5)} ${(byHand / ours).toFixed(2).padStart(6)}`
}

async function nanoseconds(records: number, run: () => Promise<void> | void): Promise<number> {
  // no collection before: it would throw compiled code away as well, and a short run measure the compiler
  const start = performance.now()
  await run()
  return ((performance.now() - start) / records) * 1e6
}

async function runEngine(rows: readonly Purchase[], times: number): Promise<void> {
  const env = benchEnvironment()
  env
    .fromSource(repeated(rows, times), WatermarkStrategy.forBoundedOutOfOrderness<Purchase>('5s'))
    .keyBy('shop')
    .window(TumblingEventTimeWindows.of(WINDOW_MS))
    .aggregate({ n: count(), meanPrice: avg('price') })
    .sinkTo(countingSink())
  await env.execute()
}

/** The same sums, whose windows end when the first record of the next but one has come; without results. */
function runLoop(rows: readonly Purchase[], times: number): void {
  const windows = new Map<number, Map<string, { n: number; total: number }>>()
  const spanMs = rows.length * 10
  for (let time = 0; time < times; time++) {
    for (const row of rows) {
      const ts = row.ts + time * spanMs
      const start = ts - (ts % WINDOW_MS)
      let window = windows.get(start)
      if (window === undefined) {
        window = new Map()
        windows.set(start, window)
        windows.delete(start - 2 * WINDOW_MS)
      }
      const sums = window.get(row.shop)
      if (sums === undefined) window.set(row.shop, { n: 1, total: row.price })
      else {
        sums.n++
        sums.total += row.price
      }
    }
  }
}

function shown(n: number): string {
  return n.toLocaleString('en').padStart(10)
}
