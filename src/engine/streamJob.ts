import type { CancelTimer, Clock } from '../base/clock.ts'
import { NO_WATERMARK } from './batch.ts'
import type { Job, JobId, JobMetrics, JobState } from './job.ts'
import { BatchSize } from './runtime/batchSize.ts'
import { buildDataflow, type Dataflow } from './runtime/dataflow.ts'
import { ProcessingTimers } from './runtime/processingTimers.ts'
import type { SourceNode } from './runtime/sourceNode.ts'
import { Wakeup } from './runtime/wakeup.ts'
import type { Boundedness } from './source.ts'
import type { SinkTransformation } from './transformation.ts'

export interface JobOptions {
  readonly clock: Clock
  readonly id: JobId
}

/** The thread is given back after this much work, so that whatever shares it stays responsive. */
const SLICE_MS = 8

/** Builds the dataflow that these sinks need and starts it. */
export function createJob(sinks: readonly SinkTransformation[], options: JobOptions): Job {
  const job = new StreamJob(sinks, options)
  job.start()
  return job
}

type Ending = 'stop' | 'cancel'

/**
 * One thread of work: polls sources that have room downstream, passes batches through the dataflow, commits sinks at
 * intervals and at the end. Everything between two polls is synchronous, so a point between polls is consistent.
 */
class StreamJob implements Job {
  readonly id: JobId
  readonly boundedness: Boundedness
  state: JobState = 'starting'
  error: unknown
  readonly started: Promise<void>
  readonly done: Promise<void>

  private readonly clock: Clock
  private readonly flow: Dataflow
  private readonly timers: ProcessingTimers
  private readonly wakeup = new Wakeup()
  private readonly abort = new AbortController()
  private readonly batchSize = new BatchSize()
  private ending: Ending | undefined
  private commitDue = false
  private cancelCommit: CancelTimer = () => {}
  private resolveStarted: () => void = () => {}
  private resolveDone: () => void = () => {}

  constructor(sinks: readonly SinkTransformation[], { clock, id }: JobOptions) {
    this.clock = clock
    this.id = id
    this.timers = new ProcessingTimers(clock, () => this.wakeup.wake())
    this.flow = buildDataflow(sinks, clock, this.timers)
    const unbounded = this.flow.sources.some(source => source.transformation.source.boundedness === 'unbounded')
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
    const { sources, operators, sinks } = this.flow
    const add = (total: number, n: number) => total + n
    const running = sources.filter(source => !source.ended)
    const watermarks = (running.length > 0 ? running : sources).map(source => source.metrics.watermark)
    return {
      recordsIn: sources.map(source => source.metrics.recordsIn).reduce(add, 0),
      watermark: watermarks.length > 0 ? Math.min(...watermarks) : NO_WATERMARK,
      lateRecords: operators.map(node => node.metrics.lateRecords).reduce(add, 0),
      malformedRecords: sources.map(source => source.malformed).reduce(add, 0),
      note: [...sources, ...sinks].map(node => node.note).find(note => note !== undefined),
      operators: [
        ...sources.map(node => node.metrics.snapshot()),
        ...operators.flatMap(node => node.describe()),
        ...sinks.map(node => node.metrics.snapshot()),
      ],
    }
  }

  stop(): Promise<void> {
    return this.end('stop')
  }

  cancel(): Promise<void> {
    return this.end('cancel')
  }

  private end(ending: Ending): Promise<void> {
    if (this.state === 'starting' || this.state === 'running') {
      if (this.ending !== 'cancel') this.ending = ending
      if (ending === 'cancel' || this.state === 'starting') this.abort.abort()
      this.wakeup.wake()
    }
    return this.done
  }

  private async run(): Promise<void> {
    try {
      await this.open()
      if (!this.ending) {
        this.state = 'running'
        this.resolveStarted()
        await this.work()
      }
      await this.finish()
    } catch (error) {
      await this.fail(error)
    } finally {
      await this.close()
    }
  }

  private async open(): Promise<void> {
    const { signal } = this.abort
    await this.untilAborted(Promise.all(this.flow.sinks.map(sink => sink.open(signal, []))))
    for (const node of this.flow.operators) node.operator.open()
    await this.untilAborted(Promise.all(this.flow.sources.map(source => source.open(signal, undefined))))
    this.scheduleCommit()
  }

