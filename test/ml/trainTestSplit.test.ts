import { expect, test } from 'vitest'
import { trainTestSplit } from '../../src/ml/evaluation/trainTestSplit.ts'

const rows = Array.from({ length: 11 }, (_, i) => ({ id: i }))

test.each([
  [11, 0.2, 3],
  [10, 0.2, 2],
  [11, 0.25, 3],
  [11, 4, 4],
  [2, 0.01, 1],
])('%s rows with testSize %s: %s test rows, as scikit-learn takes them', (n, testSize, expected) => {
  const [train, test] = trainTestSplit(rows.slice(0, n), { testSize, seed: 42 })
  expect(test).toHaveLength(expected)
  expect([...train, ...test].map(row => row.id).sort((a, b) => a - b)).toEqual(rows.slice(0, n).map(row => row.id))
})

test('the same seed gives the same split, another gives another; without shuffling the end is the test set', () => {
  expect(trainTestSplit(rows, { seed: 1 })).toEqual(trainTestSplit(rows, { seed: 1 }))
  expect(trainTestSplit(rows, { seed: 1 })).not.toEqual(trainTestSplit(rows, { seed: 2 }))
  const [train, test] = trainTestSplit(rows, { testSize: 0.2, shuffle: false })
  expect([train.at(-1)?.id, test.map(row => row.id)]).toEqual([7, [8, 9, 10]])
})

test('every row is in the test set about equally often', () => {
  const counts = new Array<number>(11).fill(0)
  for (let seed = 0; seed < 2000; seed++) {
    for (const row of trainTestSplit(rows, { testSize: 0.25, seed })[1]) counts[row.id] = (counts[row.id] as number) + 1
  }
  // 2000 · 3/11 = 545, deviation about 20
  for (const count of counts) expect(Math.abs(count - 545)).toBeLessThan(100)
})

test('a frame is taken apart by position', () => {
  const frame = { shape: [11, 1], iloc: ({ rows }: { rows: number[] }) => ({ taken: rows }) }
  const [train, test] = trainTestSplit(frame, { testSize: 2, shuffle: false }) as unknown as { taken: number[] }[]
  expect(train?.taken).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
  expect(test?.taken).toEqual([9, 10])
})

test('wrong options', () => {
  expect(() => trainTestSplit(rows, { testSize: 0 })).toThrow(/testSize: 0 is no size/)
  expect(() => trainTestSplit(rows, { testSize: 11 })).toThrow(/leaves none to train on/)
  expect(() => trainTestSplit(rows, { testsize: 0.2 } as never)).toThrow(/unknown option 'testsize'.*'testSize'/)
  expect(() => trainTestSplit(rows, { seed: Number.NaN })).toThrow(
    /seed: null is not a number|seed: NaN is not a number/,
  )
  expect(() => trainTestSplit({} as never)).toThrow(/cannot be split/)
})
