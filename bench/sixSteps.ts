import { benchEnvironment, countingSink, memorySource, Results } from './benchEnvironment.ts'
import type { Comparison } from './compare.ts'
import { type Purchase, purchases } from './purchases.ts'

interface Priced {
  readonly id: number
  readonly age: number
  readonly incomeK: number
  readonly price: number
}

/** A chain of six maps and filters. */
export function sixSteps(records: number): Comparison {
  const rows = purchases(records, 100)
  return {
    name: 'six maps and filters',
    records,
    wanted: 0.6,
    ours: async () => {
      const env = benchEnvironment()
      const sink = countingSink<Priced>()
      env
        .fromSource(memorySource<Purchase>(rows))
        .filter(row => row.price > 20)
        .map(row => ({ id: row.id, age: row.age, incomeK: row.income / 1000, price: row.price }))
        .filter(row => row.age >= 21)
        .map(row => ({ id: row.id, age: row.age, incomeK: row.incomeK, price: row.price * 1.19 }))
        .filter(row => row.incomeK < 100)
        .map(row => ({ id: row.id, age: row.age - 18, incomeK: row.incomeK, price: row.price }))
        .sinkTo(sink)
      await env.execute()
      return sink.count
    },
    handWritten: () => {
      const results = new Results<Priced>()
      for (const row of rows) {
        if (!(row.price > 20)) continue
        const a = { id: row.id, age: row.age, incomeK: row.income / 1000, price: row.price }
        if (!(a.age >= 21)) continue
        const b = { id: a.id, age: a.age, incomeK: a.incomeK, price: a.price * 1.19 }
        if (!(b.incomeK < 100)) continue
        results.push({ id: b.id, age: b.age - 18, incomeK: b.incomeK, price: b.price })
      }
      return results.count
    },
  }
}
