import type { CellValue, TableState } from '../protocol/live.ts'
import { cellText } from './cellText.ts'
import { ColumnWidths } from './columnWidths.ts'
import { h, setAttribute, setShown, setText } from './dom.ts'
import type { StateView } from './stateView.ts'
import { isLivePhase } from './statusLine.ts'

const ROW_PX = 24
const HEADER_PX = 28
/** Rows in view while the table is live: its height does not change, so the notebook does not jump. */
const ROWS_IN_VIEW = 12
/** Rows drawn beyond the visible ones, against blank edges while scrolling. */
const OVERSCAN = 4

/**
 * A table of the newest rows, newest last. Only the rows in view are in the document. It follows the newest row until the
 * reader scrolls up, and then holds still around what is being read.
 */
export class TableView implements StateView<TableState> {
  readonly element = h('div', 'flinknb-table-frame')
  private readonly scroller = h('div', 'flinknb-table')
  private readonly table = h('table')
  private readonly columnGroup = h('colgroup')
  private readonly headRow = h('tr')
  private readonly above = h('tbody', 'flinknb-spacer', h('tr', '', h('td')))
  private readonly body = h('tbody', 'flinknb-rows')
  private readonly below = h('tbody', 'flinknb-spacer', h('tr', '', h('td')))
  private readonly newest = h('button', 'flinknb-button flinknb-newest', '↓ newest')
  private readonly empty = h('div', 'flinknb-empty')
  private readonly widths = new ColumnWidths()
  private state: TableState | undefined
  private columnsKey = ''
  private following = true
  /** Where the reader is, in pixels; kept here since reading it from the document forces a layout. */
  private scrollTop = 0
  private firstDrawn = 0

  constructor() {
    this.scroller.tabIndex = 0
    this.scroller.setAttribute('role', 'region')
    this.scroller.setAttribute('aria-label', 'Table of the newest rows, newest last')
    this.newest.type = 'button'
    this.newest.hidden = true
    this.newest.addEventListener('click', () => this.follow())
    this.above.ariaHidden = 'true'
    this.below.ariaHidden = 'true'
    this.table.append(this.columnGroup, h('thead', '', this.headRow), this.above, this.body, this.below)
    this.scroller.append(this.table)
    this.scroller.addEventListener('scroll', () => this.scrolled())
    this.element.append(this.scroller, this.empty, this.newest)
  }

  draw(state: TableState): void {
    const before = this.state
    this.state = state
    this.drawColumns(state)
    this.setHeight(state)
    setShown(this.empty, state.rows.length === 0)
    setText(this.empty, isLivePhase(state.status.phase) ? 'Rows appear here as they arrive' : 'No rows')
    if (this.following) this.scrollTop = Math.max(0, state.rows.length - this.rowsInView(state)) * ROW_PX
    else if (before) this.holdStill(before, state)
    this.drawRows(state)
    this.moveScroller()
  }

  dispose(): void {
    this.element.remove()
  }

  private drawColumns(state: TableState): void {
    const key = JSON.stringify(state.columns)
    if (key === this.columnsKey) return
    this.columnsKey = key
    this.widths.reset(state.columns.map(column => column.name))
    this.columnGroup.replaceChildren(...state.columns.map(() => h('col')))
    this.headRow.replaceChildren(
      ...state.columns.map(column => {
        const cell = h('th', `flinknb-${column.type}`, column.name)
        cell.scope = 'col'
        cell.title = `${column.name}: ${column.type === 'time' ? 'time (UTC)' : column.type}`
        return cell
      }),
    )
    this.body.replaceChildren()
    this.drawWidths(state)
  }

  private drawWidths(state: TableState): void {
    for (const [index, col] of [...this.columnGroup.children].entries()) {
      ;(col as HTMLElement).style.width = `${this.widths.of(index)}px`
    }
    this.table.style.width = `max(100%, ${this.widths.total}px)`
    // A small table need not be stretched over the whole notebook.
    this.element.style.maxWidth = `${Math.max(320, this.widths.total * 1.6)}px`
    for (const spacer of [this.above, this.below]) {
      const cell = spacer.rows[0]?.cells[0]
      if (cell) cell.colSpan = Math.max(1, state.columns.length)
    }
  }

