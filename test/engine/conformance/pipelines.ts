import { collect } from '../../../src/engine/aggregates/collect.ts'
import { count } from '../../../src/engine/aggregates/count.ts'
import { sum } from '../../../src/engine/aggregates/sum.ts'
import type {
  BroadcastProcessFunction,
  KeyedBroadcastProcessFunction,
} from '../../../src/engine/broadcastProcessFunction.ts'
import { AfterMatchSkipStrategy } from '../../../src/engine/cep/afterMatchSkipStrategy.ts'
import { CEP } from '../../../src/engine/cep/cep.ts'
import type { KeyedCoProcessFunction } from '../../../src/engine/coProcessFunction.ts'
import type { DataStream } from '../../../src/engine/dataStream.ts'
import type { KeyedProcessFunction, OnTimerContext } from '../../../src/engine/keyedProcessFunction.ts'
import { type Collector, OutputTag, type ProcessFunction } from '../../../src/engine/processFunction.ts'
import { MapStateDescriptor } from '../../../src/engine/state/broadcastState.ts'
import type { ListState, MapState, StateAccess, ValueState } from '../../../src/engine/state/keyedState.ts'
import { WatermarkStrategy } from '../../../src/engine/watermarkStrategy.ts'
import { CumulateEventTimeWindows } from '../../../src/engine/windows/cumulateWindows.ts'
import { CountEvictor } from '../../../src/engine/windows/evictors/countEvictor.ts'
import { GlobalWindows } from '../../../src/engine/windows/globalWindows.ts'
import { EventTimeSessionWindows, ProcessingTimeSessionWindows } from '../../../src/engine/windows/sessionWindows.ts'
import { ContinuousEventTimeTrigger } from '../../../src/engine/windows/triggers/continuousEventTimeTrigger.ts'
import { CountTrigger } from '../../../src/engine/windows/triggers/countTrigger.ts'
import { PurgingTrigger } from '../../../src/engine/windows/triggers/purgingTrigger.ts'
import {
  SlidingEventTimeWindows,
  TumblingEventTimeWindows,
  TumblingProcessingTimeWindows,
} from '../../../src/engine/windows/windowAssigners.ts'
import type { AnyStream, Pipeline } from './pipelineHarness.ts'

/** What flows through every pipeline. */
export interface Row {
  readonly key: string
  readonly id: number
  /** 0 to 4. */
  readonly v: number
  readonly ts: number
}

export interface NamedPipeline {
  readonly name: string
  readonly inputs: number
  readonly run: Pipeline<Row>
  /** Each result belongs to one key, which it names. */
  readonly keyed: boolean
  /** Its watermarks are its own, not its inputs' at once. */
  readonly ownWatermarks?: boolean
  /** Results come from outside, some time later. */
  readonly async?: boolean
  /** Results that are open at the same time may come in any order. */
  readonly unordered?: boolean
  /** Its records have no event time. */
  readonly untimed?: boolean
}

const LATE = new OutputTag<Row>('late')
const SIDE = new OutputTag<unknown>('side')

