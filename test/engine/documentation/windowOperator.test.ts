import { test } from 'vitest'
import { GlobalWindows } from '../../../src/engine/windows/globalWindows.ts'
import { EventTimeSessionWindows, ProcessingTimeSessionWindows } from '../../../src/engine/windows/sessionWindows.ts'
import { ContinuousEventTimeTrigger } from '../../../src/engine/windows/triggers/continuousEventTimeTrigger.ts'
import { CountTrigger } from '../../../src/engine/windows/triggers/countTrigger.ts'
import { EventTimeTrigger } from '../../../src/engine/windows/triggers/eventTimeTrigger.ts'
import { PurgingTrigger } from '../../../src/engine/windows/triggers/purgingTrigger.ts'
import type { WindowAssigner } from '../../../src/engine/windows/windowAssigner.ts'
import {
  SlidingEventTimeWindows,
  SlidingProcessingTimeWindows,
  TumblingEventTimeWindows,
  TumblingProcessingTimeWindows,
} from '../../../src/engine/windows/windowAssigners.ts'
import { check, type Keyed, seconds, type Tuple, type Windowed } from './windowScript.ts'

/** What Flink's own `WindowOperatorTest` states: its elements, watermarks, restores and results, under its names. */

const OUT_OF_ORDER = `
  key2 1 @3999
  key2 1 @3000
  key1 1 @20
  key1 1 @0
  key1 1 @999
  key2 1 @1998
  key2 1 @1999
  key2 1 @1000`

test('testSlidingEventTimeWindows', () =>
  check(
    keyed => keyed.window(SlidingEventTimeWindows.of(seconds(3), seconds(1))),
    `${OUT_OF_ORDER}
    W 999 > key1 3 minus2000-1000
    W 1999 > key1 3 minus1000-2000, key2 3 minus1000-2000
    W 2999 > key1 3 0-3000, key2 3 0-3000
    restore
    W 3999 > key2 5 1000-4000
    W 4999 > key2 2 2000-5000
    W 5999 > key2 2 3000-6000
    W 6999
    W 7999`,
  ))

test('testTumblingEventTimeWindows', () =>
  check(
    keyed => keyed.window(TumblingEventTimeWindows.of(seconds(3))),
    `${OUT_OF_ORDER}
    W 999
    W 1999
    restore
    W 2999 > key1 3 0-3000, key2 3 0-3000
    W 3999
    W 4999
    W 5999 > key2 2 3000-6000
    W 6999
    W 7999`,
  ))

test('testSessionWindows, testReduceSessionWindows', () =>
  check(
    keyed => keyed.window(EventTimeSessionWindows.withGap(seconds(3))),
    `key2 1 @0
    key2 2 @1000
    key2 3 @2500
    key1 1 @10
    key1 2 @1000
    restore
    key1 3 @2500
    key2 4 @5501
    key2 5 @6000
    key2 5 @6000
    key2 6 @6050
    W 12000 > key1 6 10-5500, key2 6 0-5500, key2 20 5501-9050
    key2 10 @15000
    key2 20 @15000
    W 17999 > key2 30 15000-18000`,
  ))

test('testSessionWindowsWithCountTrigger: merging adds up the counts', () =>
  check(
    keyed => keyed.window(EventTimeSessionWindows.withGap(seconds(3))).trigger(PurgingTrigger.of(CountTrigger.of(4))),
    `key2 1 @0
    key2 2 @1000
    key2 3 @2500
    key2 4 @3500 > key2 10 0-6500
    key1 1 @10
    key1 2 @1000
    restore
    key1 3 @2500
    key1 1 @6000
    key1 2 @6500
    key1 3 @7000
    key1 10 @4500 > key1 22 10-10000`,
  ))

test('testPointSessions: elements of 33 are in a window whose start is its end', () => {
  const points: WindowAssigner<Tuple> = {
    isEventTime: true,
    mergesWindows: true,
    defaultTrigger: EventTimeTrigger.create(),
    assignWindows: ({ n }, time) => [{ start: time, end: n === 33 ? time : time + 3_000 }],
  }
  check(
    keyed => keyed.window(points as never),
    `key2 1 @0
    key2 33 @1000
    restore
    key2 33 @2500
    key1 1 @10
    key1 2 @1000
    key1 33 @2500
    W 12000 > key1 36 10-4000, key2 67 0-3000`,
  )
})

test('testContinuousWatermarkTrigger', () =>
  check(
    keyed => keyed.window(GlobalWindows.create()).trigger(ContinuousEventTimeTrigger.of(seconds(3))),
    `key1 1 @0
    key2 1 @3000
    key2 1 @3999
    key1 1 @20
    key1 1 @999
    key2 1 @1998
    key2 1 @1999
    key2 1 @1000
    W 1000
    W 2000
    W 3000 > key1 3 ALL
    W 4000
    W 5000
    W 6000 > key1 3 ALL, key2 5 ALL
    W 7000
    W 8000`,
  ))

test('testProcessingTimeTumblingWindows', () =>
  check(
    keyed => keyed.window(TumblingProcessingTimeWindows.of(seconds(3))),
    `now 3
    key2 1 @9000
    key2 1 @7000
    key2 1 @7000
    key1 1 @7000
    key1 1 @7000
    now 5000 > key2 3 0-3000, key1 2 0-3000
    key1 1 @7000
    key1 1 @7000
    key1 1 @7000
    now 7000 > key1 3 3000-6000`,
  ))

