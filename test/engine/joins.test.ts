import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../src/base/random.ts'
import { IntervalJoinOperator } from '../../src/engine/joins/intervalJoinOperator.ts'
import type { FromEither } from '../../src/engine/joins/keyedUnion.ts'
import { TemporalJoinOperator } from '../../src/engine/joins/temporalJoinOperator.ts'
import { OutputTag } from '../../src/engine/processFunction.ts'
import { EventTimeSessionWindows } from '../../src/engine/windows/sessionWindows.ts'
import { SlidingEventTimeWindows, TumblingEventTimeWindows } from '../../src/engine/windows/windowAssigners.ts'
import { type Keyed, OperatorHarness, randomSteps, type Step } from './joinsHarness.ts'
import { testEnvironment } from './pipeline.ts'
import {
  type Group,
  intervalJoinPairs,
  sessionGroups,
  temporalJoinByAdvance,
  versionsInForce,
  windowGroups,
} from './reference/joinsReference.ts'

const SEEDS = 2_000
const keyOf = (record: unknown) => (record as Keyed).key
const LATE = { left: new OutputTag<Keyed>('late left'), right: new OutputTag<Keyed>('late right') }

/** Runs a test for many seeds; a failure names its seed. */
function forSeeds(count: number, check: (random: () => number, seed: number) => void): void {
  for (let seed = 1; seed <= count; seed++) {
    try {
      check(seededRandom(seed), seed)
    } catch (error) {
      ;(error as Error).message = `seed ${seed}: ${(error as Error).message}`
      throw error
    }
  }
}

describe('interval join', () => {
  const operator = (lowerMs: number, upperMs: number) => () =>
    new IntervalJoinOperator<Keyed, Keyed, unknown>({
      lowerMs,
      upperMs,
      keyOfLeft: keyOf,
      keyOfRight: keyOf,
      lateLeftTag: LATE.left,
      lateRightTag: LATE.right,
      join: { processElement: (left, right, _context, out) => out.collect({ left: left.id, right: right.id }) },
    }) as never

  test('random streams: the pairs, order and times of nested loops over all records, however they are cut', () => {
    let pairs = 0
    let late = 0
    forSeeds(SEEDS, random => {
      const steps = randomSteps(random, { keys: 1 + Math.floor(random() * 3), records: 60 })
      const lowerMs = Math.floor(random() * 21) - 10
      const upperMs = lowerMs + Math.floor(random() * 12)
      const harness = new OperatorHarness(operator(lowerMs, upperMs)).run(steps, () => 1 + Math.floor(random() * 9))
      const expected = intervalJoinPairs(steps, lowerMs, upperMs)
      expect(harness.results.map(({ value, time }) => ({ ...(value as object), time }))).toEqual(expected)
      const behind = steps.filter(step => step.value !== undefined && step.time < step.watermark)
      expect(harness.sides.map(({ value }) => value)).toEqual(behind.map(step => step.value))
      expect(harness.late).toBe(behind.length)
      pairs += expected.length
      late += behind.length
    })
    expect(pairs).toBeGreaterThan(10_000)
    expect(late).toBeGreaterThan(1_000)
  })

  test('a snapshot and restore after every record changes nothing', () => {
    forSeeds(150, random => {
      const steps = randomSteps(random, { keys: 2, records: 40 })
      const lowerMs = Math.floor(random() * 21) - 10
      const make = operator(lowerMs, lowerMs + 8)
      const straight = new OperatorHarness(make).run(steps, () => 1)
      expect(new OperatorHarness(make).run(steps, () => 1, true).results).toEqual(straight.results)
    })
  })

  test('keys whose records have expired are let go, also when every record has a new key', () => {
    const made = operator(-50, 50)() as IntervalJoinOperator<Keyed, Keyed, unknown>
    const harness = new OperatorHarness(() => made as never)
    let largest = 0
    for (let t = 0; t < 100_000; t += 100) {
      const steps: Step[] = Array.from({ length: 100 }, (_, k) => ({
        input: (t / 100) % 2,
        value: { key: `k${t + k}`, id: t + k },
        time: t + k,
        watermark: t + k - 1,
      }))
      harness.batch(steps)
      largest = Math.max(largest, (made.snapshotState() as { buffers: Map<string, unknown> }).buffers.size)
    }
    expect(largest).toBeLessThan(400)
  })
})

