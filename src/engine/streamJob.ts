import type { Clock } from '../base/clock.ts'
import { FlinknbError, messageOf } from '../base/errors.ts'
import type { JobSnapshot } from './checkpoint.ts'
import { EdgeTap } from './edgeTap.ts'
import type { Job, JobId, JobMetrics, JobState, Sampling } from './job.ts'
import { type GraphCounts, graphBetween, type JobGraph } from './jobGraph.ts'
import type { JobSettings } from './jobSettings.ts'
import { noRestart } from './restartStrategy.ts'
import { type CheckpointCounter, type Ending, JobAttempt } from './runtime/jobAttempt.ts'
import type { Boundedness, DeadLetter } from './source.ts'
import type { SinkTransformation } from './transformation.ts'

export interface JobOptions extends JobSettings {
  readonly clock: Clock
  readonly id: JobId
}

/**
 * Builds the dataflow that these sinks need and starts it, with the settings of the environment that they came from
 * unless `options` says otherwise.
 */
export function createJob(sinks: readonly SinkTransformation[], options: JobOptions): Job {
  const settings = { ...sinks[0]?.settings?.(options.id), ...options }
  const job = new StreamJob(sinks, settings)
  settings.observe?.(job)
  job.start()
  return job
}

/** A look at the graph speaks of at least this long. */
const LOOK_MS = 1_000

/** The life of a job: attempts at running its dataflow, each from the newest checkpoint, as its restart strategy allows. */
class StreamJob implements Job {
  readonly id: JobId
  readonly boundedness: Boundedness
  state: JobState = 'starting'
  error: unknown
  readonly started: Promise<void>
  readonly done: Promise<void>
  private attempt: JobAttempt
  private ending: Ending | undefined
  private restarts = 0
  private readonly counter: CheckpointCounter
  private resolveStarted: () => void = () => {}
  private resolveDone: () => void = () => {}
  private endWait: () => void = () => {}
  private looked: { readonly before: GraphCounts; readonly last: GraphCounts }

  constructor(
    private readonly sinks: readonly SinkTransformation[],
    private readonly options: JobOptions,
  ) {
    this.id = options.id
    this.counter = { lastId: 0, completed: 0, lastDurationMs: 0 }
    this.attempt = this.newAttempt()
    this.looked = { before: this.attempt.counts(), last: this.attempt.counts() }
    const { sources } = this.attempt.flow
    const unbounded = sources.some(source => source.transformation.source.boundedness === 'unbounded')
    this.boundedness = unbounded ? 'unbounded' : 'bounded'
    this.started = new Promise(resolve => {
      this.resolveStarted = resolve
    })
    this.done = new Promise(resolve => {
      this.resolveDone = resolve
    })
  }

  start(): void {
    void this.run().finally(() => {
      this.resolveStarted()
      this.resolveDone()
    })
  }

  metrics(): JobMetrics {
    const { completed, lastDurationMs } = this.counter
    return { ...this.attempt.metrics(), restarts: this.restarts, checkpoints: { completed, lastDurationMs } }
  }

  deadLetters(): DeadLetter[] {
    return this.attempt.deadLetters()
  }

  graph(): JobGraph {
    const now = this.attempt.counts()
    const job = { id: this.id, state: this.state, processingTime: this.options.clock.now() }
    const graph = graphBetween(this.looked.before, now, job)
    // shares need some time to speak of: a look soon after another speaks of the same stretch, to its own moment
    if (now.at - this.looked.last.at >= LOOK_MS) this.looked = { before: this.looked.last, last: now }
    return graph
  }

  sample(nodeId: string, capacity = 100, side?: string): Sampling {
    const tap = new EdgeTap(capacity)
    const close = this.attempt.tap(nodeId, tap, side)
    if (!close) {
      const known = this.attempt.counts().operators.map(node => `'${node.id}'`)
      throw new FlinknbError(
        'INVALID_OPTION',
        `sample: the job has no operator '${nodeId}' that sends records on${side === undefined ? '' : ` as '${side}'`}.`,
        {
          fix: `It has ${known.join(', ')}.`,
        },
      )
    }
    return { records: () => tap.records(), close }
  }

  stop(): Promise<void> {
    return this.end('stop')
  }

  cancel(): Promise<void> {
    return this.end('cancel')
  }

  async checkpoint(): Promise<number> {
    if (this.options.checkpoints === undefined || this.state !== 'running') {
      const why = this.options.checkpoints ? `the job is ${this.state}` : 'checkpoints are not enabled'
      throw new FlinknbError('INVALID_STATE', `checkpoint: ${why}.`, {
        fix: 'Use env.enableCheckpointing before the job starts.',
      })
    }
    return this.attempt.checkpoint()
  }

  private end(ending: Ending): Promise<void> {
    if (this.state === 'starting' || this.state === 'running') {
      if (this.ending !== 'cancel') this.ending = ending
      this.attempt.end(ending)
      this.endWait()
    }
    return this.done
  }

  private async run(): Promise<void> {
    const { clock } = this.options
    const strategy = this.options.restart ?? noRestart()
    const decider = strategy.begin()
    for (;;) {
      const since = clock.now()
      try {
        const snapshot = await this.startingPoint()
        this.counter.lastId = Math.max(this.counter.lastId, snapshot?.checkpointId ?? 0)
        this.state = await this.attempt.run(snapshot, () => this.running())
        return
      } catch (error) {
        const delayMs = this.ending ? undefined : decider.next(clock.now(), since)
        if (delayMs === undefined) return this.fail(error, strategy.description)
        this.state = 'starting'
        await this.wait(delayMs)
        if (this.ending) return this.fail(error, strategy.description)
        this.restarts++
        this.attempt = this.newAttempt()
      }
    }
  }

  /** The newest checkpoint of this job, or before it has one, where it was told to start. */
  private async startingPoint(): Promise<JobSnapshot | undefined> {
    const { checkpoints, restoreFrom } = this.options
    return this.counter.completed > 0 ? checkpoints?.store.latest() : restoreFrom?.()
  }

  private running(): void {
    this.state = 'running'
    this.resolveStarted()
  }

  private newAttempt(): JobAttempt {
    return new JobAttempt(this.sinks, this.options.clock, this.options, this.counter)
  }

  private wait(delayMs: number): Promise<void> {
    return new Promise(resolve => {
      const cancel = this.options.clock.schedule(delayMs, resolve)
      this.endWait = () => {
        cancel()
        resolve()
      }
    })
  }

  private fail(error: unknown, strategy: string): void {
    this.state = 'failed'
    if (this.restarts === 0) {
      this.error = error
      return
    }
    const code = error instanceof FlinknbError ? error.code : 'USER_CODE'
    this.error = new FlinknbError(
      code,
      `${messageOf(error).replace(/[.!?]?$/, '.')} The job was restarted ${this.restarts} times (${strategy}) and gave up.`,
      {
        cause: error,
      },
    )
  }
}
