import { avg } from '../src/engine/aggregates/avg.ts'
import { count } from '../src/engine/aggregates/count.ts'
import { WatermarkStrategy } from '../src/engine/watermarkStrategy.ts'
import { TumblingEventTimeWindows } from '../src/engine/windows/windowAssigners.ts'
import { benchEnvironment, countingSink } from './benchEnvironment.ts'
import { median } from './compare.ts'
import { type Purchase, purchases } from './purchases.ts'
import { repeated } from './repeated.ts'

const ROUNDS = 3
const BLOCK = 100_000

/** Prints what a record costs in a keyed window, by how many records there are and by how many keys. */
export async function costPerRecord(): Promise<void> {
  console.log('\ncost of a record in a keyed tumbling window, ns (wanted: flat within 20 % but for caches)')
  for (const records of [100_000, 1_000_000, 10_000_000]) {
    console.log(
      `  ${records.toLocaleString('en').padStart(10)} records, 1,000 keys: ${(await cost(records, 1_000)).toFixed(0)}`,
    )
  }
  for (const keys of [10, 1_000, 100_000, 1_000_000]) {
    console.log(
      `  1,000,000 records, ${keys.toLocaleString('en').padStart(9)} keys: ${(await cost(1_000_000, keys)).toFixed(0)}`,
    )
  }
}

async function cost(records: number, keys: number): Promise<number> {
  const block = Math.min(records, Math.max(BLOCK, keys))
  const rows = purchases(block, keys)
  const times: number[] = []
  for (let round = 0; round <= ROUNDS; round++) {
    globalThis.gc?.()
    const env = benchEnvironment()
    const start = performance.now()
    env
      .fromSource(repeated(rows, records / block), WatermarkStrategy.forBoundedOutOfOrderness<Purchase>('5s'))
      .keyBy('shop')
      .window(TumblingEventTimeWindows.of('1min'))
      .aggregate({ n: count(), meanPrice: avg('price') })
      .sinkTo(countingSink())
    await env.execute()
    if (round > 0) times.push(((performance.now() - start) / records) * 1e6)
  }
  return median(times)
}
