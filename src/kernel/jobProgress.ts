import type { Job } from '../engine/job.ts'
import type { JobProgress } from '../protocol/messages.ts'

/** Over this time a rate is averaged. */
const RATE_MS = 2_000

/** A job's progress in a few figures, asked for now and then. */
export class JobProgressReporter {
  private at: number
  private records = 0
  private rate: number | undefined

  /** @param now milliseconds, from any start */
  constructor(
    private readonly job: Job,
    private readonly now: () => number,
  ) {
    this.at = now()
  }

  report(): JobProgress {
    const { recordsIn, watermark } = this.job.metrics()
    this.updateRate(recordsIn)
    return {
      state: this.job.state,
      boundedness: this.job.boundedness,
      recordsIn,
      recordsPerSecond: Math.round((this.rate ?? 0) * 10) / 10,
      watermark: Number.isFinite(watermark) ? watermark : null,
    }
  }

  private updateRate(recordsIn: number): void {
    const now = this.now()
    const elapsed = now - this.at
    if (elapsed <= 0) return
    const current = ((recordsIn - this.records) * 1000) / elapsed
    const weight = Math.min(1, elapsed / RATE_MS)
    this.rate = this.rate === undefined ? current : this.rate * (1 - weight) + current * weight
    this.records = recordsIn
    this.at = now
  }
}