export const pipelines: readonly NamedPipeline[] = [
  // ------------------------------------------------------------------ record by record
  one('map, filter, flatMap', ([rows]) => [
    rows
      .map(row => ({ ...row, v: row.v + 1 }))
      .filter(row => row.v > 1)
      .flatMap(row => Array.from({ length: row.v - 1 }, (_, i) => ({ key: row.key, id: row.id, i }))),
  ]),
  { ...one('process with state of its own', ([rows]) => [rows.process(new RunningTotal())]), keyed: false },
  one('process with a side output', ([rows]) => withSide(rows.process(new OddToSide()))),
  two('union', ([a, b]) => [a.union(b)]),
  {
    ...one('assignTimestampsAndWatermarks', ([rows]) => [
      rows.assignTimestampsAndWatermarks(
        WatermarkStrategy.forBoundedOutOfOrderness<Row>(5).withTimestampAssigner('ts'),
      ),
    ]),
    ownWatermarks: true,
  },

  // ------------------------------------------------------------------ keyed
  one('keyed process, event-time timers', ([rows]) => withSide(rows.keyBy('key').process(new Reminders('event')))),
  one('keyed process, processing-time timers', ([rows]) =>
    withSide(rows.keyBy('key').process(new Reminders('processing'))),
  ),

  one('rolling reduce', ([rows]) => [rows.keyBy('key').reduce((a, b) => ({ ...b, v: a.v * 3 + b.v }))]),
  one('rolling sum and maxBy', ([rows]) => [rows.keyBy('key').sum('v'), rows.keyBy('key').maxBy('v')]),

  // ------------------------------------------------------------------ windows
  ...Object.entries({
    tumbling: TumblingEventTimeWindows.of(10),
    'tumbling with offset': TumblingEventTimeWindows.of(10, 3),
    sliding: SlidingEventTimeWindows.of(12, 4),
    'sliding with gaps': SlidingEventTimeWindows.of(4, 10),
    cumulate: CumulateEventTimeWindows.of(12, 4),
    session: EventTimeSessionWindows.withGap(5),
    'session with a gap for each record': EventTimeSessionWindows.withDynamicGap<Row>(row => row.v + 2),
    'processing-time tumbling': TumblingProcessingTimeWindows.of(10),
    'processing-time session': ProcessingTimeSessionWindows.withGap(5),
  }).flatMap(([name, windows]) => [
    one(`${name} window, typed aggregates`, ([rows]) =>
      withLate(
        rows
          .keyBy('key')
          .window(windows)
          .sideOutputLateData(LATE)
          .aggregate({ n: count(), total: sum('v'), ids: collect('id') }),
      ),
    ),
    one(`${name} window, reduce, allowed lateness`, ([rows]) =>
      withLate(
        rows
          .keyBy('key')
          .window(windows)
          .allowedLateness(6)
          .sideOutputLateData(LATE)
          .reduce((a, b) => ({ ...b, v: a.v + b.v })),
      ),
    ),
    one(`${name} window, process`, ([rows]) => [
      rows
        .keyBy('key')
        .window(windows)
        .process<unknown>({
          process: (key, window, elements, out) =>
            out.collect({ key, start: window.start, end: window.end, ids: elements.map(row => row.id) }),
        }),
    ]),
  ]),
  one('global window, count trigger', ([rows]) => [
    rows
      .keyBy('key')
      .window(GlobalWindows.create())
      .trigger(PurgingTrigger.of(CountTrigger.of(3)))
      .aggregate({ ids: collect('id') }),
  ]),
  one('tumbling window, continuous trigger', ([rows]) => [
    rows
      .keyBy('key')
      .window(TumblingEventTimeWindows.of(20))
      .trigger(ContinuousEventTimeTrigger.of(4))
      .aggregate({ n: count() }),
  ]),
  one('tumbling window, evictor', ([rows]) => [
    rows
      .keyBy('key')
      .window(TumblingEventTimeWindows.of(20))
      .evictor(CountEvictor.of(2))
      .aggregate({ ids: collect('id') }),
  ]),
  one('count window', ([rows]) => [
    rows
      .keyBy('key')
      .countWindow(3)
      .aggregate({ ids: collect('id') }),
  ]),
  one('sliding count window', ([rows]) => [
    rows
      .keyBy('key')
      .countWindow(4, 2)
      .aggregate({ ids: collect('id') }),
  ]),
  {
    ...one('window over all keys', ([rows]) =>
      withLate(
        rows
          .windowAll(SlidingEventTimeWindows.of(10, 5))
          .sideOutputLateData(LATE)
          .aggregate({ ids: collect('id') }),
      ),
    ),
    keyed: false,
  },
  {
    ...one('count window over all keys', ([rows]) => [rows.countWindowAll(3).aggregate({ n: count() })]),
    keyed: false,
  },

  // ------------------------------------------------------------------ two streams
  two('connect, map', ([a, b]) => [
    a.connect(b).map<unknown>(
      row => ({ key: row.key, left: row.id }),
      row => ({ key: row.key, right: row.id }),
    ),
  ]),
  two('keyed connect, process', ([a, b]) => [a.keyBy('key').connect(b.keyBy('key')).process(new LastOfBoth())]),
  { ...two('broadcast', ([a, b]) => [a.connect(b.broadcast(RULES)).process(new Ruled())]), keyed: false },
  {
    ...two('keyed broadcast', ([a, b]) => [a.keyBy('key').connect(b.broadcast(RULES)).process(new RuledByKey())]),
    keyed: false,
  },
  two('window join', ([a, b]) => [
    a.join(b).where('key').equalTo('key').window(TumblingEventTimeWindows.of(10)).apply(pair),
  ]),
  two('session window join', ([a, b]) => [
    a.join(b).where('key').equalTo('key').window(EventTimeSessionWindows.withGap(4)).apply(pair),
  ]),
  two('coGroup', ([a, b]) => [
    a
      .coGroup(b)
      .where('key')
      .equalTo('key')
      .window(SlidingEventTimeWindows.of(10, 5))
      .apply((lefts, rights) => {
        const key = [...lefts, ...rights][0]?.key
        return [{ key, left: Array.from(lefts, row => row.id), right: Array.from(rights, row => row.id) }]
      }),
  ]),
  two('interval join', ([a, b]) => [
    a
      .keyBy('key')
      .intervalJoin(b.keyBy('key'))
      .between(-4, 6)
      .process<unknown>({ processElement: (left, right, _context, out) => out.collect(pair(left, right)) }),
  ]),
  two('temporal join', ([a, b]) => [
    a
      .keyBy('key')
      .temporalJoin(b.keyBy('key'))
      .leftOuter()
      .apply((row, version) => ({ ...row, version: version?.id })),
  ]),

  // ------------------------------------------------------------------ the world outside
  async('mapAsync, ordered', ([rows]) => [rows.mapAsync(later, { capacity: 4 })]),
  {
    ...async('mapAsync, unordered', ([rows]) => [rows.mapAsync(later, { capacity: 4, ordered: false })]),
    unordered: true,
  },
  {
    ...async('lookup join with a cache', ([rows]) => [
      rows
        .lookupJoin<string, { readonly key: string }>(async key => ({ key }), { key: 'key', cache: true })
        .apply((row, found) => ({ ...row, found: found.key })),
    ]),
  },

  // ------------------------------------------------------------------ patterns
  one('pattern by key, with time-outs', ([rows]) =>
    withLateAndSide(
      CEP.pattern(rows.keyBy('key'), start =>
        start
          .begin('low')
          .where(row => row.v < 2)
          .followedBy('high')
          .where(row => row.v > 2)
          .oneOrMore()
          .within(20),
      )
        .sideOutputLateData(LATE)
        .select<unknown, unknown>(
          SIDE,
          (match, time) => ({ key: match.low[0]?.key, ids: match.low.map(row => row.id), time }),
          match => ({ key: match.low[0]?.key, ids: [...match.low, ...match.high].map(row => row.id) }),
        ),
    ),
  ),
  one('pattern by absence', ([rows]) => [
    CEP.pattern(rows.keyBy('key'), start =>
      start
        .begin('low', AfterMatchSkipStrategy.skipPastLastEvent())
        .where(row => row.v < 2)
        .notFollowedBy('high')
        .where(row => row.v > 2)
        .within(9),
    ).select(match => ({ key: match.low[0]?.key, ids: match.low.map(row => row.id) })),
  ]),
  {
    ...one('pattern over all keys', ([rows]) => [
      CEP.pattern(
        rows,
        start =>
          start
            .begin('a')
            .where(row => row.v === 1)
            .followedByAny('b')
            .where(row => row.v === 3)
            .within(15),
        (a, b) => a.id - b.id,
      ).flatSelect<unknown>((match, out) => out.collect([...match.a, ...match.b].map(row => row.id))),
    ]),
    keyed: false,
  },
  {
    ...one('pattern in processing time', ([rows]) =>
      withSide(
        CEP.pattern(rows.keyBy('key'), start =>
          start
            .begin('a')
            .where(row => row.v === 1)
            .next('b')
            .where(row => row.v > 1)
            .times(2)
            .within(12),
        ).select<unknown, unknown>(
          SIDE,
          match => ({ key: match.a[0]?.key, timedOut: match.a[0]?.id }),
          match => ({ key: match.a[0]?.key, ids: [...match.a, ...match.b].map(row => row.id) }),
        ),
      ),
    ),
    untimed: true,
  },
]

