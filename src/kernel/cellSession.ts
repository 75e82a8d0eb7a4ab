import { randomUUID } from 'node:crypto'
import type { DisplayHandle, Session } from '../api/session.ts'
import type { Clock } from '../base/clock.ts'
import { FlinknbError } from '../base/errors.ts'
import type { Job, JobId } from '../engine/job.ts'
import { createJob } from '../engine/streamJob.ts'
import type { SinkTransformation } from '../engine/transformation.ts'
import type { OutputId } from '../protocol/live.ts'
import type { CellOutput, MimeBundle } from '../protocol/messages.ts'
import { LiveOutput } from './live/liveOutput.ts'
import { liveViewOf } from './live/liveViewOf.ts'
import type { OutputPump } from './live/outputPump.ts'
import { viewSink } from './live/viewSink.ts'
import type { LiveTypes } from './liveTypes/liveTypes.ts'
import { StreamSamples } from './liveTypes/streamSamples.ts'
import { CellText, type TextStream } from './output/cellText.ts'
import { mimeBundleOf } from './values/mimeBundleOf.ts'

/** What a session needs of the kernel. */
export interface SessionPorts {
  readonly clock: Clock
  readonly baseDirectory: string
  readonly params: Readonly<Record<string, unknown>>
  readonly pump: OutputPump
  readonly liveTypes: LiveTypes
  post(output: CellOutput): void
  update(displayId: string, data: MimeBundle): void
}

/** A display's handle; as a cell's value it is not shown. */
class CellDisplay implements DisplayHandle {
  constructor(readonly update: (value: unknown) => void) {}
}

/** What surrounds the code of one run of a cell, and the jobs that it starts, for as long as any of it lives. */
export class CellSession implements Session {
  readonly clock: Clock
  readonly baseDirectory: string
  /** What the cell's jobs send on. */
  readonly samples: StreamSamples
  private readonly text: CellText
  private readonly live = new Set<LiveOutput>()
  private sinks: SinkTransformation[] = []
  /** Outputs whose job is still to come. */
  private waiting: LiveOutput[] = []
  private readonly jobs: Job[] = []
  private state: 'evaluating' | 'evaluated' | 'ended' = 'evaluating'

  constructor(
    /** Names the cell's jobs. */
    private readonly label: string,
    private readonly ports: SessionPorts,
  ) {
    this.clock = ports.clock
    this.baseDirectory = ports.baseDirectory
    this.samples = new StreamSamples(ports.liveTypes)
    this.text = new CellText((name, text) => ports.post({ kind: 'stream', name, text }))
  }

  param(name: string): unknown {
    return this.ports.params[name]
  }

  write(name: TextStream, text: string): void {
    this.text.write(name, text)
  }

  display(value: unknown): DisplayHandle {
    const live = liveViewOf(value, () => randomUUID() as string as OutputId)
    if (!live) return this.displayValue(value)
    const output = new LiveOutput(live.view, {
      toRenderers: message => this.ports.pump.toRenderers(message),
      save: (displayId, data) => this.ports.update(displayId, data),
    })
    this.waiting.push(output)
    this.live.add(output)
    live.stream?.sinkTo(viewSink(live.view, output.count), 'display')
    this.post({ kind: 'display', data: live.view.mimeBundle(), displayId: live.view.outputId })
    if (this.live.has(output)) this.ports.pump.add(output)
    return new CellDisplay(next => this.replace(output, next))
  }

  /** Shows the value of a cell's last expression. */
  showResult(value: unknown): void {
    if (value === undefined || value instanceof CellDisplay) return
    if (liveViewOf(value, () => '' as OutputId)) this.display(value)
    else this.post({ kind: 'result', data: mimeBundleOf(value) })
  }

  sourceMade(made: object, callee: string): void {
    this.ports.liveTypes.sourceMade(made, callee)
  }

  addSink(sink: SinkTransformation): void {
    this.checkLives('A stream is sunk or displayed')
    this.sinks.push(sink)
    // From a callback, after the cell's job was submitted: a job of its own, with all that this callback sinks.
    if (this.state === 'evaluated' && this.sinks.length === 1) queueMicrotask(() => this.submitCollected())
  }

  submit(sinks: readonly SinkTransformation[]): Job {
    this.checkLives('A job is started')
    const id = `${this.label} #${this.jobs.length + 1}` as JobId
    const job = createJob(sinks, { clock: this.clock, id, observeNode: this.samples.observe })
    this.jobs.push(job)
    return job
  }

  async execute(): Promise<void> {
    const job = this.submitCollected()
    await job?.done
    if (job?.state === 'failed') throw job.error
  }

  /** The cell's code has been evaluated: submits what it sank as one job. */
  codeEnded(): Job | undefined {
    this.state = 'evaluated'
    return this.submitCollected()
  }

  /** Every job of this cell that has not ended. */
  runningJobs(): Job[] {
    return this.jobs.filter(job => job.state === 'starting' || job.state === 'running')
  }

  failedJob(): Job | undefined {
    return this.jobs.find(job => job.state === 'failed')
  }

  get anyStopped(): boolean {
    return this.jobs.some(job => job.state === 'stopped')
  }

  /** Nothing of the cell runs any longer. Text written later still arrives. */
  end(): void {
    this.state = 'ended'
    for (const output of this.live) this.ports.pump.finish(output)
    this.text.end()
  }

  /** The cell is run again: its live outputs are replaced. */
  forget(): void {
    for (const output of this.live) this.ports.pump.forget(output)
  }

  private submitCollected(): Job | undefined {
    const { sinks, waiting } = this
    if (sinks.length === 0 || this.state === 'ended') return undefined
    this.sinks = []
    this.waiting = []
    const job = this.submit(sinks)
    for (const output of waiting) output.follow(job)
    return job
  }

  private displayValue(value: unknown): DisplayHandle {
    const displayId = randomUUID()
    this.post({ kind: 'display', data: mimeBundleOf(value), displayId })
    return new CellDisplay(next => this.ports.update(displayId, mimeBundleOf(next)))
  }

  private replace(output: LiveOutput, value: unknown): void {
    if (liveViewOf(value, () => '' as OutputId)) {
      throw new FlinknbError('INVALID_STATE', 'update: a live output cannot be replaced by another stream.', {
        fix: 'Display the other stream as well, or run the cell again.',
      })
    }
    this.ports.pump.forget(output)
    this.live.delete(output)
    this.ports.update(output.view.outputId, mimeBundleOf(value))
  }

  private post(output: CellOutput): void {
    this.text.flush()
    this.ports.post(output)
  }

  private checkLives(what: string): void {
    if (this.state !== 'ended') return
    throw new FlinknbError('INVALID_STATE', `${what} by a cell that has ended or was stopped.`, {
      fix: 'Run the cell again.',
    })
  }
}
