import type { CellValue, TableColumn } from '../protocol/live.ts'
import type { TablePageAnswer, TablePageRequest, VariableTable } from '../protocol/variables.ts'

/** Rows are fetched so many at a time. */
const PAGE = 200
/** Pages kept; of more, those longest unseen are dropped. */
const MAX_PAGES = 50

/** A row: its cells in the order of the columns of its own page. */
interface Page {
  readonly table: VariableTable
  readonly indexes: ReadonlyMap<string, number>
}

/** The rows of a table that lies in the kernel, page by page. Columns are those of all pages seen so far. */
export class PagedRows {
  private readonly pages = new Map<number, Page>()
  private readonly asked = new Set<number>()
  readonly columns: TableColumn[] = []
  total: number | undefined
  /** The kernel does not have the value any more. */
  gone = false

  constructor(private readonly send: (request: TablePageRequest) => void) {}

  /** Asks for what is missing of a stretch of rows. */
  need(start: number, count: number): void {
    const last = Math.floor((start + Math.max(1, count) - 1) / PAGE)
    for (let page = Math.floor(start / PAGE); page <= last; page++) {
      const known = this.pages.get(page)
      if (known) {
        this.pages.delete(page)
        this.pages.set(page, known)
      } else if (!this.asked.has(page)) {
        this.asked.add(page)
        this.send({ start: page * PAGE, count: PAGE })
      }
    }
  }

  /** Everything is to be fetched anew. */
  refresh(): void {
    this.pages.clear()
    this.asked.clear()
    this.columns.length = 0
    this.gone = false
  }

  receive({ start, table }: TablePageAnswer): void {
    this.asked.delete(start / PAGE)
    this.gone = table === null
    if (!table) return
    this.total = table.total
    for (const column of table.columns)
      if (!this.columns.some(known => known.name === column.name)) this.columns.push(column)
    this.pages.set(start / PAGE, { table, indexes: new Map(table.columns.map(({ name }, i) => [name, i])) })
    const [oldest] = this.pages.keys()
    if (this.pages.size > MAX_PAGES && oldest !== undefined) this.pages.delete(oldest)
  }

  /** Undefined while the row is on its way. */
  row(index: number): CellValue[] | undefined {
    const page = this.pages.get(Math.floor(index / PAGE))
    const cells = page?.table.rows[index % PAGE]
    if (!page || !cells) return undefined
    return this.columns.map(({ name }) => cells[page.indexes.get(name) ?? -1] ?? null)
  }
}
