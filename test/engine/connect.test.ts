import { describe, expect, test } from 'vitest'
import type { KeyedBroadcastProcessFunction } from '../../src/engine/broadcastProcessFunction.ts'
import type { KeyedCoProcessFunction } from '../../src/engine/coProcessFunction.ts'
import type { DataStream } from '../../src/engine/dataStream.ts'
import { OutputTag } from '../../src/engine/processFunction.ts'
import { MapStateDescriptor } from '../../src/engine/state/broadcastState.ts'
import type { ListState, MapState, StateAccess, ValueState } from '../../src/engine/state/keyedState.ts'
import { WatermarkStrategy } from '../../src/engine/watermarkStrategy.ts'
import { OperatorHarness, type Step } from './joinsHarness.ts'
import { testEnvironment } from './pipeline.ts'

const { env } = testEnvironment()

/** The operator behind a stream, to be given records of both inputs in a certain order. */
function harness(stream: DataStream<unknown>): OperatorHarness {
  const { transformation } = stream
  if (transformation.kind !== 'operator') throw new Error('no operator')
  return new OperatorHarness(transformation.create)
}

function steps(...records: [input: number, value: unknown, time?: number, watermark?: number][]): Step[] {
  return records.map(([input, value, time = 0, watermark = Number.NEGATIVE_INFINITY]) => ({
    input,
    value,
    time,
    watermark,
  }))
}

/** The same results with a snapshot and restore after every record. */
function runBoth(stream: DataStream<unknown>, input: Step[]): unknown[] {
  const values = ({ results }: OperatorHarness) => results.map(({ value }) => value)
  const straight = values(harness(stream).run(input, () => 100))
  expect(values(harness(stream).run(input, () => 1, true))).toEqual(straight)
  return straight
}

test('connect: map and flatMap have a function for each side', async () => {
  const connected = env.fromCollection([1, 2]).connect(env.fromCollection(['a', 'b']))
  const mapped = connected.map(
    n => `number ${n}`,
    s => `text ${s}`,
  )
  expect((await mapped.executeAndCollect()).sort()).toEqual(['number 1', 'number 2', 'text a', 'text b'])
  // page "Operators", CoFlatMap: words of sentences beside words
  const split = env
    .fromCollection(['hi'])
    .connect(env.fromCollection(['to you all']))
    .flatMap(
      word => [word],
      sentence => sentence.split(' '),
    )
  expect((await split.executeAndCollect()).sort()).toEqual(['all', 'hi', 'to', 'you'])
})

test('CoProcessFunction: both sides share what it remembers; side outputs; errors name the record', async () => {
  const odd = new OutputTag<number>('odd')
  const process = (controls: string[], numbers: number[]) =>
    env
      .fromCollection(controls)
      .connect(env.fromCollection(numbers))
      .process<number>({
        processElement1: () => {
          throw new Error('no more')
        },
        processElement2: (value, context, out) => (value % 2 ? context.output(odd, value) : out.collect(value)),
      })
  const processed = process([], [1, 2, 3])
  expect(await processed.executeAndCollect()).toEqual([2])
  expect(await processed.getSideOutput(odd).executeAndCollect()).toEqual([1, 3])
  await expect(process(['stop'], []).executeAndCollect()).rejects.toThrow('co-process failed on record "stop": no more')
})

interface Ride {
  readonly rideId: number
  readonly start: string
}
interface Fare {
  readonly rideId: number
  readonly total: number
}

/** The exercise "Rides and Fares" of Flink's training: each ride with its fare, whichever comes first. */
class Enrichment implements KeyedCoProcessFunction<number, Ride, Fare, unknown> {
  private ride!: ValueState<Ride>
  private fare!: ValueState<Fare>

  open(state: StateAccess): void {
    this.ride = state.valueState('saved ride')
    this.fare = state.valueState('saved fare')
  }

  processElement1: KeyedCoProcessFunction<number, Ride, Fare, unknown>['processElement1'] = (ride, context, out) => {
    const fare = this.fare.value()
    if (fare) {
      this.fare.clear()
      out.collect([ride.start, fare.total])
    } else {
      this.ride.update(ride)
      context.timerService().registerEventTimeTimer((context.timestamp ?? 0) + 10)
    }
  }

  processElement2: KeyedCoProcessFunction<number, Ride, Fare, unknown>['processElement2'] = (fare, _context, out) => {
    const ride = this.ride.value()
    if (ride) {
      this.ride.clear()
      out.collect([ride.start, fare.total])
    } else this.fare.update(fare)
  }

  onTimer: NonNullable<KeyedCoProcessFunction<number, Ride, Fare, unknown>['onTimer']> = (time, context, out) => {
    if (this.ride.value()) out.collect(`ride ${context.getCurrentKey()} without fare at ${time}`)
  }
}

describe('keyed streams connected', () => {
  const rides = env.fromCollection<Ride>([]).keyBy('rideId')
  const fares = env.fromCollection<Fare>([]).keyBy('rideId')

  test('share the state and timers of a key', () => {
    const results = runBoth(
      rides.connect(fares).process(new Enrichment()),
      steps(
        [0, { rideId: 1, start: 'A' }, 1],
        [1, { rideId: 2, total: 20 }, 2],
        [1, { rideId: 1, total: 10 }, 3],
        [0, { rideId: 3, start: 'C' }, 4],
        [0, { rideId: 2, start: 'B' }, 5],
        [1, { rideId: 4, total: 40 }, 20, 15],
      ),
    )
    expect(results).toEqual([['A', 10], ['B', 20], 'ride 3 without fare at 14'])
  })

  test('keyBy after connect is the same; a stream without keys is refused', async () => {
    const strategy = WatermarkStrategy.forMonotonousTimestamps<{ rideId: number }>().withTimestampAssigner(() => 1)
    const connected = env
      .fromCollection<Ride>([{ rideId: 1, start: 'A' }])
      .assignTimestampsAndWatermarks(strategy as never)
      .connect(env.fromCollection<Fare>([{ rideId: 1, total: 7 }]).assignTimestampsAndWatermarks(strategy as never))
      .keyBy('rideId', 'rideId')
    expect(await connected.process(new Enrichment() as never).executeAndCollect()).toEqual([['A', 7]])
    expect(() => rides.connect(env.fromCollection([1]) as never)).toThrow(
      'connect: a stream without keys is not a keyed stream. Divide the other stream by key too',
    )
  })
})

