import type { RendererContext } from 'vscode-notebook-renderer'
import type { OutputId, RendererMessage, RendererRequest } from '../protocol/live.ts'

type Listener = (message: RendererMessage) => void

/** Messages between the outputs on screen and the kernel; there may be none, and then outputs stand still. */
export class KernelChannel {
  private readonly listeners = new Map<OutputId, Set<Listener>>()
  private readonly subscription: { dispose(): void } | undefined

  constructor(private readonly context: Pick<RendererContext<unknown>, 'postMessage' | 'onDidReceiveMessage'>) {
    this.subscription = context.onDidReceiveMessage?.((message: RendererMessage) => {
      for (const listener of this.listeners.get(message?.outputId) ?? []) listener(message)
    })
  }

  get available(): boolean {
    return this.context.postMessage !== undefined && this.subscription !== undefined
  }

  /** Asks for an output's state and patches; the returned function stops them. */
  attach(outputId: OutputId, listener: Listener): () => void {
    const listeners = this.listeners.get(outputId) ?? new Set()
    this.listeners.set(outputId, listeners)
    listeners.add(listener)
    this.post({ type: 'attach', outputId })
    return () => {
      listeners.delete(listener)
      if (listeners.size > 0) return
      this.listeners.delete(outputId)
      this.post({ type: 'detach', outputId })
    }
  }

  /** Asks for the whole state again. */
  again(outputId: OutputId): void {
    this.post({ type: 'attach', outputId })
  }

  dispose(): void {
    this.subscription?.dispose()
    this.listeners.clear()
  }

  private post(request: RendererRequest): void {
    this.context.postMessage?.(request)
  }
}
