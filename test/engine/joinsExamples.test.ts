import { describe, expect, test } from 'vitest'
import type { DataStream } from '../../src/engine/dataStream.ts'
import { OutputTag } from '../../src/engine/processFunction.ts'
import { WatermarkStrategy } from '../../src/engine/watermarkStrategy.ts'
import { EventTimeSessionWindows } from '../../src/engine/windows/sessionWindows.ts'
import { SlidingEventTimeWindows, TumblingEventTimeWindows } from '../../src/engine/windows/windowAssigners.ts'
import { OperatorHarness } from './joinsHarness.ts'
import { testEnvironment } from './pipeline.ts'

/** What the examples of Flink's documentation give: pages "Joining", "Joins" (SQL) and "Versioned Tables". */

const { env } = testEnvironment()

/** Elements that are their own time, in milliseconds, as in the figures. */
function numbers(...values: number[]): DataStream<number> {
  return env
    .fromCollection(values)
    .assignTimestampsAndWatermarks(
      WatermarkStrategy.forBoundedOutOfOrderness<number>(100).withTimestampAssigner(value => value),
    )
}

const all = () => 'all'
const times = (stream: DataStream<string>) =>
  stream
    .process<string>({ processElement: (value, context, out) => out.collect(`${value} @${context.timestamp}`) })
    .executeAndCollect()

describe('page "Joining", window joins', () => {
  test('tumbling: size 2 ms; in [6,7] nothing is emitted, for the green stream has no elements there', async () => {
    const orange = numbers(0, 1, 2, 3, 4, 5, 6, 7)
    const green = numbers(0, 1, 3, 4)
    const joined = orange
      .join(green)
      .where(all)
      .equalTo(all)
      .window(TumblingEventTimeWindows.of('2ms'))
      .apply((first, second) => `${first},${second}`)
    // the largest time that lies in the window is that of the joined elements
    expect(await times(joined)).toEqual([
      ...['0,0 @1', '0,1 @1', '1,0 @1', '1,1 @1'],
      ...['2,3 @3', '3,3 @3'],
      ...['4,4 @5', '5,4 @5'],
    ])
  })

  test('sliding: size 2 ms, slide 1 ms; orange 2 joins green 3 in [2,3], and nothing in [1,2]', async () => {
    const joined = numbers(0, 1, 2, 3, 4)
      .join(numbers(0, 3, 4))
      .where(all)
      .equalTo(all)
      .window(SlidingEventTimeWindows.of('2ms', '1ms'))
      .apply((first, second) => `${first},${second}`)
    expect(await times(joined)).toEqual([
      '0,0 @0', // [-1,0]
      ...['0,0 @1', '1,0 @1'],
      ...['2,3 @3', '3,3 @3'],
      ...['3,3 @4', '3,4 @4', '4,3 @4', '4,4 @4'],
      '4,4 @5',
    ])
  })

  test('sessions: gap 1 ms; the third has no green elements, so 8 and 9 are not joined', async () => {
    const joined = numbers(1, 2, 5, 6, 8, 9)
      .join(numbers(0, 4, 5))
      .where(all)
      .equalTo(all)
      .window(EventTimeSessionWindows.withGap('1ms'))
      .apply<string>({ join: (first, second, out) => out.collect(`${first},${second}`) })
    expect(await times(joined)).toEqual(['1,0 @2', '2,0 @2', '5,4 @6', '5,5 @6', '6,4 @6', '6,5 @6'])
  })

  test('coGroup sees what has no partner: an outer join', async () => {
    const grouped = numbers(0, 1, 2, 6)
      .coGroup(numbers(1, 4))
      .where(all)
      .equalTo(all)
      .window(TumblingEventTimeWindows.of('2ms'))
      .apply((first, second) => [`${first.join('+')}|${second.join('+')}`])
    expect(await times(grouped)).toEqual(['0+1|1 @1', '2| @3', '|4 @5', '6| @7'])
  })
})

