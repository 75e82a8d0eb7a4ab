import { expect, test } from 'vitest'
import { seededRandom } from '../../src/base/random.ts'
import { collect } from '../../src/engine/aggregates/collect.ts'
import { count } from '../../src/engine/aggregates/count.ts'
import { sum } from '../../src/engine/aggregates/sum.ts'
import { variance } from '../../src/engine/aggregates/variance.ts'
import type { Operator } from '../../src/engine/operator.ts'
import { OutputTag } from '../../src/engine/processFunction.ts'
import {
  type AnyWindowSettings,
  createWindowOperator,
  generalWindowOperator,
} from '../../src/engine/windows/createWindowOperator.ts'
import { CumulateEventTimeWindows } from '../../src/engine/windows/cumulateWindows.ts'
import { EventTimeSessionWindows } from '../../src/engine/windows/sessionWindows.ts'
import { windowAggregation } from '../../src/engine/windows/windowAggregation.ts'
import type { Windows } from '../../src/engine/windows/windowAssigner.ts'
import { SlidingEventTimeWindows, TumblingEventTimeWindows } from '../../src/engine/windows/windowAssigners.ts'
import { type Emitted, type Step, WindowsHarness } from './reference/windowsHarness.ts'
import {
  type Click,
  cumulateWindowsOf,
  type Firing,
  type ReferenceResult,
  referenceSessions,
  referenceWindows,
  slidingWindowsOf,
} from './reference/windowsReference.ts'
import { randomCuts, randomSteps } from './reference/windowsStreams.ts'

const STREAMS = 500

interface Row {
  readonly key: string
  readonly windowStart: number
  readonly windowEnd: number
  readonly n: number
  readonly total: number | null
  readonly spread: number | null
  readonly ids?: readonly number[]
}

interface Case {
  readonly name: string
  /** One kind of window with sizes drawn by the seed. */
  readonly make: (seed: number) => {
    readonly windows: Windows<Click>
    readonly reference: (steps: readonly Step<Click>[], latenessMs: number) => ReferenceResult
  }
}

const CASES: readonly Case[] = [
  {
    name: 'tumbling',
    make: seed => {
      const [size, , offset] = sizes(seed)
      return {
        windows: TumblingEventTimeWindows.of(size, offset % size),
        reference: (steps, lateness) => referenceWindows(steps, slidingWindowsOf(size, size, offset % size), lateness),
      }
    },
  },
  {
    name: 'sliding',
    make: seed => {
      const [size, slide, offset] = sizes(seed)
      return {
        windows: SlidingEventTimeWindows.of(size, slide, offset % slide),
        reference: (steps, lateness) =>
          referenceWindows(steps, slidingWindowsOf(size, slide, offset % slide), lateness),
      }
    },
  },
  {
    name: 'cumulate',
    make: seed => {
      const [, step, offset] = sizes(seed)
      const maxSize = step * (1 + (seed % 5))
      return {
        windows: CumulateEventTimeWindows.of(maxSize, step, offset % maxSize),
        reference: (steps, lateness) =>
          referenceWindows(steps, cumulateWindowsOf(maxSize, step, offset % maxSize), lateness),
      }
    },
  },
  {
    name: 'session',
    make: seed => {
      const [, gap] = sizes(seed)
      return {
        windows: EventTimeSessionWindows.withGap(gap),
        reference: (steps, lateness) => referenceSessions(steps, () => gap, lateness),
      }
    },
  },
  {
    name: 'session with a gap of each record',
    make: seed => {
      const [, gap] = sizes(seed)
      const gapOf = (click: Click) => 1 + ((click.id * 7) % gap)
      return {
        windows: EventTimeSessionWindows.withDynamicGap(gapOf),
        reference: (steps, lateness) => referenceSessions(steps, gapOf, lateness),
      }
    },
  },
]

for (const { name, make } of CASES) {
  test(`${name} windows: ${STREAMS} random streams give what the reference gives, record by record`, () => {
    for (let seed = 1; seed <= STREAMS; seed++) {
      const { windows, reference } = make(seed)
      const steps = randomSteps(seed)
      const latenessMs = latenessOf(seed)
      const expected = reference(steps, latenessMs)
      for (const [kind, create] of operators(windows, latenessMs)) {
        const about = `${name}, ${kind}, seed ${seed}, ${JSON.stringify(windows)}, lateness ${latenessMs}`
        const harness = new WindowsHarness(create)
        const compare = (results: readonly Emitted<Row>[], i: number, what: string) => {
          const firings = (expected.firings[i] ?? []).map(firing => wanted(firing, kind !== 'numbers', steps))
          expect(inOrder(results.map(shown)), what).toEqual(inOrder(firings))
        }
        steps.forEach((step, i) => {
          const before = harness.results.length
          harness.records([step])
          compare(harness.results.slice(before), i, `${about}, record ${i}`)
        })
        const before = harness.results.length
        harness.watermark(Number.POSITIVE_INFINITY)
        compare(harness.results.slice(before), steps.length, `${about}, end`)
        expect(
          harness.late.map(click => click.id),
          about,
        ).toEqual(expected.late)
        expect(harness.lateCount, about).toBe(expected.late.length)
        checkTimes(harness.results, about)
      }
    }
  })

  test(`${name} windows: batches, slices and a restart after every record change nothing`, () => {
    for (let seed = 1; seed <= STREAMS; seed++) {
      const { windows } = make(seed)
      const steps = randomSteps(seed)
      for (const [kind, create] of operators(windows, latenessOf(seed))) {
        const about = `${name}, ${kind}, seed ${seed}`
        const expected = runPlainly(create, steps)
        expect(runInBatches(create, steps, seed), `${about}, batches`).toEqual(expected)
        expect(runWithRestarts(create, steps), `${about}, restarts`).toEqual(expected)
        expect(runInSlices(create, steps, seed), `${about}, slices`).toEqual(expected)
      }
    }
  })
}

