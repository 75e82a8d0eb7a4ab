import { describe, expect, expectTypeOf, test } from 'vitest'
import { CEP } from '../../../src/engine/cep/cep.ts'
import { Pattern } from '../../../src/engine/cep/pattern.ts'
import type { DataStream } from '../../../src/engine/dataStream.ts'
import { OutputTag } from '../../../src/engine/processFunction.ts'
import { WatermarkStrategy } from '../../../src/engine/watermarkStrategy.ts'
import { type Item, PipelineHarness } from '../conformance/pipelineHarness.ts'
import { run, testEnvironment } from '../pipeline.ts'

interface Tick {
  readonly user: string
  readonly kind: 'ask' | 'buy' | 'leave'
  readonly ts: number
}

const tick = (user: string, kind: Tick['kind'], ts: number): Tick => ({ user, kind, ts })
const timed = (stream: DataStream<Tick>, delay = 0) =>
  stream.assignTimestampsAndWatermarks(
    WatermarkStrategy.forBoundedOutOfOrderness<Tick>(delay).withTimestampAssigner('ts'),
  )
const askThenBuy = Pattern.of<Tick>()
  .begin('ask')
  .where(event => event.kind === 'ask')
  .next('buy')
  .where(event => event.kind === 'buy')

describe('event time', () => {
  test('events are judged in order of time, key by key; equal times in order of arrival, or as the comparator says', async () => {
    const events = [
      tick('b', 'buy', 30),
      tick('a', 'buy', 20),
      tick('a', 'ask', 10),
      tick('b', 'ask', 30),
      tick('b', 'buy', 31),
    ]
    const found = await run(events, stream =>
      CEP.pattern(timed(stream, 50).keyBy('user'), askThenBuy).select(match => [match.ask[0]?.ts, match.buy[0]?.ts]),
    )
    expect(found).toEqual([
      [10, 20],
      [30, 31],
    ])
    const compared = await run(events, stream =>
      CEP.pattern(timed(stream, 50).keyBy('user'), askThenBuy, (a, b) => a.kind.localeCompare(b.kind)).select(match => [
        match.ask[0]?.ts,
        match.buy[0]?.ts,
      ]),
    )
    expect(compared).toEqual([
      [10, 20],
      [30, 30],
    ])
  })

  test('events behind the watermark are late', async () => {
    const late = new OutputTag<Tick>('late')
    const { env, jobs } = testEnvironment()
    const events = [tick('a', 'ask', 10), tick('a', 'ask', 40), tick('a', 'buy', 20), tick('a', 'buy', 41)]
    const found = CEP.pattern(timed(env.fromCollection(events)).keyBy('user'), askThenBuy)
      .sideOutputLateData(late)
      .select(match => match.buy[0]?.ts)
    expect(await found.executeAndCollect()).toEqual([41])
    expect(jobs[0]?.metrics().lateRecords).toBe(1)
    expect(await found.getSideOutput(late).executeAndCollect()).toEqual([tick('a', 'buy', 20)])
  })

  test('what runs out of time is told of at its own time; an event at the very end of the time is too late', () => {
    const timedOut = new OutputTag<string>('timed out')
    const harness = new PipelineHarness<Tick>(
      ([stream]) => {
        const found = CEP.pattern((stream as DataStream<Tick>).keyBy('user'), askThenBuy.within(10)).process<string>({
          processMatch: (match, context, out) =>
            out.collect(`${match.ask[0]?.ts} ${match.buy[0]?.ts} at ${context.timestamp}`),
          processTimedOutMatch: (match, context) =>
            context.output(timedOut, `${match.ask[0]?.ts} (${match.buy.length}) at ${context.timestamp}`),
        })
        return [found, found.getSideOutput(timedOut)]
      },
      1,
      true,
    )
    harness.batch([tick('a', 'ask', 10), tick('a', 'buy', 19), tick('b', 'ask', 12), tick('b', 'buy', 22)].map(record))
    harness.batch([{ kind: 'watermark', input: 0, watermark: 21 }])
    expect(harness.results).toEqual([[{ value: '10 19 at 19', time: 19 }], []])
    harness.batch([{ kind: 'watermark', input: 0, watermark: 1000 }])
    expect(harness.results[1]).toEqual([{ value: '12 (0) at 22', time: 22 }])
  })

  test('a match by absence has the time at which the absence became certain, however far the watermark jumps', () => {
    const left = Pattern.of<Tick>()
      .begin('ask')
      .where(event => event.kind === 'ask')
      .notFollowedBy('buy')
      .where(event => event.kind === 'buy')
      .within(10)
    const harness = new PipelineHarness<Tick>(
      ([stream]) => [CEP.pattern((stream as DataStream<Tick>).keyBy('user'), left).select(match => match.ask[0]?.user)],
      1,
      true,
    )
    harness.batch([tick('b', 'ask', 12), tick('a', 'ask', 10), tick('c', 'ask', 11), tick('c', 'buy', 15)].map(record))
    harness.end()
    expect(harness.results[0]).toEqual([
      { value: 'a', time: 20 },
      { value: 'b', time: 22 },
    ])
  })

  test('an iterative condition sees the event time', async () => {
    const found = await run([tick('a', 'ask', 10), tick('a', 'buy', 25)], stream =>
      CEP.pattern(timed(stream), start =>
        start.begin('slow').where((_event, context) => context.timestamp > 20),
      ).select(match => match.slow[0]?.ts),
    )
    expect(found).toEqual([25])
  })
})

