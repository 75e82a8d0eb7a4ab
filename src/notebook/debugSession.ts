import path from 'node:path'
import * as vscode from 'vscode'
import type { DebugSources } from './debugSources.ts'

/** The debugger gets this long to attach and to set its breakpoints. */
const ATTACH_TIMEOUT_MS = 20_000

/** One run of VS Code's own JavaScript debugger, attached to a kernel. */
export class DebugSession {
  readonly #id: string
  readonly #sources: DebugSources
  readonly #listeners: vscode.Disposable
  readonly #configured = Promise.withResolvers<boolean>()
  #root: vscode.DebugSession | undefined

  constructor(sources: DebugSources, id: string) {
    this.#sources = sources
    this.#id = id
    this.#listeners = vscode.Disposable.from(
      vscode.debug.registerDebugAdapterTrackerFactory('*', {
        createDebugAdapterTracker: session => (this.#isMine(session) ? this.#tracker(session) : undefined),
      }),
      vscode.debug.onDidStartDebugSession(session => {
        if (session.configuration.flinknb === this.#id && !session.parentSession) this.#root = session
      }),
      vscode.debug.onDidTerminateDebugSession(session => {
        if (this.#isMine(session)) this.#configured.resolve(false)
      }),
    )
  }

  /**
   * Attaches to a kernel's inspector.
   *
   * @param url the inspector's WebSocket address
   * @param skip folder of the kernel's own code: never stepped into
   * @returns whether breakpoints are set; false when the person or VS Code called it off
   */
  async attach(folder: vscode.WorkspaceFolder | undefined, name: string, url: string, skip: string): Promise<boolean> {
    const started = await vscode.debug.startDebugging(folder, {
      type: 'pwa-node',
      request: 'attach',
      name,
      websocketAddress: url,
      flinknb: this.#id,
      autoAttachChildProcesses: false,
      continueOnAttach: true,
      pauseForSourceMap: true,
      resolveSourceMapLocations: null,
      skipFiles: ['<node_internals>/**', `${skip.split(path.sep).join('/')}/**`],
      internalConsoleOptions: 'neverOpen',
    })
    if (!started) return false
    const timer = setTimeout(() => this.#configured.resolve(false), ATTACH_TIMEOUT_MS)
    try {
      return await this.#configured.promise
    } finally {
      clearTimeout(timer)
    }
  }

  /** Ends it: the kernel goes on undisturbed. */
  async end(): Promise<void> {
    if (this.#root) await vscode.debug.stopDebugging(this.#root)
    this.#listeners.dispose()
  }

  #isMine(session: vscode.DebugSession): boolean {
    for (let one: vscode.DebugSession | undefined = session; one; one = one.parentSession)
      if (one.configuration.flinknb === this.#id) return true
    return false
  }

  #tracker(session: vscode.DebugSession): vscode.DebugAdapterTracker {
    return {
      onWillReceiveMessage: message => this.#sources.toFiles(message),
      onDidSendMessage: message => {
        this.#sources.toCells(message)
        const { type, command } = message as { type?: string; command?: string }
        // js-debug has a session that attaches and, below it, the one of the kernel.
        if (type === 'response' && command === 'configurationDone' && session.parentSession)
          this.#configured.resolve(true)
      },
    }
  }
}
