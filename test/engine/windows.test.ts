import { describe, expect, test } from 'vitest'
import { avg } from '../../src/engine/aggregates/avg.ts'
import { count } from '../../src/engine/aggregates/count.ts'
import { sum } from '../../src/engine/aggregates/sum.ts'
import type { DataStream } from '../../src/engine/dataStream.ts'
import { type Collector, OutputTag } from '../../src/engine/processFunction.ts'
import { WatermarkStrategy } from '../../src/engine/watermarkStrategy.ts'
import { SlidingEventTimeWindows, TumblingEventTimeWindows } from '../../src/engine/windows/windowAssigners.ts'
import { run, testEnvironment } from './pipeline.ts'

interface Event {
  readonly key: string
  readonly ts: number
  readonly v: number
}

interface Total {
  readonly key: string
  readonly windowStart: number
  readonly windowEnd: number
  readonly total: number
}

const at = (key: string, ts: number, v = 1): Event => ({ key, ts, v })
const strategy = (delay: number) => WatermarkStrategy.forBoundedOutOfOrderness<Event>(delay).withTimestampAssigner('ts')

describe('tumbling windows', () => {
  test('add up each key by window and fire in order of time', async () => {
    const events = [at('a', 0, 1), at('b', 500, 2), at('a', 999, 3), at('a', 1000, 4), at('b', 2500, 5)]
    const rows = await run(events, stream =>
      stream
        .assignTimestampsAndWatermarks(strategy(0))
        .keyBy('key')
        .window(TumblingEventTimeWindows.of('1s'))
        .aggregate({ n: count(), total: sum('v'), mean: avg('v') }),
    )
    expect(rows).toEqual([
      { key: 'a', windowStart: 0, windowEnd: 1000, n: 2, total: 4, mean: 2 },
      { key: 'b', windowStart: 0, windowEnd: 1000, n: 1, total: 2, mean: 2 },
      { key: 'a', windowStart: 1000, windowEnd: 2000, n: 1, total: 4, mean: 4 },
      { key: 'b', windowStart: 2000, windowEnd: 3000, n: 1, total: 5, mean: 5 },
    ])
  })

  test('a record behind the watermark is late: dropped and counted, or side-output', async () => {
    const late = new OutputTag<Event>('late')
    const { env, jobs } = testEnvironment()
    const windowed = env
      .fromCollection([at('a', 100), at('a', 1999), at('a', 200, 7), at('a', 1500)])
      .assignTimestampsAndWatermarks(strategy(0))
      .keyBy('key')
      .window(TumblingEventTimeWindows.of('1s'))
      .sideOutputLateData(late)
      .aggregate({ n: count() })
    expect(await windowed.executeAndCollect()).toMatchObject([
      { windowStart: 0, n: 1 },
      { windowStart: 1000, n: 2 },
    ])
    expect(jobs[0]?.metrics().lateRecords).toBe(1)
    expect(await windowed.getSideOutput(late).executeAndCollect()).toEqual([at('a', 200, 7)])
  })

  test('within the allowed lateness a window fires again', async () => {
    const rows = await run([at('a', 100), at('a', 1999), at('a', 200), at('a', 4000), at('a', 300)], stream =>
      stream
        .assignTimestampsAndWatermarks(strategy(0))
        .keyBy('key')
        .window(TumblingEventTimeWindows.of('1s'))
        .allowedLateness('1500ms')
        .aggregate({ n: count() }),
    )
    expect(rows.map(row => [row.windowStart, row.n])).toEqual([
      [0, 1],
      [0, 2], // the record of 200 ms is late, but allowed
      [1000, 1],
      [4000, 1], // that of 300 ms is not
    ])
  })

  test('offset: days that begin at 16:00 UTC, as in the documentation of Flink', async () => {
    const day = 86_400_000
    const rows = await run([at('a', 15 * 3_600_000), at('a', 16 * 3_600_000)], stream =>
      stream
        .assignTimestampsAndWatermarks(strategy(0))
        .keyBy('key')
        .window(TumblingEventTimeWindows.of('1d', '-8h'))
        .aggregate({ n: count() }),
    )
    expect(rows.map(row => row.windowStart)).toEqual([16 * 3_600_000 - day, 16 * 3_600_000])
  })
})

