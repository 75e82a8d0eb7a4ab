import type { Source } from '../src/engine/source.ts'
import type { Purchase } from './purchases.ts'

/** The same rows again and again, with times that go on. */
export function repeated(rows: readonly Purchase[], times: number): Source<Purchase> {
  const spanMs = rows.length * 10
  return {
    kind: 'memory',
    description: 'memory',
    boundedness: 'bounded',
    open: async () => {
      let next = 0
      return {
        poll: max => {
          if (next >= rows.length * times) return undefined
          const at = next % rows.length
          const values = rows.slice(at, at + max)
          const shift = Math.floor(next / rows.length) * spanMs
          next += values.length
          return { split: 'memory', values, timestamps: Float64Array.from(values, row => row.ts + shift) }
        },
        available: async () => {},
        get finished() {
          return next >= rows.length * times
        },
        position: () => next,
        close: async () => {},
      }
    },
  }
}
