import type { CellId, KernelMessage } from '../protocol/messages.ts'

/** What the kernel has said of cells besides their outputs: which are stale, and which keep it from answering. */
export class CellNotices {
  readonly #stale = new Map<CellId, readonly string[]>()
  readonly #blockedMs = new Map<CellId, number>()

  constructor(private readonly onChange: () => void) {}

  receive(message: KernelMessage): void {
    if (message.type === 'staleCells') {
      this.#stale.clear()
      for (const { cellId, names } of message.cells) this.#stale.set(cellId, names)
    } else if (message.type === 'blocked') {
      if (message.ms > 0) this.#blockedMs.set(message.cellId, message.ms)
      else this.#blockedMs.delete(message.cellId)
    } else if (message.type === 'executionFinished') {
      if (!this.#blockedMs.delete(message.cellId)) return
    } else return
    this.onChange()
  }

  /** The names by which a cell depends on what was run since; undefined when it is not stale. */
  staleNames(cellId: CellId): readonly string[] | undefined {
    return this.#stale.get(cellId)
  }

  /** How long the cell has kept the kernel from answering; undefined when it does not. */
  blockedMs(cellId: CellId): number | undefined {
    return this.#blockedMs.get(cellId)
  }

  /** The kernel is gone, and with it what there was to say. */
  clear(): void {
    this.#stale.clear()
    this.#blockedMs.clear()
    this.onChange()
  }
}
