import { describe, expect, test } from 'vitest'
import type { FlinknbError } from '../../src/base/errors.ts'
import { OutputTag } from '../../src/engine/processFunction.ts'
import type { Sink, SinkWriter } from '../../src/engine/sink.ts'
import type { Source, SourceContext, SourceReader } from '../../src/engine/source.ts'
import { WatermarkStrategy } from '../../src/engine/watermarkStrategy.ts'
import { run, testEnvironment } from './pipeline.ts'

/** A sink that writes down what happens to it. */
function recordingSink<T>(
  write: (values: readonly T[]) => void | Promise<void> = () => {},
): Sink<T> & { log: string[]; values: T[] } {
  const log: string[] = []
  const values: T[] = []
  const writer: SinkWriter<T> = {
    write: batch => {
      values.push(...batch)
      return write(batch)
    },
    prepareCommit: async last => {
      log.push(last ? 'prepare last' : 'prepare')
      return values.length
    },
    commit: async committable => void log.push(`commit ${committable}`),
    abort: async () => void log.push('abort'),
    close: async () => void log.push('close'),
  }
  return { kind: 'recording', description: 'recording', log, values, open: async () => writer }
}

/** A source that delivers what the test pushes. */
function pushSource<T>(boundedness: 'bounded' | 'unbounded' = 'unbounded') {
  const state = {
    queue: [] as T[],
    polls: 0,
    finished: false,
    closed: false,
    context: undefined as SourceContext | undefined,
  }
  let wake = () => {}
  const source: Source<T> = {
    kind: 'push',
    description: 'push',
    boundedness,
    open: async context => {
      state.context = context
      const reader: SourceReader<T> = {
        poll: max => {
          state.polls++
          const values = state.queue.splice(0, max)
          return values.length > 0 ? { split: 'push', values } : undefined
        },
        available: () =>
          state.queue.length > 0 || state.finished ? Promise.resolve() : new Promise(resolve => (wake = resolve)),
        get finished() {
          return state.finished && state.queue.length === 0
        },
        position: () => null,
        close: async () => {
          state.closed = true
        },
      }
      return reader
    },
  }
  const push = (...values: T[]) => {
    state.queue.push(...values)
    wake()
  }
  const finish = () => {
    state.finished = true
    wake()
  }
  return { source, state, push, finish }
}

const settle = () => new Promise(resolve => setTimeout(resolve, 5))

describe('the life of a job', () => {
  test('a bounded job ends by itself: prepares, commits, closes', async () => {
    const { env, submit } = testEnvironment()
    const sink = recordingSink<number>()
    env
      .fromCollection([1, 2, 3])
      .map(v => v * 10)
      .sinkTo(sink)
    const job = submit()
    expect(job.boundedness).toBe('bounded')
    await job.done
    expect(job.state).toBe('finished')
    expect(sink.values).toEqual([10, 20, 30])
    expect(sink.log).toEqual(['prepare last', 'commit 3', 'close'])
  })

  test('stop ends an unbounded job and commits what was written', async () => {
    const { env, submit } = testEnvironment()
    const { source, push, state } = pushSource<number>()
    const sink = recordingSink<number>()
    env.fromSource(source).sinkTo(sink)
    const job = submit()
    await job.started
    expect(job.state).toBe('running')
    push(1, 2)
    await settle()
    await job.stop()
    expect(job.state).toBe('stopped')
    expect(sink.log).toEqual(['prepare last', 'commit 2', 'close'])
    expect(state.closed).toBe(true)
  })

  test('cancel discards', async () => {
    const { env, submit } = testEnvironment()
    const { source, push } = pushSource<number>()
    const sink = recordingSink<number>()
    env.fromSource(source).sinkTo(sink)
    const job = submit()
    await job.started
    push(1)
    await settle()
    await job.cancel()
    expect(job.state).toBe('stopped')
    expect(sink.log).toEqual(['abort', 'close'])
  })

  test('a failure discards, closes and says what failed on which record', async () => {
    const { env, submit } = testEnvironment()
    const sink = recordingSink<number>()
    const bad = env.fromCollection([1, 2, 3]).map(v => {
      if (v === 2) throw new RangeError('two is too much')
      return v
    }, 'check')
    bad.sinkTo(sink)
    const job = submit()
    await job.done
    expect(job.state).toBe('failed')
    expect((job.error as FlinknbError).message).toBe('check failed on record 2: two is too much')
    expect((job.error as FlinknbError).cause).toBeInstanceOf(RangeError)
    expect(sink.log).toEqual(['abort', 'close'])
  })

  test('a sink whose write rejects fails the job', async () => {
    const { env, submit } = testEnvironment()
    env.fromCollection([1]).sinkTo(recordingSink(() => Promise.reject(new Error('disk full'))))
    const job = submit()
    await job.done
    expect(job.state).toBe('failed')
    expect((job.error as Error).message).toBe('recording: the sink failed to write: disk full')
  })

  test('a stop while a source is still opening does not wait for it', async () => {
    const { env, submit } = testEnvironment()
    const source: Source<number> = {
      kind: 'slow',
      description: 'slow',
      boundedness: 'unbounded',
      open: () => new Promise(() => {}),
    }
    env.fromSource(source).sinkTo(recordingSink())
    const job = submit()
    await job.stop()
    expect(job.state).toBe('stopped')
  })

  test('a sink that commits on an interval does so while the job runs', async () => {
    const { env, submit, clock } = testEnvironment()
    const { source, push } = pushSource<number>()
    const sink = { ...recordingSink<number>(), commitIntervalMs: 1_000 }
    env.fromSource(source).sinkTo(sink)
    const job = submit()
    await job.started
    push(1)
    await settle()
    await clock.advance(1_000)
    await settle()
    expect(sink.log).toEqual(['prepare', 'commit 1'])
    await job.stop()
  })
})

