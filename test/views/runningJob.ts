import { systemClock } from '../../src/api/systemClock.ts'
import { StreamExecutionEnvironment } from '../../src/engine/environment.ts'
import type { Job, JobId } from '../../src/engine/job.ts'
import type { Sink } from '../../src/engine/sink.ts'
import { createJob } from '../../src/engine/streamJob.ts'
import type { SinkTransformation } from '../../src/engine/transformation.ts'

/** An environment whose jobs really run, on the system's clock. */
export function runningEnvironment(): { env: StreamExecutionEnvironment; submit(id?: string): Job } {
  let pending: SinkTransformation[] = []
  const start = (sinks: readonly SinkTransformation[], id: string) =>
    createJob(sinks, { clock: systemClock, id: id as JobId })
  const submit = (id = 'cell 1 #1') => {
    const sinks = pending
    pending = []
    return start(sinks, id)
  }
  const env = new StreamExecutionEnvironment({
    addSink: sink => void pending.push(sink),
    submit: sinks => start(sinks, 'collect'),
    execute: () => submit().done,
  })
  return { env, submit }
}

/** A sink whose every write takes so long; none for 0. */
export function sinkTaking(ms: number): Sink<unknown> {
  return {
    kind: 'test',
    description: 'test',
    open: async () => ({
      write: () => (ms === 0 ? undefined : new Promise(resolve => setTimeout(resolve, ms))),
      prepareCommit: async () => undefined,
      commit: async () => {},
      abort: async () => {},
      close: async () => {},
    }),
  }
}

/** Numbers for ever, so many at a time, with a pause after each lot. */
export async function* numbers(lot: number, pauseMs: number): AsyncGenerator<{ i: number; text: string }> {
  for (let i = 0; ; i++) {
    yield { i, text: `record ${i}` }
    if (i % lot === lot - 1) await new Promise(resolve => setTimeout(resolve, pauseMs))
  }
}
