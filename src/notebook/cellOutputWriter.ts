import * as vscode from 'vscode'
import { messageOf } from '../base/errors.ts'
import { joinStreams, toNotebookOutput } from '../nbformat/cellOutputs.ts'
import type { CellOutput, MimeBundle } from '../protocol/messages.ts'
import { dataItems, streamItem, toOutputData } from './outputData.ts'

/** VS Code shows at most 500 outputs a cell; what comes beyond this many is counted, not shown. */
const MAX_OUTPUTS = 400
/** Appending to an output sends all of it again, so a text output that has grown to this many characters is left and a new one begun. */
const MAX_STREAM_CHARS = 64_000
/** Outputs that come within this time are written together. */
const WRITE_INTERVAL_MS = 50

/** Writes the kernel's outputs into a running cell: in order, few writes for many outputs, bounded. */
export class CellOutputWriter {
  #pending: CellOutput[] = []
  readonly #pendingDisplays = new Map<string, MimeBundle>()
  readonly #displays = new Map<string, vscode.NotebookCellOutput>()
  #stream: { readonly output: vscode.NotebookCellOutput; readonly name: string; chars: number } | undefined
  #outputs = 0
  #leftOut = 0
  #writing: Promise<void> = Promise.resolve()
  #timer: NodeJS.Timeout | undefined

  constructor(
    private readonly execution: vscode.NotebookCellExecution,
    private readonly executionCount: number | null,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  append(output: CellOutput): void {
    this.#pending.push(output)
    this.#schedule()
  }

  /** Replaces what the display with that id shows; only the newest of several is written. */
  updateDisplay(displayId: string, data: MimeBundle): void {
    this.#pendingDisplays.set(displayId, data)
    this.#schedule()
  }

  /** Writes what is pending; resolves when VS Code has it. */
  flush(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    // A cell that was deleted takes no outputs any more; the next ones should not fail for it.
    this.#writing = this.#writing
      .then(() => this.#write())
      .catch(error => this.log.error(`outputs not written: ${messageOf(error)}`))
    return this.#writing
  }

  /** As {@link flush}, with a last word on what was left out. */
  async close(): Promise<void> {
    await this.flush()
    if (this.#leftOut === 0) return
    const note = vscode.l10n.t('{0} further outputs are not shown: a cell shows {1}.', this.#leftOut, MAX_OUTPUTS)
    await this.execution.appendOutput(toOutputData({ output_type: 'stream', name: 'stderr', text: `${note}\n` }))
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => void this.flush(), WRITE_INTERVAL_MS)
  }

  async #write(): Promise<void> {
    const outputs = this.#pending
    this.#pending = []
    for (const output of joinStreams(outputs)) await this.#writeOutput(output)
    const displays = [...this.#pendingDisplays]
    this.#pendingDisplays.clear()
    for (const [displayId, data] of displays) {
      const output = this.#displays.get(displayId)
      if (output) await this.execution.replaceOutputItems(dataItems(data), output)
    }
  }

  async #writeOutput(output: CellOutput): Promise<void> {
    if (output.kind === 'stream' && this.#stream?.name === output.name && this.#stream.chars < MAX_STREAM_CHARS) {
      this.#stream.chars += output.text.length
      await this.execution.appendOutputItems(streamItem(output.name, output.text), this.#stream.output)
      return
    }
    if (this.#outputs >= MAX_OUTPUTS && output.kind !== 'error') {
      this.#leftOut++
      return
    }
    this.#outputs++
    const data = toOutputData(toNotebookOutput(output, this.executionCount))
    this.#stream = output.kind === 'stream' ? { output: data, name: output.name, chars: output.text.length } : undefined
    if (output.kind === 'display' && output.displayId !== undefined) this.#displays.set(output.displayId, data)
    await this.execution.appendOutput(data)
  }
}
