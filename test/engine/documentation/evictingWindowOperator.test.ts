import { test } from 'vitest'
import { CountEvictor } from '../../../src/engine/windows/evictors/countEvictor.ts'
import { TimeEvictor } from '../../../src/engine/windows/evictors/timeEvictor.ts'
import { GlobalWindows } from '../../../src/engine/windows/globalWindows.ts'
import { CountTrigger } from '../../../src/engine/windows/triggers/countTrigger.ts'
import { TumblingEventTimeWindows } from '../../../src/engine/windows/windowAssigners.ts'
import { check, seconds } from './windowScript.ts'

/** What Flink's own `EvictingWindowOperatorTest` states, under its names: every second element fires. */

test('testCountEvictorEvictAfter: four stay after each firing', () =>
  check(
    keyed => keyed.window(GlobalWindows.create()).trigger(CountTrigger.of(2)).evictor(CountEvictor.of(4, true)),
    `key2 1 @3000
    key2 1 @3999 > key2 2 ALL
    key1 1 @20
    key1 1 @0 > key1 2 ALL
    key1 1 @999
    key2 1 @1998
    key2 1 @1999 > key2 4 ALL
    key2 1 @1000
    key1 1 @10999 > key1 4 ALL
    key2 1 @1000 > key2 6 ALL
    key2 1 @1000
    key2 1 @1000 > key2 6 ALL`,
  ))

test('testTimeEvictorEvictAfter: what is within two seconds of the newest stays after each firing', () =>
  check(
    keyed => keyed.window(GlobalWindows.create()).trigger(CountTrigger.of(2)).evictor(TimeEvictor.of('2s', true)),
    `key2 1 @1000
    key2 1 @4000 > key2 2 ALL
    key1 1 @20
    key1 1 @0 > key1 2 ALL
    key1 1 @999
    key2 1 @3500
    key2 1 @2001 > key2 3 ALL
    key2 1 @1001
    key1 1 @10999 > key1 4 ALL
    key2 1 @1002 > key2 5 ALL`,
  ))

test('testTimeEvictorEvictBefore: what is within two seconds of the newest counts', () =>
  check(
    keyed =>
      keyed
        .window(TumblingEventTimeWindows.of(seconds(4)))
        .trigger(CountTrigger.of(2))
        .evictor(TimeEvictor.of('2s')),
    `key2 1 @1000
    key2 1 @3999 > key2 1 0-4000
    key1 1 @20
    key1 1 @0 > key1 2 0-4000
    key1 1 @999
    key1 1 @5999
    key2 1 @3500
    key2 1 @2001 > key2 3 0-4000
    key2 1 @1001
    key1 1 @6500 > key1 2 4000-8000
    key2 1 @1002 > key2 3 0-4000`,
  ))
