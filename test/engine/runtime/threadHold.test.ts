import { describe, expect, test } from 'vitest'
import type { Clock } from '../../../src/base/clock.ts'
import type { AggregateFunction } from '../../../src/engine/aggregates/aggregator.ts'
import type { DataStream } from '../../../src/engine/dataStream.ts'
import { StreamExecutionEnvironment } from '../../../src/engine/environment.ts'
import type { JobId } from '../../../src/engine/job.ts'
import type { KeyedProcessFunction, OnTimerContext } from '../../../src/engine/keyedProcessFunction.ts'
import type { Collector } from '../../../src/engine/processFunction.ts'
import type { Sink } from '../../../src/engine/sink.ts'
import { createJob } from '../../../src/engine/streamJob.ts'
import type { SinkTransformation } from '../../../src/engine/transformation.ts'
import { WatermarkStrategy } from '../../../src/engine/watermarkStrategy.ts'
import { CumulateEventTimeWindows } from '../../../src/engine/windows/cumulateWindows.ts'
import { EventTimeSessionWindows } from '../../../src/engine/windows/sessionWindows.ts'
import { CountTrigger } from '../../../src/engine/windows/triggers/countTrigger.ts'
import { SlidingEventTimeWindows, TumblingEventTimeWindows } from '../../../src/engine/windows/windowAssigners.ts'

const KEYS = 20_000
/** Of the clock below, for each call of the user's code: so a slice has room for some hundreds, and a window has 20,000. */
const MS_PER_CALL = 0.01
/** Six milliseconds, the batch that was begun before they were over (of up to six), and the keys between two looks at the clock (16, of eight merges at most). */
const LONGEST_MS = 6 + 6 + 16 * 8 * MS_PER_CALL

/** Time that passes when work is done, and at no other time; notes how much between two moments at which others have a turn. */
class WorkClock implements Clock {
  longestHold = 0
  turns = 0
  private time = 0
  private heldSince = 0

  now(): number {
    return 0
  }

  monotonic(): number {
    return this.time
  }

  schedule(): () => void {
    return () => {}
  }

  async yield(): Promise<void> {
    this.noteHold()
    await new Promise(resolve => setImmediate(resolve))
  }

  readonly work = (): void => {
    this.time += MS_PER_CALL
  }

  noteHold(): void {
    this.turns++
    this.longestHold = Math.max(this.longestHold, this.time - this.heldSince)
    this.heldSince = this.time
  }
}

interface Row {
  readonly key: number
  readonly ts: number
}

/** Each key in each of six seconds, so that windows of all keys end together. */
function* rows(): Generator<Row> {
  for (let second = 0; second < 6; second++) {
    for (let i = 0; i < KEYS; i++)
      yield { key: (i * 7_919) % KEYS, ts: second * 1_000 + Math.floor((i * 1_000) / KEYS) }
  }
}

type Run = (rows: DataStream<Row>, work: () => void) => DataStream<unknown>

const RUNS: Readonly<Record<string, Run>> = {
  'tumbling windows': (rows, work) =>
    rows.keyBy('key').window(TumblingEventTimeWindows.of('3s')).aggregate(counting(work)),
  'sliding windows': (rows, work) =>
    rows.keyBy('key').window(SlidingEventTimeWindows.of('4s', '1s')).aggregate(counting(work)),
  'sliding windows, panes merged one by one': (rows, work) =>
    rows
      .keyBy('key')
      .window(SlidingEventTimeWindows.of('4s', '1s'))
      .aggregate({ n: countingEach(work) }),
  'cumulate windows': (rows, work) =>
    rows.keyBy('key').window(CumulateEventTimeWindows.of('3s', '1s')).aggregate(counting(work)),
  'session windows': (rows, work) =>
    rows.keyBy('key').window(EventTimeSessionWindows.withGap('2s')).aggregate(counting(work)),
  'windows by Flink’s steps': (rows, work) =>
    rows.keyBy('key').window(TumblingEventTimeWindows.of('3s')).trigger(CountTrigger.of(3)).aggregate(counting(work)),
  'a window function': (rows, work) =>
    rows
      .keyBy('key')
      .window(TumblingEventTimeWindows.of('3s'))
      .process<number>({
        process: (_key, _window, rows, out) => {
          work()
          out.collect(rows.length)
        },
      }),
  'keyed process with timers': (rows, work) => rows.keyBy('key').process(new AtTheEndOfTheMinute(work)),
  'temporal join': (rows, work) =>
    rows
      .keyBy('key')
      .temporalJoin(rows.keyBy('key'))
      .apply(row => {
        work()
        return row
      }),
  'windows one after the other': (rows, work) =>
    rows
      .keyBy('key')
      .window(TumblingEventTimeWindows.of('1s'))
      .aggregate({ n: countingEach(work) })
      .keyBy('key')
      .window(TumblingEventTimeWindows.of('3s'))
      .aggregate(counting(work)),
}

