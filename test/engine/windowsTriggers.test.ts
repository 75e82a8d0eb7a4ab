import { describe, expect, test } from 'vitest'
import { collectingAggregator } from '../../src/engine/aggregates/aggregator.ts'
import { count } from '../../src/engine/aggregates/count.ts'
import { sum } from '../../src/engine/aggregates/sum.ts'
import type { DataStream } from '../../src/engine/dataStream.ts'
import type { Operator } from '../../src/engine/operator.ts'
import { WatermarkStrategy } from '../../src/engine/watermarkStrategy.ts'
import { type AnyWindowSettings, createWindowOperator } from '../../src/engine/windows/createWindowOperator.ts'
import { CumulateProcessingTimeWindows } from '../../src/engine/windows/cumulateWindows.ts'
import type { Evictor } from '../../src/engine/windows/evictor.ts'
import { CountEvictor } from '../../src/engine/windows/evictors/countEvictor.ts'
import { DeltaEvictor } from '../../src/engine/windows/evictors/deltaEvictor.ts'
import { TimeEvictor } from '../../src/engine/windows/evictors/timeEvictor.ts'
import { GlobalWindows } from '../../src/engine/windows/globalWindows.ts'
import { EventTimeSessionWindows, ProcessingTimeSessionWindows } from '../../src/engine/windows/sessionWindows.ts'
import type { Trigger } from '../../src/engine/windows/trigger.ts'
import { ContinuousEventTimeTrigger } from '../../src/engine/windows/triggers/continuousEventTimeTrigger.ts'
import { ContinuousProcessingTimeTrigger } from '../../src/engine/windows/triggers/continuousProcessingTimeTrigger.ts'
import { CountTrigger } from '../../src/engine/windows/triggers/countTrigger.ts'
import { DeltaTrigger } from '../../src/engine/windows/triggers/deltaTrigger.ts'
import { EventTimeTrigger } from '../../src/engine/windows/triggers/eventTimeTrigger.ts'
import { PurgingTrigger } from '../../src/engine/windows/triggers/purgingTrigger.ts'
import type { WindowAssigner, Windows } from '../../src/engine/windows/windowAssigner.ts'
import {
  SlidingProcessingTimeWindows,
  type TimeWindow,
  TumblingEventTimeWindows,
  TumblingProcessingTimeWindows,
} from '../../src/engine/windows/windowAssigners.ts'
import { run, testEnvironment } from './pipeline.ts'
import { type Step, WindowsHarness } from './reference/windowsHarness.ts'
import {
  type Click,
  cumulateWindowsOf,
  type ReferenceResult,
  referenceSessions,
  referenceWindows,
  slidingWindowsOf,
} from './reference/windowsReference.ts'
import { randomSteps } from './reference/windowsStreams.ts'

const STREAMS = 400

interface Ids {
  readonly key: string
  readonly start: number
  readonly end: number
  readonly ids: readonly number[]
}

interface Choice {
  readonly windows: Windows<Click>
  readonly trigger?: Trigger<Click>
  readonly evictor?: Evictor<Click>
  readonly latenessMs?: number
}

/** An operator whose results list the ids in the window. */
function listing({ windows, trigger, evictor, latenessMs = 0 }: Choice): () => Operator<Click, Ids> {
  const settings: AnyWindowSettings<Click, Click[], Ids> = {
    windows,
    trigger,
    evictor,
    keyOf: click => (click as Click).key,
    aggregator: collectingAggregator<Click>(),
    emit: (key, { start, end }, clicks, collect) =>
      collect({ key: key as string, start, end, ids: clicks.map(click => click.id) }),
    allowedLatenessMs: latenessMs,
    lateTag: undefined,
  }
  return () => createWindowOperator(settings)
}

/** What fires with each record, one more for the end; `restarts`: through a snapshot after every record. */
function firings(create: () => Operator<Click, Ids>, steps: readonly Step<Click>[], restarts: boolean): Ids[][] {
  const harness = new WindowsHarness(create)
  let seen = 0
  const fresh = () => {
    const values = harness.results.slice(seen).map(result => result.value)
    seen = harness.results.length
    return values
  }
  const fired = steps.map(step => {
    harness.records([step])
    if (restarts) harness.restart()
    return fresh()
  })
  harness.watermark(Number.POSITIVE_INFINITY)
  harness.settle()
  fired.push(fresh())
  return fired
}

