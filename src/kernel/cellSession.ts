import { randomUUID } from 'node:crypto'
import { isRich } from '../api/richValues.ts'
import { type DisplayHandle, enclosingSession, type Session } from '../api/session.ts'
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
import type { LiveView } from './liveView.ts'
import { CellText, type TextStream } from './output/cellText.ts'
import { LiveParts } from './values/liveParts.ts'
import { mimeBundleOf } from './values/mimeBundleOf.ts'
import { ValueView } from './values/valueView.ts'

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

/** Displays of a cell that are on screen from the start: the notebook shows no more. */
const MAX_FOLLOWED = 400
/** Between two pictures of a value whose handle is used without a pause. */
const DRAW_INTERVAL_MS = 100

const newOutputId = () => randomUUID() as string as OutputId

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
    const outputId = newOutputId()
    const save = (data: MimeBundle) => this.ports.update(outputId, data)
    let shown: LiveOutput = this.liveOutput(value, outputId, save) ?? this.valueOutput(value, outputId)
    this.post({ kind: 'display', data: shown.view.mimeBundle(), displayId: outputId })
    // A cell has at most a few hundred outputs on screen: values beyond are followed once their handle is used.
    if (!(shown.view instanceof ValueView) || this.live.size <= MAX_FOLLOWED) this.ports.pump.add(shown)
    else this.live.delete(shown)
    let drawnAt = 0
    return new CellDisplay(next => {
      const { view } = shown
      if (view instanceof ValueView) view.replace(next)
      else {
        this.forgetOutput(shown)
        shown = this.valueOutput(next, outputId)
        if (this.state !== 'ended') save(shown.view.mimeBundle())
        this.ports.pump.toRenderers({ type: 'state', outputId, state: shown.view.state() })
      }
      this.live.add(shown)
      this.ports.pump.add(shown)
      // Code that never awaits keeps the pump from running.
      const now = performance.now()
      if (now - drawnAt < DRAW_INTERVAL_MS) return
      drawnAt = now
      shown.tick()
    })
  }

  /** Shows the value of a cell's last expression. */
  showResult(value: unknown): void {
    if (value === undefined || value instanceof CellDisplay) return
    if (isRich(value) || liveViewOf(value, () => '' as OutputId)) this.display(value)
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

  /** An output that a stream feeds, or the graph of what runs; undefined for what stands still. */
  private liveOutput(value: unknown, id: OutputId, save: (data: MimeBundle) => void): LiveOutput | undefined {
    const live = liveViewOf(value, () => id)
    if (!live) return undefined
    const { view, stream } = live
    const toRenderers = this.ports.pump.toRenderers
    const output: LiveOutput = new LiveOutput(view, { toRenderers, save: (_, data) => save(data) })
    this.waiting.push(output)
    this.live.add(output)
    // What comes after it was replaced is not kept.
    const append: LiveView['append'] = (values, timestamps) => {
      if (this.live.has(output)) view.append(values, timestamps)
    }
    stream?.sinkTo(viewSink({ append }, output.count), 'display')
    return output
  }

  private valueOutput(value: unknown, id: OutputId): LiveOutput {
    const parts = new LiveParts(part => {
      // A handle may be used by another cell: what is alive then lives as that cell's job does.
      const session = enclosingSession()
      const owner = session instanceof CellSession ? session : this
      const output = owner.liveOutput(part, newOutputId(), () => view.partChanged())
      if (output) owner.ports.pump.add(output)
      return output && { output, forget: () => owner.forgetOutput(output) }
    })
    const view = new ValueView(id, value, parts)
    const output = new LiveOutput(view, {
      toRenderers: this.ports.pump.toRenderers,
      save: (displayId, data) => this.ports.update(displayId, data),
    })
    this.live.add(output)
    return output
  }

  private forgetOutput(output: LiveOutput): void {
    this.live.delete(output)
    this.ports.pump.forget(output)
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
