import type * as vscode from 'vscode'
import type { ExecutionId } from '../protocol/messages.ts'
import type { CellRun } from './cellRun.ts'

/** The runs of a notebook's cells that have not ended: queued, waiting for the kernel, or in it. */
export class OpenRuns {
  readonly #open = new Set<CellRun>()
  readonly #inKernel = new Map<ExecutionId, CellRun>()

  add(run: CellRun): void {
    this.#open.add(run)
  }

  /** The kernel knows it from now on. */
  enter(run: CellRun, executionId: ExecutionId): void {
    this.#inKernel.set(executionId, run)
  }

  /** The kernel is done with it; undefined for what it says of other runs. */
  leave(executionId: ExecutionId): CellRun | undefined {
    const run = this.#inKernel.get(executionId)
    this.#inKernel.delete(executionId)
    return run
  }

  remove(run: CellRun): void {
    this.#open.delete(run)
  }

  get(executionId: ExecutionId): CellRun | undefined {
    return this.#inKernel.get(executionId)
  }

  get all(): CellRun[] {
    return [...this.#open]
  }

  get inKernel(): CellRun[] {
    return [...this.#inKernel.values()]
  }

  /** Those that have not reached the kernel. */
  get outside(): CellRun[] {
    const inside = this.inKernel
    return this.all.filter(run => !inside.includes(run))
  }

  /** Whether a run of the cell is still to begin. */
  awaits(cell: vscode.NotebookCell): boolean {
    return this.all.some(run => run.cell === cell && !run.started)
  }
}