/** Holds an operator, with restarts and without, against what is expected of each random stream. */
function againstReference(
  make: (seed: number) => Choice,
  reference: (steps: readonly Step<Click>[], seed: number) => readonly (readonly Ids[])[],
): void {
  for (let seed = 1; seed <= STREAMS; seed++) {
    const steps = randomSteps(seed)
    const create = listing(make(seed))
    const expected = reference(steps, seed).map(inOrder)
    expect(firings(create, steps, false).map(inOrder), `seed ${seed}`).toEqual(expected)
    expect(firings(create, steps, true).map(inOrder), `seed ${seed}, restarts`).toEqual(expected)
  }
}

function inOrder(fired: readonly Ids[]): Ids[] {
  return [...fired].sort((a, b) => a.end - b.end || a.start - b.start || a.key.localeCompare(b.key) || 0)
}

const ALL = { start: Number.NEGATIVE_INFINITY, end: Number.POSITIVE_INFINITY }

describe('count windows', () => {
  const sizeOf = (seed: number) => 1 + (seed % 5)
  const slideOf = (seed: number) => 1 + (seed % 3)

  test(`${STREAMS} random streams: every n records of a key`, () => {
    againstReference(
      seed => ({ windows: GlobalWindows.create(), trigger: PurgingTrigger.of(CountTrigger.of(sizeOf(seed))) }),
      (steps, seed) => byKey(steps, ids => (ids.length % sizeOf(seed) === 0 ? ids.slice(-sizeOf(seed)) : undefined)),
    )
  })

  test(`${STREAMS} random streams: the newest n at every slide`, () => {
    againstReference(
      seed => ({
        windows: GlobalWindows.create(),
        evictor: CountEvictor.of(sizeOf(seed)),
        trigger: CountTrigger.of(slideOf(seed)),
      }),
      (steps, seed) => byKey(steps, ids => (ids.length % slideOf(seed) === 0 ? ids.slice(-sizeOf(seed)) : undefined)),
    )
  })

  /** For each record what the ids of its key so far give rise to. */
  function byKey(
    steps: readonly Step<Click>[],
    fire: (ids: readonly number[]) => readonly number[] | undefined,
  ): Ids[][] {
    const seen = new Map<string, number[]>()
    const fired = steps.map(({ value: { key, id } }) => {
      const own = [...(seen.get(key) ?? []), id]
      seen.set(key, own)
      const ids = fire(own)
      return ids ? [{ key, ...ALL, ids }] : []
    })
    return [...fired, []]
  }

  test('countWindow and countWindowAll', async () => {
    const rows = [5, 3, 8, 1, 9].map((v, i) => ({ key: i % 2 ? 'b' : 'a', v }))
    const total = (stream: DataStream<(typeof rows)[0]>) =>
      stream
        .keyBy('key')
        .countWindow(2)
        .aggregate({ t: sum('v') })
    expect((await run(rows, total)).map(row => [row.key, row.t])).toEqual([
      ['a', 13],
      ['b', 4],
    ])
    const all = await run(rows, stream => stream.countWindowAll(3, 2).aggregate({ n: count(), t: sum('v') }))
    expect(all).toEqual([
      { windowStart: ALL.start, windowEnd: ALL.end, n: 2, t: 8 },
      { windowStart: ALL.start, windowEnd: ALL.end, n: 3, t: 12 },
    ])
  })
})

