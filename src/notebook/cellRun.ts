import type * as vscode from 'vscode'
import { messageOf } from '../base/errors.ts'
import type { CellError, CellOutput, JobProgress } from '../protocol/messages.ts'
import { CellOutputWriter } from './cellOutputWriter.ts'

/** How a run ended; `skipped` was never started. */
export type RunStatus = 'ok' | 'error' | 'stopped' | 'skipped'

/** One run of one cell, from the click to the end of its job. */
export class CellRun {
  /** What the cell's job last said of itself; undefined while it has none. */
  progress: JobProgress | undefined
  #writer: CellOutputWriter | undefined
  #ended = false
  readonly #released = Promise.withResolvers<boolean>()
  readonly #finished = Promise.withResolvers<void>()

  constructor(
    readonly cell: vscode.NotebookCell,
    private readonly execution: vscode.NotebookCellExecution,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** Resolves when the next cell of a Run All may start, or (false) must not, because this one failed. */
  get released(): Promise<boolean> {
    return this.#released.promise
  }

  /** Resolves when code and job have ended and the outputs are written. */
  get finished(): Promise<void> {
    return this.#finished.promise
  }

  get started(): boolean {
    return this.#writer !== undefined
  }

  get ended(): boolean {
    return this.#ended
  }

  /** Calls back when the person stops this cell. */
  onStopRequest(stop: () => Promise<void>): void {
    this.execution.token.onCancellationRequested(() => {
      stop().catch(error => this.log.error(`the cell could not be stopped: ${messageOf(error)}`))
    })
  }

  /** Clears the cell and shows it running. */
  async start(executionOrder: number): Promise<void> {
    this.execution.executionOrder = executionOrder
    this.#writer = new CellOutputWriter(this.execution, executionOrder, this.log)
    this.execution.start(Date.now())
    await this.execution.clearOutput()
  }

  get writer(): CellOutputWriter {
    if (!this.#writer) throw new Error('a run that was not started takes no outputs')
    return this.#writer
  }

  append(output: CellOutput): void {
    this.writer.append(output)
  }

  /** The job runs and has no end: the next cell may start. */
  jobRunning(): void {
    this.#released.resolve(true)
  }

  /** Writes what is left and ends the cell's execution. */
  async end(status: RunStatus, error?: CellError): Promise<void> {
    if (this.#ended) return
    this.#ended = true
    const endTime = Date.now() // before waiting for the window
    if (error && this.started) this.append({ kind: 'error', error })
    if (this.started) await this.writer.close()
    this.execution.end(
      status === 'skipped' ? undefined : status !== 'error',
      status === 'skipped' ? undefined : endTime,
    )
    // Stopping a job that ran is no failure; code that was broken off may have left names undefined.
    this.#released.resolve(status === 'ok' || (status === 'stopped' && this.progress !== undefined))
    this.#finished.resolve()
  }
}
