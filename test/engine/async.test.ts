import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../src/base/random.ts'
import { type AsyncOptions, asyncSettings } from '../../src/engine/asyncOptions.ts'
import { AsyncOperator } from '../../src/engine/operators/asyncOperator.ts'
import type { Sink } from '../../src/engine/sink.ts'
import { WatermarkStrategy } from '../../src/engine/watermarkStrategy.ts'
import { TumblingEventTimeWindows } from '../../src/engine/windows/windowAssigners.ts'
import { OperatorHarness, type Step } from './joinsHarness.ts'
import { run, testEnvironment } from './pipeline.ts'

/** Calls whose results the test gives. */
function heldCalls() {
  const open = new Map<unknown, { resolve(value: unknown): void; reject(error: unknown): void }[]>()
  const started: unknown[] = []
  return {
    started,
    invoke: (value: unknown) =>
      new Promise<unknown>((resolve, reject) => {
        started.push(value)
        open.set(value, [...(open.get(value) ?? []), { resolve, reject }])
      }),
    resolve: (value: unknown, result: unknown = value) => open.get(value)?.shift()?.resolve(result),
    reject: (value: unknown, error: unknown) => open.get(value)?.shift()?.reject(error),
  }
}

function harness(invoke: (value: unknown) => unknown, options: AsyncOptions<unknown, unknown>) {
  const settings = asyncSettings('mapAsync', options)
  return new OperatorHarness(
    () => new AsyncOperator({ invoke, emit: (_value, result, collect) => collect(result) }, settings),
  )
}

const step = (value: unknown, time: number, watermark = Number.NEGATIVE_INFINITY): Step => ({
  input: 0,
  value,
  time,
  watermark,
})

describe('order (Flink, page "Async I/O", Order of Results and Event Time)', () => {
  test('ordered: results and watermarks in the order of the input', async () => {
    const calls = heldCalls()
    const h = harness(calls.invoke, { ordered: true })
    h.batch([step('a', 1), step('b', 2)])
    h.advance(5)
    h.batch([step('c', 6, 5)])
    expect(calls.started).toEqual(['a', 'b', 'c'])
    for (const value of ['c', 'b']) calls.resolve(value)
    await h.work()
    expect(h.log).toEqual([])
    calls.resolve('a')
    await h.work()
    expect(h.log).toEqual(['a', 'b', '~5', 'c'])
    expect(h.results.map(({ time }) => time)).toEqual([1, 2, 6])
    expect(h.operator.drained).toBe(true)
  })

  test('unordered: results as they arrive, but never across a watermark, in neither direction', async () => {
    const calls = heldCalls()
    const h = harness(calls.invoke, { ordered: false })
    h.batch([step('a', 1), step('b', 2)])
    h.advance(5)
    h.batch([step('c', 6, 5), step('d', 7, 5)])
    for (const value of ['d', 'b']) calls.resolve(value)
    await h.work()
    expect(h.log).toEqual(['b'])
    calls.resolve('a')
    await h.work()
    expect(h.log).toEqual(['b', 'a', '~5', 'd'])
    calls.resolve('c')
    await h.work()
    expect(h.log).toEqual(['b', 'a', '~5', 'd', 'c'])
  })

  test('unordered within a batch: a result stands before the oldest watermark that is still awaited', async () => {
    const calls = heldCalls()
    const h = harness(calls.invoke, { ordered: false })
    h.batch([step('a', 10, 9), step('b', 20, 19), step('c', 30, 29)])
    for (const value of ['c', 'a', 'b']) {
      calls.resolve(value)
      await h.work()
    }
    expect(h.results.map(({ value, watermark }) => [value, watermark])).toEqual([
      ['c', 9],
      ['a', 9],
      ['b', 19],
    ])
    expect(h.log).toEqual(['c', 'a', 'b', '~29'])
  })
})

test('at most `capacity` calls are in progress; more input is not asked for', async () => {
  const calls = heldCalls()
  const h = harness(calls.invoke, { capacity: 2 })
  h.batch([step('a', 1)])
  expect(h.operator.blocked).toBe(false)
  h.batch([step('b', 2), step('c', 3), step('d', 4)])
  expect(calls.started).toEqual(['a', 'b'])
  expect(h.operator.blocked).toBe(true)
  calls.resolve('b')
  await h.work()
  // ordered: b waits for a, and goes on taking its place
  expect(calls.started).toEqual(['a', 'b'])
  calls.resolve('a')
  await h.work()
  expect(calls.started).toEqual(['a', 'b', 'c', 'd'])
  expect(h.log).toEqual(['a', 'b'])
})

