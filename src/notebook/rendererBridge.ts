import * as vscode from 'vscode'
import type { OutputId, RendererMessage, RendererRequest } from '../protocol/live.ts'
import { RENDERER_ID } from './contributions.ts'

/** Takes a request to the kernel of a notebook; false when there is none. */
export type SendToKernel = (notebook: vscode.NotebookDocument, request: RendererRequest) => boolean

/**
 * Carries messages between live outputs on screen and their notebook's kernel. An output can be on screen twice (a
 * split editor): the kernel hears `detach` only when the last one has gone.
 */
export class RendererBridge implements vscode.Disposable {
  readonly #messaging = vscode.notebooks.createRendererMessaging(RENDERER_ID)
  /** Editors that show an output. */
  readonly #shown = new Map<OutputId, Set<vscode.NotebookEditor>>()
  readonly #listener: vscode.Disposable

  constructor(sendToKernel: SendToKernel) {
    this.#listener = this.#messaging.onDidReceiveMessage(({ editor, message }) => {
      const request = message as RendererRequest
      if (request.type === 'attach') {
        this.#editorsOf(request.outputId).add(editor)
        if (!sendToKernel(editor.notebook, request)) this.#gone(request.outputId, editor)
      } else if (request.type === 'ask') {
        if (!sendToKernel(editor.notebook, request)) this.#gone(request.outputId, editor)
      } else if (request.type === 'detach') {
        const editors = this.#editorsOf(request.outputId)
        editors.delete(editor)
        if (editors.size > 0) return
        this.#shown.delete(request.outputId)
        sendToKernel(editor.notebook, request)
      }
    })
  }

  /** Sends a kernel's message to the editors that show the output it is about. */
  send(message: RendererMessage): void {
    for (const editor of this.#shown.get(message.outputId) ?? []) void this.#messaging.postMessage(message, editor)
  }

  /** Tells the outputs of a notebook on screen that their kernel has ended. */
  kernelGone(notebook: vscode.NotebookDocument): void {
    for (const [outputId, editors] of this.#shown) {
      for (const editor of editors) if (editor.notebook === notebook) this.#gone(outputId, editor)
    }
  }

  dispose(): void {
    this.#listener.dispose()
    this.#shown.clear()
  }

  #gone(outputId: OutputId, editor: vscode.NotebookEditor): void {
    void this.#messaging.postMessage({ type: 'gone', outputId } satisfies RendererMessage, editor)
  }

  #editorsOf(outputId: OutputId): Set<vscode.NotebookEditor> {
    const editors = this.#shown.get(outputId) ?? new Set()
    this.#shown.set(outputId, editors)
    return editors
  }
}
