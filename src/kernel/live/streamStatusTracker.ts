import { messageOf } from '../../base/errors.ts'
import type { Job, JobMetrics } from '../../engine/job.ts'
import type { StreamPhase, StreamStatus } from '../../protocol/live.ts'
import type { ViewCount } from './viewSink.ts'

/** Without a record for so long, a running stream is called idle. */
const IDLE_AFTER_MS = 3_000
/** Over this time a rate is averaged. */
const RATE_MS = 1_000

/** Turns a job's metrics and an output's own count into the line under the output. */
export class StreamStatusTracker {
  private at: number
  private records = 0
  private rate = 0
  private lastRecordAt: number
  private backpressuredMs = 0
  private watermark: number | null = null

  /** @param now milliseconds, from any start */
  constructor(
    private readonly count: ViewCount,
    private readonly now: () => number,
  ) {
    this.at = this.lastRecordAt = now()
  }

  status(job: Job | undefined): StreamStatus {
    const now = this.now()
    const elapsed = now - this.at
    const metrics = job?.metrics()
    if (elapsed > 0) this.updateRate(now, elapsed)
    const waited = backpressureOf(metrics) - this.backpressuredMs
    if (elapsed > 0) this.backpressuredMs += waited
    // At the end of input the watermark is beyond all time: the last real one says more.
    if (metrics && Number.isFinite(metrics.watermark)) this.watermark = metrics.watermark
    const ended = job !== undefined && job.state !== 'starting' && job.state !== 'running'
    const phase = job ? this.phase(job, now, elapsed > 0 && waited > elapsed / 2) : 'starting'
    return {
      phase,
      records: this.count.records,
      recordsPerSecond: ended ? 0 : this.rate,
      watermark: this.watermark,
      late: metrics?.lateRecords ?? 0,
      malformed: metrics?.malformedRecords ?? 0,
      ...(phase === 'backpressured' ? culpritOf(job) : {}),
      ...(metrics?.note === undefined || ended ? {} : { note: metrics.note }),
      ...(job?.state === 'failed' ? { error: messageOf(job.error) } : {}),
    }
  }

  private updateRate(now: number, elapsed: number): void {
    const gained = this.count.records - this.records
    const weight = Math.min(1, elapsed / RATE_MS)
    const current = (gained * 1000) / elapsed
    this.rate = Math.round((this.rate * (1 - weight) + current * weight) * 10) / 10
    if (gained > 0) this.lastRecordAt = now
    this.records = this.count.records
    this.at = now
  }

  private phase(job: Job, now: number, backpressured: boolean): StreamPhase {
    if (job.state !== 'running') return job.state
    if (this.count.records === 0) return 'waiting for first record'
    if (backpressured) return 'backpressured'
    return now - this.lastRecordAt > IDLE_AFTER_MS ? 'idle' : 'running'
  }
}

function backpressureOf(metrics: JobMetrics | undefined): number {
  return metrics?.operators.reduce((most, operator) => Math.max(most, operator.backpressuredMs), 0) ?? 0
}

/** The operator that holds the others back, where one can be named. */
function culpritOf(job: Job | undefined): Pick<StreamStatus, 'backpressuredBy'> {
  const name = job?.graph().nodes.find(node => node.bottleneck)?.name
  return name === undefined ? {} : { backpressuredBy: name }
}
