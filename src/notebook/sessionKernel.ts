import path from 'node:path'
import type * as vscode from 'vscode'
import { KernelProcess } from '../host/kernelProcess.ts'
import type { HostMessage, KernelMessage } from '../protocol/messages.ts'
import { notebookPath } from './notebookPath.ts'
import { parametersOf } from './parameters.ts'
import { readSettings } from './settings.ts'

/** What a notebook's kernel needs of its surroundings. */
export interface SessionKernelContext {
  /** Absolute path of the built kernel. */
  readonly kernelPath: string
  readonly log: vscode.LogOutputChannel
  readonly onMessage: (message: KernelMessage) => void
  /** It is being started, has started, or could not be. */
  readonly onChange: () => void
}

/** The kernel process of one notebook, started when it is first needed and again after its end. */
export class SessionKernel {
  #kernel: Promise<KernelProcess> | undefined
  /** The kernel once it has started. */
  #ready: KernelProcess | undefined

  constructor(
    private readonly notebook: vscode.NotebookDocument,
    private readonly context: SessionKernelContext,
  ) {}

  /** `ended`: by itself; the next cell starts another process. */
  get state(): 'none' | 'starting' | 'alive' | 'ended' {
    if (!this.#kernel) return 'none'
    if (!this.#ready) return 'starting'
    return this.#ready.pid === undefined ? 'ended' : 'alive'
  }

  /** The kernel, started if need be. @throws FlinknbError as `KernelProcess.start` */
  started(): Promise<KernelProcess> {
    if (!this.#kernel) {
      this.#kernel = this.#start()
      this.#kernel.catch(() => this.#forget())
      this.context.onChange()
    }
    return this.#kernel
  }

  /** The kernel that has been started; undefined before that. */
  get current(): KernelProcess | undefined {
    return this.#ready
  }

  /** Any message that starts nothing; false when no kernel runs. */
  send(message: HostMessage): boolean {
    if (this.state !== 'alive') return false
    this.#ready?.send(message)
    return true
  }

  /** Lets a debugger in, starting the kernel if need be. */
  async openDebugger(): Promise<{ readonly url: string; readonly directory: string }> {
    const kernel = await this.started()
    return new Promise(resolve => {
      const stop = kernel.onMessage(message => {
        if (message.type !== 'debuggerOpen') return
        stop()
        resolve(message)
      })
      kernel.send({ type: 'openDebugger' })
    })
  }

  /** Ends it, and every cell that runs in it; the next cell starts a new one. */
  async end(): Promise<void> {
    const kernel = await this.#kernel?.catch(() => undefined)
    await kernel?.shutdown() // which ends its cells first
    this.#forget()
  }

  async #start(): Promise<KernelProcess> {
    const { memoryLimitMb, displayIntervalMs } = readSettings(this.notebook.uri)
    const file = notebookPath(this.notebook)
    const kernel = await KernelProcess.start({
      kernelPath: this.context.kernelPath,
      notebookPath: file,
      directory: path.dirname(file),
      params: parametersOf(this.notebook),
      memoryLimitMb,
      displayIntervalMs,
    })
    kernel.onMessage(message => this.context.onMessage(message))
    kernel.onText(text => this.context.log.info(text.trimEnd()))
    this.#ready = kernel
    this.context.onChange()
    return kernel
  }

  #forget(): void {
    this.#kernel = undefined
    this.#ready = undefined
    this.context.onChange()
  }
}
