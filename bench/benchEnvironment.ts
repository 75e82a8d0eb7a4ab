import { systemClock } from '../src/api/systemClock.ts'
import type { CheckpointStore } from '../src/engine/checkpoint.ts'
import { StreamExecutionEnvironment } from '../src/engine/environment.ts'
import type { JobId } from '../src/engine/job.ts'
import type { Sink } from '../src/engine/sink.ts'
import type { Source } from '../src/engine/source.ts'
import { createJob } from '../src/engine/streamJob.ts'
import type { SinkTransformation } from '../src/engine/transformation.ts'

/** An environment that runs what was sunk and fails loudly. With `store` it can keep checkpoints. */
export function benchEnvironment(
  store?: (directory: string, retain: number) => CheckpointStore,
): StreamExecutionEnvironment {
  let pending: SinkTransformation[] = []
  const submit = (sinks: readonly SinkTransformation[]) =>
    createJob(sinks, { clock: systemClock, id: 'bench' as JobId })
  return new StreamExecutionEnvironment({
    addSink: sink => void pending.push(sink),
    submit,
    execute: async () => {
      const sinks = pending
      pending = []
      const job = submit(sinks)
      await job.done
      if (job.state !== 'finished') throw job.error
    },
    ...(store ? { checkpointStore: (directory, _jobId, retain) => store(directory, retain) } : {}),
  })
}

/** Rows in memory, handed over in batches as a connector hands them over. */
export function memorySource<T>(rows: readonly T[]): Source<T> {
  return {
    kind: 'memory',
    description: 'memory',
    boundedness: 'bounded',
    open: async () => {
      let next = 0
      return {
        poll: max => {
          const values = rows.slice(next, next + max)
          next += values.length
          return values.length > 0 ? { split: 'memory', values } : undefined
        },
        available: async () => {},
        get finished() {
          return next >= rows.length
        },
        position: () => next,
        close: async () => {},
      }
    },
  }
}

/** A sink that counts and keeps the last record, so that no work can be left out. */
export function countingSink<T>(): Sink<T> & { count: number; last: T | undefined } {
  const sink = {
    kind: 'counting',
    description: 'counting',
    count: 0,
    last: undefined as T | undefined,
    open: async () => ({
      write: (values: readonly T[]) => {
        sink.count += values.length
        sink.last = values[values.length - 1]
      },
      prepareCommit: async () => undefined,
      commit: async () => {},
      abort: async () => {},
      close: async () => {},
    }),
  }
  return sink
}

/** What a hand-written loop does with its results: the same as {@link countingSink}. */
export class Results<T> {
  count = 0
  last: T | undefined

  push(value: T): void {
    this.count++
    this.last = value
  }
}
