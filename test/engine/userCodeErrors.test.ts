import { describe, expect, test } from 'vitest'
import type { AggregateFunction } from '../../src/engine/aggregates/aggregator.ts'
import { CEP } from '../../src/engine/cep/cep.ts'
import type { DataStream } from '../../src/engine/dataStream.ts'
import type { Sink, SinkWriter } from '../../src/engine/sink.ts'
import { MapStateDescriptor } from '../../src/engine/state/broadcastState.ts'
import { UserCodeError } from '../../src/engine/userCodeError.ts'
import { WatermarkStrategy } from '../../src/engine/watermarkStrategy.ts'
import { DeltaEvictor } from '../../src/engine/windows/evictors/deltaEvictor.ts'
import { GlobalWindows } from '../../src/engine/windows/globalWindows.ts'
import { EventTimeSessionWindows } from '../../src/engine/windows/sessionWindows.ts'
import type { Trigger } from '../../src/engine/windows/trigger.ts'
import { CountTrigger } from '../../src/engine/windows/triggers/countTrigger.ts'
import { DeltaTrigger } from '../../src/engine/windows/triggers/deltaTrigger.ts'
import { EventTimeTrigger } from '../../src/engine/windows/triggers/eventTimeTrigger.ts'
import { SlidingEventTimeWindows, TumblingEventTimeWindows } from '../../src/engine/windows/windowAssigners.ts'
import { type AnyStream, type Item, PipelineHarness } from './conformance/pipelineHarness.ts'
import { testEnvironment } from './pipeline.ts'

/** A function of the user throws in every place that takes one: the error says where, at which record, for which key. */

interface Row {
  readonly key: string
  readonly id: number
}

type Build = (rows: DataStream<Row>, others: DataStream<Row>) => AnyStream

/** What the error names: the operator, the record (or what stands for it), and the key; no key where there is none. */
interface Named {
  readonly operator: string
  readonly record: unknown
  readonly key?: string
}

const FIRST: Row = { key: 'a', id: 1 }
const SECOND: Row = { key: 'a', id: 2 }
const ITEMS: readonly Item<Row>[] = [
  { kind: 'record', input: 0, value: FIRST, time: 1 },
  { kind: 'record', input: 1, value: FIRST, time: 1 },
  { kind: 'record', input: 0, value: SECOND, time: 2 },
  { kind: 'record', input: 1, value: SECOND, time: 2 },
  { kind: 'watermark', input: 0, watermark: 100 },
  { kind: 'watermark', input: 1, watermark: 100 },
  { kind: 'now', now: 100 },
]

/** The error that a pipeline ends with. */
async function failure(build: Build, items: readonly Item<Row>[] = ITEMS): Promise<unknown> {
  const harness = new PipelineHarness<Row>(([a, b]) => [build(a as DataStream<Row>, b as DataStream<Row>)], 2, true)
  try {
    for (const item of items) {
      harness.batch([item])
      await harness.settle()
    }
    harness.end()
    await harness.settle()
  } catch (error) {
    return error
  }
  return undefined
}

class Boom extends Error {}
const boom = (): never => {
  throw new Boom('boom')
}
const first = ({ id }: Row) => (id === 1 ? boom() : true)

const minute = TumblingEventTimeWindows.of(50)
const WINDOW = { start: 0, end: 50 }
const window = (name: string) => `window 50 ms ${name}`
const sums: AggregateFunction<Row, number, number> = {
  createAccumulator: () => 0,
  add: (row, total) => total + row.id,
  getResult: total => total,
  merge: (a, b) => a + b,
}
const onTime: Trigger<Row> = EventTimeTrigger.create()
const RULES = new MapStateDescriptor<string, number>('rules')