test('processing time: events count as they come, and time runs out by the clock', () => {
  const timedOut = new OutputTag<string>('timed out')
  const harness = new PipelineHarness<Tick>(
    ([stream]) => {
      const found = CEP.pattern(stream as DataStream<Tick>, askThenBuy.within(10)).select(
        timedOut,
        match => match.ask[0]?.user as string,
        match => match.buy[0]?.user,
      )
      return [found, found.getSideOutput(timedOut)]
    },
    1,
    false,
  )
  harness.batch([{ kind: 'now', now: 100 }])
  harness.batch([record(tick('a', 'ask', 3))])
  harness.batch([{ kind: 'now', now: 109 }])
  harness.batch([record(tick('b', 'buy', 1)), record(tick('c', 'ask', 1))])
  expect(harness.results).toEqual([[{ value: 'b', time: Number.NaN }], []])
  harness.batch([{ kind: 'now', now: 130 }])
  expect(harness.results[1]).toEqual([{ value: 'c', time: Number.NaN }])
})

test('keys that wait for nothing are forgotten', () => {
  let harness = new PipelineHarness<Tick>(
    ([stream]) => [
      CEP.pattern((stream as DataStream<Tick>).keyBy('user'), askThenBuy.within(10)).select(match => match),
    ],
    1,
    true,
  )
  for (let i = 0; i < 500; i++) harness.batch([record(tick(`user ${i}`, i % 2 ? 'leave' : 'ask', i))])
  const size = (one: typeof harness) => JSON.stringify(one.snapshot()).length
  expect(size(harness)).toBeGreaterThan(10_000)
  harness.batch([{ kind: 'watermark', input: 0, watermark: 600 }])
  harness = harness.restored()
  expect(size(harness)).toBeLessThan(700)
})

test('a long loop can be saved and gone on with', () => {
  const loop = Pattern.of<Tick>()
    .begin('ask')
    .where(event => event.kind === 'ask')
    .next('more')
    .where(event => event.kind === 'ask')
    .oneOrMore()
    .greedy()
    .consecutive()
    .next('buy')
    .where(event => event.kind === 'buy')
  const first = (event: Tick) => event.ts === 0
  const sequence = Pattern.of<Tick>().begin('first').where(first).next(loop)
  let harness = new PipelineHarness<Tick>(
    ([stream]) => [CEP.pattern(stream as DataStream<Tick>, sequence).select(match => match.more.length)],
    1,
    false,
  )
  const asks = Array.from({ length: 20_000 }, (_, i) => record(tick('a', 'ask', i)))
  harness.batch(asks)
  harness = harness.restored()
  harness.batch([record(tick('a', 'buy', 20_000))])
  expect(harness.results[0]?.map(result => result.value)).toEqual([19_998])
})

