import { messageOf } from '../base/errors.ts'
import type { KernelProcess } from '../host/kernelProcess.ts'
import { typeScriptCells } from '../nbformat/cellLanguage.ts'
import type { NotebookDocument } from '../nbformat/notebookDocument.ts'
import type { CellError, CellId, CellOutput, KernelMessage } from '../protocol/messages.ts'
import { CellRun, isLive, plainText } from './cellRun.ts'
import { progressText } from './progressText.ts'
import type { Terminal } from './terminal.ts'

export interface NotebookRunOptions {
  readonly stopAfterMs: number | undefined
  /** Finds type errors before a cell runs; undefined when cells are not checked. */
  readonly check: ((run: CellRun) => Promise<CellError | undefined>) | undefined
}

/**
 * Runs the code cells of a notebook as Run All does: a cell starts when the one before has ended, or when its job runs and
 * has no end. After one that failed no other starts.
 */
export class NotebookRun {
  readonly runs: readonly CellRun[]
  private readonly waiters = new Set<() => void>()
  private stopped = false

  constructor(
    private readonly notebook: NotebookDocument,
    private readonly kernel: KernelProcess,
    private readonly terminal: Terminal,
    private readonly options: NotebookRunOptions,
  ) {
    this.runs = typeScriptCells(notebook).map((cell, index) => new CellRun(cell, index + 1))
    kernel.onMessage(message => this.receive(message))
  }

  /** Resolves when everything has ended: true when every cell succeeded. */
  async run(): Promise<boolean> {
    for (const run of this.runs) {
      if (this.stopped || this.runs.some(other => other.failed)) break
      await this.start(run)
    }
    if (this.runs.some(run => run.failed)) await this.kernel.stopAll()
    await this.awaitJobs()
    this.terminal.progress('')
    return this.runs.every(run => !run.failed && (run.state === 'ok' || run.state === 'stopped'))
  }

  /** Stops everything cleanly; no further cell starts. */
  async stop(): Promise<void> {
    this.stopped = true
    await this.kernel.stopAll()
    this.changed()
  }

  /** Cells that have not ended. */
  running(): CellRun[] {
    return this.runs.filter(run => run.state === 'running')
  }

  /** The notebook with the outputs of this run. */
  executedNotebook(): NotebookDocument {
    const executed = new Map(this.runs.map(run => [run.cell, run.executedCell()]))
    return { ...this.notebook, cells: this.notebook.cells.map(cell => executed.get(cell) ?? cell) }
  }

  private async start(run: CellRun): Promise<void> {
    const typeError = await this.checked(run)
    if (this.stopped) return
    if (typeError) {
      run.fail(typeError)
      this.terminal.printBlock('stderr', typeError.message)
      return
    }
    run.state = 'running'
    run.executionCount = run.cellNumber
    let released = false
    const release = this.kernel.onMessage(message => {
      if (message.type === 'jobRunning' && message.executionId === run.executionId) released = true
    })
    run.executionId = this.kernel.execute({
      cellId: run.cell.id as CellId,
      cellNumber: run.cellNumber,
      code: run.cell.source,
    })
    await this.until(() => released || run.state !== 'running')
    release()
  }

  private async checked(run: CellRun): Promise<CellError | undefined> {
    try {
      return await this.options.check?.(run)
    } catch (error) {
      // Checking is a help; that it fails must not keep a sound notebook from running.
      this.terminal.printBlock('stderr', `cell ${run.cellNumber} is run unchecked: ${messageOf(error)}`)
      return undefined
    }
  }

  private async awaitJobs(): Promise<void> {
    const { stopAfterMs } = this.options
    if (this.running().length === 0) return
    const timer = stopAfterMs === undefined ? undefined : setTimeout(() => void this.stopUnbounded(), stopAfterMs)
    await this.until(() => this.running().length === 0)
    clearTimeout(timer)
  }

  private async stopUnbounded(): Promise<void> {
    const unbounded = this.running().filter(run => run.progress?.boundedness === 'unbounded')
    await Promise.all(unbounded.map(run => this.kernel.stopCell(run.cell.id as CellId)))
  }

  private receive(message: KernelMessage): void {
    const run = 'executionId' in message ? this.runs.find(r => r.executionId === message.executionId) : undefined
    if (run) this.receiveFor(run, message)
    this.terminal.progress(progressText(this.running()))
    this.changed()
  }

  private receiveFor(run: CellRun, message: KernelMessage): void {
    if (message.type === 'output') {
      run.add(message.output)
      this.print(run, message.output)
    } else if (message.type === 'updateDisplay') {
      run.update(message.displayId, message.data)
      if (!isLive(message.data)) this.terminal.printBlock('stdout', plainText(message.data))
    } else if (message.type === 'jobProgress') run.progress = message.progress
    else if (message.type === 'executionFinished') {
      run.state = message.status
      for (const text of run.liveTexts()) this.terminal.printBlock('stdout', text)
    }
  }

  private print(run: CellRun, output: CellOutput): void {
    if (output.kind === 'stream') this.terminal.print(output.name, output.text)
    else if (output.kind === 'error') this.terminal.error(run.cellNumber, output.error)
    else if (!isLive(output.data)) this.terminal.printBlock('stdout', plainText(output.data))
  }

  private until(condition: () => boolean): Promise<void> {
    return new Promise(resolve => {
      const look = () => {
        if (!condition()) return
        this.waiters.delete(look)
        resolve()
      }
      this.waiters.add(look)
      look()
    })
  }

  private changed(): void {
    for (const look of [...this.waiters]) look()
  }
}
