import { benchEnvironment, countingSink, memorySource, Results } from './benchEnvironment.ts'
import type { Comparison } from './compare.ts'
import { type Purchase, purchases } from './purchases.ts'

/** map → filter → map. */
export function chain(records: number): Comparison {
  const rows = purchases(records, 100)
  return {
    name: 'map → filter → map',
    records,
    wanted: 0.5,
    ours: async () => {
      const env = benchEnvironment()
      const sink = countingSink<{ id: number; age: number; incomeK: number; price: number }>()
      env
        .fromSource(memorySource<Purchase>(rows))
        .map(row => ({ id: row.id, age: row.age, incomeK: row.income / 1000, price: row.price }))
        .filter(row => row.age >= 30)
        .map(row => ({ id: row.id, age: row.age, incomeK: row.incomeK, price: row.price * 1.19 }))
        .sinkTo(sink)
      await env.execute()
      return sink.count
    },
    handWritten: () => {
      const results = new Results<{ id: number; age: number; incomeK: number; price: number }>()
      for (const row of rows) {
        const mapped = { id: row.id, age: row.age, incomeK: row.income / 1000, price: row.price }
        if (!(mapped.age >= 30)) continue
        results.push({ id: mapped.id, age: mapped.age, incomeK: mapped.incomeK, price: mapped.price * 1.19 })
      }
      return results.count
    },
  }
}