describe('time-outs', () => {
  test('without onTimeout the job fails with the record named', async () => {
    const h = harness(() => new Promise(() => {}), { timeout: '5s' })
    h.batch([step({ id: 7 }, 1)])
    await h.wait(4_999)
    await expect(h.wait(1)).rejects.toThrow('under test: no result for record {"id":7} within 5000 ms.')
  })

  test('onTimeout gives the result instead; a result that comes later is dropped, and the signal has fired', async () => {
    const calls = heldCalls()
    const signals: AbortSignal[] = []
    const settings = asyncSettings<unknown, unknown>('mapAsync', { timeout: 100, onTimeout: value => `${value} late` })
    const h = new OperatorHarness(
      () =>
        new AsyncOperator(
          {
            invoke: (value, { signal }) => {
              signals.push(signal)
              return calls.invoke(value)
            },
            emit: (_value, result, collect) => collect(result),
          },
          settings,
        ),
    )
    h.batch([step('a', 1)])
    await h.wait(50)
    h.batch([step('b', 2)])
    await h.wait(60)
    calls.resolve('a')
    calls.resolve('b')
    await h.work()
    expect(h.log).toEqual(['a late', 'b'])
    expect(signals.map(signal => signal.aborted)).toEqual([true, false])
  })
})

describe('retries', () => {
  test('errors are tried again after a delay that grows, so often and no more', async () => {
    const calls = heldCalls()
    const h = harness(calls.invoke, { retry: { maxAttempts: 2, delay: 100, backoffMultiplier: 3 } })
    h.batch([step('a', 1)])
    calls.reject('a', new Error('one'))
    await h.work()
    await h.wait(99)
    expect(calls.started).toHaveLength(1)
    await h.wait(1)
    expect(calls.started).toHaveLength(2)
    calls.reject('a', new Error('two'))
    await h.work()
    await h.wait(299)
    expect(calls.started).toHaveLength(2)
    await h.wait(1)
    calls.reject('a', new Error('three'))
    await expect(h.work()).rejects.toThrow('under test failed on record "a": three')
  })

  test('results too, and the time-out covers all attempts', async () => {
    const calls = heldCalls()
    const h = harness(calls.invoke, {
      timeout: 250,
      onTimeout: () => 'gave up',
      retry: { maxAttempts: 9, delay: 100, ifResult: result => result === null },
    })
    h.batch([step('a', 1)])
    for (let i = 0; i < 3; i++) {
      calls.resolve('a', null)
      await h.work()
      await h.wait(100)
    }
    expect(h.log).toEqual(['gave up'])
    expect(calls.started).toHaveLength(3)
  })
})

test('random delays and snapshots: every record’s result once, in order where that is wanted', async () => {
  for (let seed = 1; seed <= 400; seed++) {
    const random = seededRandom(seed)
    const ordered = random() < 0.5
    const waiting: (() => void)[] = []
    const h = harness(
      value =>
        random() < 0.3
          ? value
          : new Promise(resolve => {
              waiting.push(() => resolve(value))
            }),
      { ordered, capacity: 1 + Math.floor(random() * 6) },
    )
    const steps: Step[] = []
    let watermark = Number.NEGATIVE_INFINITY
    const settleSome = async (share: number) => {
      for (let i = waiting.length - 1; i >= 0; i--) if (random() < share) waiting.splice(i, 1)[0]?.()
      await h.work()
    }
    for (let i = 0; i < 40; i++) {
      if (random() < 0.3) watermark = i - 1
      steps.push(step(i, i, watermark))
      h.batch(steps.slice(i))
      if (random() < 0.5) await settleSome(0.4)
      if (random() < 0.2) h.restore()
      await h.work()
    }
    h.advance(Number.POSITIVE_INFINITY)
    h.operator.endInput()
    while (!h.operator.drained) await settleSome(1)
    const values = h.results.map(({ value }) => value as number)
    const all = steps.map(one => one.value)
    expect(ordered ? values : [...values].sort((a, b) => a - b), `seed ${seed}`).toEqual(all)
    // no watermark overtakes a record
    for (const { value, watermark: before } of h.results) {
      expect(before, `seed ${seed}`).toBeLessThanOrEqual(steps[value as number]?.watermark ?? 0)
    }
    if (!ordered) continue
    expect(
      h.results.map(result => result.watermark),
      `seed ${seed}`,
    ).toEqual(steps.map(one => one.watermark))
  }
})

