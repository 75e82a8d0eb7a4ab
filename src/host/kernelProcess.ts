import { FlinknbError, messageOf } from '../base/errors.ts'
import type { CellId, ExecuteRequest, ExecutionId, HostMessage, KernelMessage } from '../protocol/messages.ts'
import { KernelChild, type KernelExit } from './kernelChild.ts'
import { deathError } from './kernelDeath.ts'
import { DEFAULT_MEMORY_LIMIT_MB, type KernelOptions } from './kernelOptions.ts'
import { KernelWatch } from './kernelWatch.ts'
import { RunningCells } from './runningCells.ts'

/** A cell to be run. */
export type CellCode = Pick<ExecuteRequest, 'cellId' | 'cellNumber' | 'code' | 'cellOrder'>

export type MessageListener = (message: KernelMessage) => void

/** The interrupt worker needs at most half of it (see `interruptWorker.ts`). */
const BREAK_OFF_TIMEOUT_MS = 4_000
/** Jobs get this long to write what they have read when the kernel is asked to finish. */
const SHUTDOWN_TIMEOUT_MS = 15_000

/**
 * A notebook's kernel as seen from outside: forks it, talks to it, stops what does not answer, and replaces it when it
 * has died. When a kernel dies, every running cell gets an `error` output that says why and an `executionFinished`, so a
 * listener sees the same messages as for any other failure; the next cell starts a fresh kernel.
 */
export class KernelProcess {
  private child: KernelChild | undefined
  private readonly listeners = new Set<MessageListener>()
  private readonly textListeners = new Set<(text: string) => void>()
  private readonly running = new RunningCells()
  private nextExecution = 1
  private closed = false
  private newest: ExecuteRequest | undefined
  private readonly watch: KernelWatch

  private constructor(private readonly options: KernelOptions) {
    const { memoryLimitMb = DEFAULT_MEMORY_LIMIT_MB } = options
    const cells = { suspects: () => this.running.suspects, newest: () => this.newest }
    this.watch = new KernelWatch(cells, memoryLimitMb, message => this.emit(message))
  }

  /** Starts a kernel. @throws FlinknbError `KERNEL_DIED` when it ends before it listens, `FILE_NOT_FOUND` without folder */
  static async start(options: KernelOptions): Promise<KernelProcess> {
    const kernel = new KernelProcess(options)
    await kernel.startChild()
    return kernel
  }

  /** Of the present kernel process; undefined after it died and before the next cell. */
  get pid(): number | undefined {
    return this.child?.alive ? this.child.pid : undefined
  }

