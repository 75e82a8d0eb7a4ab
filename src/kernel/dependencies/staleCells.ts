import type { CellId, ExecuteRequest, KernelMessage } from '../../protocol/messages.ts'
import { CellDependencies } from './cellDependencies.ts'
import type { CellNames } from './cellNames.ts'

/** Tells the host which cells are stale, whenever that changes. */
export class StaleCells {
  private readonly dependencies = new CellDependencies()
  private readonly cellNumbers = new Map<CellId, number>()
  private sent = '[]'

  constructor(private readonly post: (message: KernelMessage) => void) {}

  /** The cell begins to run, with code of these names. */
  running({ cellId, cellNumber, cellOrder }: ExecuteRequest, names: CellNames): void {
    this.cellNumbers.set(cellId, cellNumber)
    this.dependencies.ran(cellId, names, cellOrder ?? this.byNumber())
    const cells = this.dependencies.staleCells()
    const text = JSON.stringify(cells)
    if (text === this.sent) return
    this.sent = text
    this.post({ type: 'staleCells', cells })
  }

  private byNumber(): CellId[] {
    return [...this.cellNumbers].sort(([, a], [, b]) => a - b).map(([cellId]) => cellId)
  }
}
