import { expect, test } from 'vitest'
import { sum } from '../../../src/engine/aggregates/sum.ts'
import type { DataStream } from '../../../src/engine/dataStream.ts'
import type { KeyedProcessFunction, OnTimerContext } from '../../../src/engine/keyedProcessFunction.ts'
import { type Collector, OutputTag } from '../../../src/engine/processFunction.ts'
import type { MapState, StateAccess } from '../../../src/engine/state/keyedState.ts'
import { WatermarkStrategy } from '../../../src/engine/watermarkStrategy.ts'
import { TumblingEventTimeWindows } from '../../../src/engine/windows/windowAssigners.ts'
import { testEnvironment } from '../pipeline.ts'

/** Flink's page "Event-driven Applications": tips by the hour with a process function, and its late fares. */

interface Fare {
  readonly driver: number
  readonly tip: number
  readonly time: number
}

const HOUR = 3_600_000
const late = new OutputTag<Fare>('lateFares')

class PseudoWindow implements KeyedProcessFunction<number, Fare, readonly [number, number, number]> {
  private sumOfTips!: MapState<number, number>

  open(state: StateAccess): void {
    this.sumOfTips = state.mapState('sumOfTips')
  }

  processElement: KeyedProcessFunction<number, Fare, readonly [number, number, number]>['processElement'] = (
    fare,
    context,
  ) => {
    const timers = context.timerService()
    if (fare.time <= timers.currentWatermark()) {
      context.output(late, fare)
      return
    }
    const endOfWindow = fare.time - (fare.time % HOUR) + HOUR - 1
    timers.registerEventTimeTimer(endOfWindow)
    this.sumOfTips.put(endOfWindow, (this.sumOfTips.get(endOfWindow) ?? 0) + fare.tip)
  }

  onTimer(time: number, context: OnTimerContext<number>, out: Collector<readonly [number, number, number]>): void {
    out.collect([context.getCurrentKey(), time, this.sumOfTips.get(time) ?? Number.NaN])
    this.sumOfTips.remove(time)
  }
}

const fares: Fare[] = [
  { driver: 1, tip: 2, time: 10 },
  { driver: 2, tip: 5, time: 20 },
  { driver: 1, tip: 3, time: HOUR - 1 },
  { driver: 1, tip: 7, time: HOUR },
  { driver: 2, tip: 11, time: 2 * HOUR + 5 },
  { driver: 2, tip: 100, time: 30 },
]
const timed = (): DataStream<Fare> =>
  testEnvironment()
    .env.fromCollection(fares)
    .assignTimestampsAndWatermarks(WatermarkStrategy.forMonotonousTimestamps<Fare>().withTimestampAssigner('time'))

test('the PseudoWindow gives what TumblingEventTimeWindows give', async () => {
  const tips = await timed().keyBy('driver').process(new PseudoWindow()).executeAndCollect()
  const windows = await timed()
    .keyBy('driver')
    .window(TumblingEventTimeWindows.of('1h'))
    .aggregate({ tips: sum('tip') })
    .executeAndCollect()
  expect(tips).toEqual(windows.map(row => [row.key, row.windowEnd - 1, row.tips]))
  expect(tips).toEqual([
    [1, HOUR - 1, 5],
    [2, HOUR - 1, 5],
    [1, 2 * HOUR - 1, 7],
    [2, 3 * HOUR - 1, 11],
  ])
})

test('late fares go to a side output', async () => {
  const tips = timed().keyBy('driver').process(new PseudoWindow())
  expect(await tips.getSideOutput(late).executeAndCollect()).toEqual([{ driver: 2, tip: 100, time: 30 }])
})