test('one stream with two sinks is computed once', async () => {
  const { env, submit } = testEnvironment()
  let calls = 0
  const mapped = env.fromCollection([1, 2, 3]).map(v => {
    calls++
    return v
  })
  const [a, b] = [recordingSink<number>(), recordingSink<number>()]
  mapped.sinkTo(a)
  mapped.filter(v => v > 1).sinkTo(b)
  await submit().done
  expect(calls).toBe(3)
  expect([a.values, b.values]).toEqual([
    [1, 2, 3],
    [2, 3],
  ])
})

test('backpressure: while a sink is full its source is not asked', async () => {
  const { env, submit } = testEnvironment()
  const { source, push, state } = pushSource<number>()
  let release = () => {}
  const full = new Promise<void>(resolve => {
    release = resolve
  })
  env.fromSource(source).sinkTo(recordingSink(() => full))
  const job = submit()
  await job.started
  push(1)
  await settle()
  const polls = state.polls
  push(2, 3)
  await settle()
  expect(state.polls).toBe(polls)
  release()
  await settle()
  expect(state.queue).toEqual([])
  await job.stop()
})

test('side outputs and dead letters are streams of their own', async () => {
  const { env, submit, jobs } = testEnvironment()
  const { source, push, finish, state } = pushSource<number>('bounded')
  const odd = new OutputTag<string>('odd')
  const stream = env.fromSource(source)
  const even = stream.process<number>({
    processElement: (value, context, out) => {
      if (value % 2) context.output(odd, `odd ${value}`)
      else out.collect(value)
    },
  })
  const [main, side, dead] = [recordingSink<number>(), recordingSink<string>(), recordingSink<{ reason: string }>()]
  even.sinkTo(main)
  even.getSideOutput(odd).sinkTo(side)
  even.deadLetters().sinkTo(dead)
  const job = submit()
  await job.started
  state.context?.deadLetter({ origin: 'push', reason: 'no number', raw: 'x', at: 0 })
  push(1, 2, 3)
  finish()
  await job.done
  expect(main.values).toEqual([2])
  expect(side.values).toEqual(['odd 1', 'odd 3'])
  expect(dead.values.map(letter => letter.reason)).toEqual(['no number'])
  expect(jobs[0]?.metrics()).toMatchObject({ recordsIn: 3, malformedRecords: 1 })
})

test('a record without a valid event time is a dead letter, the others pass', async () => {
  const { env, submit } = testEnvironment()
  const stream = env.fromSource<{ ts: unknown }>(
    pushed([{ ts: 1 }, { ts: 'noon' }, { ts: 2 }]),
    WatermarkStrategy.forMonotonousTimestamps<{ ts: unknown }>().withTimestampAssigner('ts'),
  )
  const [good, dead] = [recordingSink<{ ts: unknown }>(), recordingSink<{ reason: string }>()]
  stream.sinkTo(good)
  stream.deadLetters().sinkTo(dead)
  await submit().done
  expect(good.values).toEqual([{ ts: 1 }, { ts: 2 }])
  expect(dead.values[0]?.reason).toBe(
    `no valid event time: column 'ts' is "noon", expected epoch milliseconds or a Date`,
  )
})

function pushed<T>(values: readonly T[]): Source<T> {
  const { source, push, finish } = pushSource<T>('bounded')
  push(...values)
  finish()
  return source
}

describe('executeAndCollect', () => {
  test('stops at the limit', async () => {
    function* forever() {
      for (let i = 0; ; i++) yield i
    }
    expect(await testEnvironment().env.fromCollection(forever()).executeAndCollect({ limit: 5 })).toEqual([
      0, 1, 2, 3, 4,
    ])
  })

  test('refuses a stream that never ends', async () => {
    const { source } = pushSource<number>()
    await expect(testEnvironment().env.fromSource(source).executeAndCollect()).rejects.toThrow(/push never ends.*limit/)
  })

  test('a wrong option is an error that names it', async () => {
    const wrong = { limti: 3 } as { limit?: number }
    await expect(
      run([1], stream => stream).then(() => testEnvironment().env.fromCollection([1]).executeAndCollect(wrong)),
    ).rejects.toThrow(`executeAndCollect: unknown option 'limti' (value 3). Did you mean 'limit'?`)
  })
})

test('union passes on both, with the smaller watermark', async () => {
  const { env } = testEnvironment()
  const strategy = WatermarkStrategy.forMonotonousTimestamps<{ ts: number }>().withTimestampAssigner('ts')
  const a = env.fromCollection([{ ts: 10 }, { ts: 20 }]).assignTimestampsAndWatermarks(strategy)
  const b = env.fromCollection([{ ts: 5 }]).assignTimestampsAndWatermarks(strategy)
  const seen = await a
    .union(b)
    .process<number>({ processElement: (_value, context, out) => out.collect(context.currentWatermark) })
    .executeAndCollect()
  expect(seen).toHaveLength(3)
  expect(Math.max(...seen)).toBeLessThan(20)
})
