import type { CellValue, OutputId, StreamStatus, TablePatch, TableState } from '../../protocol/live.ts'
import { LIVE_MIME } from '../../protocol/live.ts'
import type { MimeBundle } from '../../protocol/messages.ts'
import type { LiveView } from '../liveView.ts'
import { escapeHtml } from './cellText.ts'
import { ColumnSet } from './columnSet.ts'
import { liveOutput, startingStatus } from './liveOutput.ts'
import { sameStatus, statusText } from './statusText.ts'
import { tableHtml } from './tableHtml.ts'
import { tableText } from './tableText.ts'

/** How a table is made. */
export interface TableViewOptions {
  /** The newest rows kept. */
  readonly capacity?: number
}

/**
 * A live table of the newest rows. Between two looks it keeps references to at most `2 × capacity` records, so its cost a
 * record is that of a push; only what survives is converted, when someone looks. Records are shown as they are then.
 */
export class TableView implements LiveView {
  private readonly capacity: number
  private readonly columns = new ColumnSet()
  private rows: (readonly CellValue[])[] = []
  private pending: unknown[] = []
  private status: StreamStatus = startingStatus
  private statusChanged = false
  /** A state newer than the last patch was handed out: the next patch replaces instead of appending. */
  private replaceNext = false

  constructor(
    readonly outputId: OutputId,
    options: TableViewOptions = {},
  ) {
    this.capacity = options.capacity ?? 500
  }

  append(values: readonly unknown[]): void {
    const start = Math.max(0, values.length - this.capacity)
    for (let i = start; i < values.length; i++) this.pending.push(values[i])
    if (this.pending.length > 2 * this.capacity) this.pending = this.pending.slice(-this.capacity)
  }

  setStatus(status: StreamStatus): void {
    if (sameStatus(status, this.status)) return
    this.status = status
    this.statusChanged = true
  }

  state(): TableState {
    if (this.take().length > 0) this.replaceNext = true
    return {
      kind: 'table',
      columns: this.columns.columns(),
      rows: this.rows,
      capacity: this.capacity,
      status: this.status,
    }
  }

  takePatch(): TablePatch | undefined {
    const added = this.take()
    const replace = this.columns.changed || this.replaceNext
    if (added.length === 0 && !replace && !this.statusChanged) return undefined
    this.columns.acknowledge()
    this.replaceNext = false
    this.statusChanged = false
    const columns = replace ? { columns: this.columns.columns() } : {}
    return { kind: 'table', ...columns, rows: replace ? this.rows : added, status: this.status }
  }

  mimeBundle(): MimeBundle {
    const state = this.state()
    return {
      [LIVE_MIME]: liveOutput(this.outputId, state),
      'text/html': `${tableHtml(state)}<p>${escapeHtml(statusText(state.status))}</p>`,
      'text/plain': `${tableText(state)}\n${statusText(state.status)}`,
    }
  }

  /** Converts the pending records into rows; returns the rows that are new. */
  private take(): readonly (readonly CellValue[])[] {
    if (this.pending.length === 0) return []
    const added = this.pending.slice(-this.capacity).map(record => this.columns.cells(record))
    this.pending = []
    this.rows = [...this.rows, ...added].slice(-this.capacity)
    const width = this.columns.columns().length
    this.rows = this.rows.map(row =>
      row.length < width ? [...row, ...Array<null>(width - row.length).fill(null)] : row,
    )
    return this.rows.slice(-added.length)
  }
}
