import type { CancelTimer, Clock } from '../../base/clock.ts'
import { NO_WATERMARK } from '../batch.ts'
import { type JobSnapshot, SNAPSHOT_VERSION } from '../checkpoint.ts'
import type { EdgeTap } from '../edgeTap.ts'
import type { JobMetrics } from '../job.ts'
import type { GraphCounts } from '../jobGraph.ts'
import type { JobSettings } from '../jobSettings.ts'
import type { DeadLetter } from '../source.ts'
import type { SinkTransformation } from '../transformation.ts'
import { BatchSize } from './batchSize.ts'
import { buildDataflow, type Dataflow } from './dataflow.ts'
import type { NodeMetrics } from './nodeMetrics.ts'
import { ProcessingTimers } from './processingTimers.ts'
import { restoredNodes, snapshotNodes } from './restoreDataflow.ts'
import type { SourceNode } from './sourceNode.ts'
import { Wakeup } from './wakeup.ts'
import { WorkRequests } from './workRequests.ts'

/** The thread is given back after this much work, so that whatever shares it stays responsive. */
const SLICE_MS = 6

/** So many keys or timers are worked on between two looks at the clock. */
const UNITS_PER_LOOK = 16

export type Ending = 'stop' | 'cancel'

/** How checkpoints of a job are numbered and counted, over all its attempts. */
export interface CheckpointCounter {
  lastId: number
  completed: number
  lastDurationMs: number
}

/**
 * One run of a job's dataflow, from opening to closing: polls sources that have room downstream, passes batches through,
 * takes checkpoints. Everything between two polls is synchronous, so a point between polls is consistent.
 */
export class JobAttempt {
  readonly flow: Dataflow
  private readonly timers: ProcessingTimers
  private readonly wakeup = new Wakeup()
  private readonly work = new WorkRequests(
    () => this.wakeup.wake(),
    () => (this.sliceIsOver ? 0 : UNITS_PER_LOOK),
  )
  private sliceEnd = 0
  private readonly abort = new AbortController()
  private readonly batchSize = new BatchSize()
  private ending: Ending | undefined
  private running = false
  private commitDue = false
  private cancelCommit: CancelTimer = () => {}
  private demands: { resolve(id: number): void; reject(error: unknown): void }[] = []

  constructor(
    sinks: readonly SinkTransformation[],
    private readonly clock: Clock,
    private readonly settings: JobSettings,
    private readonly counter: CheckpointCounter,
  ) {
    this.timers = new ProcessingTimers(clock, () => this.wakeup.wake())
    this.flow = buildDataflow(sinks, clock, this.timers, this.work, settings.observeNode)
  }

  /**
   * Runs to the end of the input, or until told to end; rejects with what failed. Everything is closed either way.
   *
   * @param snapshot where to start from
   * @param started is called once everything is open
   * @returns whether everything was read and committed
   */
  async run(snapshot: JobSnapshot | undefined, started: () => void): Promise<'finished' | 'stopped'> {
    try {
      await this.open(snapshot)
      if (!this.ending) {
        this.running = true
        started()
        await this.pollUntilEnd()
        await this.finishInFlight()
      }
      await this.finish()
    } catch (error) {
      await this.discard().catch(() => {}) // the first error is the one that counts
      this.rejectDemands(error)
      await this.close().catch(() => {})
      throw error
    }
    await this.close()
    return this.ending ? 'stopped' : 'finished'
  }

  end(ending: Ending): void {
    if (this.ending !== 'cancel') this.ending = ending
    if (ending === 'cancel' || !this.running) this.abort.abort()
    this.wakeup.wake()
  }

