import { describe, expect, test } from 'vitest'
import { count } from '../../../src/engine/aggregates/count.ts'
import type { DataStream } from '../../../src/engine/dataStream.ts'
import type { KeyedProcessFunction } from '../../../src/engine/keyedProcessFunction.ts'
import { OutputTag } from '../../../src/engine/processFunction.ts'
import { WatermarkStrategy } from '../../../src/engine/watermarkStrategy.ts'
import { EventTimeSessionWindows } from '../../../src/engine/windows/sessionWindows.ts'
import { TumblingEventTimeWindows } from '../../../src/engine/windows/windowAssigners.ts'
import { type Item, PipelineHarness } from '../conformance/pipelineHarness.ts'
import { run } from '../pipeline.ts'

/** What Flink's pages on event time state with figures, each under the page's name. */

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** Numbers that are their own time. */
const timed = (stream: DataStream<number>, delay: number) =>
  stream.assignTimestampsAndWatermarks(
    WatermarkStrategy.forBoundedOutOfOrderness<number>(delay).withTimestampAssigner(value => value),
  )

describe('page "Streaming Analytics"', () => {
  test('Watermarks: the stream sorter lets an event go when the watermark has reached it', async () => {
    // "··· 23 19 22 24 21 14 17 13 12 15 9 11 7 2 4 →": the 4 comes first
    const arriving = [4, 2, 7, 11, 9, 15, 12, 13, 17, 14, 21, 24, 22, 19, 23]
    const sorter: KeyedProcessFunction<string, number, number> = {
      processElement: (value, context) => context.timerService().registerEventTimeTimer(value),
      onTimer: (time, _context, out) => out.collect(time),
    }
    const largestDelay = 24 - 19
    const sorted = await run(arriving, stream =>
      timed(stream, largestDelay)
        .keyBy(() => 'all')
        .process(sorter),
    )
    expect(sorted).toEqual([2, 4, 7, 9, 11, 12, 13, 14, 15, 17, 19, 21, 22, 23, 24])
  })

  test('Lateness: after Watermark(t) an event whose timestamp is at most t is late', () => {
    const late = new OutputTag<number>('late')
    const harness = new PipelineHarness<number>(
      ([values]) => {
        const counted = (values as DataStream<number>)
          .windowAll(TumblingEventTimeWindows.of(1))
          .sideOutputLateData(late)
          .aggregate({ n: count() })
        return [counted, counted.getSideOutput(late)]
      },
      1,
      true,
    )
    harness.batch([
      { kind: 'watermark', input: 0, watermark: 10 },
      ...[9, 10, 11].map((time): Item<number> => ({ kind: 'record', input: 0, value: time, time })),
    ])
    harness.end()
    expect(harness.results[1]?.map(({ value }) => value)).toEqual([9, 10])
    expect(harness.results[0]).toHaveLength(1)
  })

  test('Time Windows are Aligned to the Epoch: started at 12:05, the first window of an hour closes at 1:00', async () => {
    const [first] = await run([12 * HOUR + 5 * MINUTE], stream =>
      timed(stream, 0).windowAll(TumblingEventTimeWindows.of('1h')).aggregate({ n: count() }),
    )
    expect(first?.windowEnd).toBe(13 * HOUR)
  })

  test('Windows Can Follow Windows, and there are No Results for Empty TimeWindows', async () => {
    const sum = (a: number, b: number) => a + b
    const sums = await run([1, 2, HOUR + 5, 4 * HOUR], stream =>
      timed(stream, 0)
        .keyBy(value => value % 2)
        .window(TumblingEventTimeWindows.of('1h'))
        .reduce(sum)
        .windowAll(TumblingEventTimeWindows.of('1h'))
        .reduce(sum, { process: (context, [total = 0], out) => out.collect([context.start / HOUR, total]) }),
    )
    expect(sums).toEqual([
      [0, 3],
      [1, HOUR + 5],
      [4, 4 * HOUR],
    ])
  })

  test('Late Events Can Cause Late Merges', async () => {
    const sessions = await run([0, 20, 31, 10], stream =>
      timed(stream, 10).windowAll(EventTimeSessionWindows.withGap(11)).allowedLateness('1s').aggregate({ n: count() }),
    )
    // [0, 11) has fired when the 10 comes, which bridges the gap to [20, 31) and so to [31, 42)
    expect(sessions.map(row => [row.windowStart, row.windowEnd, row.n])).toEqual([
      [0, 11, 1],
      [0, 42, 4],
    ])
  })
})

