import type * as vscode from 'vscode'
import { messageOf } from '../base/errors.ts'
import type { RendererMessage, RendererRequest } from '../protocol/live.ts'
import type {
  CellError,
  CellId,
  CellOutput,
  ExecutionId,
  HostMessage,
  JobProgress,
  KernelMessage,
} from '../protocol/messages.ts'
import { cellIdOf, cellNumberOf } from './cellAddress.ts'
import { CellNotices } from './cellNotices.ts'
import { CellRun, type RunStatus } from './cellRun.ts'
import { languageCells } from './languageNotebooks.ts'
import { LateOutputs } from './lateOutputs.ts'
import { OpenRuns } from './openRuns.ts'
import { SessionKernel } from './sessionKernel.ts'
import { readSettings } from './settings.ts'

/** What a session needs of its surroundings. */
export interface SessionContext {
  readonly controller: vscode.NotebookController
  /** Absolute path of the built kernel. */
  readonly kernelPath: string
  readonly log: vscode.LogOutputChannel
  readonly toRenderers: (message: RendererMessage) => void
  readonly onKernelGone: (notebook: vscode.NotebookDocument) => void
  /** A kernel has said something. */
  readonly onMessage: (notebook: vscode.NotebookDocument, message: KernelMessage) => void
  /** Something that status bars show has changed. */
  readonly onChange: () => void
}

export type KernelState = 'none' | 'starting' | 'idle' | 'busy'

/** One open notebook: the runs of its cells, and the kernel that they run in. */
export class NotebookSession {
  readonly #kernel: SessionKernel
  readonly #runs = new OpenRuns()
  #executionOrder = 0
  /** The last word of each cell's job, also after its end. */
  readonly #progress = new WeakMap<vscode.NotebookCell, JobProgress>()
  readonly #late: LateOutputs
  readonly #notices: CellNotices
  /** Cells under a debugger, and what ends that: one that is paused hears nothing else. */
  readonly #debugged = new Map<CellRun, () => Promise<void>>()