describe(`with ${KEYS.toLocaleString('en')} keys the thread is given back in time`, () => {
  test.each(Object.entries(RUNS))('%s', async (_name, run) => {
    const clock = new WorkClock()
    let pending: SinkTransformation[] = []
    const submit = (sinks: readonly SinkTransformation[]) => createJob(sinks, { clock, id: 'job' as JobId })
    const env = new StreamExecutionEnvironment({
      addSink: sink => void pending.push(sink),
      submit,
      execute: async () => {},
    })
    const sink = countingSink()
    const strategy = WatermarkStrategy.forBoundedOutOfOrderness<Row>(0).withTimestampAssigner('ts')
    run(env.fromCollection(rows()).assignTimestampsAndWatermarks(strategy), clock.work).sinkTo(sink)
    const job = submit(pending)
    pending = []
    await job.done
    clock.noteHold()
    expect(job.error).toBeUndefined()
    expect(sink.count).toBeGreaterThanOrEqual(KEYS)
    expect(clock.monotonic()).toBeGreaterThan(KEYS * MS_PER_CALL)
    expect(clock.longestHold).toBeLessThanOrEqual(LONGEST_MS)
  })
})

/** Counts records; each of its calls is work. */
function counting(work: () => void): AggregateFunction<unknown, number, number> {
  return {
    createAccumulator: () => 0,
    add: (_row, n) => {
      work()
      return n + 1
    },
    merge: (a, b) => {
      work()
      return a + b
    },
    getResult: n => {
      work()
      return n
    },
  }
}

/** The same as one of several aggregates, with a state that is not copied. */
function countingEach(work: () => void) {
  return {
    name: 'counting',
    initial: [],
    createObject: () => ({ n: 0 }),
    add: (_numbers: Float64Array, _at: number, object: unknown) => {
      work()
      ;(object as { n: number }).n++
    },
    merge: (
      _numbers: Float64Array,
      _at: number,
      object: unknown,
      _other: Float64Array,
      _otherAt: number,
      other: unknown,
    ) => {
      work()
      ;(object as { n: number }).n += (other as { n: number }).n
    },
    value: (_numbers: Float64Array, _at: number, object: unknown) => (object as { n: number }).n,
  }
}

class AtTheEndOfTheMinute implements KeyedProcessFunction<number, Row, number> {
  constructor(private readonly work: () => void) {}

  processElement: KeyedProcessFunction<number, Row, number>['processElement'] = (_row, context) => {
    this.work()
    context.timerService().registerEventTimeTimer(60_000)
  }

  onTimer(_time: number, context: OnTimerContext<number>, out: Collector<number>): void {
    this.work()
    out.collect(context.getCurrentKey())
  }
}

function countingSink(): Sink<unknown> & { count: number } {
  const sink = {
    kind: 'counting',
    description: 'counting',
    count: 0,
    open: async () => ({
      write: (values: readonly unknown[]) => {
        sink.count += values.length
      },
      prepareCommit: async () => undefined,
      commit: async () => {},
      abort: async () => {},
      close: async () => {},
    }),
  }
  return sink
}
