import { describe, expect, test } from 'vitest'
import { count } from '../../src/engine/aggregates/count.ts'
import type { DataStream } from '../../src/engine/dataStream.ts'
import { type Collector, OutputTag } from '../../src/engine/processFunction.ts'
import { WatermarkStrategy } from '../../src/engine/watermarkStrategy.ts'
import { GlobalWindows } from '../../src/engine/windows/globalWindows.ts'
import { EventTimeSessionWindows } from '../../src/engine/windows/sessionWindows.ts'
import { CountTrigger } from '../../src/engine/windows/triggers/countTrigger.ts'
import { SlidingEventTimeWindows, TumblingEventTimeWindows } from '../../src/engine/windows/windowAssigners.ts'
import type { ProcessWindowFunction, WindowContext } from '../../src/engine/windows/windowFunction.ts'
import { run, testEnvironment } from './pipeline.ts'

/** The examples and statements of Flink's documentation, page "Windows" (DataStream API, Operators), in its order. */

interface Tuple {
  readonly f0: string
  readonly f1: number
  readonly ts: number
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** Twelve o'clock of a day. */
const NOON = 12 * HOUR

const tuple = (f0: string, f1: number, ts: number): Tuple => ({ f0, f1, ts })
const timed = (stream: DataStream<Tuple>) =>
  stream
    .assignTimestampsAndWatermarks(WatermarkStrategy.forMonotonousTimestamps<Tuple>().withTimestampAssigner('ts'))
    .keyBy('f0')

describe('Window Lifecycle', () => {
  test('5 minute windows with 1 minute of lateness are removed when the watermark passes 12:06', async () => {
    const at = (minute: number, ms = 0) => NOON + minute * MINUTE + ms
    const result = (closer: number) =>
      run([tuple('a', 1, at(1)), tuple('b', 1, closer), tuple('a', 2, at(4))], stream =>
        timed(stream)
          .window(TumblingEventTimeWindows.of('5min'))
          .allowedLateness('1min')
          .reduce((a, b) => tuple(a.f0, a.f1 + b.f1, a.ts)),
      )
    // the watermark is a millisecond behind the newest record; 12:05:59.999 is the last that is kept
    const kept = await result(at(5, 59_999))
    expect(kept.filter(row => row.f0 === 'a').map(row => row.f1)).toEqual([1, 3])
    const removed = await result(at(6))
    expect(removed.filter(row => row.f0 === 'a').map(row => row.f1)).toEqual([1])
  })
})

describe('Window Assigners', () => {
  const starts = (windows: ReturnType<typeof TumblingEventTimeWindows.of>, ts: number) =>
    run([tuple('a', 1, ts)], stream => timed(stream).window(windows).aggregate({ n: count() })).then(rows =>
      rows.map(row => [row.windowStart, row.windowEnd - 1]),
    )

  test('hourly windows are aligned with the epoch; with an offset of 15 minutes 1:15:00.000 - 2:14:59.999', async () => {
    const oneThirty = 1.5 * HOUR
    expect(await starts(TumblingEventTimeWindows.of('1h'), oneThirty)).toEqual([[HOUR, 2 * HOUR - 1]])
    expect(await starts(TumblingEventTimeWindows.of('1h', '15min'), oneThirty)).toEqual([
      [1.25 * HOUR, 2.25 * HOUR - 1],
    ])
    expect(await starts(TumblingEventTimeWindows.of('1h', '15min'), 2.5 * HOUR)).toEqual([
      [2.25 * HOUR, 3.25 * HOUR - 1],
    ])
  })

  test('an offset of -8 hours gives the days of China', async () => {
    expect(await starts(TumblingEventTimeWindows.of('1d', '-8h'), NOON)).toEqual([[-8 * HOUR, 16 * HOUR - 1]])
  })

  test('sliding by 30 minutes: 1:00 - 1:59:59.999, 1:30 - 2:29:59.999; with an offset 1:15 - 2:14:59.999, 1:45 - 2:44:59.999', async () => {
    expect(await starts(SlidingEventTimeWindows.of('1h', '30min'), 1.75 * HOUR)).toEqual([
      [HOUR, 2 * HOUR - 1],
      [1.5 * HOUR, 2.5 * HOUR - 1],
    ])
    expect(await starts(SlidingEventTimeWindows.of('1h', '30min', '15min'), 2 * HOUR)).toEqual([
      [1.25 * HOUR, 2.25 * HOUR - 1],
      [1.75 * HOUR, 2.75 * HOUR - 1],
    ])
  })

  test('sessions of 10 minutes merge windows that are closer than the gap', async () => {
    const rows = await run([tuple('a', 1, 0), tuple('a', 2, 9 * MINUTE), tuple('a', 3, 20 * MINUTE)], stream =>
      timed(stream).window(EventTimeSessionWindows.withGap('10min')).aggregate({ n: count() }),
    )
    expect(rows).toEqual([
      { key: 'a', windowStart: 0, windowEnd: 19 * MINUTE, n: 2 },
      { key: 'a', windowStart: 20 * MINUTE, windowEnd: 30 * MINUTE, n: 1 },
    ])
  })

  test('sessions with a dynamic gap', async () => {
    const rows = await run([tuple('a', 5, 0), tuple('a', 100, 4), tuple('a', 1, 90), tuple('a', 1, 105)], stream =>
      timed(stream)
        .window(EventTimeSessionWindows.withDynamicGap<Tuple>(element => element.f1))
        .aggregate({ n: count() }),
    )
    expect(rows.map(row => [row.windowStart, row.windowEnd, row.n])).toEqual([
      [0, 104, 3],
      [105, 106, 1],
    ])
  })

  test('a global window computes nothing without a trigger, and everything at the end when asked to', async () => {
    const tuples = [tuple('a', 1, 0), tuple('a', 2, 5)]
    const global = (windows: ReturnType<typeof GlobalWindows.create>) =>
      run(tuples, stream => stream.keyBy('f0').window(windows).aggregate({ n: count() }))
    expect(await global(GlobalWindows.create())).toEqual([])
    expect(await global(GlobalWindows.createWithEndOfStreamTrigger())).toMatchObject([{ key: 'a', n: 2 }])
  })
})

describe('Window Functions', () => {
  const tuples = [tuple('a', 3, 0), tuple('b', 4, 1), tuple('a', 1, 2), tuple('a', 8, 5 * MINUTE)]
  const windowed = (stream: DataStream<Tuple>) => timed(stream).window(TumblingEventTimeWindows.of('5min'))
  const average = {
    createAccumulator: (): [number, number] => [0, 0],
    add: (value: Tuple, [sum, n]: [number, number]): [number, number] => [sum + value.f1, n + 1],
    getResult: ([sum, n]: [number, number]) => sum / n,
    merge: (a: [number, number], b: [number, number]): [number, number] => [a[0] + b[0], a[1] + b[1]],
  }

  test('ReduceFunction: sums up the second fields', async () => {
    const sums = await run(tuples, stream => windowed(stream).reduce((v1, v2) => tuple(v1.f0, v1.f1 + v2.f1, v1.ts)))
    expect(sums.map(({ f0, f1 }) => [f0, f1])).toEqual([
      ['a', 4],
      ['b', 4],
      ['a', 8],
    ])
  })

  test('AggregateFunction: the average of the second field', async () => {
    expect(await run(tuples, stream => windowed(stream).aggregate(average))).toEqual([2, 4, 8])
  })

  test('ProcessWindowFunction: counts the elements and adds the window', async () => {
    class MyProcessWindowFunction implements ProcessWindowFunction<Tuple, string, string> {
      process(_key: string, context: WindowContext, elements: readonly Tuple[], out: Collector<string>): void {
        out.collect(`Window: ${context.start}..${context.window.end} count: ${elements.length}`)
      }
    }
    expect(await run(tuples, stream => windowed(stream).process(new MyProcessWindowFunction()))).toEqual([
      'Window: 0..300000 count: 2',
      'Window: 0..300000 count: 1',
      'Window: 300000..600000 count: 1',
    ])
  })

  test('ReduceFunction with ProcessWindowFunction: the smallest reading with the start of the window', async () => {
    const smallest = await run(tuples, stream =>
      windowed(stream).reduce((r1, r2) => (r1.f1 > r2.f1 ? r2 : r1), {
        process: (_key: string, context, [min], out: Collector<[number, number | undefined]>) =>
          out.collect([context.start, min?.f1]),
      }),
    )
    expect(smallest).toEqual([
      [0, 1],
      [0, 4],
      [300_000, 8],
    ])
  })

  test('AggregateFunction with ProcessWindowFunction: the average with its key', async () => {
    const averages = await run(tuples, stream =>
      windowed(stream).aggregate(average, {
        process: (key: string, _context, [mean], out: Collector<[string, number | undefined]>) =>
          out.collect([key, mean]),
      }),
    )
    expect(averages).toEqual([
      ['a', 2],
      ['b', 4],
      ['a', 8],
    ])
  })

  test('per-window state tells the firings of a window apart, global state counts over all windows of the key', async () => {
    class Firings implements ProcessWindowFunction<Tuple, [number, number, number], string> {
      readonly cleared: number[] = []
      process(
        _key: string,
        context: WindowContext,
        elements: readonly Tuple[],
        out: Collector<[number, number, number]>,
      ): void {
        const ofWindow = context.windowState.valueState<number>('firings')
        const ofKey = context.globalState.valueState<number>('firings')
        ofWindow.update((ofWindow.value() ?? 0) + 1)
        ofKey.update((ofKey.value() ?? 0) + 1)
        out.collect([elements.length, ofWindow.value() ?? 0, ofKey.value() ?? 0])
      }
    }
    class FiringsWithClear extends Firings {
      clear(_key: string, context: WindowContext): void {
        this.cleared.push(context.start)
      }
    }
    const late = [tuple('a', 1, 0), tuple('a', 1, 6 * MINUTE), tuple('a', 1, 1), tuple('a', 1, 2)]
    const withClear = new FiringsWithClear()
    for (const fn of [new Firings(), withClear]) {
      const rows = await run(late, stream => windowed(stream).allowedLateness('5min').process(fn))
      expect(rows).toEqual([
        [1, 1, 1],
        [2, 2, 2],
        [3, 3, 3],
        [1, 1, 4],
      ])
    }
    expect(withClear.cleared).toEqual([0, 300_000])
  })

  test('WindowFunction (legacy): apply', async () => {
    const result = await run(tuples, stream =>
      windowed(stream).apply((key: string, window, elements, out: Collector<string>) =>
        out.collect(`${key} ${window.start} ${elements.length}`),
      ),
    )
    expect(result).toEqual(['a 0 2', 'b 0 1', 'a 300000 1'])
  })
})

describe('Triggers', () => {
  test('a CountTrigger on tumbling windows replaces firing by time: only by count', async () => {
    const tuples = [1, 2, 3, 4, 5].map(f1 => tuple('a', f1, f1))
    const rows = await run(tuples, stream =>
      timed(stream).window(TumblingEventTimeWindows.of('5s')).trigger(CountTrigger.of(2)).aggregate({ n: count() }),
    )
    expect(rows.map(row => row.n)).toEqual([2, 4]) // contents are kept, and the fifth never fires
  })
})

describe('Allowed Lateness', () => {
  const late = new OutputTag<Tuple>('late-data')

  test('late elements are dropped, or come as a side output', async () => {
    const { env } = testEnvironment()
    const result = timed(env.fromCollection([tuple('a', 1, 1_000), tuple('a', 2, 9_000), tuple('a', 3, 2_000)]))
      .window(TumblingEventTimeWindows.of('5s'))
      .sideOutputLateData(late)
      .aggregate({ n: count() })
    expect((await result.executeAndCollect()).map(row => row.n)).toEqual([1, 1])
    expect(await result.getSideOutput(late).executeAndCollect()).toEqual([tuple('a', 3, 2_000)])
  })

  test('with GlobalWindows no data is ever late', async () => {
    const rows = await run([tuple('a', 1, 100_000), tuple('a', 2, 0)], stream =>
      timed(stream).window(GlobalWindows.create()).trigger(CountTrigger.of(1)).aggregate({ n: count() }),
    )
    expect(rows.map(row => row.n)).toEqual([1, 2])
  })

  test('a late firing of sessions may bridge the gap between two that were there', async () => {
    const tuples = [tuple('a', 1, 0), tuple('a', 1, 15), tuple('b', 1, 30), tuple('a', 1, 8)]
    const rows = await run(tuples, stream =>
      timed(stream).window(EventTimeSessionWindows.withGap(10)).allowedLateness(30).aggregate({ n: count() }),
    )
    expect(rows.filter(row => row.key === 'a').map(row => [row.windowStart, row.windowEnd, row.n])).toEqual([
      [0, 10, 1],
      [15, 25, 1],
      [0, 25, 3],
    ])
  })
})

test('Consecutive windowed operations: the top k of the sums per key land in the same window', async () => {
  const tuples = [tuple('a', 3, 0), tuple('b', 4, 1), tuple('a', 3, 4_999), tuple('c', 1, 2_000), tuple('a', 7, 5_000)]
  const top = await run(tuples, stream =>
    timed(stream)
      .window(TumblingEventTimeWindows.of('5s'))
      .reduce((a, b) => tuple(a.f0, a.f1 + b.f1, a.ts))
      .windowAll(TumblingEventTimeWindows.of('5s'))
      .process({
        process: (context, elements, out: Collector<string>) => {
          const best = [...elements].sort((a, b) => b.f1 - a.f1).slice(0, 2)
          out.collect(`${context.start}: ${best.map(({ f0, f1 }) => `${f0} ${f1}`).join(', ')}`)
        },
      }),
  )
  expect(top).toEqual(['0: a 6, b 4', '5000: a 7'])
})