describe('page "Joining", interval join', () => {
  const joined = (bounds: 'inclusive' | 'exclusive') => {
    const pairs = numbers(0, 2, 3, 4, 5, 7)
      .keyBy(all)
      .intervalJoin(numbers(0, 1, 6, 7).keyBy(all))
      .between('-2ms', '1ms')
    const bounded = bounds === 'inclusive' ? pairs : pairs.lowerBoundExclusive().upperBoundExclusive()
    return times(bounded.process((left, right) => `${left},${right}`))
  }

  test('orange.ts - 2 <= green.ts <= orange.ts + 1, with the larger time of both', async () => {
    const pairs = ['0,0 @0', '0,1 @1', '2,0 @2', '2,1 @2', '3,1 @3', '5,6 @6', '7,6 @7', '7,7 @7']
    expect((await joined('inclusive')).sort()).toEqual(pairs)
  })

  test('exclusive: what is right at a bound is left out', async () => {
    expect((await joined('exclusive')).sort()).toEqual(['0,0 @0', '2,1 @2', '7,6 @7', '7,7 @7'])
  })

  test('late records go to the side output of their side', async () => {
    const lateRight = new OutputTag<number>('late right')
    const strict = (...values: number[]) =>
      env
        .fromCollection(values)
        .assignTimestampsAndWatermarks(
          WatermarkStrategy.forMonotonousTimestamps<number>().withTimestampAssigner(value => value),
        )
        .keyBy(all)
    // one stream on both sides: the left has its records, and watermark, before the right
    const both = strict(10, 20, 5, 30)
    const pairs = both
      .intervalJoin(both)
      .between(0, 0)
      .sideOutputRightLateData(lateRight)
      .process((left, right) => `${left},${right}`)
    expect(await pairs.executeAndCollect()).toContain('10,10')
    expect(await pairs.getSideOutput(lateRight).executeAndCollect()).toEqual([5])
  })

  test('bounds the wrong way round, and streams without keys or time, are named', async () => {
    const keyed = numbers(1).keyBy(all)
    expect(() => keyed.intervalJoin(keyed).between('5s', '-5s')).toThrow(
      'the lower bound "5s" is above the upper "-5s"',
    )
    expect(() => keyed.intervalJoin(numbers(1) as never)).toThrow('intervalJoin: a stream without keys is not a keyed')
    const untimed = env.fromCollection([1]).keyBy(all)
    const joined = untimed.intervalJoin(untimed).between(-1, 1)
    await expect(joined.process((left, right) => left + right).executeAndCollect()).rejects.toThrow(
      'interval join -1 … 1 ms: joins by event time, and the left stream has none.',
    )
  })

  test('an error of the function names both records and the key', async () => {
    const keyed = numbers(1).keyBy(() => 'k')
    const joined = keyed.intervalJoin(keyed).between(-1, 1)
    const boom = () => {
      throw new Error('boom')
    }
    await expect(joined.process(boom).executeAndCollect()).rejects.toThrow(
      'failed on record {"left":1,"right":1} for key "k": boom',
    )
  })
})

const minutes = (text: string) => {
  const [hours = 0, mins = 0] = text.split(':').map(Number)
  return (hours * 60 + mins) * 60_000
}

interface Timed {
  readonly time: string
}

function timed<T extends Timed>(rows: readonly T[]): DataStream<T> {
  return env
    .fromCollection(rows)
    .assignTimestampsAndWatermarks(
      WatermarkStrategy.forMonotonousTimestamps<T>().withTimestampAssigner(row => minutes(row.time)),
    )
}

describe('event-time temporal join', () => {
  test('page "Joins": orders with the rate at the time of the order; LEFT JOIN keeps those without', async () => {
    const orders = timed([
      { time: '11:00', id: 'o_000', price: 1, currency: 'EUR' },
      { time: '12:00', id: 'o_001', price: 11.11, currency: 'EUR' },
      { time: '12:06', id: 'o_002', price: 12.51, currency: 'EUR' },
    ])
    const rates = timed([
      { time: '12:00', currency: 'EUR', rate: 1.14 },
      { time: '12:05', currency: 'EUR', rate: 1.1 },
      { time: '12:07', currency: 'EUR', rate: 1.2 },
    ])
    const joined = orders.keyBy('currency').temporalJoin(rates.keyBy('currency'))
    expect(await joined.apply((order, rate) => [order.id, rate.rate, order.time]).executeAndCollect()).toEqual([
      ['o_001', 1.14, '12:00'],
      ['o_002', 1.1, '12:06'],
    ])
    const outer = joined.leftOuter().apply((order, rate) => [order.id, rate?.rate])
    expect(await outer.executeAndCollect()).toEqual([
      ['o_000', undefined],
      ['o_001', 1.14],
      ['o_002', 1.1],
    ])
  })

  test('page "Versioned Tables": the table as it was at 10:00, at 13:00 and after a deletion', async () => {
    const changelog = timed([
      { time: '00:01', product: 'p_001', name: 'scooter', price: 11.11 },
      { time: '00:02', product: 'p_002', name: 'basketball', price: 23.11 },
      { time: '12:00', product: 'p_001', name: 'scooter', price: 12.99 },
      { time: '12:00', product: 'p_002', name: 'basketball', price: 19.99 },
      { time: '18:00', product: 'p_001', name: 'scooter', price: Number.NaN },
    ])
    const questions = timed(
      ['10:00', '13:00', '19:00'].flatMap(time => ['p_001', 'p_002'].map(product => ({ time, product }))),
    )
    const answers = questions
      .keyBy('product')
      .temporalJoin(changelog.keyBy('product'))
      .deletedWhen(version => Number.isNaN(version.price))
      .apply((question, version) => `${question.time} ${version.name} ${version.price}`)
    expect((await answers.executeAndCollect()).sort()).toEqual([
      '10:00 basketball 23.11',
      '10:00 scooter 11.11',
      '13:00 basketball 19.99',
      '13:00 scooter 12.99',
      '19:00 basketball 19.99',
    ])
  })
})