  /** Takes a checkpoint as soon as possible; gives its id. */
  checkpoint(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.demands.push({ resolve, reject })
      this.commitDue = true
      this.wakeup.wake()
    })
  }

  metrics(): Omit<JobMetrics, 'restarts' | 'checkpoints'> {
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

  /** The newest dead letters of all sources (50 each), oldest first. */
  deadLetters(): DeadLetter[] {
    return this.flow.sources.flatMap(source => source.deadLetters.toArray()).sort((a, b) => a.at - b.at)
  }

  /** What has been counted so far, for the graph. A fused chain is one node. */
  counts(): GraphCounts {
    const { sources, operators, sinks, edges } = this.flow
    return {
      at: this.clock.monotonic(),
      operators: [
        ...sources.map(node => ({ ...node.metrics.snapshot(), kind: 'source' as const })),
        ...operators.map(node => ({
          ...node.metrics.snapshot(),
          kind: 'operator' as const,
          blockingMs: node.metrics.blockingMs,
          stateEntries: node.operator.stateEntries,
        })),
        ...sinks.map(node => ({
          ...node.metrics.snapshot(),
          kind: 'sink' as const,
          blockingMs: node.metrics.blockingMs,
        })),
      ],
      edges,
    }
  }

  /**
   * Attaches a tap to what a node sends on, or to a side output of it that somebody reads; undefined for an unknown one. The
   * returned function takes it off.
   */
  tap(nodeId: string, tap: EdgeTap, side?: string): (() => void) | undefined {
    const node = [...this.flow.sources, ...this.flow.operators].find(one => one.id === nodeId)
    const known = side === undefined || this.flow.edges.some(edge => edge.from === nodeId && edge.side === side)
    if (!node || !known) return undefined
    const output = side === undefined ? node.main : node.sides.consumers(side)
    output.add(tap)
    return () => output.remove(tap)
  }

  private async open(snapshot: JobSnapshot | undefined): Promise<void> {
    const { signal } = this.abort
    const { sources, operators, sinks } = this.flow
    const restored = restoredNodes(this.flow, snapshot, this.settings.allowNonRestoredState ?? false)
    await this.untilAborted(Promise.all(sinks.map(sink => sink.open(signal, restored.committables(sink.id)))))
    for (const node of operators) {
      node.operator.open()
      const state = restored.operator(node.id)
      if (state) node.restore(state)
    }
    await this.untilAborted(Promise.all(sources.map(source => source.open(signal, restored.source(source.id)))))
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

  private async pollUntilEnd(): Promise<void> {
    while (!this.ending && this.hasWork) {
      const idle = this.slice()
      for (const sink of this.flow.sinks) sink.throwFailure()
      if (this.commitDue) await this.commit(false)
      if (idle && this.hasWork) await this.waitForWork()
      else await this.clock.yield()
    }
  }

  /** After a stop nothing more is read; what was read is still processed, the calls that are in flight included. */
  private async finishInFlight(): Promise<void> {
    while (this.ending === 'stop' && this.flow.operators.some(node => node.inFlight)) {
      this.sliceEnd = this.clock.monotonic() + SLICE_MS
      this.timers.fire()
      if (this.work.run()) await this.clock.yield()
      else await this.wakeup.wait()
      for (const sink of this.flow.sinks) sink.throwFailure()
    }
  }

  private get hasWork(): boolean {
    return this.flow.sources.some(source => !source.ended) || this.flow.operators.some(node => node.inFlight)
  }

  /** Works until its time is up or nothing is ready; returns whether nothing is. */
  private slice(): boolean {
    this.sliceEnd = this.clock.monotonic() + SLICE_MS
    for (;;) {
      this.timers.fire()
      let progress = this.work.run()
      if (progress && this.sliceIsOver) return false
      for (const source of this.flow.sources) {
        if (source.ended || source.heldBack) continue
        const start = this.clock.monotonic()
        const records = source.poll(this.batchSize.records)
        // where the batch has to wait for something, the time taken says nothing about it
        if (records > 0 && !source.blocked) this.batchSize.adapt(records, this.clock.monotonic() - start)
        if (records > 0 || source.ended) progress = true
        if (this.ending || this.sliceIsOver) return false
      }
      if (!progress) return true
    }
  }

  private get sliceIsOver(): boolean {
    return this.clock.monotonic() >= this.sliceEnd
  }

  private async waitForWork(): Promise<void> {
    const waiting = this.flow.sources.filter(source => !source.ended)
    const heldBack = waiting.filter(source => source.heldBack)
    const { held, holding } = this.heldBackNodes(heldBack)
    const cancelIdleness = this.scheduleIdleness(waiting)
    const since = this.clock.monotonic()
    await Promise.race([
      this.wakeup.wait(),
      ...waiting.filter(source => !source.heldBack).map(source => source.available()),
      ...heldBack.flatMap(source => source.sinks.flatMap(sink => (sink.pending ? [sink.pending] : []))),
    ])
    cancelIdleness()
    const waited = this.clock.monotonic() - since
    for (const metrics of held) metrics.backpressuredMs += waited
    for (const metrics of holding) metrics.blockingMs += waited
  }

  /**
   * What has no room, and everything between it and the sources that wait for it: each of that could go on if the former had
   * room.
   */
  private heldBackNodes(sources: readonly SourceNode[]): { held: Set<NodeMetrics>; holding: Set<NodeMetrics> } {
    const { edges, operators } = this.flow
    const full = sources.flatMap(source => source.sinks.filter(sink => sink.pending !== undefined))
    const blocked = operators.filter(node => node.operator.blocked)
    const upstream = new Set<string>()
    const visit = (id: string) => {
      for (const edge of edges) {
        if (edge.to !== id || upstream.has(edge.from)) continue
        upstream.add(edge.from)
        visit(edge.from)
      }
    }
    const holding = sources.length > 0 ? [...full, ...blocked] : []
    for (const { id } of holding) visit(id)
    const held = [...sources, ...operators].filter(node => upstream.has(node.id))
    return { held: new Set(held.map(node => node.metrics)), holding: new Set(holding.map(node => node.metrics)) }
  }

  private scheduleIdleness(sources: readonly SourceNode[]): CancelTimer {
    const next = Math.min(...sources.map(source => source.nextIdlenessCheck() ?? Number.POSITIVE_INFINITY))
    if (next === Number.POSITIVE_INFINITY) return () => {}
    return this.clock.schedule(Math.max(0, next - this.clock.now()), () => this.wakeup.wake())
  }

  /** A checkpoint: prepares every sink, makes the state of all durable, then commits. Nothing is in flight meanwhile. */
  private async commit(last: boolean): Promise<void> {
    const start = this.clock.monotonic()
    this.commitDue = false
    await this.settleSinks()
    const positions = this.flow.sources.map(source => source.position())
    const prepared = await Promise.all(this.flow.sinks.map(sink => sink.prepareCommit(last)))
    const checkpointId = ++this.counter.lastId
    await this.settings.checkpoints?.store.save({
      version: SNAPSHOT_VERSION,
      checkpointId,
      takenAt: this.clock.now(),
      nodes: await this.inSlices(snapshotNodes(this.flow, prepared)),
    })
    await Promise.all(
      this.flow.sinks.map(async (sink, k) => {
        if (prepared[k] !== undefined) await sink.commit(prepared[k])
      }),
    )
    await Promise.all(this.flow.sources.map((source, k) => source.checkpointCompleted(positions[k])))
    this.counter.completed++
    this.counter.lastDurationMs = this.clock.monotonic() - start
    for (const { resolve } of this.demands.splice(0)) resolve(checkpointId)
    if (!last) this.scheduleCommit()
  }

  /** Runs through what is done in steps, giving the thread back when a slice is over. */
  private async inSlices<R>(steps: Generator<undefined, R>): Promise<R> {
    this.sliceEnd = this.clock.monotonic() + SLICE_MS
    for (;;) {
      const { done, value } = steps.next()
      if (done) return value
      if (!this.sliceIsOver) continue
      await this.clock.yield()
      this.sliceEnd = this.clock.monotonic() + SLICE_MS
    }
  }

  private scheduleCommit(): void {
    this.cancelCommit()
    const intervals = [this.settings.checkpoints?.intervalMs, ...this.flow.sinks.map(sink => sink.commitIntervalMs)]
    const shortest = Math.min(...intervals.map(ms => ms ?? Number.POSITIVE_INFINITY))
    if (shortest === Number.POSITIVE_INFINITY) return
    this.cancelCommit = this.clock.schedule(shortest, () => {
      this.commitDue = true
      this.wakeup.wake()
    })
  }

  private async settleSinks(): Promise<void> {
    await Promise.all(this.flow.sinks.map(sink => sink.pending))
    for (const sink of this.flow.sinks) sink.throwFailure()
  }

  private async finish(): Promise<void> {
    if (this.ending === 'cancel' || !this.running) await this.discard()
    else await this.commit(true)
    this.rejectDemands(new Error('the job has ended'))
  }

  private rejectDemands(error: unknown): void {
    for (const { reject } of this.demands.splice(0)) reject(error)
  }

  private async discard(): Promise<void> {
    await Promise.all(this.flow.sinks.map(sink => sink.abort()))
  }

  /** Closes everything, then rejects with the first that could not be closed. */
  private async close(): Promise<void> {
    this.cancelCommit()
    this.timers.close()
    this.abort.abort()
    const { sources, operators, sinks } = this.flow
    const closed = await Promise.allSettled([...sources, ...sinks].map(node => node.close()))
    for (const node of operators) node.operator.close()
    for (const result of closed) if (result.status === 'rejected') throw result.reason
  }
}
