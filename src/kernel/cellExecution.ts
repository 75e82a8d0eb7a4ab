import { runInSession } from '../api/session.ts'
import type { Job } from '../engine/job.ts'
import type { CellError, CellOutput, ExecuteRequest, KernelMessage, MimeBundle } from '../protocol/messages.ts'
import { InterruptedError, type InterruptFlag } from './cell/interruptFlag.ts'
import { CellSession, type SessionPorts } from './cellSession.ts'
import { toCellError } from './errors/toCellError.ts'
import { JobProgressReporter } from './jobProgress.ts'

/** What an execution needs of the kernel. */
export interface ExecutionPorts extends Omit<SessionPorts, 'post' | 'update'> {
  post(message: KernelMessage): void
  /** Evaluates the code; resolves to `[value]` of its last expression. */
  evaluate(request: ExecuteRequest): Promise<readonly [unknown] | undefined>
  readonly flag: InterruptFlag
}

type Status = 'ok' | 'error' | 'stopped'

/** Between two progress messages of a job. */
const PROGRESS_INTERVAL_MS = 500
/** A job that does not end by then when stopped is cancelled, and after as long again given up. */
const STOP_TIMEOUT_MS = 10_000

/** One run of a cell: its code, then the job of what the code sank. */
export class CellExecution {
  readonly session: CellSession
  /** Resolves when code and job have ended. */
  readonly ended: Promise<void>
  private resolveEnded: () => void = () => {}
  private resolveGivenUp: (value: 'given up') => void = () => {}
  private readonly givenUp: Promise<'given up'>
  private readonly receivedAt = performance.now()
  private codeMs = 0
  private state: 'queued' | 'evaluating' | 'job' | 'ended' = 'queued'
  private stopping = false

  constructor(
    readonly request: ExecuteRequest,
    private readonly ports: ExecutionPorts,
  ) {
    this.ended = new Promise(resolve => {
      this.resolveEnded = resolve
    })
    this.givenUp = new Promise(resolve => {
      this.resolveGivenUp = resolve
    })
    this.session = new CellSession(`cell ${request.cellNumber}`, {
      ...ports,
      post: (output: CellOutput) => this.send({ type: 'output', output }),
      update: (displayId: string, data: MimeBundle) => this.send({ type: 'updateDisplay', displayId, data }),
    })
  }

  /** Runs the code, and resolves when that has ended; the job may go on. */
  async run(): Promise<void> {
    if (this.state !== 'queued') return
    this.state = 'evaluating'
    this.send({ type: 'executionStarted' })
    try {
      const result = await Promise.race([this.evaluate(), this.givenUp])
      this.codeMs = performance.now() - this.receivedAt
      if (result === 'given up') return this.finish('stopped', new InterruptedError(this.ports.flag.takeReason()))
      if (result) runInSession(this.session, () => this.session.showResult(result[0]))
      const job = runInSession(this.session, () => this.session.codeEnded())
      this.state = 'job'
      void this.followJobs(job)
    } catch (error) {
      this.codeMs = performance.now() - this.receivedAt
      await Promise.all(this.session.runningJobs().map(job => job.cancel()))
      this.finish(this.stopping || error instanceof InterruptedError ? 'stopped' : 'error', error)
    }
  }

  /** Stops it, whatever it is at, and resolves when it has ended. */
  async stop(): Promise<void> {
    if (this.state === 'queued') this.finish('stopped')
    else if (this.state === 'evaluating') {
      this.stopping = true
      for (const job of this.session.runningJobs()) void job.cancel()
      // Code that was broken off by an error gets the turn to say so first.
      setImmediate(() => this.resolveGivenUp('given up'))
    } else if (this.state === 'job') {
      this.stopping = true
      await this.stopJobs()
    }
    await this.ended
  }

  /**
   * Starts in a turn of the event loop of its own, as a promise job: should V8 have to terminate this code, no one else's
   * promise jobs go with it, and none of Node's own callbacks is cut in half.
   */
  private async evaluate(): Promise<readonly [unknown] | undefined> {
    await new Promise(resolve => setImmediate(resolve))
    return runInSession(this.session, () => this.ports.evaluate(this.request))
  }

  private async followJobs(job: Job | undefined): Promise<void> {
    if (job) {
      const reporter = new JobProgressReporter(job, () => performance.now())
      const report = () => this.send({ type: 'jobProgress', progress: reporter.report() })
      report()
      const timer = setInterval(report, PROGRESS_INTERVAL_MS)
      await job.started
      if (job.state === 'running' && job.boundedness === 'unbounded') this.send({ type: 'jobRunning' })
      await this.allJobsEnded()
      clearInterval(timer)
      report()
    } else await this.allJobsEnded()
    const failed = this.session.failedJob()
    if (failed && !(failed.error instanceof InterruptedError)) this.finish('error', failed.error)
    else this.finish(failed || (this.stopping && this.session.anyStopped) ? 'stopped' : 'ok')
  }

  /** Also of jobs that the cell starts while it waits for others. */
  private async allJobsEnded(): Promise<void> {
    for (let jobs = this.session.runningJobs(); jobs.length > 0; jobs = this.session.runningJobs()) {
      await Promise.race([Promise.all(jobs.map(job => job.done)), this.givenUp])
      if (this.state === 'ended') return
    }
  }

  private async stopJobs(): Promise<void> {
    const jobs = this.session.runningJobs()
    if (await within(STOP_TIMEOUT_MS, Promise.all(jobs.map(job => job.stop())))) return
    if (await within(STOP_TIMEOUT_MS, Promise.all(jobs.map(job => job.cancel())))) return
    this.finish('stopped')
    this.resolveGivenUp('given up')
  }

  private finish(status: Status, error?: unknown): void {
    if (this.state === 'ended') return
    this.state = 'ended'
    this.session.end()
    if (error !== undefined) this.send({ type: 'output', output: { kind: 'error', error: this.errorOf(error) } })
    this.send({ type: 'executionFinished', status, codeMs: this.codeMs })
    this.resolveEnded()
  }

  private errorOf(error: unknown): CellError {
    return { cellNumber: this.request.cellNumber, ...toCellError(error) }
  }

  private send(message: WithoutIds<KernelMessage>): void {
    const { executionId, cellId } = this.request
    this.ports.post({ ...message, executionId, cellId } as KernelMessage)
  }
}

type WithoutIds<M> = M extends { readonly executionId: unknown } ? Omit<M, 'executionId' | 'cellId'> : never

async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>(resolve => {
    timer = setTimeout(() => resolve(false), ms)
  })
  try {
    return await Promise.race([work.then(() => true), late])
  } finally {
    clearTimeout(timer)
  }
}
