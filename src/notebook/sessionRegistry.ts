import * as vscode from 'vscode'
import { messageOf } from '../base/errors.ts'
import type { KernelMessage } from '../protocol/messages.ts'
import { NotebookSession, type SessionContext } from './notebookSession.ts'

/** Status bars are told of changes at most this often. */
const CHANGE_INTERVAL_MS = 300

export interface ReceivedMessage {
  readonly notebook: vscode.NotebookDocument
  readonly message: KernelMessage
}

/** The sessions of all open notebooks. A session ends, and its kernel with it, when its notebook is closed. */
export class SessionRegistry implements vscode.Disposable {
  readonly #sessions = new Map<vscode.NotebookDocument, NotebookSession>()
  readonly #changed = new vscode.EventEmitter<void>()
  readonly onDidChange = this.#changed.event
  readonly #received = new vscode.EventEmitter<ReceivedMessage>()
  /** What kernels say, as it comes. */
  readonly onDidReceive = this.#received.event
  #changeTimer: NodeJS.Timeout | undefined
  readonly #listeners: vscode.Disposable

  constructor(
    private readonly context: Omit<SessionContext, 'onChange' | 'onMessage'>,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.#listeners = vscode.Disposable.from(
      vscode.workspace.onDidCloseNotebookDocument(notebook => void this.#close(notebook)),
      vscode.workspace.onDidChangeNotebookDocument(({ notebook, contentChanges }) => {
        const removed = contentChanges.flatMap(change => change.removedCells)
        if (removed.length > 0) this.get(notebook)?.stopRemoved(removed)
      }),
    )
  }

  get(notebook: vscode.NotebookDocument): NotebookSession | undefined {
    return this.#sessions.get(notebook)
  }

  getOrCreate(notebook: vscode.NotebookDocument): NotebookSession {
    let session = this.#sessions.get(notebook)
    if (!session) {
      session = new NotebookSession(notebook, {
        ...this.context,
        onChange: () => this.#change(),
        onMessage: (from, message) => this.#received.fire({ notebook: from, message }),
      })
      this.#sessions.set(notebook, session)
    }
    return session
  }

  /** Ends every kernel, for the window that closes. */
  async shutdown(): Promise<void> {
    await Promise.all([...this.#sessions.keys()].map(notebook => this.#close(notebook)))
  }

  dispose(): void {
    clearTimeout(this.#changeTimer)
    this.#listeners.dispose()
    this.#changed.dispose()
    this.#received.dispose()
  }

  async #close(notebook: vscode.NotebookDocument): Promise<void> {
    const session = this.#sessions.get(notebook)
    this.#sessions.delete(notebook)
    try {
      await session?.end()
    } catch (error) {
      this.log.error(`the kernel of ${notebook.uri.path} did not end cleanly: ${messageOf(error)}`)
    }
  }

  #change(): void {
    this.#changeTimer ??= setTimeout(() => {
      this.#changeTimer = undefined
      this.#changed.fire()
    }, CHANGE_INTERVAL_MS)
  }
}
