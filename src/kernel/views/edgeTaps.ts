import type { Job, Sampling } from '../../engine/job.ts'
import type { NewestRecords } from '../../protocol/questions.ts'
import { isLive, newestRecords } from './newestRecords.ts'

/** So many of the newest records of an edge are shown. */
const CAPACITY = 20
/** A tap that nobody asked about for so long is taken off. */
const UNASKED_MS = 5_000
/** More than anybody looks at; the one that was asked about longest ago goes. */
const MAX_TAPS = 8

interface Tap {
  readonly job: Job
  readonly restarts: number
  readonly sampling: Sampling
  askedAt: number
}

/** Watches edges of running jobs for as long as somebody asks: nothing is attached before the first question or after the last. */
export class EdgeTaps {
  private readonly taps = new Map<string, Tap>()

  /** @param now milliseconds, from any start */
  constructor(private readonly now: () => number) {}

  get open(): number {
    return this.taps.size
  }

  /**
   * The newest records since the first question about this edge.
   *
   * @throws FlinknbError `INVALID_OPTION` for an operator or side output that the job does not have
   */
  newest(job: Job, from: string, side: string | undefined): NewestRecords {
    const tap = this.tap(job, from, side)
    tap.askedAt = this.now()
    return newestRecords(tap.sampling.records(), isLive(job))
  }

  /** Takes off what nobody asks about any more. */
  expire(): void {
    for (const [key, tap] of this.taps) if (this.now() - tap.askedAt > UNASKED_MS) this.close(key)
  }

  dispose(): void {
    for (const key of [...this.taps.keys()]) this.close(key)
  }

  private tap(job: Job, from: string, side: string | undefined): Tap {
    const key = JSON.stringify([job.id, from, side])
    const { restarts } = job.metrics()
    const known = this.taps.get(key)
    // A restarted job has new operators: what watched the old ones sees nothing any more.
    if (known?.job === job && known.restarts === restarts) return known
    this.close(key)
    const made: Tap = { job, restarts, sampling: job.sample(from, CAPACITY, side), askedAt: this.now() }
    this.taps.set(key, made)
    const [oldest] = [...this.taps].sort(([, a], [, b]) => a.askedAt - b.askedAt)
    if (this.taps.size > MAX_TAPS && oldest) this.close(oldest[0])
    return made
  }

  private close(key: string): void {
    this.taps.get(key)?.sampling.close()
    this.taps.delete(key)
  }
}
