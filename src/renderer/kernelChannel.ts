import type { RendererContext } from 'vscode-notebook-renderer'
import type { OutputId, RendererMessage, RendererRequest } from '../protocol/live.ts'
import type { AnswerTo, LiveQuestion } from '../protocol/questions.ts'

/** A question without an answer yet. */
interface Asked {
  resolve(answer: unknown): void
  reject(error: Error): void
  readonly timer: ReturnType<typeof setTimeout>
}

/** How long the kernel has for an answer. */
const ANSWER_MS = 10_000

type Listener = (message: RendererMessage) => void

/** Messages between the outputs on screen and the kernel; there may be none, and then outputs stand still. */
export class KernelChannel {
  private readonly listeners = new Map<OutputId, Set<Listener>>()
  private readonly asked = new Map<string, Asked>()
  /** Tells the questions of several renderers apart: a message reaches every editor that shows the output. */
  private readonly name = crypto.randomUUID()
  private questions = 0
  private readonly subscription: { dispose(): void } | undefined

  constructor(private readonly context: Pick<RendererContext<unknown>, 'postMessage' | 'onDidReceiveMessage'>) {
    this.subscription = context.onDidReceiveMessage?.((message: RendererMessage) => {
      if (message?.type === 'answer') this.answered(message)
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

  /**
   * Asks the kernel about an output.
   *
   * @throws Error when there is no kernel any more, or it cannot say
   */
  ask<Q extends LiveQuestion>(outputId: OutputId, question: Q): Promise<AnswerTo<Q>> {
    const askId = `${this.name}-${++this.questions}`
    return new Promise((resolve, reject) => {
      if (!this.available) {
        reject(new Error('There is no kernel.'))
        return
      }
      const timer = setTimeout(() => this.settle(askId)?.reject(new Error('The kernel does not answer.')), ANSWER_MS)
      this.asked.set(askId, { resolve: resolve as (answer: unknown) => void, reject, timer })
      this.post({ type: 'ask', outputId, askId, question })
    })
  }

  /** Asks for the whole state again. */
  again(outputId: OutputId): void {
    this.post({ type: 'attach', outputId })
  }

  dispose(): void {
    this.subscription?.dispose()
    for (const askId of [...this.asked.keys()]) this.settle(askId)?.reject(new Error('The output has gone.'))
    this.listeners.clear()
  }

  private answered(message: Extract<RendererMessage, { type: 'answer' }>): void {
    const waiting = this.settle(message.askId)
    if (message.error === undefined) waiting?.resolve(message.answer)
    else waiting?.reject(new Error(message.error))
  }

  private settle(askId: string): Asked | undefined {
    const waiting = this.asked.get(askId)
    clearTimeout(waiting?.timer)
    this.asked.delete(askId)
    return waiting
  }

  private post(request: RendererRequest): void {
    this.context.postMessage?.(request)
  }
}
