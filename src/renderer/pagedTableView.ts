import { cellText } from './cellText.ts'
import { ColumnWidths } from './columnWidths.ts'
import { h, setAttribute, setShown, setText } from './dom.ts'
import type { PagedRows } from './pagedRows.ts'

const ROW_PX = 24
const HEADER_PX = 28
/** Browsers draw no element higher than some 16 million pixels: beyond that, a pixel of the scroll bar is several rows. */
const MAX_HEIGHT_PX = 8_000_000

/** A table of any number of rows: those in view stand still in the window, and the scroll bar says which they are. */
export class PagedTableView {
  private readonly head = h('tr')
  private readonly columnGroup = h('colgroup')
  private readonly body = h('tbody', 'flinknb-rows')
  private readonly table = h('table', 'flinknb-window', this.columnGroup, h('thead', '', this.head), this.body)
  private readonly sizer = h('div', '', this.table)
  private readonly scroller = h('div', 'flinknb-table', this.sizer)
  private readonly shape = h('span')
  private readonly refreshButton = h('button', 'flinknb-button', 'Refresh')
  private readonly empty = h('div', 'flinknb-empty')
  readonly element = h(
    'div',
    'flinknb',
    this.scroller,
    h('div', 'flinknb-footer', this.shape, this.refreshButton),
    this.empty,
  )
  private readonly widths = new ColumnWidths()
  private columnsKey = ''

  constructor(private readonly rows: PagedRows) {
    this.scroller.tabIndex = 0
    this.scroller.setAttribute('role', 'region')
    this.scroller.setAttribute('aria-label', 'Table of all rows')
    this.scroller.addEventListener('scroll', () => this.draw())
    window.addEventListener('resize', () => this.draw())
    this.refreshButton.type = 'button'
    this.refreshButton.addEventListener('click', () => {
      rows.refresh()
      rows.need(this.firstRow, this.rowsInView)
    })
  }

  draw(): void {
    const { total, columns, gone } = this.rows
    setShown(this.empty, gone || total === 0)
    setText(this.empty, gone ? 'The value is not there any more. Run its cell again, then refresh.' : 'No rows')
    if (total === undefined) return
    this.drawColumns()
    this.sizer.style.height = `${HEADER_PX + Math.min(MAX_HEIGHT_PX, total * ROW_PX)}px`
    setText(this.shape, `${total.toLocaleString('en')} rows × ${columns.length} columns`)
    this.drawRows(total)
  }

  private get rowsInView(): number {
    return Math.max(1, Math.ceil((this.scroller.clientHeight - HEADER_PX) / ROW_PX))
  }

  /** The row at the top of the window. */
  private get firstRow(): number {
    const total = this.rows.total ?? 0
    const last = Math.max(0, total - Math.floor((this.scroller.clientHeight - HEADER_PX) / ROW_PX))
    if (total * ROW_PX <= MAX_HEIGHT_PX) return Math.min(last, Math.round(this.scroller.scrollTop / ROW_PX))
    const range = this.scroller.scrollHeight - this.scroller.clientHeight
    return Math.round((this.scroller.scrollTop / Math.max(1, range)) * last)
  }

  private drawColumns(): void {
    const { columns, total } = this.rows
    const key = JSON.stringify([columns, total])
    if (key === this.columnsKey) return
    this.columnsKey = key
    this.widths.reset([String(total ?? ''), ...columns.map(column => column.name)])
    this.columnGroup.replaceChildren(h('col'), ...columns.map(() => h('col')))
    const corner = h('th', 'flinknb-index', '#')
    corner.scope = 'col'
    this.head.replaceChildren(
      corner,
      ...columns.map(({ name, type }) => {
        const cell = h('th', `flinknb-${type}`, name)
        cell.scope = 'col'
        cell.title = `${name}: ${type === 'time' ? 'time (UTC)' : type}`
        return cell
      }),
    )
    this.body.replaceChildren()
  }

  private drawRows(total: number): void {
    const first = this.firstRow
    const count = Math.min(this.rowsInView, total - first)
    this.rows.need(first, count)
    setAttribute(this.table, 'aria-rowcount', String(total + 1))
    while (this.body.rows.length > count) this.body.deleteRow(-1)
    while (this.body.rows.length < count) this.body.append(this.newLine())
    for (let i = 0; i < count; i++) this.drawLine(this.body.rows[i] as HTMLTableRowElement, first + i)
    for (const [index, column] of [...this.columnGroup.children].entries())
      (column as HTMLElement).style.width = `${this.widths.of(index)}px`
    this.table.style.width = `${this.widths.total}px`
  }

  private newLine(): HTMLTableRowElement {
    const cells = this.rows.columns.map(({ type }) => h('td', `flinknb-${type}`))
    return h('tr', '', h('td', 'flinknb-index'), ...cells)
  }

  private drawLine(line: HTMLTableRowElement, index: number): void {
    const row = this.rows.row(index)
    setAttribute(line, 'aria-rowindex', String(index + 2))
    const [label, ...cells] = [...line.cells]
    if (label) setText(label, index.toLocaleString('en'))
    for (const [k, { type }] of this.rows.columns.entries()) {
      const cell = cells[k]
      if (!cell) continue
      const { text, full } = row ? cellText(row[k] ?? null, type) : { text: '…', full: '' }
      setText(cell, text)
      setAttribute(cell, 'title', full === '' ? null : full)
      cell.classList.toggle('flinknb-null', row?.[k] === null)
      if (row) this.widths.fit(k + 1, text)
    }
  }
}