const cases: Readonly<Record<string, readonly [Build, Named]>> = {
  // ------------------------------------------------------------------ record by record
  map: [rows => rows.map(boom, 'halve'), { operator: 'halve', record: FIRST }],
  filter: [rows => rows.map(row => row).filter(boom), { operator: 'filter', record: FIRST }],
  flatMap: [rows => rows.flatMap(boom), { operator: 'flatMap', record: FIRST }],
  'flatMap, a generator': [
    rows =>
      rows.flatMap(function* (row) {
        yield row
        boom()
      }),
    { operator: 'flatMap', record: FIRST },
  ],
  process: [rows => rows.process({ processElement: boom }), { operator: 'process', record: FIRST }],
  'process, a batch at a time': [
    rows => rows.process({ name: 'whole', processElement: () => {}, mapBatch: boom }),
    { operator: 'whole', record: [FIRST] },
  ],
  'process, at the end': [
    rows => rows.process({ processElement: () => {}, endInput: boom }),
    { operator: 'process (endInput)', record: undefined },
  ],
  'mapAsync, at once': [rows => rows.mapAsync(boom), { operator: 'async map', record: FIRST }],
  'mapAsync, later': [
    rows => rows.mapAsync(async row => (await row) && boom()),
    { operator: 'async map', record: FIRST },
  ],
  'mapAsync, ifError': [
    rows => rows.mapAsync(boom, { retry: { maxAttempts: 1, delay: 1, ifError: boom } }),
    { operator: 'async map (retry)', record: FIRST },
  ],
  'mapAsync, onTimeout': [
    rows => rows.mapAsync(() => new Promise<Row>(() => {}), { timeout: 10, onTimeout: boom }),
    { operator: 'async map (onTimeout)', record: FIRST },
  ],
  lookupJoin: [
    rows => rows.lookupJoin(boom, { key: 'key' }).apply(row => row),
    { operator: 'lookup join', record: FIRST, key: 'a' },
  ],
  'lookupJoin, apply': [
    rows => rows.lookupJoin(key => key, { key: 'key' }).apply(boom),
    { operator: 'lookup join', record: FIRST, key: 'a' },
  ],
  'lookupJoin, key': [
    rows => rows.lookupJoin(key => key, { key: boom }).apply(row => row),
    { operator: 'lookup join', record: FIRST },
  ],

  // ------------------------------------------------------------------ event time
  'timestamp assigner': [
    rows => rows.assignTimestampsAndWatermarks(WatermarkStrategy.noWatermarks<Row>().withTimestampAssigner(boom)),
    { operator: 'timestamps (timestamp assigner)', record: FIRST },
  ],
  'watermark generator': [
    rows => rows.assignTimestampsAndWatermarks(WatermarkStrategy.forGenerator<Row>(() => ({ onEvent: boom }))),
    { operator: 'timestamps (watermark generator)', record: FIRST },
  ],

  // ------------------------------------------------------------------ keyed
  'key selector of keyed process': [
    rows => rows.keyBy(boom).process({ processElement: () => {} }),
    { operator: 'keyed process', record: FIRST },
  ],
  'keyed process': [
    rows => rows.keyBy('key').process({ processElement: boom }),
    { operator: 'keyed process', record: FIRST, key: 'a' },
  ],
  'event-time timer': [
    rows =>
      rows.keyBy('key').process({
        processElement: (_row, context) => context.timerService().registerEventTimeTimer(7),
        onTimer: boom,
      }),
    { operator: 'keyed process (timer)', record: { timer: 7 }, key: 'a' },
  ],
  'processing-time timer': [
    rows =>
      rows.keyBy('key').process({
        processElement: (_row, context) => context.timerService().registerProcessingTimeTimer(7),
        onTimer: boom,
      }),
    { operator: 'keyed process (timer)', record: { timer: 7 }, key: 'a' },
  ],

  // ------------------------------------------------------------------ windows
  'key selector of windows': [
    rows => rows.keyBy(boom).window(minute).aggregate(sums),
    { operator: window('aggregate'), record: FIRST },
  ],
  'key selector of sessions': [
    rows => rows.keyBy(boom).window(EventTimeSessionWindows.withGap(5)).aggregate(sums),
    { operator: 'session gap 5 ms aggregate', record: FIRST },
  ],
  'key selector of count windows': [
    rows => rows.keyBy(boom).countWindow(2).aggregate(sums),
    { operator: 'global window aggregate', record: FIRST },
  ],
  'AggregateFunction.createAccumulator': [
    rows =>
      rows
        .keyBy('key')
        .window(minute)
        .aggregate({ ...sums, createAccumulator: boom }),
    { operator: window('aggregate'), record: FIRST, key: 'a' },
  ],
  'AggregateFunction.add': [
    rows =>
      rows
        .keyBy('key')
        .window(minute)
        .aggregate({ ...sums, add: boom }),
    { operator: window('aggregate'), record: FIRST, key: 'a' },
  ],
  'AggregateFunction.getResult': [
    rows =>
      rows
        .keyBy('key')
        .window(minute)
        .aggregate({ ...sums, getResult: boom }),
    { operator: window('aggregate'), record: WINDOW, key: 'a' },
  ],
  'AggregateFunction.add, sessions': [
    rows =>
      rows
        .keyBy('key')
        .window(EventTimeSessionWindows.withGap(5))
        .aggregate({ ...sums, add: boom }),
    { operator: 'session gap 5 ms aggregate', record: FIRST, key: 'a' },
  ],
  'AggregateFunction.getResult, sessions': [
    rows =>
      rows
        .keyBy('key')
        .window(EventTimeSessionWindows.withGap(5))
        .aggregate({ ...sums, getResult: boom }),
    { operator: 'session gap 5 ms aggregate', record: { start: 1, end: 7 }, key: 'a' },
  ],
  'AggregateFunction.add, a trigger': [
    rows =>
      rows
        .keyBy('key')
        .window(minute)
        .trigger(CountTrigger.of(2))
        .aggregate({ ...sums, add: boom }),
    { operator: window('aggregate'), record: FIRST, key: 'a' },
  ],
  'AggregateFunction.getResult, a trigger': [
    rows =>
      rows
        .keyBy('key')
        .window(minute)
        .trigger(CountTrigger.of(2))
        .aggregate({ ...sums, getResult: boom }),
    { operator: window('aggregate'), record: WINDOW, key: 'a' },
  ],
  'AggregateFunction.getResult, an evictor': [
    rows =>
      rows
        .keyBy('key')
        .window(minute)
        .evictor({ evictBefore: all => all })
        .aggregate({ ...sums, getResult: boom }),
    { operator: window('aggregate'), record: WINDOW, key: 'a' },
  ],
  reduce: [
    rows => rows.keyBy('key').window(minute).reduce(boom),
    { operator: window('reduce'), record: SECOND, key: 'a' },
  ],
  'reduce, sliding': [
    rows => rows.keyBy('key').window(SlidingEventTimeWindows.of(50, 25)).reduce(boom),
    { operator: 'window 50 ms every 25 ms reduce', record: SECOND, key: 'a' },
  ],
  'reduce without keys': [rows => rows.windowAll(minute).reduce(boom), { operator: window('reduce'), record: SECOND }],
  'window function': [
    rows => rows.keyBy('key').window(minute).process({ process: boom }),
    { operator: window('window process'), record: [FIRST, SECOND], key: 'a' },
  ],
  'window function without keys': [
    rows => rows.windowAll(minute).process({ process: boom }),
    { operator: window('window process'), record: [FIRST, SECOND] },
  ],
  'window function after aggregate': [
    rows => rows.keyBy('key').window(minute).aggregate(sums, { process: boom }),
    { operator: window('aggregate'), record: 3, key: 'a' },
  ],
  'window function, clear': [
    rows =>
      rows
        .keyBy('key')
        .window(minute)
        .process({ process: () => {}, clear: boom }),
    { operator: window('window process'), record: WINDOW, key: 'a' },
  ],
  'dynamic gap': [
    rows => rows.keyBy('key').window(EventTimeSessionWindows.withDynamicGap<Row>(boom)).aggregate(sums),
    { operator: 'session aggregate', record: FIRST, key: 'a' },
  ],
  'window assigner': [
    rows =>
      rows
        .keyBy('key')
        .window({ name: 'own', isEventTime: true, defaultTrigger: onTime, assignWindows: boom })
        .aggregate(sums),
    { operator: 'own aggregate', record: FIRST, key: 'a' },
  ],
  'trigger, onElement': [
    rows =>
      rows
        .keyBy('key')
        .window(minute)
        .trigger({ ...onTime, onElement: boom })
        .aggregate(sums),
    { operator: window('aggregate'), record: FIRST, key: 'a' },
  ],
  'trigger, onEventTime': [
    rows =>
      rows
        .keyBy('key')
        .window(minute)
        .trigger({ ...onTime, onEventTime: boom })
        .aggregate(sums),
    { operator: window('aggregate'), record: { timer: 49 }, key: 'a' },
  ],
  'trigger, onProcessingTime': [
    rows =>
      rows
        .keyBy('key')
        .window(GlobalWindows.create())
        .trigger({
          onElement: (_row, _time, _window, context) => {
            context.registerProcessingTimeTimer(7)
            return 'CONTINUE'
          },
          onEventTime: () => 'CONTINUE',
          onProcessingTime: boom,
          clear: () => {},
        })
        .aggregate(sums),
    { operator: 'global window aggregate', record: { timer: 7 }, key: 'a' },
  ],
  'trigger, clear': [
    rows =>
      rows
        .keyBy('key')
        .window(minute)
        .trigger({ ...onTime, clear: boom })
        .aggregate(sums),
    { operator: window('aggregate'), record: WINDOW, key: 'a' },
  ],
  'trigger, onMerge': [
    rows =>
      rows
        .keyBy('key')
        .window(EventTimeSessionWindows.withGap(5))
        .trigger({ ...onTime, onMerge: boom })
        .aggregate(sums),
    { operator: 'session gap 5 ms aggregate', record: { start: 1, end: 7 }, key: 'a' },
  ],
  'delta trigger': [
    rows => rows.keyBy('key').window(minute).trigger(DeltaTrigger.of<Row>(1, boom)).aggregate(sums),
    { operator: window('aggregate'), record: SECOND, key: 'a' },
  ],
  'evictor, before': [
    rows => rows.keyBy('key').window(minute).evictor({ evictBefore: boom }).aggregate(sums),
    { operator: window('aggregate'), record: WINDOW, key: 'a' },
  ],
  'evictor, after': [
    rows => rows.keyBy('key').window(minute).evictor({ evictAfter: boom }).aggregate(sums),
    { operator: window('aggregate'), record: WINDOW, key: 'a' },
  ],
  'delta evictor': [
    rows => rows.keyBy('key').window(minute).evictor(DeltaEvictor.of<Row>(1, boom)).aggregate(sums),
    { operator: window('aggregate'), record: WINDOW, key: 'a' },
  ],

  // ------------------------------------------------------------------ two streams
  'connect, map': [(a, b) => a.connect(b).map(row => row, boom), { operator: 'co-map 2', record: FIRST }],
  'connect, flatMap': [(a, b) => a.connect(b).flatMap(boom, () => []), { operator: 'co-flatMap 1', record: FIRST }],
  'connect, process': [
    (a, b) => a.connect(b).process({ processElement1: () => {}, processElement2: boom }),
    { operator: 'co-process', record: FIRST },
  ],
  'keyed connect, key selector': [
    (a, b) =>
      a
        .keyBy(boom)
        .connect(b.keyBy(boom))
        .process({ processElement1: () => {}, processElement2: () => {} }),
    { operator: 'keyed co-process', record: FIRST },
  ],
  'keyed connect, process': [
    (a, b) =>
      a
        .keyBy('key')
        .connect(b.keyBy('key'))
        .process({ processElement1: boom, processElement2: () => {} }),
    { operator: 'keyed co-process', record: FIRST, key: 'a' },
  ],
  'keyed connect, timer': [
    (a, b) =>
      a
        .keyBy('key')
        .connect(b.keyBy('key'))
        .process({
          processElement1: (_row, context) => context.timerService().registerEventTimeTimer(7),
          processElement2: () => {},
          onTimer: boom,
        }),
    { operator: 'keyed co-process (timer)', record: { timer: 7 }, key: 'a' },
  ],
  broadcast: [
    (a, b) => a.connect(b.broadcast(RULES)).process({ processElement: () => {}, processBroadcastElement: boom }),
    { operator: 'broadcast process', record: FIRST },
  ],
  'keyed broadcast': [
    (a, b) =>
      a
        .keyBy('key')
        .connect(b.broadcast(RULES))
        .process({ processElement: boom, processBroadcastElement: () => {} }),
    { operator: 'keyed broadcast process', record: FIRST, key: 'a' },
  ],
  'keyed broadcast, the other side': [
    (a, b) =>
      a
        .keyBy('key')
        .connect(b.broadcast(RULES))
        .process({ processElement: () => {}, processBroadcastElement: boom }),
    { operator: 'keyed broadcast process', record: FIRST },
  ],
  'join, key selector': [
    (a, b) =>
      a
        .join(b)
        .where(boom)
        .equalTo(row => row.key as never)
        .window(minute)
        .apply(row => row),
    { operator: 'join (where)', record: FIRST },
  ],
  'join function': [
    (a, b) => a.join(b).where('key').equalTo('key').window(minute).apply(boom),
    { operator: window('join'), record: { left: FIRST, right: FIRST }, key: 'a' },
  ],
  'coGroup function': [
    (a, b) => a.coGroup(b).where('key').equalTo('key').window(minute).apply(boom),
    { operator: window('coGroup'), record: { lefts: [FIRST, SECOND], rights: [FIRST, SECOND] }, key: 'a' },
  ],
  'interval join, key selector': [
    (a, b) =>
      a
        .keyBy(boom)
        .intervalJoin(b.keyBy(boom))
        .between(0, 0)
        .process(row => row),
    { operator: 'interval join 0 … 0 ms', record: FIRST },
  ],
  'interval join': [
    (a, b) => a.keyBy('key').intervalJoin(b.keyBy('key')).between(0, 0).process(boom),
    { operator: 'interval join 0 … 0 ms', record: { left: FIRST, right: FIRST }, key: 'a' },
  ],
  'temporal join, key selector': [
    (a, b) =>
      a
        .keyBy(boom)
        .temporalJoin(b.keyBy(boom))
        .apply(row => row),
    { operator: 'temporal join', record: FIRST },
  ],
  'temporal join': [
    (a, b) => a.keyBy('key').temporalJoin(b.keyBy('key')).apply(boom),
    { operator: 'temporal join', record: FIRST, key: 'a' },
  ],
  'temporal join, deletedWhen': [
    (a, b) =>
      a
        .keyBy('key')
        .temporalJoin(b.keyBy('key'))
        .deletedWhen(boom)
        .apply(row => row),
    { operator: 'temporal join', record: FIRST, key: 'a' },
  ],

  // ------------------------------------------------------------------ patterns
  'pattern, key selector': [
    rows => CEP.pattern(rows.keyBy(boom), start => start.begin('x')).select(match => match),
    { operator: 'pattern x', record: FIRST },
  ],
  'pattern condition': [
    rows => CEP.pattern(rows.keyBy('key'), start => start.begin('x').where(first)).select(match => match),
    { operator: "pattern x (pattern 'x')", record: FIRST, key: 'a' },
  ],
  'pattern comparator': [
    rows =>
      CEP.pattern(
        rows
          .map(row => ({ ...row }))
          .assignTimestampsAndWatermarks(WatermarkStrategy.noWatermarks<Row>().withTimestampAssigner(() => 5))
          .keyBy('key'),
        start => start.begin('x'),
        boom,
      ).select(match => match),
    { operator: 'pattern x (comparator)', record: [SECOND, FIRST] },
  ],
  'pattern select': [
    rows => CEP.pattern(rows.keyBy('key'), start => start.begin('x')).select(boom),
    { operator: 'pattern x', record: { x: [FIRST] }, key: 'a' },
  ],
  'pattern time-out': [
    rows =>
      CEP.pattern(rows.keyBy('key'), start =>
        start
          .begin('x')
          .next('y')
          .where(() => false)
          .within(5),
      ).process({ processMatch: () => {}, processTimedOutMatch: boom }),
    { operator: 'pattern x y', record: { x: [SECOND], y: [] }, key: 'a' },
  ],
}