describe('sliding windows', () => {
  test('a record belongs to size / slide windows', async () => {
    const rows = await run([at('a', 1500, 2), at('a', 2500, 3)], stream =>
      stream
        .assignTimestampsAndWatermarks(strategy(0))
        .keyBy('key')
        .window(SlidingEventTimeWindows.of('2s', '1s'))
        .aggregate({ total: sum('v') }),
    )
    expect(rows.map(row => [row.windowStart, row.total])).toEqual([
      [0, 2],
      [1000, 5],
      [2000, 3],
    ])
  })

  test('an AggregateFunction that merges destructively gives the same as a typed aggregate', async () => {
    const events = Array.from({ length: 200 }, (_, i) => at(i % 3 ? 'a' : 'b', i * 37, i))
    const windowed = (stream: Parameters<Parameters<typeof run<Event, unknown>>[1]>[0]) =>
      stream.assignTimestampsAndWatermarks(strategy(0)).keyBy('key').window(SlidingEventTimeWindows.of('1s', '300ms'))
    const typed = await run(events, stream => windowed(stream).aggregate({ total: sum('v') }))
    const own = await run(events, stream =>
      windowed(stream).aggregate(
        {
          createAccumulator: () => ({ total: 0 }),
          add: (event: Event, acc: { total: number }) => {
            acc.total += event.v
            return acc
          },
          getResult: acc => acc.total,
          merge: (a, b) => {
            b.total += a.total
            return b
          },
        },
        {
          process: (key: string, { start, end }, [total], out: Collector<Total>) =>
            out.collect({ key, windowStart: start, windowEnd: end, total: total ?? Number.NaN }),
        },
      ),
    )
    // between the keys of a window there is no order
    const order = (a: Total, b: Total) => a.windowEnd - b.windowEnd || a.key.localeCompare(b.key)
    expect(own.sort(order)).toEqual([...(typed as Total[])].sort(order))
  })
})

test('results do not depend on how records were cut into batches', async () => {
  const events = Array.from({ length: 5_000 }, (_, i) => at(`k${i % 7}`, i * 10 + ((i * 7919) % 400), i))
  const result = (items: readonly Event[]) =>
    run(items, stream =>
      stream
        .assignTimestampsAndWatermarks(strategy(150))
        .keyBy('key')
        .window(TumblingEventTimeWindows.of('1s'))
        .aggregate({ n: count(), total: sum('v') }),
    )
  async function* oneByOne() {
    yield* events
  }
  const trickled = await testEnvironment()
    .env.fromCollection(oneByOne())
    .assignTimestampsAndWatermarks(strategy(150))
    .keyBy('key')
    .window(TumblingEventTimeWindows.of('1s'))
    .aggregate({ n: count(), total: sum('v') })
    .executeAndCollect()
  expect(trickled).toEqual(await result(events))
})

test('windows of 20,000 keys fire in slices: nothing is lost, and what follows sees them before the watermark', async () => {
  const keys = 20_000
  const events = Array.from({ length: 3 * keys }, (_, i) => at(`k${i % keys}`, Math.floor(i / keys) * 1_000, 1))
  const perSecond = (stream: DataStream<Event>) =>
    stream
      .assignTimestampsAndWatermarks(strategy(0))
      .keyBy('key')
      .window(TumblingEventTimeWindows.of('1s'))
      .aggregate({ n: count() })
  const rows = await run(events, perSecond)
  expect(rows.length).toBe(3 * keys)
  expect(rows.every((row, i) => row.n === 1 && row.windowStart === Math.floor(i / keys) * 1_000)).toBe(true)
  const totals = await run(events, stream =>
    perSecond(stream).windowAll(TumblingEventTimeWindows.of('1s')).aggregate({ keys: count() }),
  )
  expect(totals).toEqual([0, 1_000, 2_000].map(start => ({ windowStart: start, windowEnd: start + 1_000, keys })))
})