interface Item {
  readonly color: string
  readonly shape: string
}
interface Rule {
  readonly name: string
  readonly first: string
  readonly second: string
}
const RULES = new MapStateDescriptor<string, Rule>('RulesBroadcastState')

/** The example of the page "The Broadcast State Pattern": pairs of one colour whose shapes follow a rule. */
class Matching implements KeyedBroadcastProcessFunction<string, Item, Rule, string> {
  // partial matches, by the name of the rule
  private partial!: MapState<string, Item[]>

  open(state: StateAccess): void {
    this.partial = state.mapState('items')
  }

  processBroadcastElement: KeyedBroadcastProcessFunction<string, Item, Rule, string>['processBroadcastElement'] = (
    rule,
    context,
  ) => context.getBroadcastState(RULES).put(rule.name, rule)

  processElement: KeyedBroadcastProcessFunction<string, Item, Rule, string>['processElement'] = (
    item,
    context,
    out,
  ) => {
    for (const [name, rule] of context.getBroadcastState(RULES).entries()) {
      let stored = this.partial.get(name) ?? []
      if (item.shape === rule.second && stored.length > 0) {
        for (const before of stored) out.collect(`MATCH: ${item.color} ${before.shape} - ${item.shape}`)
        stored = []
      }
      // no else, to cover rules whose first and second are the same
      if (item.shape === rule.first) stored = [...stored, item]
      if (stored.length === 0) this.partial.remove(name)
      else this.partial.put(name, stored)
    }
  }
}

describe('broadcast state', () => {
  const items = env.fromCollection<Item>([])
  const rules = env.fromCollection<Rule>([])
  const item = (color: string, shape: string): [number, Item] => [0, { color, shape }]

  test('page "The Broadcast State Pattern": a rectangle followed by a triangle', () => {
    const matches = items.keyBy('color').connect(rules.broadcast(RULES)).process(new Matching())
    const input = steps(
      item('red', 'rectangle'), // before there is a rule
      [1, { name: 'r', first: 'rectangle', second: 'triangle' }],
      item('red', 'triangle'),
      item('red', 'rectangle'),
      item('blue', 'rectangle'),
      item('red', 'rectangle'),
      item('red', 'triangle'),
      item('blue', 'circle'),
      [1, { name: 'same', first: 'circle', second: 'circle' }],
      item('blue', 'circle'),
      item('blue', 'circle'),
      item('blue', 'triangle'),
    )
    expect(runBoth(matches, input)).toEqual([
      'MATCH: red rectangle - triangle',
      'MATCH: red rectangle - triangle',
      'MATCH: blue circle - circle',
      'MATCH: blue rectangle - triangle',
    ])
  })

  test('applyToKeyedState reaches every key', () => {
    class Listing implements KeyedBroadcastProcessFunction<string, Item, string, string> {
      private shapes!: ListState<string>
      open(state: StateAccess): void {
        this.shapes = state.listState('shapes')
      }
      processElement(value: Item): void {
        this.shapes.add(value.shape)
      }
      processBroadcastElement: KeyedBroadcastProcessFunction<string, Item, string, string>['processBroadcastElement'] =
        (_value, context, out) =>
          context.applyToKeyedState(this.shapes, (key, shapes) => {
            out.collect(`${key}: ${shapes.get().join()}`)
            if (key === 'red') shapes.clear()
          })
    }
    const listed = items.keyBy('color').connect(env.fromCollection<string>([]).broadcast()).process(new Listing())
    const input = steps(item('red', 'a'), item('blue', 'b'), item('red', 'c'), [1, 'list'], item('red', 'd'), [
      1,
      'list',
    ])
    // in which order keys are visited is not said
    const given = runBoth(listed, input)
    expect(given.slice(0, 2).sort()).toEqual(['blue: b', 'red: a,c'])
    expect(given.slice(2).sort()).toEqual(['blue: b', 'red: d'])
  })

  test('without keys too; what was not broadcast is an error that names what was', () => {
    const known = items.connect(rules.broadcast(RULES)).process<boolean>({
      processElement: (value, context, out) => out.collect(context.getBroadcastState(RULES).contains(value.shape)),
      processBroadcastElement: (rule, context) => context.getBroadcastState(RULES).put(rule.first, rule),
    })
    const rule = { name: 'r', first: 'a', second: 'b' }
    expect(runBoth(known, steps(item('x', 'a'), [1, rule], item('x', 'a')))).toEqual([false, true])
    const other = new MapStateDescriptor<string, number>('other')
    const wrong = items.connect(rules.broadcast(RULES)).process<unknown>({
      processElement: (_value, context, out) => out.collect(context.getBroadcastState(other).get('x')),
      processBroadcastElement: () => {},
    })
    expect(() => harness(wrong).run(steps(item('x', 'a')), () => 1)).toThrow(
      `getBroadcastState: 'other' was not given to broadcast(…). Known descriptors: RulesBroadcastState.`,
    )
    expect(() => rules.broadcast(RULES, RULES)).toThrow(`two descriptors are called 'RulesBroadcastState'`)
  })
})