type Inputs = readonly [DataStream<Row>, DataStream<Row>]

function one(name: string, run: (inputs: Inputs) => readonly AnyStream[]): NamedPipeline {
  return { name, inputs: 1, run: run as Pipeline<Row>, keyed: true }
}

function two(name: string, run: (inputs: Inputs) => readonly AnyStream[]): NamedPipeline {
  return { name, inputs: 2, run: run as Pipeline<Row>, keyed: true }
}

function async(name: string, run: (inputs: Inputs) => readonly AnyStream[]): NamedPipeline {
  return { ...one(name, run), async: true, ownWatermarks: true }
}

function withLate<R>(stream: DataStream<R>): AnyStream[] {
  return [stream, stream.getSideOutput(LATE)]
}

function withSide<R>(stream: DataStream<R>): AnyStream[] {
  return [stream, stream.getSideOutput(SIDE)]
}

function withLateAndSide<R>(stream: DataStream<R>): AnyStream[] {
  return [stream, stream.getSideOutput(LATE), stream.getSideOutput(SIDE)]
}

function pair(left: Row, right: Row) {
  return { key: left.key, left: left.id, right: right.id }
}

/** Answers the sooner the larger `v` is. */
async function later(row: Row): Promise<Row> {
  for (let i = row.v; i < 4; i++) await Promise.resolve()
  return row
}

// ------------------------------------------------------------------ functions under test

