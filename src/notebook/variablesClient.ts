import type * as vscode from 'vscode'
import type { VariableQueries, VariableQuery, VariableRequest, VariableResponse } from '../protocol/variables.ts'
import type { SessionRegistry } from './sessionRegistry.ts'

/** A kernel whose code does not let it answer is not waited for any longer. */
const TIMEOUT_MS = 5_000

interface Pending {
  readonly notebook: vscode.NotebookDocument
  settle(response: VariableResponse | undefined): void
}

/** Asks the kernels of notebooks about their variables. */
export class VariablesClient implements vscode.Disposable {
  readonly #pending = new Map<number, Pending>()
  #nextId = 1
  readonly #listener: vscode.Disposable

  constructor(private readonly sessions: SessionRegistry) {
    this.#listener = sessions.onDidReceive(({ message }) => {
      if (message.type === 'variables') this.#pending.get(message.response.requestId)?.settle(message.response)
    })
  }

  /** Undefined where no kernel runs, or where it does not answer in time. */
  async ask<Q extends VariableQuery>(
    notebook: vscode.NotebookDocument,
    query: Q,
    ask: VariableQueries[Q]['ask'],
  ): Promise<VariableQueries[Q]['answer'] | undefined> {
    const requestId = this.#nextId++
    const request = { query, requestId, ask } as VariableRequest
    if (!this.sessions.get(notebook)?.send({ type: 'variables', request })) return undefined
    const response = await new Promise<VariableResponse | undefined>(resolve => {
      const settle = (answer: VariableResponse | undefined) => {
        clearTimeout(timer)
        this.#pending.delete(requestId)
        resolve(answer)
      }
      const timer = setTimeout(() => settle(undefined), TIMEOUT_MS)
      this.#pending.set(requestId, { notebook, settle })
    })
    if (response?.error !== undefined) throw new Error(response.error)
    return response?.answer as VariableQueries[Q]['answer'] | undefined
  }

  dispose(): void {
    this.#listener.dispose()
    for (const { settle } of [...this.#pending.values()]) settle(undefined)
  }
}
