import type { OutputId, RendererMessage, RendererRequest } from '../../protocol/live.ts'
import type { LiveOutput } from './liveOutput.ts'

/** Sends the news of all live outputs at display rate, and answers renderers that come and go. */
export class OutputPump {
  private readonly known = new Map<OutputId, LiveOutput>()
  private readonly running = new Set<LiveOutput>()
  private timer: NodeJS.Timeout | undefined

  constructor(
    private readonly intervalMs: number,
    readonly toRenderers: (message: RendererMessage) => void,
    /** The host does not keep up: changes wait in the views. */
    private readonly congested: () => boolean,
  ) {}

  add(output: LiveOutput): void {
    this.known.set(output.view.outputId, output)
    this.running.add(output)
    this.timer ??= setInterval(() => this.tick(), this.intervalMs)
  }

  /** Its cell has ended: the last state goes out; renderers can still ask for it. What outlives its cell goes on. */
  finish(output: LiveOutput): void {
    if (!this.running.has(output)) return
    output.finish()
    if (!output.view.outlivesCell) this.remove(output)
  }

  /** Its cell is run again: the notebook has a newer output. */
  forget(output: LiveOutput): void {
    if (this.running.has(output)) output.finish()
    this.remove(output)
    this.known.delete(output.view.outputId)
    output.view.dispose?.()
  }

  private remove(output: LiveOutput): void {
    this.running.delete(output)
    if (this.running.size > 0) return
    clearInterval(this.timer)
    this.timer = undefined
  }

  handle(request: RendererRequest): void {
    const output = this.known.get(request.outputId)
    if (!output) {
      if (request.type !== 'detach') this.toRenderers({ type: 'gone', outputId: request.outputId })
    } else if (request.type === 'attach') output.attach()
    else if (request.type === 'detach') output.detach()
    else void output.answer(request.askId, request.question)
  }

  private tick(): void {
    if (this.congested()) return
    for (const output of this.running) output.tick()
  }
}
