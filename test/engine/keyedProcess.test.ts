import { expect, test } from 'vitest'
import type { KeyedContext, KeyedProcessFunction, OnTimerContext } from '../../src/engine/keyedProcessFunction.ts'
import type { Collector } from '../../src/engine/processFunction.ts'
import type { StateAccess, ValueState } from '../../src/engine/state/keyedState.ts'
import { WatermarkStrategy } from '../../src/engine/watermarkStrategy.ts'
import { run, testEnvironment } from './pipeline.ts'

interface Visit {
  readonly user: string
  readonly ts: number
}

interface Total {
  readonly user: string
  readonly count: number
  readonly lastModified: number
}

/** The example of Flink's documentation (DataStream API, Process Function): counts that are emitted a minute after the last update. */
class CountWithTimeout implements KeyedProcessFunction<string, Visit, Total> {
  private state!: ValueState<Total>

  open(state: StateAccess): void {
    this.state = state.valueState('myState')
  }

  processElement(visit: Visit, context: KeyedContext<string>): void {
    const count = (this.state.value()?.count ?? 0) + 1
    this.state.update({ user: visit.user, count, lastModified: visit.ts })
    context.timerService().registerEventTimeTimer(visit.ts + 60_000)
  }

  onTimer(timestamp: number, _context: OnTimerContext<string>, out: Collector<Total>): void {
    const total = this.state.value()
    if (total && timestamp === total.lastModified + 60_000) out.collect(total)
  }
}

test('state and event-time timers, as in the documentation of Flink', async () => {
  const visits = [
    { user: 'a', ts: 0 },
    { user: 'b', ts: 1_000 },
    { user: 'a', ts: 30_000 },
    { user: 'c', ts: 150_000 },
    { user: 'a', ts: 200_000 },
  ]
  const totals = await run(visits, stream =>
    stream
      .assignTimestampsAndWatermarks(WatermarkStrategy.forMonotonousTimestamps<Visit>().withTimestampAssigner('ts'))
      .keyBy('user')
      .process(new CountWithTimeout()),
  )
  expect(totals).toEqual([
    { user: 'b', count: 1, lastModified: 1_000 },
    { user: 'a', count: 2, lastModified: 30_000 },
    { user: 'c', count: 1, lastModified: 150_000 },
    { user: 'a', count: 3, lastModified: 200_000 },
  ])
})

test('a timer sees the watermark that fires it, fires once however often it was registered, and not when deleted', async () => {
  const fired = await run([{ ts: 10 }, { ts: 100 }], stream =>
    stream
      .assignTimestampsAndWatermarks(
        WatermarkStrategy.forMonotonousTimestamps<{ ts: number }>().withTimestampAssigner('ts'),
      )
      .keyBy(() => 'all')
      .process<string>({
        processElement: (_value, context) => {
          context.timerService().registerEventTimeTimer(20)
          context.timerService().registerEventTimeTimer(30)
          context.timerService().deleteEventTimeTimer(30)
        },
        onTimer: (timestamp, context, out) => out.collect(`${timestamp} at ${context.currentWatermark}`),
      }),
  )
  expect(fired).toEqual(['20 at 99'])
})

test('processing-time timers fire when the clock says so', async () => {
  const { env, submit, clock } = testEnvironment(1_000)
  async function* slow() {
    yield 1
    await new Promise(() => {})
  }
  const fired: number[] = []
  env
    .fromCollection(slow())
    .keyBy(value => value)
    .process<number>({
      processElement: (_value, context) =>
        context.timerService().registerProcessingTimeTimer(context.currentProcessingTime() + 500),
      onTimer: timestamp => void fired.push(timestamp),
    })
    .sinkTo({
      kind: 'none',
      description: 'none',
      open: async () => ({
        write: () => {},
        prepareCommit: async () => undefined,
        commit: async () => {},
        abort: async () => {},
        close: async () => {},
      }),
    })
  const job = submit()
  await job.started
  await new Promise(resolve => setTimeout(resolve, 5))
  expect(fired).toEqual([])
  await clock.advance(500)
  await new Promise(resolve => setTimeout(resolve, 5))
  expect(fired).toEqual([1_500])
  await job.cancel()
})

test('keys that are equal as values are one key', async () => {
  const rows = [
    { a: 1, b: 'x' },
    { a: 1, b: 'y' },
    { a: 1, b: 'x' },
  ]
  const counted = await run(rows, stream =>
    stream.keyBy(['a', 'b']).process<unknown>({
      open(state) {
        this.seen = state.valueState<number>('seen')
      },
      processElement(_row, context, out) {
        this.seen.update((this.seen.value() ?? 0) + 1)
        out.collect([context.getCurrentKey(), this.seen.value()])
      },
    } as KeyedProcessFunction<{ a: number; b: string }, { a: number; b: string }, unknown> & {
      seen: ValueState<number>
    }),
  )
  expect(counted).toEqual([
    [{ a: 1, b: 'x' }, 1],
    [{ a: 1, b: 'y' }, 1],
    [{ a: 1, b: 'x' }, 2],
  ])
})

test('a record without the key column is an error that names both', async () => {
  const rows = [{ symbol: 'A' }, { sybmol: 'B' }] as { symbol: string }[]
  await expect(run(rows, stream => stream.keyBy('symbol').process({ processElement: () => {} }))).rejects.toThrow(
    `keyBy: record {"sybmol":"B"} has no column 'symbol'. Its columns: sybmol.`,
  )
})
