import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../src/base/random.ts'
import type { Batch } from '../../src/engine/batch.ts'
import { compileChain, type StatelessStep } from '../../src/engine/statelessChain.ts'

/** The simple form of a chain: record by record, step by step. */
function interpretChain(steps: readonly StatelessStep[], batch: Batch<unknown>): Batch<unknown> {
  const out: { value: unknown; i: number }[] = []
  batch.values.forEach((value, i) => {
    let current = [value]
    for (const step of steps) {
      current = current.flatMap(one => {
        if (step.kind === 'map') return [step.apply(one)]
        if (step.kind === 'filter') return step.apply(one) ? [one] : []
        const collected: unknown[] = []
        const returned = step.apply(one, { collect: item => void collected.push(item) })
        return [...collected, ...(returned ?? [])]
      })
    }
    out.push(...current.map(one => ({ value: one, i })))
  })
  const pick = (from: Float64Array | undefined) => from && Float64Array.from(out, ({ i }) => from[i] as number)
  return {
    values: out.map(({ value }) => value),
    timestamps: pick(batch.timestamps),
    watermarks: pick(batch.watermarks),
  }
}

const STEPS: readonly StatelessStep[] = [
  { kind: 'map', name: 'double', apply: v => (v as number) * 2 },
  { kind: 'map', name: 'plus', apply: v => (v as number) + 1 },
  { kind: 'filter', name: 'odd', apply: v => (v as number) % 3 !== 0 },
  { kind: 'filter', name: 'small', apply: v => (v as number) < 5_000 },
  { kind: 'flatMap', name: 'twice', apply: v => ((v as number) % 2 ? [v, v] : []) },
  {
    kind: 'flatMap',
    name: 'collected',
    apply: (v, out) => {
      if ((v as number) % 5) out.collect((v as number) + 7)
    },
  },
]

describe('a generated chain equals the simple form', () => {
  const random = seededRandom(20261122)
  for (let trial = 0; trial < 300; trial++) {
    const steps = Array.from(
      { length: 1 + Math.floor(random() * 6) },
      () => STEPS[Math.floor(random() * STEPS.length)] as StatelessStep,
    )
    const n = Math.floor(random() * 60)
    const values = Array.from({ length: n }, () => Math.floor(random() * 4_000))
    const timestamps = random() < 0.7 ? Float64Array.from(values, (_, i) => i * 10) : undefined
    const watermarks = random() < 0.7 ? Float64Array.from(values, (_, i) => i * 10 - 5) : undefined
    const batch = { values, timestamps, watermarks }
    const counts = new Float64Array(steps.length)
    const expected = interpretChain(steps, batch)
    const name = `${trial}: ${steps.map(step => step.name).join(' → ')} over ${n}`
    test(name, () => {
      expect(compileChain(steps)(batch, counts)).toEqual(expected)
      expect(counts[steps.length - 1]).toBe(expected.values.length)
    })
  }
})

test('counts tell how many records each step let through', () => {
  const steps = [STEPS[0], STEPS[2], STEPS[1], STEPS[2]] as StatelessStep[]
  const counts = new Float64Array(4)
  const batch = { values: [1, 2, 3, 4, 5, 6], timestamps: undefined, watermarks: undefined }
  compileChain(steps)(batch, counts)
  // doubled 2 4 6 8 10 12 → not divisible by 3: 2 4 8 10 → plus one 3 5 9 11 → not divisible by 3: 5 11
  expect([...counts]).toEqual([6, 4, 4, 2])
})

test('an error names the step, the record and the cause', () => {
  const boom: StatelessStep = {
    kind: 'map',
    name: 'map to price',
    apply: v => {
      if (v === 3) throw new TypeError('no price')
      return v
    },
  }
  const run = () =>
    compileChain([STEPS[4] as StatelessStep, boom])(
      { values: [1, 3], timestamps: undefined, watermarks: undefined },
      new Float64Array(2),
    )
  expect(run).toThrow(
    expect.objectContaining({ code: 'USER_CODE', message: 'map to price failed on record 3: no price' }),
  )
})
