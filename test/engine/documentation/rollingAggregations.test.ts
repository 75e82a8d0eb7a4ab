import { describe, expect, expectTypeOf, test } from 'vitest'
import { TumblingEventTimeWindows } from '../../../src/engine/windows/windowAssigners.ts'
import { run, testEnvironment } from '../pipeline.ts'

interface Pair {
  readonly f0: number
  readonly f1: number
  readonly f2: number
}

/** As Flink's `AggregationFunctionTest` has them: the numbers from 0 to 8, grouped by f0. */
const byThree: Pair[] = Array.from({ length: 9 }, (_, i) => ({ f0: i % 3, f1: i, f2: i }))
const together: Pair[] = Array.from({ length: 9 }, (_, i) => ({ f0: 0, f1: i % 3, f2: i }))
const pairs = (rows: readonly Pair[]) => rows.map(({ f0, f1 }) => [f0, f1])

describe('Flink’s AggregationFunctionTest', () => {
  test('groupSumIntegerTest', async () => {
    expect(pairs(await run(byThree, stream => stream.keyBy('f0').sum('f1')))).toEqual([
      ...[[0, 0], [1, 1], [2, 2]], // biome-ignore format: a row for each round
      ...[
        [0, 3],
        [1, 5],
        [2, 7],
      ],
      ...[
        [0, 9],
        [1, 12],
        [2, 15],
      ],
    ])
    const min = await run(byThree, stream => stream.keyBy('f0').min('f1'))
    expect(pairs(min)).toEqual(byThree.map(({ f0 }) => [f0, f0]))
    const max = await run(byThree, stream => stream.keyBy('f0').max('f1'))
    expect(pairs(max)).toEqual(byThree.map(({ f0, f1 }) => [f0, f1]))
  })

  test('minMaxByTest: of equal ones the first', async () => {
    const maxBy = await run(together, stream => stream.keyBy('f0').maxBy('f1'))
    expect(maxBy.map(({ f1, f2 }) => [f1, f2])).toEqual([[0, 0], [1, 1], ...Array.from({ length: 7 }, () => [2, 2])])
    const minBy = await run(together, stream => stream.keyBy('f0').minBy('f1'))
    expect(minBy.map(({ f1, f2 }) => [f1, f2])).toEqual(Array.from({ length: 9 }, () => [0, 0]))
  })
})

describe('page "Operators"', () => {
  test('Reduce: a stream of partial sums', async () => {
    const collection = [
      [1, 'a'],
      [2, 'a'],
      [3, 'a'],
      [4, 'b'],
    ] as const
    const sums = await run<readonly [number, string], readonly [number, string]>(collection, stream =>
      stream.keyBy(([, key]) => key).reduce((a, b) => [a[0] + b[0], b[1]]),
    )
    expect(sums).toEqual([
      [1, 'a'],
      [3, 'a'],
      [6, 'a'],
      [4, 'b'],
    ])
  })

  test('Aggregations: min returns the minimum value, minBy the element that has it', async () => {
    const rows: Pair[] = [
      { f0: 0, f1: 5, f2: 1 },
      { f0: 0, f1: 3, f2: 2 },
    ]
    expect((await run(rows, stream => stream.keyBy('f0').min('f1'))).at(-1)).toEqual({ f0: 0, f1: 3, f2: 1 })
    expect((await run(rows, stream => stream.keyBy('f0').minBy('f1'))).at(-1)).toEqual({ f0: 0, f1: 3, f2: 2 })
  })

  test('the same of windows', async () => {
    const { env } = testEnvironment()
    const windowed = () => env.fromSource(timedSource(together)).keyBy('f0').window(TumblingEventTimeWindows.of(3))
    expect(pairs(await windowed().sum('f1').executeAndCollect())).toEqual([
      [0, 3],
      [0, 3],
      [0, 3],
    ])
    expect((await windowed().maxBy('f1').executeAndCollect()).map(row => row.f2)).toEqual([2, 5, 8])
    expect((await windowed().minBy('f1').executeAndCollect()).map(row => row.f2)).toEqual([0, 3, 6])
    expect(await windowed().max('f1').executeAndCollect()).toEqual([
      { f0: 0, f1: 2, f2: 0 },
      { f0: 0, f1: 2, f2: 3 },
      { f0: 0, f1: 2, f2: 6 },
    ])
    const all = env.fromSource(timedSource(byThree)).windowAll(TumblingEventTimeWindows.of(9))
    expect(pairs(await all.sum('f1').executeAndCollect())).toEqual([[0, 36]])
    expect(await all.minBy('f2').project('f2', 'f0').executeAndCollect()).toEqual([{ f2: 0, f0: 0 }])
  })
})

test('null is left out; what is no number is an error that names the column and the record', async () => {
  interface Sparse {
    readonly key: string
    readonly v: number | null
    readonly note?: string
  }
  const rows: Sparse[] = [null, 2, null, 3].map(v => ({ key: 'a', v }))
  expect((await run(rows, stream => stream.keyBy('key').sum('v'))).map(row => row.v)).toEqual([null, 2, 2, 5])
  expect((await run(rows, stream => stream.keyBy('key').min('v'))).map(row => row.v)).toEqual([null, 2, 2, 2])
  expect((await run(rows, stream => stream.keyBy('key').maxBy('v'))).map(row => row.v)).toEqual([null, 2, 2, 3])
  const broken = [
    { key: 'a', v: 1 },
    { key: 'a', v: '2' as unknown as number },
  ]
  await expect(run(broken, stream => stream.keyBy('key').sum('v'))).rejects.toThrow(
    'sum(v): "2" is not a number, in record {"key":"a","v":"2"}',
  )
  const { env } = testEnvironment()
  const keyed = env.fromCollection(rows).keyBy('key')
  // @ts-expect-error text is no number
  keyed.sum('key')
  // @ts-expect-error no such column
  keyed.min('w')
  expectTypeOf(env.fromCollection(rows).project('v', 'note')).toEqualTypeOf(
    env.fromCollection<Pick<Sparse, 'v' | 'note'>>([]),
  )
  expect(() => keyed.reduce('sum' as never)).toThrow('reduce: "sum" is not a function of two records')
  expect(() => env.fromCollection(rows).project()).toThrow('project: [] are no names of columns')
})

test('name: graphs and errors call the operator by it', async () => {
  const { env } = testEnvironment()
  const boom = () => {
    throw new Error('boom')
  }
  await expect(env.fromCollection([1]).map(boom).name('halve').executeAndCollect()).rejects.toThrow(
    'halve failed on record 1: boom',
  )
  const keyed = env.fromCollection([1]).keyBy(n => n)
  await expect(keyed.process({ processElement: boom }).name('watch').executeAndCollect()).rejects.toThrow(
    'watch failed',
  )
  expect(() => env.fromCollection([1]).name('')).toThrow('name: "" is no name')
})

/** Rows whose time is f2. */
function timedSource(rows: readonly Pair[]) {
  return {
    kind: 'rows',
    description: 'rows',
    boundedness: 'bounded' as const,
    open: async () => {
      let left = rows.length > 0
      return {
        poll: () => {
          if (!left) return undefined
          left = false
          return { split: '', values: [...rows], timestamps: Float64Array.from(rows, row => row.f2) }
        },
        available: async () => {},
        get finished() {
          return !left
        },
        position: () => null,
        close: async () => {},
      }
    },
  }
}
