import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { fileCheckpointStore, readCheckpoint } from '../../src/api/fileCheckpointStore.ts'
import { ManualClock } from '../../src/base/clock.ts'
import type { FlinknbError } from '../../src/base/errors.ts'
import { type CheckpointStore, MemoryCheckpointStore, SNAPSHOT_VERSION } from '../../src/engine/checkpoint.ts'
import { StreamExecutionEnvironment } from '../../src/engine/environment.ts'
import type { Job, JobId } from '../../src/engine/job.ts'
import { exponentialDelayRestart, fixedDelayRestart } from '../../src/engine/restartStrategy.ts'
import type { Sink } from '../../src/engine/sink.ts'
import { createJob } from '../../src/engine/streamJob.ts'
import type { SinkTransformation } from '../../src/engine/transformation.ts'

/** An environment whose jobs keep checkpoints in `store`. */
function durable(store: CheckpointStore) {
  const clock = new ManualClock()
  let pending: SinkTransformation[] = []
  const start = (sinks: readonly SinkTransformation[]) => createJob(sinks, { clock, id: 'job' as JobId })
  const env = new StreamExecutionEnvironment({
    addSink: sink => void pending.push(sink),
    submit: start,
    execute: async () => {},
    checkpointStore: () => store,
    readCheckpoint: file => readCheckpoint(file),
  })
  const submit = (): Job => {
    const sinks = pending
    pending = []
    return start(sinks)
  }
  return { env, clock, submit }
}

/** Shows what has been committed: a sink that stages what it is given. */
function transactionalSink<T>(): Sink<T> & { readonly committed: T[] } {
  const committed: T[] = []
  return {
    kind: 'transactional',
    description: 'transactional',
    committed,
    open: async () => {
      let staged: T[] = []
      return {
        write: values => void staged.push(...values),
        prepareCommit: async () => {
          const ready = staged
          staged = []
          return ready
        },
        commit: async ready => void committed.push(...(ready as T[])),
        abort: async () => {
          staged = []
        },
        close: async () => {},
      }
    },
  }
}

const settle = () => new Promise(resolve => setTimeout(resolve, 5))

/** Numbers that come when asked for, so that a test decides what a checkpoint holds. */
function* numbers(to: number) {
  for (let i = 1; i <= to; i++) yield i
}

const runningSum = {
  open(state: { valueState<V>(name: string): { value(): V | undefined; update(v: V): void } }) {
    this.sum = state.valueState<number>('sum')
  },
  sum: undefined as unknown as { value(): number | undefined; update(v: number): void },
  processElement(value: number, _context: unknown, out: { collect(v: number): void }) {
    this.sum.update((this.sum.value() ?? 0) + value)
    out.collect(this.sum.value() as number)
  },
}

describe('restart strategies', () => {
  test('a job that fails goes on from its newest checkpoint: every result once', async () => {
    const { env, clock, submit } = durable(new MemoryCheckpointStore())
    env.enableCheckpointing('1s', { directory: 'unused' }).setRestartStrategy(fixedDelayRestart(2, '3s'))
    const sink = transactionalSink<number>()
    let failures = 0
    async function* source() {
      for (const n of numbers(6)) {
        if (n === 4) await new Promise<void>(resolve => clock.schedule(1_500, resolve)) // a checkpoint lies before
        yield n
      }
    }
    // a generator runs through once: each attempt needs a collection of its own
    const items = { [Symbol.asyncIterator]: source }
    env
      .fromCollection(items)
      .map(n => {
        if (n === 5 && failures++ === 0) throw new Error('five')
        return n
      })
      .keyBy(() => 'all')
      .process<number>(runningSum)
      .sinkTo(sink)
    const job = submit()
    for (let i = 0; i < 20; i++) {
      await settle()
      await clock.advance(500)
    }
    await job.done
    expect(job.error).toBeUndefined()
    expect(job.state).toBe('finished')
    expect(job.metrics().restarts).toBe(1)
    expect(sink.committed).toEqual([1, 3, 6, 10, 15, 21])
  })

  test('one that gives up says what it tried', async () => {
    const { env, clock, submit } = durable(new MemoryCheckpointStore())
    env.setRestartStrategy(fixedDelayRestart(2, '1s'))
    env
      .fromCollection([1])
      .map(() => {
        throw new Error('always')
      })
      .sinkTo(transactionalSink())
    const job = submit()
    for (let i = 0; i < 6; i++) {
      await settle()
      await clock.advance(1_000)
    }
    await job.done
    expect((job.error as FlinknbError).message).toBe(
      'map failed on record 1: always. The job was restarted 2 times (fixed delay, 2 attempts, 1000 ms apart) and gave up.',
    )
  })

  test('exponential delay: grows to its bound and starts anew after a good while (Flink, Task Failure Recovery)', () => {
    const strategy = exponentialDelayRestart({
      initialBackoff: '1s',
      backoffMultiplier: 2,
      maxBackoff: '5s',
      resetBackoffThreshold: '1h',
      attemptsBeforeReset: 5,
    }).begin()
    const delays = [0, 0, 0, 0].map(ranFor => strategy.next(ranFor, 0))
    expect(delays).toEqual([1_000, 2_000, 4_000, 5_000])
    expect(strategy.next(3_600_000, 0)).toBe(1_000)
    expect([1, 2, 3, 4, 5].map(() => strategy.next(0, 0))).toEqual([2_000, 4_000, 5_000, 5_000, undefined])
  })
})