  /** Calls `listener` with every message; the returned function ends that. */
  onMessage(listener: MessageListener): () => void {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  /** What the kernel writes outside of every cell: for a log. */
  onText(listener: (text: string) => void): () => void {
    this.textListeners.add(listener)
    return () => void this.textListeners.delete(listener)
  }

  /**
   * Queues a cell. Codes of cells run one after the other in this order; messages tell what becomes of it.
   *
   * @throws FlinknbError `INVALID_STATE` after `shutdown` or `kill`
   */
  execute(cell: CellCode): ExecutionId {
    this.checkOpen()
    const executionId = this.nextExecution++ as ExecutionId
    const request: ExecuteRequest = { type: 'execute', executionId, ...cell }
    this.running.add(request)
    this.newest = request
    if (!this.child?.alive) this.startChild().catch(error => this.cannotStart(request, error))
    this.child?.send(request)
    return executionId
  }

  /** Any other message, such as a renderer's. Without a kernel there is nobody to care. */
  send(message: HostMessage): void {
    this.child?.send(message)
  }

  /**
   * Stops what runs of a cell, and resolves when it has ended: a job as Flink's stop does, code by breaking it off. When the
   * kernel cannot be made to answer it is killed, which the cell's error says.
   */
  async stopCell(cellId: CellId): Promise<void> {
    const mine = this.running.of(cellId)
    if (mine.length === 0) return
    const ended = Promise.all(mine.map(({ executionId }) => this.untilFinished(executionId)))
    this.child?.send({ type: 'stopCell', cellId })
    const othersCode = this.running.codes.some(request => request.cellId !== cellId)
    // What blocks the kernel may be another cell's code, which nobody asked to stop.
    if (!othersCode) await this.breakOff()
    await ended
  }

  /** Stops the cell whose code is running; jobs, variables and queued cells stay. */
  async interrupt(): Promise<void> {
    await Promise.all(this.running.codes.map(({ cellId }) => this.stopCell(cellId)))
  }

  /** Stops every cell, and resolves when all have ended. */
  async stopAll(): Promise<void> {
    const { all } = this.running
    if (all.length === 0) return
    const ended = Promise.all(all.map(({ executionId }) => this.untilFinished(executionId)))
    this.child?.send({ type: 'stopAll' })
    await this.breakOff()
    await ended
  }

  /** A new kernel in place of this one; running cells are stopped first. */
  async restart(): Promise<void> {
    this.checkOpen()
    await this.endChild()
    await this.startChild()
  }

  /** Stops jobs cleanly, lets outputs arrive, and ends the kernel for good. */
  async shutdown(): Promise<void> {
    this.closed = true
    await this.endChild()
  }

  /** Ends the kernel at once and for good. */
  async kill(): Promise<void> {
    this.closed = true
    this.child?.kill()
    await this.child?.exited
  }

  private checkOpen(): void {
    if (this.closed) throw new FlinknbError('INVALID_STATE', 'The kernel of this notebook was shut down.')
  }

  private async startChild(): Promise<void> {
    let listening: () => void = () => {}
    const ready = new Promise<void>(resolve => {
      listening = resolve
    })
    const child = new KernelChild(
      this.options,
      message => {
        if (message.type === 'ready') listening()
        this.receive(message)
      },
      text => {
        for (const listener of this.textListeners) listener(text)
      },
      report => this.watch.receive(report),
    )
    this.child = child
    const died = child.exited.then(exit => {
      this.childExited(child, exit)
      return exit
    })
    const exit = await Promise.race([ready, died])
    if (!exit) return
    throw new FlinknbError(
      'KERNEL_DIED',
      `The kernel ${this.options.kernelPath} ended before it was ready: ${exit.stderr.trim() || `exit code ${exit.exitCode}`}`,
    )
  }

  private async endChild(): Promise<void> {
    const child = this.child
    if (!child?.alive) return
    this.child = undefined
    child.send({ type: 'shutdown' })
    const timer = setTimeout(() => child.kill(), SHUTDOWN_TIMEOUT_MS)
    if ((await child.breakOff(BREAK_OFF_TIMEOUT_MS)) === 'stuck') child.kill()
    await child.exited
    clearTimeout(timer)
    this.finishRunning(request =>
      this.emit({ ...idsOf(request), type: 'executionFinished', status: 'stopped', codeMs: 0 }),
    )
  }

  private async breakOff(): Promise<void> {
    const child = this.child
    if (!child?.alive || (await child.breakOff(BREAK_OFF_TIMEOUT_MS)) !== 'stuck') return
    child.kill(true)
    await child.exited
  }

  private receive(message: KernelMessage): void {
    this.running.receive(message)
    this.emit(message)
  }

  private emit(message: KernelMessage): void {
    for (const listener of [...this.listeners]) listener(message)
  }

  private childExited(child: KernelChild, exit: KernelExit): void {
    if (this.child !== child) return
    this.child = undefined
    const death = { ...exit, memoryLimitMb: this.options.memoryLimitMb ?? DEFAULT_MEMORY_LIMIT_MB }
    const culprit = this.running.codes[0]?.cellNumber
    this.finishRunning(request => {
      const ids = idsOf(request)
      const error = deathError(death, culprit ?? request.cellNumber)
      this.emit({ ...ids, type: 'output', output: { kind: 'error', error } })
      this.emit({ ...ids, type: 'executionFinished', status: exit.stuck ? 'stopped' : 'error', codeMs: 0 })
    })
  }

  /** The kernel that a cell needs did not start; where it ended by itself, `childExited` has said so. */
  private cannotStart(request: ExecuteRequest, error: unknown): void {
    if (!this.running.delete(request.executionId)) return
    const message = messageOf(error)
    const output = {
      kind: 'error',
      error: { name: 'KernelDied', message, stack: '', cellNumber: request.cellNumber },
    } as const
    this.emit({ ...idsOf(request), type: 'output', output })
    this.emit({ ...idsOf(request), type: 'executionFinished', status: 'error', codeMs: 0 })
  }

  private finishRunning(finish: (request: ExecuteRequest) => void): void {
    for (const request of this.running.takeAll()) finish(request)
  }

  private untilFinished(executionId: ExecutionId): Promise<void> {
    return new Promise(resolve => {
      const stop = this.onMessage(message => {
        if (message.type !== 'executionFinished' || message.executionId !== executionId) return
        stop()
        resolve()
      })
    })
  }
}

function idsOf({ executionId, cellId }: ExecuteRequest): Pick<ExecuteRequest, 'executionId' | 'cellId'> {
  return { executionId, cellId }
}