  constructor(
    readonly notebook: vscode.NotebookDocument,
    private readonly context: SessionContext,
  ) {
    const { kernelPath, log, onChange } = context
    this.#kernel = new SessionKernel(notebook, {
      kernelPath,
      log,
      onChange,
      onMessage: message => this.#receive(message),
    })
    this.#late = new LateOutputs(context.controller, log)
    this.#notices = new CellNotices(onChange)
  }

  get state(): KernelState {
    const { state } = this.#kernel
    if (state === 'alive') return this.runningCells > 0 ? 'busy' : 'idle'
    return state === 'ended' ? 'none' : state
  }

  get runningCells(): number {
    return this.#runs.inKernel.length
  }

  progressOf(cell: vscode.NotebookCell): JobProgress | undefined {
    return this.#progress.get(cell)
  }

  /** The names by which a cell depends on what was run since; undefined when it is not stale, or about to run. */
  staleNames(cell: vscode.NotebookCell): readonly string[] | undefined {
    return this.#runs.awaits(cell) ? undefined : this.#notices.staleNames(cellIdOf(cell))
  }

  /**
   * How long a cell's code has kept the kernel from answering; undefined when it does not, or while a cell is debugged:
   * code that a breakpoint holds is no news to who debugs it.
   */
  blockedMs(cell: vscode.NotebookCell): number | undefined {
    if (this.#debugged.size > 0) return undefined
    return this.#notices.blockedMs(cellIdOf(cell))
  }

  /**
   * Runs cells in their order. The next one starts when the one before has ended, or when its job runs and is
   * unbounded; after one that failed the others are left. Several calls go on side by side.
   */
  async run(cells: readonly vscode.NotebookCell[]): Promise<void> {
    const runs = cells.map(cell => this.#queue(cell))
    let mayStart = true
    for (const run of runs) {
      if (run.ended) continue
      if (!mayStart) await this.#close(run, 'skipped')
      else {
        await this.#start(run)
        mayStart = await run.released
      }
    }
    if (mayStart && readSettings(this.notebook.uri).autoRunDependants) await this.runStale()
  }

  /** Runs the stale cells from top to bottom; a job that one of them still runs is stopped first. */
  async runStale(): Promise<void> {
    const cells = languageCells(this.notebook).filter(cell => this.staleNames(cell))
    if (cells.length === 0) return
    const running = this.#runs.all.filter(run => cells.includes(run.cell))
    await Promise.all(running.map(run => this.#stop(run).then(() => run.finished)))
    await this.run(cells)
  }

  /** Lets a debugger into the kernel, starting that if need be. */
  openDebugger(): Promise<{ readonly url: string; readonly directory: string }> {
    return this.#kernel.openDebugger()
  }

  closeDebugger(): void {
    this.#kernel.send({ type: 'closeDebugger' })
  }

  /** Runs a cell to its end. @param detach lets it run on where a breakpoint holds it, so that it can be stopped */
  async runDebugged(cell: vscode.NotebookCell, detach: () => Promise<void>): Promise<void> {
    const run = this.#queue(cell)
    this.#debugged.set(run, detach)
    await this.#start(run)
    await run.finished
    this.#debugged.delete(run)
  }

  /** Stops a cell's job or code; all else goes on. */
  async stopCell(cell: vscode.NotebookCell): Promise<void> {
    for (const run of this.#runs.inKernel) if (run.cell === cell) await this.#stop(run)
  }

  stopRemoved(cells: readonly vscode.NotebookCell[]): void {
    for (const cell of cells) this.stopCell(cell).catch(error => this.context.log.warn(messageOf(error)))
  }

  /** Stops every cell that runs, and lets none start that waits. */
  async stopAll(): Promise<void> {
    await Promise.all(this.#runs.all.map(run => this.#stop(run)))
  }

  /** Ends the kernel; the next cell starts a new one. */
  async restart(): Promise<void> {
    await this.end()
    this.#executionOrder = 0
    this.context.onChange()
  }

  /** Ends the kernel, and every cell that runs with it. */
  async end(): Promise<void> {
    await Promise.all(this.#runs.outside.map(run => this.#stop(run)))
    await Promise.all([...this.#debugged.values()].map(detach => detach()))
    await this.#kernel.end()
    this.#kernelGone()
    this.#late.dispose()
  }

  /** A live output's message to the kernel; false when none runs. */
  sendRequest(request: RendererRequest): boolean {
    return this.send({ type: 'renderer', request })
  }

  /** Any message that starts nothing; false when no kernel runs. */
  send(message: HostMessage): boolean {
    return this.#kernel.send(message)
  }

  async #start(run: CellRun): Promise<void> {
    this.#late.forget(run.cell)
    this.#progress.delete(run.cell)
    await run.start(++this.#executionOrder)
    try {
      const kernel = await this.#kernel.started()
      if (run.ended) return
      const executionId = kernel.execute({
        cellId: cellIdOf(run.cell),
        cellNumber: cellNumberOf(run.cell),
        code: run.cell.document.getText(),
        cellOrder: languageCells(this.notebook).map(cellIdOf),
      })
      this.#runs.enter(run, executionId)
      this.context.onChange()
    } catch (error) {
      const name = error instanceof Error ? error.name : 'Error'
      await this.#close(run, 'error', { name, message: messageOf(error), stack: '' })
    }
  }

  #receive(message: KernelMessage): void {
    this.#notices.receive(message)
    this.context.onMessage(this.notebook, message)
    switch (message.type) {
      case 'renderer':
        this.context.toRenderers(message.message)
        break
      case 'output':
        this.#showOutput(message.executionId, message.cellId, message.output)
        break
      case 'updateDisplay':
        this.#runs.get(message.executionId)?.writer.updateDisplay(message.displayId, message.data)
        break
      case 'jobRunning':
        this.#runs.get(message.executionId)?.jobRunning()
        break
      case 'jobProgress':
        this.#showProgress(message.executionId, message.progress)
        break
      case 'executionFinished':
        void this.#end(message.executionId, message.status)
        break
    }
  }

  #showOutput(executionId: ExecutionId, cellId: CellId, output: CellOutput): void {
    const run = this.#runs.get(executionId)
    const cell = run?.cell ?? this.notebook.getCells().find(other => cellIdOf(other) === cellId)
    if (run) run.append(output)
    else if (cell) this.#late.add(cell, output)
  }

  #showProgress(executionId: ExecutionId, progress: JobProgress): void {
    const run = this.#runs.get(executionId)
    if (!run) return
    run.progress = progress
    this.#progress.set(run.cell, progress)
    this.context.onChange()
  }

  #queue(cell: vscode.NotebookCell): CellRun {
    const { controller, log } = this.context
    const run = new CellRun(cell, controller.createNotebookCellExecution(cell), log)
    run.onStopRequest(() => this.#stop(run))
    this.#runs.add(run)
    return run
  }

  async #stop(run: CellRun): Promise<void> {
    // One that has not reached the kernel never will.
    if (!this.#runs.inKernel.includes(run)) return this.#close(run, run.started ? 'stopped' : 'skipped')
    await this.#debugged.get(run)?.()
    await this.#kernel.current?.stopCell(cellIdOf(run.cell))
  }

  async #end(executionId: ExecutionId, status: RunStatus): Promise<void> {
    const run = this.#runs.leave(executionId)
    // The kernel ended by itself, and its variables with it; cells hear of it as of any other failure.
    if (this.#kernel.state === 'ended') this.#kernelGone()
    if (run) await this.#close(run, status)
  }

  async #close(run: CellRun, status: RunStatus, error?: CellError): Promise<void> {
    this.#runs.remove(run)
    await run.end(status, error)
    this.context.onChange()
  }

  #kernelGone(): void {
    this.#executionOrder = 0
    this.#notices.clear()
    this.context.onKernelGone(this.notebook)
  }
}