describe('in a job', () => {
  const strategy = WatermarkStrategy.forMonotonousTimestamps<{ ts: number }>().withTimestampAssigner('ts')
  const later = () => new Promise(resolve => setTimeout(resolve, Math.random() * 3))

  test.each([true, false])('the end and its windows wait for what is in flight (ordered: %s)', async ordered => {
    let inProgress = 0
    let most = 0
    const rows = Array.from({ length: 500 }, (_, i) => ({ ts: i }))
    const sums = await run(rows, stream =>
      stream
        .assignTimestampsAndWatermarks(strategy)
        .mapAsync(
          async row => {
            most = Math.max(most, ++inProgress)
            await later()
            inProgress--
            return { ...row, key: 'all' }
          },
          { ordered, capacity: 20 },
        )
        .keyBy('key')
        .window(TumblingEventTimeWindows.of(100))
        .process<number>({ process: (_key, _window, elements, out) => out.collect(elements.length) }),
    )
    expect(sums).toEqual([100, 100, 100, 100, 100])
    expect(most).toBe(20)
  })

  test('a source without end is held back, and goes on', async () => {
    let read = 0
    let release = () => {}
    const gate = new Promise<void>(resolve => {
      release = resolve
    })
    function* forever() {
      for (;;) yield read++
    }
    const { env } = testEnvironment()
    const collected = env
      .fromCollection(forever())
      .mapAsync(async value => {
        await gate
        return value * 2
      })
      .executeAndCollect({ limit: 500 })
    await new Promise(resolve => setTimeout(resolve, 20))
    const held = read
    await new Promise(resolve => setTimeout(resolve, 20))
    expect(read).toBe(held)
    expect(held).toBeLessThan(2_500)
    release()
    expect(await collected).toEqual(Array.from({ length: 500 }, (_, i) => i * 2))
  })

  test.each(['stop', 'cancel'] as const)('%s: what was read is processed, or given up', async ending => {
    const { env, submit } = testEnvironment()
    async function* three() {
      yield* [1, 2, 3]
      await new Promise(() => {})
    }
    const calls = heldCalls()
    const written: unknown[] = []
    const sink: Sink<unknown> = {
      kind: 'test',
      description: 'test',
      open: async () => ({
        write: values => void written.push(...values),
        prepareCommit: async () => undefined,
        commit: async () => {},
        abort: async () => {},
        close: async () => {},
      }),
    }
    env.fromCollection(three()).mapAsync(calls.invoke).sinkTo(sink)
    const job = submit()
    await job.started
    while (calls.started.length < 3) await new Promise(resolve => setTimeout(resolve, 1))
    const ended = job[ending]()
    for (const value of [3, 1, 2]) calls.resolve(value)
    await ended
    expect(job.state).toBe('stopped')
    expect(written).toEqual(ending === 'stop' ? [1, 2, 3] : [])
  })

  test('an error of the function fails the job, with the record named', async () => {
    await expect(
      run([1, 2], stream => stream.mapAsync(async value => Promise.reject(new Error(`no ${value}`)), {}, 'ask')),
    ).rejects.toThrow('ask failed on record 1: no 1')
  })

  test('wrong options are named at once', () => {
    const stream = testEnvironment().env.fromCollection([1])
    expect(() => stream.mapAsync(v => v, { capacity: 0 })).toThrow('mapAsync: capacity 0 is not a number of calls.')
    expect(() => stream.mapAsync(v => v, { timeOut: 5 } as never)).toThrow(/unknown option 'timeOut'.*'timeout'/)
    expect(() => stream.mapAsync(v => v, { retry: { maxAttempts: 0, delay: 1 } })).toThrow(/retry.maxAttempts 0/)
  })
})
