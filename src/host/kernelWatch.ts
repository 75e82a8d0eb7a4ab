import type { WatchReport } from '../protocol/interrupt.ts'
import type { ExecuteRequest, KernelMessage } from '../protocol/messages.ts'

/** The cells that a report may be about. */
export interface WatchedCells {
  /** Those whose code runs, or else those whose job does; oldest first. */
  suspects(): readonly ExecuteRequest[]
  /** The one that was run last. */
  newest(): ExecuteRequest | undefined
}

/** Turns what the kernel's watch sees into messages of the cells that cause it. */
export class KernelWatch {
  private blocked: readonly ExecuteRequest[] = []

  constructor(
    private readonly cells: WatchedCells,
    private readonly memoryLimitMb: number,
    private readonly emit: (message: KernelMessage) => void,
  ) {}

  receive(report: WatchReport): void {
    if (report.report === 'blocked') this.showBlocked(report.ms)
    else this.warn(report.usedBytes, report.limitBytes)
  }

  private showBlocked(ms: number): void {
    if (this.blocked.length === 0) this.blocked = this.cells.suspects()
    for (const { executionId, cellId } of this.blocked) this.emit({ type: 'blocked', executionId, cellId, ms })
    if (ms === 0) this.blocked = []
  }

  private warn(usedBytes: number, limitBytes: number): void {
    const running = this.cells.suspects().at(-1)
    const cell = running ?? this.cells.newest()
    if (!cell) return
    const { executionId, cellId, cellNumber } = cell
    const percent = Math.round((100 * usedBytes) / limitBytes)
    const text =
      `\n[memory: the kernel holds ${Math.round(usedBytes / 2 ** 20).toLocaleString('en')} MB, ${percent} % of what it may` +
      ` (limit ${this.memoryLimitMb.toLocaleString('en')} MB), ${running ? 'while' : 'after'} cell ${cellNumber}` +
      `${running ? ' runs' : ' was run'}. At the limit it ends and its variables are gone: keep less at once, restart the` +
      ' kernel, or raise flinknb.memoryLimitMb.]\n'
    this.emit({ type: 'output', executionId, cellId, output: { kind: 'stream', name: 'stderr', text } })
  }
}