test('in overlapping windows too, elements come in the order in which they arrived, as in Flink', async () => {
  const events = [at('a', 1_500, 1), at('a', 600, 2), at('a', 1_200, 3), at('a', 700, 4)]
  const windowed = (stream: Parameters<Parameters<typeof run<Event, unknown>>[1]>[0]) =>
    stream.assignTimestampsAndWatermarks(strategy(5_000)).keyBy('key').window(SlidingEventTimeWindows.of('2s', '1s'))
  const elements = await run(events, stream =>
    windowed(stream).process<number[]>({
      process: (_key, _window, rows, out) => out.collect(rows.map(row => row.v)),
    }),
  )
  expect(elements).toEqual([
    [2, 4],
    [1, 2, 3, 4],
    [1, 3],
  ])
})

test('overlapping windows reduce a slide at a time, as Flink says of WindowedStream.reduce', async () => {
  // "Sliding time windows will aggregate on the granularity of the slide interval"
  const events = [at('a', 1_500, 1), at('a', 600, 2), at('a', 1_200, 3), at('a', 700, 4)]
  const reduced = await run(events, stream =>
    stream
      .assignTimestampsAndWatermarks(strategy(5_000))
      .keyBy('key')
      .window(SlidingEventTimeWindows.of('2s', '1s'))
      .reduce((_a, b) => b),
  )
  expect(reduced.map(row => row.v)).toEqual([4, 3, 3])
})

describe('an AggregateFunction over windows that overlap a hundred times', () => {
  const events = Array.from({ length: 2_000 }, (_, i) => at('ab'[i % 2] as string, i * 37, (i * 7) % 13))
  const sliding = SlidingEventTimeWindows.of('10s', '100ms')
  const totals = async () => {
    const rows = await run(events, stream =>
      stream
        .assignTimestampsAndWatermarks(strategy(0))
        .keyBy('key')
        .window(sliding)
        .aggregate({ total: sum('v') }),
    )
    return rows.map(row => row.total)
  }

  test('adds each record once, whatever of its accumulators merge and getResult use up or hand out', async () => {
    let added = 0
    const results = await run(events, stream =>
      stream
        .assignTimestampsAndWatermarks(strategy(0))
        .keyBy('key')
        .window(sliding)
        .aggregate<{ values: number[] }, { values: number[] }>({
          createAccumulator: () => ({ values: [] }),
          add: (row, accumulator) => {
            added++
            accumulator.values.push(row.v)
            return accumulator
          },
          merge: (a, b) => {
            b.values.unshift(...a.values.splice(0))
            return b
          },
          getResult: accumulator => accumulator,
        }),
    )
    expect(added).toBe(events.length)
    expect(results.map(({ values }) => values.reduce((a, b) => a + b, 0))).toEqual(await totals())
    expect(results.length).toBeGreaterThan(1_400)
  })

  test('an accumulator of a class, of which no copy can be had, gives the same record by record', async () => {
    class Total {
      #value = 0
      add(value: number): this {
        this.#value += value
        return this
      }
      get value(): number {
        return this.#value
      }
    }
    const results = await run(events, stream =>
      stream
        .assignTimestampsAndWatermarks(strategy(0))
        .keyBy('key')
        .window(sliding)
        .aggregate<Total, number>({
          createAccumulator: () => new Total(),
          add: (row, total) => total.add(row.v),
          merge: (a, b) => a.add(b.value),
          getResult: total => total.value,
        }),
    )
    expect(results.sort()).toEqual((await totals()).sort())
  })

  test('one whose merge was never meant to be called does without, as in Flink', async () => {
    const results = await run(events, stream =>
      stream
        .assignTimestampsAndWatermarks(strategy(0))
        .keyBy('key')
        .window(sliding)
        .aggregate<number, number>({
          createAccumulator: () => 0,
          add: (row, total) => total + row.v,
          merge: () => {
            throw new Error('only session windows merge')
          },
          getResult: total => total,
        }),
    )
    expect(results.sort()).toEqual((await totals()).sort())
  })

  test('an error in merge names window and key', async () => {
    const failing = run(events, stream =>
      stream
        .assignTimestampsAndWatermarks(strategy(0))
        .keyBy('key')
        .window(sliding)
        .aggregate<number, number>({
          createAccumulator: () => 0,
          add: (row, total) => total + row.v,
          merge: (a, b) => {
            if (a + b > 0) throw new Error('cannot merge')
            return 0
          },
          getResult: total => total,
        }),
    )
    await expect(failing).rejects.toThrow(/record {"start":-9900,"end":100} for key "a": cannot merge/)
  })
})