describe('lookup join (processing-time temporal join, page "Joins")', () => {
  type Order = { readonly amount: number; readonly currency: string | null }
  /** LatestRates: the Euro changes from 114 to 116 at 10:52. */
  const ratesAt = (now: number) =>
    new Map([
      ['US Dollar', 102],
      ['Euro', now < minutes('10:52') ? 114 : 116],
      ['Yen', 1],
    ])
  const orders: (Order & Timed)[] = [
    { time: '10:15', amount: 2, currency: 'Euro' },
    { time: '10:30', amount: 1, currency: 'US Dollar' },
    { time: '10:52', amount: 2, currency: 'Euro' },
  ]

  async function run(
    options: Omit<Parameters<DataStream<Order>['lookupJoin']>[1], 'key'>,
    rows: readonly (Order & Timed)[] = orders,
    outer = false,
  ) {
    let lookups = 0
    const clock = { now: 0 }
    const join = env.fromCollection<Order>([]).lookupJoin(
      async (currency: string) => {
        lookups++
        return ratesAt(clock.now).get(currency)
      },
      { key: 'currency' as never, ...(options as object) },
    )
    const result = outer
      ? join.leftOuter().apply((order, rate) => [order.amount, rate] as unknown)
      : join.apply((order, rate) => [order.amount, order.currency, rate, order.amount * rate] as unknown)
    const { transformation } = result
    if (transformation.kind !== 'operator') throw new Error('no operator')
    const h = new OperatorHarness(transformation.create)
    for (const row of rows) {
      h.now = clock.now = minutes(row.time)
      h.batch([{ input: 0, value: row, time: 0, watermark: 0 }])
      await h.work()
    }
    return { values: h.results.map(({ value }) => value), lookups }
  }

  test('each order sees the rate at the moment it passes', async () => {
    expect(await run({})).toEqual({
      values: [
        [2, 'Euro', 114, 228],
        [1, 'US Dollar', 102, 102],
        [2, 'Euro', 116, 232],
      ],
      lookups: 3,
    })
  })

  test('a cache asks once a key, until its row expires', async () => {
    const cached = await run({ cache: true })
    expect(cached.lookups).toBe(2)
    expect(cached.values.at(-1)).toEqual([2, 'Euro', 114, 228])
    expect((await run({ cache: { expireAfterWrite: '37min' } })).values.at(-1)).toEqual([2, 'Euro', 116, 232])
    expect((await run({ cache: { expireAfterAccess: '38min' } })).lookups).toBe(2)
    expect((await run({ cache: { maxRows: 1 } })).lookups).toBe(3)
  })

  test('what is not found is left out, or kept; that it was not found is remembered unless told otherwise', async () => {
    const unknown = [
      { time: '10:00', amount: 1, currency: 'Guilder' },
      { time: '10:01', amount: 2, currency: 'Guilder' },
      { time: '10:02', amount: 3, currency: null },
    ]
    expect(await run({ cache: true }, unknown)).toEqual({ values: [], lookups: 1 })
    expect(await run({ cache: { cacheMissing: false } }, unknown, true)).toEqual({
      values: [
        [1, undefined],
        [2, undefined],
        [3, undefined],
      ],
      lookups: 2,
    })
  })

  test('several rows of a key give several results', async () => {
    const rows = await env
      .fromCollection([{ id: 1 }, { id: 2 }])
      .lookupJoin((id: number) => (id === 1 ? ['a', 'b'] : ['c']), { key: 'id' })
      .apply((row, found) => `${row.id}${found}`)
      .executeAndCollect()
    expect(rows).toEqual(['1a', '1b', '2c'])
  })
})