describe('an error in a function of the user names operator, record and key', () => {
  test.each(Object.entries(cases))('%s', async (_name, [build, named]) => {
    const error = await failure(build)
    expect(error).toBeInstanceOf(UserCodeError)
    const { operator, record, key, code, cause, message } = error as UserCodeError
    expect({ operator, record, key }).toEqual({ key: undefined, ...named })
    expect(code).toBe('USER_CODE')
    expect(cause).toBeInstanceOf(Boom)
    expect(message).toContain(named.operator)
    expect(message).toMatch(/: boom$/)
    if (named.key !== undefined) expect(message).toContain(`for key "${named.key}"`)
  })
})

test('where sessions become one, the record that bridges them', async () => {
  const at = (id: number, time: number): Item<Row> => ({ kind: 'record', input: 0, value: { key: 'a', id }, time })
  const error = await failure(
    rows =>
      rows
        .keyBy('key')
        .window(EventTimeSessionWindows.withGap(5))
        .aggregate({ ...sums, merge: boom }),
    [at(1, 1), at(2, 9), at(3, 5)],
  )
  expect(error).toMatchObject({ operator: 'session gap 5 ms aggregate', record: { key: 'a', id: 3 }, key: 'a' })
})

describe('sources and sinks', () => {
  const sink = (part: Partial<SinkWriter<Row>>): Sink<Row> => ({
    kind: 'test',
    description: 'broken sink',
    open: async () => ({
      write: () => {},
      prepareCommit: async () => undefined,
      commit: async () => {},
      abort: async () => {},
      close: async () => {},
      ...part,
    }),
  })

  test.each<readonly [string, Sink<Row>]>([
    ['write, at once', sink({ write: boom })],
    ['write, later', sink({ write: async () => boom() })],
    ['prepareCommit', sink({ prepareCommit: async () => boom() })],
    ['commit', sink({ prepareCommit: async () => 1, commit: async () => boom() })],
    ['open', { kind: 'test', description: 'broken sink', open: async () => boom() }],
  ])('a sink that fails is named: %s', async (_part, broken) => {
    const { env, submit } = testEnvironment()
    env
      .fromCollection([FIRST, SECOND])
      .keyBy('key')
      .process<Row>({ processElement: (row, _context, out) => out.collect(row) })
      .sinkTo(broken)
    const job = submit()
    await job.done
    expect(job.error).toBeInstanceOf(Error)
    expect((job.error as Error).message).toMatch(/broken sink.*boom/)
    expect((job.error as Error).message).not.toContain('keyed process')
  })

  test('the timestamp assigner of a source', async () => {
    const { env, submit } = testEnvironment()
    env
      .fromCollection([FIRST])
      .assignTimestampsAndWatermarks(WatermarkStrategy.noWatermarks<Row>().withTimestampAssigner(boom))
      .sinkTo(sink({}))
    const job = submit()
    await job.done
    expect((job.error as Error).message).toContain('failed on record {"key":"a","id":1}: boom')
  })
})