describe('temporal join', () => {
  const operator = () =>
    new TemporalJoinOperator<Keyed, Keyed, unknown>({
      keyOfLeft: keyOf,
      keyOfVersion: keyOf,
      outer: true,
      isDeleted: undefined,
      join: (left, version) => ({ left: left.id, right: version?.id }),
    }) as never

  test('random streams: what Flink’s operator written out gives, and on time the version in force', () => {
    let joined = 0
    forSeeds(SEEDS, random => {
      const steps = randomSteps(random, { keys: 1 + Math.floor(random() * 3), records: 60 })
      const { results } = new OperatorHarness(operator).run(steps, () => 1 + Math.floor(random() * 9))
      const got = results.map(({ value, time }) => ({ ...(value as { left: number; right?: number }), time }))
      const sorted = <T extends { left: number }>(pairs: readonly T[]) => [...pairs].sort((a, b) => a.left - b.left)
      let at = 0
      for (const pairs of temporalJoinByAdvance(steps)) {
        expect(sorted(got.slice(at, at + pairs.length))).toEqual(sorted(pairs))
        at += pairs.length
      }
      expect(got.length).toBe(at)
      const byLeft = new Map(got.map(({ left, right }) => [left, right]))
      for (const [left, right] of versionsInForce(steps)) expect(byLeft.get(left)).toBe(right)
      joined += got.filter(({ right }) => right !== undefined).length
    })
    expect(joined).toBeGreaterThan(10_000)
  })

  test('a snapshot and restore after every record changes nothing', () => {
    forSeeds(150, random => {
      const steps = randomSteps(random, { keys: 2, records: 40 })
      const straight = new OperatorHarness(operator).run(steps, () => 1)
      expect(new OperatorHarness(operator).run(steps, () => 1, true).results).toEqual(straight.results)
    })
  })
})

describe('window join and coGroup', () => {
  const { env } = testEnvironment()
  const stream = env.fromCollection<Keyed>([])
  /** The window operator that a join is made of, and its input as it is tagged. */
  const operatorOf = (windows: never, kind: 'join' | 'coGroup') => () => {
    const joined =
      kind === 'join'
        ? stream
            .join(stream)
            .where('key')
            .equalTo('key')
            .window(windows)
            .apply((left, right) => [left.id, right.id])
        : stream
            .coGroup(stream)
            .where('key')
            .equalTo('key')
            .window(windows)
            .apply((lefts, rights) => [[idsOf(lefts), idsOf(rights)]])
    const { transformation } = joined
    if (transformation.kind !== 'operator') throw new Error('no operator')
    return transformation.create()
  }
  // overlapping windows share their records by panes, whose order is not that of arrival
  const idsOf = (records: readonly Keyed[]) => records.map(({ id }) => id).sort((a, b) => a - b)
  const tagged = (steps: readonly Step[]): Step[] =>
    steps.map(step => {
      const record = step.value as Keyed
      const value: FromEither<Keyed, Keyed> = { from: step.input === 0 ? 'left' : 'right', record }
      return step.value === undefined ? step : { ...step, input: 0, value }
    })
  const text = (time: number, value: unknown) => `${String(time).padStart(6)} ${JSON.stringify(value)}`
  const pairsOf = (groups: readonly Group[]) =>
    groups.flatMap(({ end, lefts, rights }) => lefts.flatMap(l => rights.map(r => text(end - 1, [l, r])))).sort()
  const groupsOf = (groups: readonly Group[]) =>
    groups.map(({ end, lefts, rights }) => text(end - 1, [lefts, rights])).sort()
  const results = (harness: OperatorHarness) => harness.results.map(({ value, time }) => text(time, value)).sort()

  test('random streams: the groups and pairs of nested loops over all windows and records', () => {
    forSeeds(SEEDS, random => {
      const steps = randomSteps(random, { keys: 1 + Math.floor(random() * 3), records: 40 })
      const slide = 1 + Math.floor(random() * 10)
      const size = random() < 0.5 ? slide : slide + Math.floor(random() * 20)
      const windows = (
        size === slide ? TumblingEventTimeWindows.of(size) : SlidingEventTimeWindows.of(size, slide)
      ) as never
      const expected = windowGroups(steps, size, slide)
      const cut = () => 1 + Math.floor(random() * 9)
      expect(results(new OperatorHarness(operatorOf(windows, 'join')).run(tagged(steps), cut))).toEqual(
        pairsOf(expected),
      )
      expect(results(new OperatorHarness(operatorOf(windows, 'coGroup')).run(tagged(steps), cut))).toEqual(
        groupsOf(expected),
      )
    })
  })

  test('random streams by sessions, late records and merges included', () => {
    forSeeds(SEEDS, random => {
      const steps = randomSteps(random, { keys: 1 + Math.floor(random() * 3), records: 40 })
      const gap = 1 + Math.floor(random() * 8)
      const windows = EventTimeSessionWindows.withGap(gap) as never
      const expected = sessionGroups(steps, gap)
      const cut = () => 1 + Math.floor(random() * 9)
      expect(results(new OperatorHarness(operatorOf(windows, 'join')).run(tagged(steps), cut))).toEqual(
        pairsOf(expected),
      )
      expect(results(new OperatorHarness(operatorOf(windows, 'coGroup')).run(tagged(steps), cut))).toEqual(
        groupsOf(expected),
      )
    })
  })

  test('a snapshot and restore after every record changes nothing', () => {
    forSeeds(100, random => {
      const steps = tagged(randomSteps(random, { keys: 2, records: 40 }))
      const make = operatorOf(SlidingEventTimeWindows.of(12, 4) as never, 'coGroup')
      const straight = new OperatorHarness(make).run(steps, () => 1)
      expect(new OperatorHarness(make).run(steps, () => 1, true).results).toEqual(straight.results)
    })
  })
})
