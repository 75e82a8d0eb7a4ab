import { FlinknbError } from '../../base/errors.ts'
import type { Job, JobId } from '../../engine/job.ts'
import type { GraphState } from '../../protocol/graph.ts'
import { LIVE_MIME, type OutputId, type StreamStatus } from '../../protocol/live.ts'
import type { MimeBundle } from '../../protocol/messages.ts'
import type { LiveAnswer, LiveQuestion } from '../../protocol/questions.ts'
import type { LiveView } from '../liveView.ts'
import { EdgeTaps } from './edgeTaps.ts'
import { graphHtml } from './graphHtml.ts'
import { graphStatus } from './graphStatus.ts'
import { graphSvg } from './graphSvg.ts'
import { graphText } from './graphText.ts'
import { liveOutput } from './liveOutput.ts'
import { deadLettersOf } from './newestRecords.ts'
import { WatchedJob } from './watchedJob.ts'

/** Between two looks at the jobs: their shares and rates speak of at least as long. */
const LOOK_MS = 1_000
/** Jobs shown at most; those that ended longest ago go first. */
const MAX_JOBS = 12

/**
 * The running jobs as graphs. No stream feeds it: it looks at the jobs once a second, and at once when one comes or ends. Jobs
 * that it has seen stay when they have ended, until their cell runs again. Bounded: 12 jobs of 80 operators with 120 points a
 * figure.
 */
export class GraphView implements LiveView {
  readonly outlivesCell = true
  private readonly watched = new Map<JobId, WatchedJob>()
  private readonly taps: EdgeTaps
  private lookedAt = Number.NEGATIVE_INFINITY
  private lookedSigns = ''

  /**
   * @param running the jobs that run now
   * @param now milliseconds, from any start
   */
  constructor(
    readonly outputId: OutputId,
    private readonly running: () => readonly Job[],
    private readonly now: () => number,
  ) {
    this.taps = new EdgeTaps(now)
    this.look()
  }

  /** A graph counts no records of its own. */
  append(): void {}

  /** Its status is that of the jobs it shows. */
  setStatus(): void {}

  /** The job of the cell that shows it: seen even when it ends before the next look. */
  follow(job: Job): void {
    this.watch(job)
  }

  state(): GraphState {
    const jobs = [...this.watched.values()]
    return { kind: 'graph', jobs: jobs.map(job => job.state()), status: this.status() }
  }

  takePatch(): GraphState | undefined {
    this.taps.expire()
    return this.look() ? this.state() : undefined
  }

  answer(question: LiveQuestion): LiveAnswer {
    if (question.kind === 'edgeRecords') {
      return this.taps.newest(this.jobOf(question.job).job, question.from, question.side)
    }
    if (question.kind === 'deadLetters') return deadLettersOf([...this.watched.values()].map(({ job }) => job))
    if (question.kind === 'operatorHistory') {
      const metrics = this.jobOf(question.job).history(question.operator)
      if (metrics) return { metrics }
      throw new FlinknbError('INVALID_OPTION', `The job ${question.job} has no operator '${question.operator}'.`)
    }
    throw new FlinknbError('INVALID_STATE', `A dataflow has no answer to '${question.kind}'.`)
  }

  mimeBundle(): MimeBundle {
    const state = this.state()
    return {
      [LIVE_MIME]: liveOutput(this.outputId, state),
      'image/svg+xml': graphSvg(state),
      'text/html': graphHtml(state),
      'text/plain': graphText(state),
    }
  }

  dispose(): void {
    this.taps.dispose()
  }

  private status(): StreamStatus {
    return graphStatus([...this.watched.values()])
  }

  private jobOf(id: string): WatchedJob {
    const watched = this.watched.get(id as JobId)
    if (!watched) throw new FlinknbError('INVALID_STATE', `The job ${id} is not there any more.`)
    return watched
  }

  /** Returns whether there is something new to show. */
  private look(): boolean {
    for (const job of this.running()) this.watch(job)
    const signs = [...this.watched].map(([id, { job }]) => `${id} ${job.state}`).join('\n')
    const anyLive = [...this.watched.values()].some(({ live }) => live)
    if (signs === this.lookedSigns && !(anyLive && this.now() - this.lookedAt >= LOOK_MS)) return false
    this.lookedSigns = signs
    this.lookedAt = this.now()
    for (const watched of this.watched.values()) watched.look()
    return true
  }

  private watch(job: Job): void {
    if (this.watched.get(job.id)?.job === job) return
    this.watched.delete(job.id)
    this.watched.set(job.id, new WatchedJob(job))
    const ended = [...this.watched.values()].find(({ live }) => !live) ?? [...this.watched.values()][0]
    if (this.watched.size > MAX_JOBS && ended) this.watched.delete(ended.job.id)
  }
}
