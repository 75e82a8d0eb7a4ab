import * as vscode from 'vscode'
import { messageOf } from '../base/errors.ts'
import { joinStreams, toNotebookOutput } from '../nbformat/cellOutputs.ts'
import type { CellOutput } from '../protocol/messages.ts'
import { toOutputData } from './outputData.ts'

/** Late outputs of a cell are collected for this long: writing them shows the cell as running for a moment. */
const INTERVAL_MS = 500
/** At most this many are collected a cell and interval; older ones are counted, and the cell says how many. */
const CAPACITY = 200

/**
 * Outputs that come after their cell has ended (a `console.log` in a timer). VS Code takes outputs only during an
 * execution, so each batch is a short one of its own.
 */
export class LateOutputs implements vscode.Disposable {
  readonly #pending = new Map<vscode.NotebookCell, CellOutput[]>()
  readonly #leftOut = new Map<vscode.NotebookCell, number>()
  #timer: NodeJS.Timeout | undefined

  constructor(
    private readonly controller: vscode.NotebookController,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  add(cell: vscode.NotebookCell, output: CellOutput): void {
    const outputs = this.#pending.get(cell) ?? []
    this.#pending.set(cell, outputs)
    outputs.push(output)
    if (outputs.length > CAPACITY) {
      outputs.shift()
      this.#leftOut.set(cell, (this.#leftOut.get(cell) ?? 0) + 1)
    }
    this.#timer ??= setTimeout(() => this.#write(), INTERVAL_MS)
  }

  /** Drops what waits for a cell that is run again. */
  forget(cell: vscode.NotebookCell): void {
    this.#pending.delete(cell)
    this.#leftOut.delete(cell)
  }

  dispose(): void {
    clearTimeout(this.#timer)
    this.#pending.clear()
    this.#leftOut.clear()
  }

  #write(): void {
    this.#timer = undefined
    const batches = [...this.#pending]
    this.#pending.clear()
    for (const [cell, outputs] of batches) {
      const leftOut = this.#leftOut.get(cell)
      this.#leftOut.delete(cell)
      if (leftOut !== undefined) {
        const text = vscode.l10n.t('[{0} earlier outputs left out: too many at once]', leftOut)
        outputs.unshift({ kind: 'stream', name: 'stderr', text: `${text}\n` })
      }
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