describe('errors', () => {
  const stream = testEnvironment().env.fromCollection([tick('a', 'ask', 1)])

  test('in a condition: name operator, pattern, record and key', async () => {
    const pattern = Pattern.begin<Tick>('ask').where(() => {
      throw new Error('no luck')
    })
    await expect(
      CEP.pattern(stream.keyBy('user'), pattern)
        .select(match => match)
        .executeAndCollect(),
    ).rejects.toThrow(
      `pattern ask (pattern 'ask') failed on record {"user":"a","kind":"ask","ts":1} for key "a": no luck`,
    )
  })

  test('in the function: name operator, match and key', async () => {
    const pattern = Pattern.begin<Tick>('ask')
    const failing = CEP.pattern(stream.keyBy('user'), pattern).select(() => {
      throw new Error('no luck')
    })
    await expect(failing.executeAndCollect()).rejects.toThrow(
      `pattern ask failed on record {"ask":[{"user":"a","kind":"ask","ts":1}]} for key "a": no luck`,
    )
  })

  test('getEventsForPattern names the patterns there are', async () => {
    const pattern = Pattern.begin<Tick>('ask').where(
      (_event, context) => context.getEventsForPattern('akk').length === 0,
    )
    await expect(
      CEP.pattern(stream, pattern)
        .select(match => match)
        .executeAndCollect(),
    ).rejects.toThrow(`getEventsForPattern: there is no pattern 'akk' whose events are kept. The patterns: ask.`)
  })

  test('event time where there is none', async () => {
    const found = CEP.pattern(stream, askThenBuy)
      .inEventTime()
      .select(match => match)
    await expect(found.executeAndCollect()).rejects.toThrow(
      'the pattern goes by event time, and these events have none',
    )
  })

  const a = Pattern.of<Tick>().begin('a')
  test.each<[string, () => unknown, string]>([
    ['a name twice', () => CEP.pattern(stream, a.next('a')), `Pattern: the name 'a' stands twice.`],
    [
      'absence without an end',
      () => CEP.pattern(stream, a.notFollowedBy('b')),
      `it ends with notFollowedBy('b') and has no end in time`,
    ],
    [
      'a loop over nothing',
      () => CEP.pattern(stream, a.next(Pattern.of<Tick>().begin('b').optional()).oneOrMore()),
      'a loop goes over a group of patterns that are all optional',
    ],
    [
      'too long between events',
      () => CEP.pattern(stream, a.next('b').within(20, 'previousAndCurrent').within(10)),
      `'b' may come 20 ms after the event before, and all events must lie within 10 ms`,
    ],
    ['not a pattern', () => CEP.pattern(stream, {} as never), 'CEP.pattern: {} is not a Pattern.'],
    ['not a function', () => a.where(3 as never), 'where: 3 is not a function.'],
    [
      'until without a loop',
      () => a.until(() => true),
      `until: pattern 'a': only a loop without end can be ended. Call oneOrMore() first.`,
    ],
    [
      'greedy without a loop',
      () => a.greedy(),
      `greedy: pattern 'a': the pattern takes a single event. Call oneOrMore() or times(…) before greedy().`,
    ],
    ['two quantities', () => a.oneOrMore().times(2), `times: pattern 'a': the pattern has a number of times already.`],
    [
      'optional too early',
      () => a.optional().oneOrMore(),
      `oneOrMore: pattern 'a': optional() comes after it. Write oneOrMore(…).optional().`,
    ],
    ['no number', () => a.times(1.5), `times: pattern 'a': 1.5 is not a number of times from 1 on.`],
    ['the wrong way round', () => a.times(3, 2), `times: pattern 'a': 3 is more than 2.`],
    [
      'not after optional',
      () => a.next('b').optional().notNext('c'),
      `notNext: pattern 'b': the pattern before is optional.`,
    ],
    ['no time', () => a.within(0), 'within: 0 must be longer than 0.'],
    ['a condition on a group', () => a.next(a).where(() => true), 'where: group: it does not apply to a group.'],
  ])('%s', (_name, call, message) => {
    expect(call).toThrow(message)
  })
})

test('types flow from the stream through the names to the match', () => {
  const { env } = testEnvironment()
  const found = CEP.pattern(env.fromCollection<Tick>([]), start =>
    start
      .begin('ask')
      .where((event): event is Tick & { kind: 'ask' } => event.kind === 'ask')
      .notNext('leave')
      .where(event => event.kind === 'leave')
      .followedBy('buy')
      .where((event, context) => event.ts > (context.getEventsForPattern('ask')[0]?.ts ?? 0)),
  ).select(match => {
    expectTypeOf(match.ask).toEqualTypeOf<(Tick & { kind: 'ask' })[]>()
    expectTypeOf(match.buy).toEqualTypeOf<Tick[]>()
    expectTypeOf(match).not.toHaveProperty('leave')
    return match.buy.length
  })
  expectTypeOf(found).toEqualTypeOf<DataStream<number>>()
  const named = Pattern.begin<Tick, 'ask'>('ask').next('buy')
  CEP.pattern(env.fromCollection<Tick>([]), named).select(match => {
    expectTypeOf(match).toEqualTypeOf<{ ask: Tick[]; buy: Tick[] }>()
    return match
  })
  // where only the type of the events is given, any name may stand for a pattern
  const loose = Pattern.begin<Tick>('ask').next('buy')
  CEP.pattern(env.fromCollection<Tick>([]), loose).select(match => {
    expectTypeOf(match).toEqualTypeOf<{ [name: string]: Tick[] }>()
    return match
  })
})

function record(value: Tick): Item<Tick> {
  return { kind: 'record', input: 0, value, time: value.ts }
}