test(`ContinuousEventTimeTrigger: ${STREAMS} random streams fire at every interval of event time and at the end`, () => {
  const SIZE = 40
  const intervalOf = (seed: number) => 3 + (seed % 15)
  againstReference(
    seed => ({
      windows: TumblingEventTimeWindows.of(SIZE),
      trigger: ContinuousEventTimeTrigger.of(intervalOf(seed)),
      latenessMs: 25,
    }),
    (steps, seed) => {
      const interval = intervalOf(seed)
      const open = new Map<string, { key: string; start: number; end: number; ids: number[] }>()
      const next = new Map<object, number>()
      let watermark = Number.NEGATIVE_INFINITY
      const advance = (to: number): Ids[] => {
        const fired: Ids[] = []
        if (to <= watermark) return fired // a timer for a time that has passed waits for the next watermark
        for (const [name, window] of open) {
          const lastTime = window.end - 1
          for (let at = next.get(window); at !== undefined && at <= to && at < lastTime; at = next.get(window)) {
            fired.push(shown(window))
            next.set(window, Math.min(at + interval, lastTime))
          }
          if (lastTime > watermark && lastTime <= to) fired.push(shown(window))
          if (lastTime + 25 <= to) open.delete(name)
        }
        watermark = Math.max(watermark, to)
        return fired
      }
      const shown = ({ key, start, end, ids }: Ids): Ids => ({ key, start, end, ids: [...ids] })
      const fired = steps.map(step => {
        const now = advance(step.watermark)
        const { key, id } = step.value
        const start = Math.floor(step.timestamp / SIZE) * SIZE
        if (start + SIZE - 1 + 25 <= watermark) return now
        const name = `${key} ${start}`
        const window = open.get(name) ?? { key, start, end: start + SIZE, ids: [] }
        open.set(name, window)
        window.ids.push(id)
        if (start + SIZE - 1 <= watermark) now.push(shown(window))
        else if (!next.has(window)) {
          const first = step.timestamp - (step.timestamp % interval) + interval
          next.set(window, Math.min(first, start + SIZE - 1))
        }
        return now
      })
      return [...fired, advance(Number.POSITIVE_INFINITY)]
    },
  )
})

describe('processing time', () => {
  /** Processing-time windows are event-time windows of the time of arrival, whose watermark is the millisecond before it. */
  const atArrival = (steps: readonly Step<Click>[]) =>
    steps.map(({ value, now }) => ({ value, timestamp: now, watermark: now - 1 }))
  const cases: [string, Windows<Click>, (steps: readonly Step<Click>[]) => ReferenceResult][] = [
    [
      'tumbling',
      TumblingProcessingTimeWindows.of(17, 5),
      steps => referenceWindows(atArrival(steps), slidingWindowsOf(17, 17, 5), 0),
    ],
    [
      'sliding',
      SlidingProcessingTimeWindows.of(30, 4),
      steps => referenceWindows(atArrival(steps), slidingWindowsOf(30, 4, 0), 0),
    ],
    [
      'cumulate',
      CumulateProcessingTimeWindows.of(30, 6),
      steps => referenceWindows(atArrival(steps), cumulateWindowsOf(30, 6, 0), 0),
    ],
    ['session', ProcessingTimeSessionWindows.withGap(6), steps => referenceSessions(atArrival(steps), () => 6, 0)],
  ]
  for (const [name, windows, reference] of cases) {
    test(`${name} windows: ${STREAMS} random streams give what event time gives of the times of arrival`, () => {
      for (let seed = 1; seed <= STREAMS; seed++) {
        const steps = randomSteps(seed)
        const expected = reference(steps).firings.map(inOrder)
        expected.pop() // the end of the input does not fire what waits for processing time
        const fired = firings(listing({ windows }), steps, seed % 2 === 0)
        fired.pop()
        expect(fired.map(inOrder), `${name}, seed ${seed}`).toEqual(expected)
      }
    })
  }

  test('ContinuousProcessingTimeTrigger fires an event-time window while it fills', () => {
    const windows = TumblingEventTimeWindows.of(1_000)
    const harness = new WindowsHarness(listing({ windows, trigger: ContinuousProcessingTimeTrigger.of(10) }))
    const step = (id: number, now: number) => ({ value: { key: 'a', id, v: 0 }, timestamp: id, watermark: 0, now })
    harness.records([step(1, 3)])
    harness.advanceTo(10)
    expect(harness.results).toEqual([]) // a timer of 10 ms is over when 11 have begun
    harness.advanceTo(11)
    harness.records([step(2, 12)])
    harness.restart()
    harness.advanceTo(21)
    expect(harness.results.map(({ value }) => value.ids)).toEqual([[1], [1, 2]])
  })
})

