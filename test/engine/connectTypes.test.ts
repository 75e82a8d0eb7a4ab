import { expect, expectTypeOf, test } from 'vitest'
import type { DataStream } from '../../src/engine/dataStream.ts'
import type { KeyedStream } from '../../src/engine/keyedStream.ts'
import { testEnvironment } from './pipeline.ts'

interface Wide {
  readonly id: number
}
interface Narrow extends Wide {
  readonly name: string
}

test('a stream of a narrower type stands where one of a wider type is wanted', () => {
  expectTypeOf<DataStream<Narrow>>().toExtend<DataStream<Wide>>()
  expectTypeOf<DataStream<string>>().toExtend<DataStream<unknown>>()
  expectTypeOf<KeyedStream<Narrow, string>>().toExtend<KeyedStream<Wide, string>>()
  expectTypeOf<DataStream<Wide>>().not.toExtend<DataStream<Narrow>>()
})

test('types flow through joins', () => {
  const { env } = testEnvironment()
  const narrow = env.fromCollection<Narrow>([])
  const wide = env.fromCollection<Wide>([])
  const interval = narrow
    .keyBy('id')
    .intervalJoin(wide.keyBy('id'))
    .between('-5s', '5s')
    .process((left, right) => [left.name, right.id] as const)
  expectTypeOf(interval).toEqualTypeOf<DataStream<readonly [string, number]>>()
  const looked = narrow.lookupJoin(async (id: number) => ({ country: `${id}` }), { key: 'id' })
  expectTypeOf(looked.apply((row, found) => row.name + found.country)).toEqualTypeOf<DataStream<string>>()
  expectTypeOf(looked.leftOuter().apply((_row, found) => found?.country)).toEqualTypeOf<
    DataStream<string | undefined>
  >()
  expectTypeOf(narrow.mapAsync(async row => row.name.length)).toEqualTypeOf<DataStream<number>>()
  // @ts-expect-error a column that does not exist
  expect(() => narrow.join(wide).where('idd')).not.toThrow()
})