  /** Waits for an opening, but no longer than until the job is to end. */
  private async untilAborted(opening: Promise<unknown>): Promise<void> {
    const { signal } = this.abort
    const aborted = new Promise<void>(resolve => {
      if (signal.aborted) resolve()
      else signal.addEventListener('abort', () => resolve(), { once: true })
    })
    await Promise.race([opening, aborted])
    if (signal.aborted) opening.catch(() => {}) // what an abandoned opening still says concerns nobody
  }

  private async work(): Promise<void> {
    while (!this.ending && this.hasWork) {
      const idle = this.slice()
      for (const sink of this.flow.sinks) sink.throwFailure()
      if (this.commitDue) await this.commit(false)
      if (idle && this.hasWork) await this.waitForWork()
      else await this.clock.yield()
    }
  }

  private get hasWork(): boolean {
    return this.flow.sources.some(source => !source.ended)
  }

  /** Works until its time is up or nothing is ready; returns whether nothing is. */
  private slice(): boolean {
    const end = this.clock.monotonic() + SLICE_MS
    for (;;) {
      let progress = false
      this.timers.fire()
      for (const source of this.flow.sources) {
        if (source.ended || source.waitsForSink) continue
        const start = this.clock.monotonic()
        const records = source.poll(this.batchSize.records)
        if (records > 0) this.batchSize.adapt(records, this.clock.monotonic() - start)
        if (records > 0 || source.ended) progress = true
        if (this.ending || this.clock.monotonic() >= end) return false
      }
      if (!progress) return true
    }
  }

  private async waitForWork(): Promise<void> {
    const waiting = this.flow.sources.filter(source => !source.ended)
    const blocked = waiting.filter(source => source.waitsForSink)
    const idleness = this.scheduleIdleness(waiting)
    const since = this.clock.monotonic()
    await Promise.race([
      this.wakeup.wait(),
      ...waiting.filter(source => !source.waitsForSink).map(source => source.available()),
      ...blocked.flatMap(source => source.sinks.map(sink => sink.pending ?? Promise.resolve())),
    ])
    idleness()
    const waited = this.clock.monotonic() - since
    for (const source of blocked) source.metrics.backpressuredMs += waited
  }

  private scheduleIdleness(sources: readonly SourceNode[]): CancelTimer {
    const next = Math.min(...sources.map(source => source.nextIdlenessCheck() ?? Number.POSITIVE_INFINITY))
    if (next === Number.POSITIVE_INFINITY) return () => {}
    return this.clock.schedule(Math.max(0, next - this.clock.now()), () => this.wakeup.wake())
  }

  /** Prepares every sink, then commits: a consistent cut, since nothing is in flight between two slices. */
  private async commit(last: boolean): Promise<void> {
    this.commitDue = false
    await this.settleSinks()
    const positions = this.flow.sources.map(source => source.position())
    const prepared = await Promise.all(this.flow.sinks.map(sink => sink.prepareCommit(last)))
    await Promise.all(
      this.flow.sinks.map(async (sink, k) => {
        if (prepared[k] !== undefined) await sink.commit(prepared[k])
      }),
    )
    await Promise.all(this.flow.sources.map((source, k) => source.checkpointCompleted(positions[k])))
    if (!last) this.scheduleCommit()
  }

  private scheduleCommit(): void {
    const intervals = this.flow.sinks.map(sink => sink.commitIntervalMs).filter(ms => ms !== undefined)
    if (intervals.length === 0) return
    this.cancelCommit = this.clock.schedule(Math.min(...intervals), () => {
      this.commitDue = true
      this.wakeup.wake()
    })
  }

  private async settleSinks(): Promise<void> {
    await Promise.all(this.flow.sinks.map(sink => sink.pending))
    for (const sink of this.flow.sinks) sink.throwFailure()
  }

  private async finish(): Promise<void> {
    if (this.ending === 'cancel' || this.state === 'starting') await this.discard()
    else await this.commit(true)
    this.state = this.ending ? 'stopped' : 'finished'
  }

  private async fail(error: unknown): Promise<void> {
    this.error = error
    await this.discard().catch(() => {}) // the first error is the one that counts
    this.state = 'failed'
  }

  private async discard(): Promise<void> {
    await Promise.all(this.flow.sinks.map(sink => sink.abort()))
  }

  private async close(): Promise<void> {
    this.cancelCommit()
    this.timers.close()
    this.abort.abort()
    const { sources, operators, sinks } = this.flow
    const closing = [...sources.map(node => node.close()), ...sinks.map(node => node.close())]
    for (const result of await Promise.allSettled(closing)) {
      if (result.status === 'fulfilled' || this.state === 'failed') continue
      this.state = 'failed'
      this.error = result.reason
    }
    for (const node of operators) node.operator.close()
  }
}