describe('page "Timely Stream Processing"', () => {
  test('Watermarks in Parallel Streams: event time at an operator is the minimum of its inputs, 29 and 14; then 29 and 17; then 33 and 17', () => {
    const harness = new PipelineHarness<number>(
      ([a, b]) => [(a as DataStream<number>).union(b as DataStream<number>)],
      2,
      true,
    )
    const eventTimeAfter = (input: number, watermark: number) => {
      harness.batch([{ kind: 'watermark', input, watermark }])
      return harness.outputs[0]?.watermarkNow
    }
    expect(eventTimeAfter(0, 29)).toBe(Number.NEGATIVE_INFINITY)
    expect(eventTimeAfter(1, 14)).toBe(14)
    expect(eventTimeAfter(1, 17)).toBe(17)
    expect(eventTimeAfter(0, 33)).toBe(17)
  })
})

describe('page "Generating Watermarks"', () => {
  const watermarks = (stream: DataStream<number>) =>
    stream.process<number>({ processElement: (_value, context, out) => out.collect(context.currentWatermark) })
  const arriving = [10_000, 12_000, 11_000, 20_000, 20_000]

  test('BoundedOutOfOrdernessGenerator of 3.5 seconds: the highest timestamp, less 3500, less 1', async () => {
    const inForce = await run(arriving, stream => watermarks(timed(stream, 3_500)))
    expect(inForce).toEqual([Number.NEGATIVE_INFINITY, 6_499, 8_499, 8_499, 16_499])
  })

  test('the same written as a generator of one’s own', async () => {
    const bounded = WatermarkStrategy.forGenerator<number>(() => {
      let currentMaxTimestamp = Number.NEGATIVE_INFINITY
      return {
        onEvent: (_event, timestamp) => {
          currentMaxTimestamp = Math.max(currentMaxTimestamp, timestamp)
          return currentMaxTimestamp - 3_500 - 1
        },
      }
    }).withTimestampAssigner(value => value)
    const inForce = await run(arriving, stream => watermarks(stream.assignTimestampsAndWatermarks(bounded)))
    expect(inForce).toEqual([Number.NEGATIVE_INFINITY, 6_499, 8_499, 8_499, 16_499])
  })

  test('PunctuatedAssigner: a watermark where an event carries one', async () => {
    const events = [
      { time: 5, watermark: undefined },
      { time: 7, watermark: 6 },
      { time: 9, watermark: undefined },
      { time: 8, watermark: 8 },
      { time: 12, watermark: undefined },
    ]
    const punctuated = WatermarkStrategy.forGenerator<(typeof events)[number]>(() => ({
      onEvent: event => event.watermark,
    })).withTimestampAssigner('time')
    const inForce = await run(events, stream =>
      stream.assignTimestampsAndWatermarks(punctuated).process<number>({
        processElement: (_value, context, out) => out.collect(context.currentWatermark),
      }),
    )
    const before = Number.NEGATIVE_INFINITY
    expect(inForce).toEqual([before, before, 6, 6, 8])
  })

  test('How Operators Process Watermarks: what a watermark gave rise to comes before it', () => {
    const harness = new PipelineHarness<number>(
      ([values]) => {
        const counts = (values as DataStream<number>)
          .windowAll(TumblingEventTimeWindows.of(10))
          .aggregate({ n: count() })
        return [
          counts.process<unknown>({
            processElement: (row, context, out) => out.collect([row.windowEnd, context.currentWatermark]),
          }),
        ]
      },
      1,
      true,
    )
    harness.batch([
      { kind: 'record', input: 0, value: 1, time: 1 },
      { kind: 'record', input: 0, value: 11, time: 11 },
      { kind: 'watermark', input: 0, watermark: 19 },
    ])
    const before = Number.NEGATIVE_INFINITY
    expect(harness.results[0]?.map(({ value }) => value)).toEqual([
      [10, before],
      [20, before],
    ])
    expect(harness.outputs[0]?.watermarkNow).toBe(19)
  })
})