  private rowsInView(state: TableState): number {
    return isLivePhase(state.status.phase) ? ROWS_IN_VIEW : Math.min(ROWS_IN_VIEW, Math.max(1, state.rows.length))
  }

  private setHeight(state: TableState): void {
    // A horizontal scroll bar takes its room from the rows.
    const bar = this.scroller.offsetHeight - this.scroller.clientHeight
    const height = `${HEADER_PX + this.rowsInView(state) * ROW_PX + bar}px`
    if (this.scroller.style.height !== height) this.scroller.style.height = height
  }

  /** Rows went at the top while the reader looks further down: moves along with the row being read. */
  private holdStill(before: TableState, state: TableState): void {
    const index = Math.floor(this.scrollTop / ROW_PX)
    const row = before.rows[index]
    if (!row) return
    let now = state.rows.indexOf(row)
    if (now < 0) {
      // A patch that replaced all rows brought equal ones, not the same.
      const text = JSON.stringify(row)
      now = state.rows.findIndex(other => JSON.stringify(other) === text)
    }
    this.scrollTop = Math.max(0, this.scrollTop + (Math.max(0, now) - index) * ROW_PX)
  }

  private drawRows(state: TableState): void {
    const count = state.rows.length
    const wanted = this.rowsInView(state) + 2 * OVERSCAN
    const first = Math.max(0, Math.min(Math.floor(this.scrollTop / ROW_PX) - OVERSCAN, count - wanted))
    const last = Math.min(count, first + wanted)
    this.firstDrawn = first
    setSpacer(this.above, first * ROW_PX)
    setSpacer(this.below, (count - last) * ROW_PX)
    setAttribute(this.table, 'aria-rowcount', String(count + 1))
    while (this.body.rows.length > last - first) this.body.deleteRow(-1)
    let wider = false
    for (let index = first; index < last; index++) {
      const line = this.body.rows[index - first] ?? this.addLine(state)
      // Stripes belong to the row, not to its place: they move along.
      setAttribute(line, 'aria-rowindex', String(index + 2))
      if (this.drawLine(line, state, state.rows[index] ?? [])) wider = true
    }
    if (wider) this.drawWidths(state)
  }

  private addLine(state: TableState): HTMLTableRowElement {
    const line = h('tr', '', ...state.columns.map(column => h('td', `flinknb-${column.type}`)))
    this.body.append(line)
    return line
  }

  private drawLine(line: HTMLTableRowElement, state: TableState, row: readonly CellValue[]): boolean {
    let wider = false
    for (const [index, column] of state.columns.entries()) {
      const cell = line.cells[index]
      if (!cell) continue
      const value = row[index] ?? null
      const { text, full } = cellText(value, column.type)
      setText(cell, text)
      setAttribute(cell, 'title', full === '' ? null : full)
      cell.classList.toggle('flinknb-null', value === null)
      if (this.widths.fit(index, text)) wider = true
    }
    return wider
  }

  private moveScroller(): void {
    if (Math.abs(this.scroller.scrollTop - this.scrollTop) > 0.5) this.scroller.scrollTop = this.scrollTop
    setShown(this.newest, !this.following)
  }

  private scrolled(): void {
    const { scrollTop, clientHeight, scrollHeight } = this.scroller
    if (Math.abs(scrollTop - this.scrollTop) < 1 || !this.state) return
    this.scrollTop = scrollTop
    this.following = scrollTop + clientHeight >= scrollHeight - ROW_PX / 2
    const first = Math.floor(scrollTop / ROW_PX)
    if (first < this.firstDrawn || first > this.firstDrawn + OVERSCAN) this.drawRows(this.state)
    setShown(this.newest, !this.following)
  }

  private follow(): void {
    this.following = true
    if (this.state) this.draw(this.state)
    this.scroller.focus()
  }
}

function setSpacer(spacer: HTMLElement, height: number): void {
  const text = `${height}px`
  setShown(spacer, height > 0)
  const cell = spacer.querySelector('td')
  if (cell && cell.style.height !== text) cell.style.height = text
}
