import { applyPatch } from '../protocol/applyPatch.ts'
import type { LiveOutput, LiveState, RendererMessage } from '../protocol/live.ts'
import { DeadLetterPanel } from './deadLetterPanel.ts'
import { h, setShown } from './dom.ts'
import type { DrawPacer } from './drawPacer.ts'
import type { FrameScheduler } from './frameScheduler.ts'
import { GraphView } from './graphView.ts'
import type { KernelChannel } from './kernelChannel.ts'
import { MetricsView } from './metricsView.ts'
import { PlotView } from './plotView.ts'
import type { StateView } from './stateView.ts'
import { StatusLine } from './statusLine.ts'
import { TableView } from './tableView.ts'
import { ValueView } from './valueView.ts'

/** How long the kernel has to answer before the saved state counts as the last word. */
const ANSWER_MS = 3_000

interface Surroundings {
  readonly channel: KernelChannel
  readonly frames: FrameScheduler
  readonly plots: DrawPacer
}

/** One live output: holds its state, follows the kernel's patches, and draws what is newest once a frame. */
export class LiveOutputView {
  readonly element = h('div', 'flinknb')
  private body: StateView<LiveState>
  private readonly status: StatusLine
  private readonly detach: (() => void) | undefined
  private readonly silence: ReturnType<typeof setTimeout> | undefined
  private readonly drawNow = (): void => this.draw()
  private state: LiveState
  /** The kernel has sent a whole state: what the notebook holds is older from now on. */
  private followed = false
  private frozen: boolean
  private paused = false

  constructor(
    private readonly output: LiveOutput,
    private readonly surroundings: Surroundings,
  ) {
    this.state = output.state
    this.body = viewFor(output, surroundings)
    const letters = new DeadLetterPanel(() => surroundings.channel.ask(output.outputId, { kind: 'deadLetters' }))
    this.status = new StatusLine(
      () => this.togglePause(),
      () => letters.toggle(),
    )
    this.element.append(this.body.element, this.status.element, letters.element)
    const { channel } = surroundings
    this.frozen = !channel.available
    this.draw()
    if (!channel.available) return
    this.detach = channel.attach(output.outputId, message => this.receive(message))
    this.silence = setTimeout(() => this.freeze(), ANSWER_MS)
  }

  get outputId(): string {
    return this.output.outputId
  }

  /** Whether an output of the notebook is this one, so that it can stay where it is. */
  shows(output: LiveOutput): boolean {
    return output.outputId === this.output.outputId && output.state.kind === this.state.kind
  }

  /** The notebook's output was replaced by a newer one: news only where the kernel does not answer. */
  saved(output: LiveOutput): void {
    if (this.followed) return
    this.state = output.state
    this.surroundings.frames.request(this.drawNow)
  }

  themeChanged(): void {
    this.body.themeChanged?.()
  }

  dispose(): void {
    clearTimeout(this.silence)
    this.surroundings.frames.cancel(this.drawNow)
    this.detach?.()
    this.body.dispose()
    this.element.remove()
  }

  private receive(message: RendererMessage): void {
    clearTimeout(this.silence)
    if (message.type === 'answer') return
    if (message.type === 'gone') {
      this.followed = false
      this.freeze()
      return
    }
    if (message.type === 'state') {
      this.followed = true
      this.frozen = false
      if (message.state.kind !== this.state.kind) this.becomes(message.state)
      this.state = message.state
    } else if (this.followed) this.apply(message)
    this.surroundings.frames.request(this.drawNow)
  }

  private apply(message: Extract<RendererMessage, { type: 'patch' }>): void {
    try {
      this.state = applyPatch(this.state, message.patch)
    } catch {
      // A patch that does not fit means that one was missed: the whole state mends it.
      this.followed = false
      this.surroundings.channel.again(this.output.outputId)
    }
  }

  /** A display's handle has replaced a stream by a value. */
  private becomes(state: LiveState): void {
    this.body.dispose()
    this.body = viewFor({ ...this.output, state }, this.surroundings)
    this.element.prepend(this.body.element)
    this.surroundings.channel.again(this.output.outputId)
  }

  private freeze(): void {
    this.frozen = true
    this.surroundings.frames.request(this.drawNow)
  }

  private togglePause(): void {
    this.paused = !this.paused
    this.draw()
  }

  private draw(): void {
    if (!this.paused) this.body.draw(this.state)
    setShown(this.status.element, this.state.kind !== 'value')
    if (this.state.kind !== 'value')
      this.status.draw({ status: this.state.status, frozen: this.frozen, paused: this.paused })
  }
}

function viewFor({ state, outputId }: LiveOutput, surroundings: Surroundings): StateView<LiveState> {
  const { channel, plots } = surroundings
  if (state.kind === 'table') return new TableView() as StateView<LiveState>
  if (state.kind === 'plot')
    return new PlotView(plots, question => channel.ask(outputId, question)) as StateView<LiveState>
  if (state.kind === 'graph') return new GraphView(question => channel.ask(outputId, question)) as StateView<LiveState>
  if (state.kind === 'value') {
    const live = (output: LiveOutput) => new LiveOutputView(output, surroundings)
    return new ValueView({ plots: surroundings.plots, live }) as StateView<LiveState>
  }
  return new MetricsView() as StateView<LiveState>
}