describe('triggers', () => {
  const click = (id: number, v: number, key = 'a'): Click => ({ key, id, v })
  const steps = (clicks: readonly Click[]): Step<Click>[] =>
    clicks.map((value, i) => ({ value, timestamp: i, watermark: i - 1, now: i }))
  const idsOf = (choice: Choice, clicks: readonly Click[]) =>
    [false, true].map(restarts =>
      firings(listing(choice), steps(clicks), restarts).flatMap(all => all.map(one => one.ids)),
    )

  test('DeltaTrigger fires when a record differs from the last that fired by more than the threshold', () => {
    const choice: Choice = {
      windows: GlobalWindows.create(),
      trigger: PurgingTrigger.of(DeltaTrigger.of<Click>(10, (older, newer) => newer.v - older.v)),
    }
    const fired = [[0, 1, 2], [3]]
    expect(idsOf(choice, [click(0, 0), click(1, 10), click(2, 11), click(3, 30), click(4, 31)])).toEqual([fired, fired])
  })

  test('CountTrigger in sessions: the counts of windows that merge are added', () => {
    const choice: Choice = { windows: EventTimeSessionWindows.withGap(10), trigger: CountTrigger.of(3) }
    const bridged = [
      { value: click(0, 0), timestamp: 0, watermark: -100, now: 0 },
      { value: click(1, 0), timestamp: 15, watermark: -100, now: 0 },
      { value: click(2, 0), timestamp: 8, watermark: -100, now: 0 },
      { value: click(3, 0), timestamp: 9, watermark: -100, now: 0 },
    ]
    for (const restarts of [false, true]) {
      expect(firings(listing(choice), bridged, restarts).flat()).toEqual([
        { key: 'a', start: 0, end: 25, ids: [0, 1, 2] },
      ])
    }
  })

  test('a trigger of one’s own: by count or by time, whichever comes first', () => {
    const countOrTime: Trigger<Click> = {
      name: 'countOrTime',
      onElement: (element, timestamp, window, context) => {
        const byCount = CountTrigger.of(2).onElement(element, timestamp, window, context)
        const byTime = EventTimeTrigger.create().onElement(element, timestamp, window, context)
        return byCount === 'FIRE' || byTime === 'FIRE' ? 'FIRE_AND_PURGE' : 'CONTINUE'
      },
      onEventTime: () => 'FIRE_AND_PURGE',
      onProcessingTime: () => 'CONTINUE',
      clear: (window, context) => {
        CountTrigger.of(2).clear(window, context)
        EventTimeTrigger.create().clear(window, context)
      },
    }
    const fired = [[0, 1], [2, 3], [4], [5, 6]]
    const clicks = [0, 1, 2, 3, 4, 5, 6].map(id => click(id, 0))
    expect(idsOf({ windows: TumblingEventTimeWindows.of(5), trigger: countOrTime }, clicks)).toEqual([fired, fired])
  })

  test('windows of one’s own', () => {
    const evenAndOdd: WindowAssigner<Click> = {
      name: 'even and odd',
      isEventTime: true,
      defaultTrigger: EventTimeTrigger.create(),
      assignWindows: (_click, timestamp): TimeWindow[] => [{ start: timestamp % 2, end: 10 + (timestamp % 2) }],
    }
    const fired = [
      [0, 2],
      [1, 3],
    ]
    expect(
      idsOf(
        { windows: evenAndOdd },
        [0, 1, 2, 3].map(id => click(id, 0)),
      ),
    ).toEqual([fired, fired])
  })
})

describe('evictors (Flink’s documentation, page Windows, Evictors)', () => {
  const events = [
    { key: 'a', ts: 0, v: 1 },
    { key: 'a', ts: 10, v: 7 },
    { key: 'a', ts: 20, v: 8 },
    { key: 'a', ts: 30, v: 9 },
  ]
  type Event = (typeof events)[0]
  const windowed = (stream: DataStream<Event>) =>
    stream
      .assignTimestampsAndWatermarks(WatermarkStrategy.forMonotonousTimestamps<Event>().withTimestampAssigner('ts'))
      .keyBy('key')
      .window(TumblingEventTimeWindows.of('1s'))
  const kept = (evictor: Evictor<Event>) =>
    run(events, stream =>
      windowed(stream)
        .evictor(evictor)
        .apply((_key: string, _window, elements, out: { collect(v: number[]): void }) =>
          out.collect(elements.map(event => event.v)),
        ),
    )

  test('CountEvictor keeps the last; TimeEvictor the newest; DeltaEvictor those near the last', async () => {
    expect(await kept(CountEvictor.of(2))).toEqual([[8, 9]])
    expect(await kept(CountEvictor.of(9))).toEqual([[1, 7, 8, 9]])
    // Flink's code: what is exactly 20 ms older than the newest goes as well
    expect(await kept(TimeEvictor.of(20))).toEqual([[8, 9]])
    expect(await kept(TimeEvictor.of(21))).toEqual([[7, 8, 9]])
    expect(await kept(DeltaEvictor.of<Event>(2, (event, last) => last.v - event.v))).toEqual([[8, 9]])
  })

  test('doEvictAfter: the function sees all, and what was evicted does not come back', async () => {
    const sums = await run(events, stream =>
      windowed(stream)
        .trigger(CountTrigger.of(2))
        .evictor(CountEvictor.of(1, true))
        .aggregate({ t: sum('v'), n: count() }),
    )
    expect(sums.map(({ t, n }) => [t, n])).toEqual([
      [8, 2],
      [24, 3],
    ])
  })

  test('reduce gives nothing where the evictor left nothing; aggregates give what they have of nothing', async () => {
    const none = (stream: DataStream<Event>) => windowed(stream).evictor(CountEvictor.of(0))
    expect(await run(events, stream => none(stream).reduce(a => a))).toEqual([])
    expect((await run(events, stream => none(stream).aggregate({ n: count() }))).map(row => row.n)).toEqual([0])
  })
})

