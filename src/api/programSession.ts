import type { JobId } from '../engine/job.ts'
import { createJob } from '../engine/streamJob.ts'
import type { SinkTransformation } from '../engine/transformation.ts'
import { printValue } from './printValue.ts'
import type { DisplayHandle, Session } from './session.ts'
import { systemClock } from './systemClock.ts'

/**
 * The session of a plain Node program that imports `'flinknb'`: relative paths start at the working folder, parameters
 * come from the environment (`FLINKNB_PARAM_brokers=…`), what is displayed is printed, and `env.execute()` runs what was
 * sunk.
 */
export function createProgramSession(): Session {
  let pending: SinkTransformation[] = []
  let jobs = 0
  const submit = (sinks: readonly SinkTransformation[]) =>
    createJob(sinks, { clock: systemClock, id: `job-${++jobs}` as JobId })
  return {
    clock: systemClock,
    get baseDirectory() {
      return process.cwd()
    },
    param: name => process.env[`FLINKNB_PARAM_${name}`],
    display: print,
    addSink: sink => void pending.push(sink),
    submit,
    execute: async () => {
      const sinks = pending
      pending = []
      if (sinks.length === 0) return
      const job = submit(sinks)
      await job.done
      if (job.state === 'failed') throw job.error
    },
  }
}

function print(value: unknown): DisplayHandle {
  printValue(value)
  return { update: printValue }
}
