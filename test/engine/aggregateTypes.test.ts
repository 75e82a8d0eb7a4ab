import { expectTypeOf, test } from 'vitest'
import { collect } from '../../src/engine/aggregates/collect.ts'
import { maxBy } from '../../src/engine/aggregates/extremeRow.ts'
import { topN } from '../../src/engine/aggregates/topN.ts'
import type { DataStream } from '../../src/engine/dataStream.ts'
import { TumblingEventTimeWindows } from '../../src/engine/windows/windowAssigners.ts'
import { testEnvironment } from './pipeline.ts'

interface Bid {
  readonly item: string
  readonly price: number
  readonly note?: string
}

const { env } = testEnvironment()
const bids = env.fromCollection<Bid>([])
const minute = TumblingEventTimeWindows.of('1min')
type RecordOf<S> = S extends DataStream<infer T> ? T : never

test('aggregates that give rows give rows of the stream, an optional column as one that may be undefined', () => {
  const rows = bids
    .keyBy('item')
    .window(minute)
    .aggregate({ top: topN('price', 3), best: maxBy('item'), all: collect() })
  type Row = RecordOf<typeof rows>
  expectTypeOf<Row['key']>().toEqualTypeOf<string>()
  expectTypeOf<Row['top'][number]['price']>().toEqualTypeOf<number>()
  expectTypeOf<Row['top'][number]['note']>().toEqualTypeOf<string | undefined>()
  expectTypeOf<NonNullable<Row['best']>['item']>().toEqualTypeOf<string>()
  expectTypeOf<Row['all'][number]['price']>().toEqualTypeOf<number>()
})

test('without keys, and of records that are no objects', () => {
  const numbers = env.fromCollection([1]).windowAll(minute).aggregate({ all: collect() })
  expectTypeOf<RecordOf<typeof numbers>['all']>().toEqualTypeOf<number[]>()
})

test('a column that does not exist is an error; a function of one’s own knows the records', () => {
  // @ts-expect-error no such column
  bids.windowAll(minute).aggregate({ top: topN('prize', 3) })
  const mean = bids.windowAll(minute).aggregate({
    createAccumulator: () => ({ n: 0, total: 0 }),
    add: (bid, { n, total }) => ({ n: n + 1, total: total + bid.price }),
    getResult: ({ n, total }) => total / n,
    merge: (a, b) => ({ n: a.n + b.n, total: a.total + b.total }),
  })
  expectTypeOf<RecordOf<typeof mean>>().toEqualTypeOf<number>()
})