describe('errors', () => {
  const stream = testEnvironment().env.fromCollection([{ key: 'a', ts: 1 }])
  const keyed = stream.keyBy('key')

  test('name what was given and what to write', () => {
    expect(() => keyed.window(60_000 as never)).toThrow('window: 60000 is no window assigner.')
    expect(() => stream.windowAll(undefined as never)).toThrow(/windowAll: undefined is no window assigner/)
    expect(() => keyed.countWindow(0)).toThrow('CountTrigger.of: 0 is not a number of records above 0.')
    const sessions = keyed.window(EventTimeSessionWindows.withGap('1s'))
    expect(() => sessions.trigger(DeltaTrigger.of(1, () => 0))).toThrow(
      'DeltaTrigger cannot be used with windows that merge',
    )
    expect(() => sessions.trigger({} as never)).toThrow(/trigger: \{\} is not a Trigger/)
    expect(() => sessions.evictor({} as never)).toThrow(/evictor: \{\} is not an Evictor/)
    expect(() => sessions.sideOutputLateData('late' as never)).toThrow(/"late" is not an OutputTag/)
    expect(() => sessions.process({} as never)).toThrow(/process: \{\} is not a ProcessWindowFunction/)
  })

  test('event-time windows without event time', async () => {
    await expect(
      keyed.window(EventTimeSessionWindows.withGap('1s')).aggregate({ n: count() }).executeAndCollect(),
    ).rejects.toThrow(/event-time windows need event time, and the stream has none/)
  })

  test('a trigger that returns nonsense, a gap of 0, a function that throws: operator, record and key', async () => {
    const timed = stream
      .assignTimestampsAndWatermarks(
        WatermarkStrategy.forMonotonousTimestamps<{ key: string; ts: number }>().withTimestampAssigner('ts'),
      )
      .keyBy('key')
    const nonsense: Trigger<unknown> = { ...CountTrigger.of(1), onElement: () => 'NOW' as never }
    await expect(
      timed.window(TumblingEventTimeWindows.of(10)).trigger(nonsense).aggregate({ n: count() }).executeAndCollect(),
    ).rejects.toThrow(/CountTrigger returned "NOW"\. Return CONTINUE, FIRE, PURGE, FIRE_AND_PURGE/)
    await expect(
      timed
        .window(EventTimeSessionWindows.withDynamicGap(() => 0))
        .aggregate({ n: count() })
        .executeAndCollect(),
    ).rejects.toThrow(/the gap 0 of record \{"key":"a","ts":1\} is not above 0 ms/)
    await expect(
      timed
        .window(TumblingEventTimeWindows.of(10))
        .process({
          process: () => {
            throw new Error('too much')
          },
        })
        .executeAndCollect(),
    ).rejects.toThrow(/window 10 ms window process failed on record .*for key "a": too much/)
    const merging = timed.window(EventTimeSessionWindows.withGap(5)).process({
      process: (_key, context) => void context.windowState.valueState('x'),
    })
    await expect(merging.executeAndCollect()).rejects.toThrow(/windows that merge have no state of their own/)
  })
})