class RunningTotal implements ProcessFunction<Row, unknown> {
  private total = 0

  processElement(row: Row, _context: unknown, out: { collect(value: unknown): void }): void {
    this.total += row.v
    out.collect({ id: row.id, total: this.total })
  }

  endInput(out: { collect(value: unknown): void }): void {
    out.collect({ total: this.total })
  }

  snapshotState(): unknown {
    return this.total
  }

  restoreState(state: unknown): void {
    this.total = state as number
  }
}

class OddToSide implements ProcessFunction<Row, unknown> {
  processElement: ProcessFunction<Row, unknown>['processElement'] = (row, context, out) => {
    if (row.v % 2) context.output(SIDE, { key: row.key, odd: row.id })
    else out.collect({ key: row.key, even: row.id, watermark: context.currentWatermark })
  }
}

/** Remembers ids, and brings them up some time after the newest. */
class Reminders implements KeyedProcessFunction<string, Row, unknown> {
  private ids!: ListState<number>
  private byValue!: MapState<number, number>
  private due!: ValueState<number>

  constructor(private readonly time: 'event' | 'processing') {}

  open(state: StateAccess): void {
    this.ids = state.listState('ids')
    this.byValue = state.mapState('byValue')
    this.due = state.valueState('due')
  }

  processElement: KeyedProcessFunction<string, Row, unknown>['processElement'] = (row, context, out) => {
    this.ids.add(row.id)
    this.byValue.put(row.v, (this.byValue.get(row.v) ?? 0) + 1)
    const timers = context.timerService()
    const due = this.due.value()
    const next = (this.time === 'event' ? row.ts : timers.currentProcessingTime()) + 7
    if (due !== undefined && row.v > 2) {
      if (this.time === 'event') timers.deleteEventTimeTimer(due)
      else timers.deleteProcessingTimeTimer(due)
    }
    if (this.time === 'event') timers.registerEventTimeTimer(next)
    else timers.registerProcessingTimeTimer(next)
    this.due.update(next)
    if (row.v === 4) context.output(SIDE, { key: row.key, four: row.id })
    out.collect({ key: row.key, id: row.id, seen: this.byValue.get(row.v) })
  }

  onTimer(timestamp: number, context: OnTimerContext<string>, out: Collector<unknown>): void {
    out.collect({ key: context.getCurrentKey(), timestamp, ids: [...this.ids.get()] })
    if (timestamp === this.due.value()) this.ids.clear()
  }
}

class LastOfBoth implements KeyedCoProcessFunction<string, Row, Row, unknown> {
  private left!: ValueState<number>

  open(state: StateAccess): void {
    this.left = state.valueState('left')
  }

  processElement1: KeyedCoProcessFunction<string, Row, Row, unknown>['processElement1'] = (row, context) => {
    this.left.update(row.id)
    context.timerService().registerEventTimeTimer(row.ts + 8)
  }

  processElement2: KeyedCoProcessFunction<string, Row, Row, unknown>['processElement2'] = (row, _context, out) => {
    out.collect({ key: row.key, left: this.left.value(), right: row.id })
  }

  onTimer(timestamp: number, context: OnTimerContext<string>, out: Collector<unknown>): void {
    out.collect({ key: context.getCurrentKey(), timestamp, left: this.left.value() })
  }
}

const RULES = new MapStateDescriptor<number, string>('rules')

class Ruled implements BroadcastProcessFunction<Row, Row, unknown> {
  processElement: BroadcastProcessFunction<Row, Row, unknown>['processElement'] = (row, context, out) =>
    out.collect({ id: row.id, rule: context.getBroadcastState(RULES).get(row.v) })

  processBroadcastElement: BroadcastProcessFunction<Row, Row, unknown>['processBroadcastElement'] = (row, context) =>
    context.getBroadcastState(RULES).put(row.v, `rule ${row.id}`)
}

class RuledByKey implements KeyedBroadcastProcessFunction<string, Row, Row, unknown> {
  private seen!: ValueState<number>

  open(state: StateAccess): void {
    this.seen = state.valueState('seen')
  }

  processElement: KeyedBroadcastProcessFunction<string, Row, Row, unknown>['processElement'] = (row, context, out) => {
    this.seen.update((this.seen.value() ?? 0) + 1)
    out.collect({ key: row.key, seen: this.seen.value(), rule: context.getBroadcastState(RULES).get(row.v) })
  }

  processBroadcastElement: KeyedBroadcastProcessFunction<string, Row, Row, unknown>['processBroadcastElement'] = (
    row,
    context,
  ) => context.getBroadcastState(RULES).put(row.v, `rule ${row.id}`)
}
