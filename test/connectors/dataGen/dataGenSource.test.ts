import { expect, test } from 'vitest'
import { ManualClock } from '../../../src/base/clock.ts'
import { createDataGenSource } from '../../../src/connectors/dataGen/dataGenSource.ts'
import { openSource, readAll } from '../openSource.ts'
import { sourceConformance } from '../sourceConformance.ts'

const ids = Array.from({ length: 100 }, (_, index) => index)

sourceConformance('dataGen, counted', async () => ({
  source: createDataGenSource(i => i, { count: 100 }),
  expected: ids,
  rewindable: true,
}))
sourceConformance('dataGen, endless', async () => ({
  source: createDataGenSource(i => i),
  expected: ids,
  rewindable: true,
}))
sourceConformance('dataGen, paced', async () => ({
  source: createDataGenSource(i => i, { count: 100, rowsPerSecond: 100_000 }),
  expected: ids,
  rewindable: true,
}))

test('rows are due by the clock: the first at once, then rowsPerSecond', async () => {
  const clock = new ManualClock(1_000)
  const { reader } = await openSource(
    createDataGenSource(i => i, { rowsPerSecond: 4 }),
    { clock },
  )
  expect(reader.poll(10)?.values).toEqual([0])
  expect(reader.poll(10)).toBeUndefined()
  let woken = false
  const waiting = reader.available().then(() => {
    woken = true
  })
  await clock.advance(249)
  expect(woken).toBe(false)
  await clock.advance(1)
  await waiting
  expect(reader.poll(10)?.values).toEqual([1])
  await clock.advance(1_000)
  expect(reader.poll(10)?.values).toEqual([2, 3, 4, 5])
})

test('random rows depend on seed and index only', async () => {
  const make = (seed: number) => createDataGenSource((i, random) => [i, random(), random()], { count: 50, seed })
  const whole = await readAll(make(7))
  expect(await readAll(make(7))).toEqual(whole)
  expect(await readAll(make(8))).not.toEqual(whole)
  const { reader } = await openSource(make(7), { restoredPosition: 20 })
  expect(reader.poll(100)?.values).toEqual(whole.slice(20))
  const mean = whole.reduce((sum, row) => sum + (row[1] as number), 0) / whole.length
  expect(mean).toBeGreaterThan(0.35)
  expect(mean).toBeLessThan(0.65)
})

test('an exception names the index; wrong options are named', async () => {
  const throwing = createDataGenSource(i => {
    if (i === 3) throw new Error('no such price')
    return i
  })
  await expect(readAll(throwing, 10)).rejects.toMatchObject({
    code: 'USER_CODE',
    message: expect.stringMatching(/at index 3: no such price/),
  })
  expect(() => createDataGenSource(i => i, { rowsPerSecond: -1 })).toThrow(/rowsPerSecond cannot be -1/)
  expect(() => createDataGenSource(i => i, { count: 1.5 })).toThrow(/count cannot be 1.5/)
  expect(() => createDataGenSource(5 as never)).toThrow(/Give a function/)
})
