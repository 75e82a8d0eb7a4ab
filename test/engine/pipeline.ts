import { ManualClock } from '../../src/base/clock.ts'
import type { DataStream } from '../../src/engine/dataStream.ts'
import { StreamExecutionEnvironment } from '../../src/engine/environment.ts'
import type { Job, JobId } from '../../src/engine/job.ts'
import { createJob } from '../../src/engine/streamJob.ts'
import type { SinkTransformation } from '../../src/engine/transformation.ts'

/** An environment with virtual time, and the jobs it started. */
export interface TestEnvironment {
  readonly env: StreamExecutionEnvironment
  readonly clock: ManualClock
  readonly jobs: Job[]
  /** Starts a job of what has been sunk. */
  submit(): Job
}

export function testEnvironment(startMs = 0): TestEnvironment {
  const clock = new ManualClock(startMs)
  const jobs: Job[] = []
  let pending: SinkTransformation[] = []
  const start = (sinks: readonly SinkTransformation[]) => {
    const job = createJob(sinks, { clock, id: `job-${jobs.length + 1}` as JobId })
    jobs.push(job)
    return job
  }
  const submit = () => {
    const sinks = pending
    pending = []
    return start(sinks)
  }
  const env = new StreamExecutionEnvironment({
    addSink: sink => void pending.push(sink),
    submit: start,
    execute: () => submit().done,
  })
  return { env, clock, jobs, submit }
}

/** Runs records through a pipeline and gives what comes out. */
export function run<T, R>(records: readonly T[], pipeline: (stream: DataStream<T>) => DataStream<R>): Promise<R[]> {
  return pipeline(testEnvironment().env.fromCollection(records)).executeAndCollect()
}
