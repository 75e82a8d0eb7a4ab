import type { Job } from '../engine/job.ts'
import type { JobProgress } from '../protocol/messages.ts'

/** A job's progress in a few figures. @param startedAt by `performance.now()` */
export function progressOf(job: Job, startedAt: number): JobProgress {
  const { recordsIn, watermark } = job.metrics()
  const seconds = (performance.now() - startedAt) / 1000
  return {
    state: job.state,
    boundedness: job.boundedness,
    recordsIn,
    recordsPerSecond: seconds > 0 ? Math.round((recordsIn / seconds) * 10) / 10 : 0,
    watermark: Number.isFinite(watermark) ? watermark : null,
  }
}