test('testProcessingTimeSlidingWindows', () =>
  check(
    keyed => keyed.window(SlidingProcessingTimeWindows.of(seconds(3), seconds(1))),
    `now 3
    key2 1 @9000
    now 1000 > key2 1 minus2000-1000
    key2 1 @9000
    key2 1 @9000
    now 2000 > key2 3 minus1000-2000
    key1 1 @9000
    key1 1 @9000
    now 3000 > key2 3 0-3000, key1 2 0-3000
    key1 1 @9000
    key1 1 @9000
    key1 1 @9000
    now 7000 > key2 2 1000-4000, key1 5 1000-4000, key1 5 2000-5000, key1 3 3000-6000`,
  ))

test('testProcessingTimeSessionWindows', () =>
  check(
    keyed => keyed.window(ProcessingTimeSessionWindows.withGap(seconds(3))),
    `now 3
    key2 1 @1
    now 1000
    key2 1 @1002
    now 5000 > key2 2 3-4000
    key2 1 @5000
    key2 1 @5000
    key1 1 @5000
    key1 1 @5000
    key1 1 @5000
    now 10000 > key2 2 5000-8000, key1 3 5000-8000`,
  ))

test('testLateness: within it a window fires again, with a purging trigger for what is new', () =>
  check(
    keyed =>
      keyed
        .window(TumblingEventTimeWindows.of(seconds(2)))
        .trigger(PurgingTrigger.of(EventTimeTrigger.create()))
        .allowedLateness(500),
    `key2 1 @500
    W 1500
    key2 1 @1300
    W 2300 > key2 2 0-2000
    key2 1 @1997 > key2 1 0-2000
    W 6000
    key2 1 @1998
    W 7000`,
  ))

test('testDropDueToLatenessTumbling', () =>
  check(
    keyed => keyed.window(TumblingEventTimeWindows.of(seconds(2))),
    `key2 1 @1000
    W 1985
    key2 1 @1980
    W 1999 > key2 2 0-2000
    key2 1 @1998
    key2 1 @2001
    W 2999
    W 3999 > key2 1 2000-4000`,
  ))

test('testDropDueToLatenessSliding: of the windows of a late element those that are not over', () =>
  check(
    keyed => keyed.window(SlidingEventTimeWindows.of(seconds(3), seconds(1))),
    `key2 1 @1000
    W 1999 > key2 1 minus1000-2000
    key2 1 @2000
    W 3000 > key2 2 0-3000
    key1 1 @3001
    key2 1 @2400
    key2 1 @2400
    key1 1 @3001
    key2 1 @3900
    W 6000 > key2 5 1000-4000, key1 2 1000-4000, key2 4 2000-5000, key1 2 2000-5000, key2 1 3000-6000, key1 2 3000-6000
    key1 1 @3001
    W 25000`,
  ))

/** Two sessions that become one, a third one, and then late elements before it. */
const SESSIONS = `
  key2 1 @1000
  W 1999
  key2 1 @2000
  W 4998
  key2 1 @4500
  key2 1 @8500
  W 7400
  key2 1 @7000
  W 11501 > key2 5 1000-11500
  key2 1 @11600
  W 14600 > key2 1 11600-14600`

const DROPPED = `
  key2 1 @10000
  key2 1 @10100
  key2 1 @14500
  W 20000 > key2 1 14500-17500
  W 100000`

const sessions = (keyed: Keyed) => keyed.window(EventTimeSessionWindows.withGap(seconds(3))) as unknown as Windowed

test.each<readonly [string, (keyed: Keyed) => unknown, string]>([
  ['testDropDueToLatenessSessionZeroLateness', sessions, DROPPED],
  [
    'testDropDueToLatenessSessionZeroLatenessPurgingTrigger',
    keyed => sessions(keyed).trigger(PurgingTrigger.of(EventTimeTrigger.create())),
    DROPPED,
  ],
  [
    'testDropDueToLatenessSessionWithLateness: what is late becomes part of a session that is kept, and fires at once',
    keyed => sessions(keyed).allowedLateness(10),
    `key2 1 @10000 > key2 2 10000-14600
    key2 1 @14500
    W 20000 > key2 3 10000-17500
    W 100000`,
  ],
  [
    'testDropDueToLatenessSessionWithHugeLateness: it bridges the gap to one that fired long ago',
    keyed => sessions(keyed).allowedLateness(10_000),
    `key2 1 @10000 > key2 7 1000-14600
    key2 1 @14500
    W 20000 > key2 8 1000-17500
    W 100000`,
  ],
])('%s', (_name, windows, late) => check(windows, `${SESSIONS}\n${late}`))

test('testCleanupTimerWithEmptyListStateForTumblingWindows: fires once, and not when it is dropped', () =>
  check(
    keyed => keyed.window(TumblingEventTimeWindows.of(seconds(2))).allowedLateness(1),
    `key2 1 @1000
    W 1599
    W 1999 > key2 1 0-2000
    W 2000
    W 5000`,
  ))