function sizes(seed: number): [number, number, number] {
  const random = seededRandom(seed * 31)
  const unit = 1 + Math.floor(random() * 6)
  const size = unit * (1 + Math.floor(random() * 12))
  const slide = random() < 0.2 ? 1 + Math.floor(random() * 80) : unit * (1 + Math.floor(random() * 5))
  return [size, slide, Math.floor(random() * 20) - 10]
}

function latenessOf(seed: number): number {
  return seed % 3 === 0 ? 0 : (seed * 7) % 60
}

/** The operator users get, for aggregates of numbers, of lists and of their own making; and the general one. */
function operators(windows: Windows<Click>, latenessMs: number): [string, () => Operator<Click, Row>][] {
  const numbers = { n: count(), total: sum('v'), spread: variance('v') }
  const settings = (aggregates: object): AnyWindowSettings<Click, unknown, Row> => {
    const { aggregator, complete } = windowAggregation<Click>(aggregates, true)
    return {
      windows,
      keyOf: click => (click as Click).key,
      aggregator,
      emit: (key, window, value, emit) => emit(complete(value, key, window) as Row),
      allowedLatenessMs: latenessMs,
      lateTag: new OutputTag<Click>('late'),
      trigger: undefined,
      evictor: undefined,
    }
  }
  const withIds = { ...numbers, ids: collect('id') }
  return [
    ['numbers', () => createWindowOperator(settings(numbers))],
    ['lists', () => createWindowOperator(settings(withIds))],
    ['general', () => generalWindowOperator(settings(withIds))],
  ]
}

/** Results as the reference has them. */
function shown({ value }: Emitted<Row>): Named {
  const { key, windowStart: start, windowEnd: end, n, total, ids } = value
  if (ids) return { key, start, end, ids: [...ids].sort((a, b) => a - b) }
  return { key, start, end, n, total: round(total ?? Number.NaN) }
}

/** What the reference expects of an operator: ids where it lists them, otherwise their count and sum. */
function wanted({ key, start, end, ids }: Firing, listsIds: boolean, steps: readonly Step<Click>[]): Named {
  if (listsIds) return { key, start, end, ids }
  return { key, start, end, n: ids.length, total: round(ids.reduce((sum, id) => sum + amountOf(steps, id), 0)) }
}

interface Named {
  readonly start: number
  readonly end: number
  readonly key: string
  readonly [column: string]: unknown
}

function amountOf(steps: readonly Step<Click>[], id: number): number {
  return (steps[id] as Step<Click>).value.v
}

function inOrder<F extends Named>(firings: readonly F[]): F[] {
  return [...firings].sort((a, b) => a.end - b.end || a.start - b.start || a.key.localeCompare(b.key))
}

function round(x: number): number {
  return Math.round(x * 1e6) / 1e6 + 0
}

function checkTimes(results: readonly Emitted<Row>[], about: string): void {
  let watermark = Number.NEGATIVE_INFINITY
  for (const result of results) {
    expect(result.timestamp, about).toBe(result.value.windowEnd - 1)
    expect(result.watermark, about).toBeGreaterThanOrEqual(watermark)
    watermark = result.watermark
  }
}

function runPlainly(create: () => Operator<Click, Row>, steps: readonly Step<Click>[]): unknown {
  const harness = new WindowsHarness(create)
  for (const step of steps) harness.records([step])
  return finished(harness)
}

function runInBatches(create: () => Operator<Click, Row>, steps: readonly Step<Click>[], seed: number): unknown {
  const harness = new WindowsHarness(create)
  let next = 0
  for (const size of randomCuts(seed, steps.length)) {
    harness.records(steps.slice(next, next + size))
    next += size
    const following = steps[next]
    if (following && size % 2) harness.watermark(following.watermark)
  }
  return finished(harness)
}

function runWithRestarts(create: () => Operator<Click, Row>, steps: readonly Step<Click>[]): unknown {
  const harness = new WindowsHarness(create)
  for (const step of steps) {
    harness.records([step])
    harness.restart()
  }
  return finished(harness)
}

/** Windows fire a few keys at a time, while records come in and the operator is restarted. */
function runInSlices(create: () => Operator<Click, Row>, steps: readonly Step<Click>[], seed: number): unknown {
  const harness = new WindowsHarness(create, 1 + (seed % 3))
  const random = seededRandom(seed)
  let next = 0
  for (const size of randomCuts(seed, steps.length)) {
    harness.records(steps.slice(next, next + size))
    next += size
    if (random() < 0.3) harness.watermark(steps[next]?.watermark ?? Number.NEGATIVE_INFINITY)
    if (random() < 0.3) harness.restart()
    for (let slices = Math.floor(random() * 4); slices > 0 && harness.work(); slices--)
      if (random() < 0.3) harness.restart()
  }
  return finished(harness)
}

function finished(harness: WindowsHarness<Click, Row>): unknown {
  harness.watermark(Number.POSITIVE_INFINITY)
  harness.settle()
  return { rows: harness.results, late: harness.late }
}
