import type * as vscode from 'vscode'
import { messageOf } from '../base/errors.ts'
import { joinStreams, toNotebookOutput } from '../nbformat/cellOutputs.ts'
import type { CellOutput } from '../protocol/messages.ts'
import { toOutputData } from './outputData.ts'

/** Late outputs of a cell are collected for this long: writing them shows the cell as running for a moment. */
const INTERVAL_MS = 500
/** At most this many are collected a cell and interval; older ones are dropped. */
const CAPACITY = 200

/**
 * Outputs that come after their cell has ended (a `console.log` in a timer). VS Code takes outputs only during an
 * execution, so each batch is a short one of its own.
 */
export class LateOutputs implements vscode.Disposable {
  readonly #pending = new Map<vscode.NotebookCell, CellOutput[]>()
  #timer: NodeJS.Timeout | undefined

  constructor(
    private readonly controller: vscode.NotebookController,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  add(cell: vscode.NotebookCell, output: CellOutput): void {
    const outputs = this.#pending.get(cell) ?? []
    this.#pending.set(cell, outputs)
    outputs.push(output)
    if (outputs.length > CAPACITY) outputs.shift()
    this.#timer ??= setTimeout(() => this.#write(), INTERVAL_MS)
  }

  /** Drops what waits for a cell that is run again. */
  forget(cell: vscode.NotebookCell): void {
    this.#pending.delete(cell)
  }

  dispose(): void {
    clearTimeout(this.#timer)
    this.#pending.clear()
  }

  #write(): void {
    this.#timer = undefined
    const batches = [...this.#pending]
    this.#pending.clear()
    for (const [cell, outputs] of batches) {
      this.#writeTo(cell, outputs).catch(error => this.log.warn(`late output not shown: ${messageOf(error)}`))
    }
  }

  async #writeTo(cell: vscode.NotebookCell, outputs: readonly CellOutput[]): Promise<void> {
    const before = cell.executionSummary
    const execution = this.controller.createNotebookCellExecution(cell)
    execution.executionOrder = before?.executionOrder
    execution.start(before?.timing?.startTime)
    try {
      await execution.appendOutput(joinStreams(outputs).map(output => toOutputData(toNotebookOutput(output, null))))
    } finally {
      execution.end(before?.success, before?.timing?.endTime)
    }
  }
}