describe('restoring', () => {
  async function snapshotOf(uid: string): Promise<MemoryCheckpointStore> {
    const store = new MemoryCheckpointStore()
    const { env, submit } = durable(store)
    env.enableCheckpointing('1s', { directory: 'unused' })
    env
      .fromCollection(numbers(3))
      .keyBy(() => 'all')
      .process<number>(runningSum)
      .uid(uid)
      .sinkTo(transactionalSink())
    await submit().done
    return store
  }

  test('a changed job takes the state of the operators it still has', async () => {
    const store = await snapshotOf('total')
    const { env, submit } = durable(store)
    env.enableCheckpointing('1s', { directory: 'unused', restore: 'latest' })
    const sink = transactionalSink<string>()
    env
      .fromCollection([1, 2, 3])
      .keyBy(() => 'all')
      .process<number>(runningSum)
      .uid('total')
      .map(total => `total ${total}`, 'a new step')
      .sinkTo(sink)
    const job = submit()
    await job.done
    expect(job.error).toBeUndefined()
    // the input had ended at the checkpoint: nothing is computed again
    expect(sink.committed).toEqual([])
  })

  test('state that nothing takes is named, never dropped in silence', async () => {
    const store = await snapshotOf('total')
    const restore = async (allowNonRestoredState: boolean) => {
      const { env, submit } = durable(store)
      env.enableCheckpointing('1s', { directory: 'unused', restore: 'latest', allowNonRestoredState })
      env
        .fromCollection([1])
        .keyBy(() => 'all')
        .process<number>(runningSum)
        .uid('sum')
        .sinkTo(transactionalSink())
      const job = submit()
      await job.done
      return job.error as FlinknbError | undefined
    }
    expect((await restore(false))?.message).toMatch(/^The checkpoint has state of 'total', which the job does not have/)
    expect(await restore(true)).toBeUndefined()
  })
})

describe('checkpoints on disk', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'flinknb-checkpoints-'))
  const snapshot = (checkpointId: number) => ({
    version: SNAPSHOT_VERSION as typeof SNAPSHOT_VERSION,
    checkpointId,
    takenAt: 5,
    nodes: { a: new Map([['key', new Float64Array([1, 2])]]), b: { when: new Date(7), big: 2n ** 70n } },
  })

  test('come back as they were; the newest few are kept', async () => {
    const store = fileCheckpointStore(path.join(folder, 'kept'), 2)
    expect(await store.latest()).toBeUndefined()
    for (const id of [1, 2, 10]) await store.save(snapshot(id))
    expect(await store.latest()).toEqual(snapshot(10))
    expect(readdirSync(path.join(folder, 'kept')).sort()).toEqual(['checkpoint-10', 'checkpoint-2'])
  })

  test('a half-written file is no checkpoint; a damaged one, a foreign one and one of another version are refused in words', async () => {
    const kept = path.join(folder, 'damaged')
    const store = fileCheckpointStore(kept, 3)
    await store.save(snapshot(1))
    const file = path.join(kept, 'checkpoint-1')
    writeFileSync(path.join(kept, 'checkpoint-2.part'), 'half')
    expect((await store.latest())?.checkpointId).toBe(1)
    const bytes = readFileSync(file)
    const changed = Buffer.from(bytes)
    changed[bytes.length - 1] = (changed[bytes.length - 1] ?? 0) ^ 1
    writeFileSync(file, changed)
    await expect(store.latest()).rejects.toThrow(/is damaged: its checksum does not fit/)
    writeFileSync(file, Buffer.concat([Buffer.from('FLNKCHK0'), bytes.subarray(8)]))
    await expect(store.latest()).rejects.toThrow(/is of layout 0, this version reads 2/)
    writeFileSync(file, 'something else')
    await expect(store.latest()).rejects.toThrow(/is no checkpoint/)
  })

  test('state that cannot be written names its operator', async () => {
    const bad = { ...snapshot(3), nodes: { good: 1, 'my operator': { fn: () => 1 } } }
    await expect(fileCheckpointStore(path.join(folder, 'bad'), 3).save(bad)).rejects.toThrow(
      /The state of 'my operator' cannot be written/,
    )
  })
})
