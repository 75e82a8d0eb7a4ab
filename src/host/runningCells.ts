import type { CellId, ExecuteRequest, ExecutionId, KernelMessage } from '../protocol/messages.ts'

/** What a cell is at: waiting for its turn, running its code, or running its job. */
type Phase = 'queued' | 'code' | 'job'

/** The cells that a kernel has been given and that have not ended, in the order in which they were. */
export class RunningCells {
  private readonly cells = new Map<ExecutionId, { readonly request: ExecuteRequest; phase: Phase }>()

  add(request: ExecuteRequest): void {
    this.cells.set(request.executionId, { request, phase: 'queued' })
  }

  /** False when it was not among them. */
  delete(executionId: ExecutionId): boolean {
    return this.cells.delete(executionId)
  }

  /** Follows what the kernel says of its cells. */
  receive(message: KernelMessage): void {
    if (message.type === 'executionStarted') this.setPhase(message.executionId, 'code')
    else if (message.type === 'jobProgress' || message.type === 'jobRunning') this.setPhase(message.executionId, 'job')
    else if (message.type === 'executionFinished') this.cells.delete(message.executionId)
  }

  get all(): ExecuteRequest[] {
    return [...this.cells.values()].map(cell => cell.request)
  }

  /** Those whose code runs. */
  get codes(): ExecuteRequest[] {
    return this.at('code')
  }

  /** Who may be the cause of what the kernel suffers from: those whose code runs, or else those whose job does. */
  get suspects(): ExecuteRequest[] {
    const { codes } = this
    return codes.length > 0 ? codes : this.at('job')
  }

  /** The runs of one cell. */
  of(cellId: CellId): ExecuteRequest[] {
    return this.all.filter(request => request.cellId === cellId)
  }

  /** All of them, which are forgotten. */
  takeAll(): ExecuteRequest[] {
    const { all } = this
    this.cells.clear()
    return all
  }

  private at(phase: Phase): ExecuteRequest[] {
    return [...this.cells.values()].filter(cell => cell.phase === phase).map(cell => cell.request)
  }

  private setPhase(executionId: ExecutionId, phase: Phase): void {
    const cell = this.cells.get(executionId)
    if (cell) cell.phase = phase
  }
}
