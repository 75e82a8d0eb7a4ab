import type { CellValue, PlotlyLayout, PlotlyTrace } from '../protocol/live.ts'
import type { AnswerTo, LiveQuestion } from '../protocol/questions.ts'
import { cellText } from './cellText.ts'
import { csvText } from './csvText.ts'
import { h, setShown, setText } from './dom.ts'
import { dataUrl, downloadFile } from './downloadFile.ts'
import { type PlotData, plotData } from './plotData.ts'

/** Rows of the table behind a plot; the CSV has all. */
const SHOWN_ROWS = 500
/** The table follows the plot at reading pace. */
const REFRESH_MS = 1_000

/** Asks the kernel about a plot; there is nobody to ask behind a plot that no stream feeds. */
export type AskPlot = <Q extends LiveQuestion>(question: Q) => Promise<AnswerTo<Q>>

interface Drawn {
  readonly data: readonly PlotlyTrace[]
  readonly layout: PlotlyLayout
}

/** What can be done with a plot besides looking: its data as a table, the record behind a point, files to take away. */
export class PlotTools {
  readonly element = h('div', 'flinknb-plot-tools')
  private readonly table = h('div', 'flinknb-plot-data')
  private readonly record = h('div', 'flinknb-plot-record')
  private readonly toggle = this.button('Data', 'Show the points of this plot as a table', () => this.toggleData())
  private figure: Drawn | undefined
  private refresh: ReturnType<typeof setTimeout> | undefined

  /** @param image the picture in a format, as a data link */
  constructor(
    private readonly image: (format: 'png' | 'svg') => Promise<string>,
    private readonly ask: AskPlot | undefined,
  ) {
    this.toggle.ariaExpanded = 'false'
    const bar = h('div', 'flinknb-plot-buttons', this.toggle)
    bar.setAttribute('role', 'toolbar')
    bar.setAttribute('aria-label', 'Plot')
    bar.append(
      this.button('CSV', 'Save the points as a CSV file', () => this.saveCsv()),
      this.button('PNG', 'Save the picture as a PNG file', () => this.saveImage('png')),
      this.button('SVG', 'Save the picture as an SVG file', () => this.saveImage('svg')),
    )
    this.record.setAttribute('role', 'status')
    setShown(this.table, false)
    setShown(this.record, false)
    this.element.append(bar, this.record, this.table)
  }

  /** The figure that is on screen now. */
  draw(figure: Drawn): void {
    this.figure = figure
    if (this.table.hidden || this.refresh !== undefined) return
    this.refresh = setTimeout(() => {
      this.refresh = undefined
      this.fill()
    }, REFRESH_MS)
  }

  /** Shows the record behind a point. */
  async showRecord(trace: number, point: number): Promise<void> {
    const drawn = this.figure?.data[trace]
    if (!drawn) return
    const [x, y] = [at(drawn.x, point), at(drawn.y, point)]
    try {
      if (!this.ask) throw new Error('This plot is not fed by a stream: its figures are all there is.')
      const { record } = await this.ask({ kind: 'pointRecord', trace, point, x, y })
      this.showEntries(record)
    } catch (error) {
      this.record.replaceChildren(h('span', 'flinknb-note', error instanceof Error ? error.message : String(error)))
    }
    this.record.append(this.button('Close', 'Close the record', () => setShown(this.record, false)))
    setShown(this.record, true)
  }

  dispose(): void {
    clearTimeout(this.refresh)
  }

  private showEntries(record: CellValue): void {
    const entries =
      record !== null && typeof record === 'object' ? Object.entries(record) : [['value', record] as const]
    const list = h('dl', 'flinknb-record')
    for (const [name, value] of entries) {
      const { text, full } = cellText(value, typeof value === 'number' ? 'number' : 'text')
      const shown = h('dd', '', text)
      shown.title = full || text
      list.append(h('dt', '', name), shown)
    }
    this.record.replaceChildren(list)
  }

  private toggleData(): void {
    const open = Boolean(this.table.hidden)
    setShown(this.table, open)
    this.toggle.ariaExpanded = String(open)
    if (open) this.fill()
  }

  private fill(): void {
    if (!this.figure) return
    const all = plotData(this.figure)
    // A redraw must not take the focus or the place from whoever reads.
    const { scrollTop } = this.table
    const focused = [...this.table.querySelectorAll('button')].indexOf(document.activeElement as HTMLButtonElement)
    this.table.replaceChildren(this.tableOf(all))
    this.table.scrollTop = scrollTop
    if (focused >= 0) this.table.querySelectorAll('button')[focused]?.focus()
  }

  private tableOf({ columns, rows }: PlotData): HTMLElement {
    const caption = h('caption', '')
    const most = rows.length > SHOWN_ROWS ? `the newest ${SHOWN_ROWS} of ${rows.length.toLocaleString('en-US')}` : 'all'
    setText(caption, `Points of this plot, ${most}; times in UTC`)
    const titles = this.ask ? [...columns, 'record'] : columns
    const head = h('tr', '', ...titles.map(name => Object.assign(h('th', '', name), { scope: 'col' })))
    const body = rows.slice(-SHOWN_ROWS).map(({ cells, trace, point }) => {
      const shown = cells.map(value => {
        const { text, full } = cellText(value, typeof value === 'number' ? 'number' : 'text')
        const cell = h('td', typeof value === 'number' ? 'flinknb-number' : '', value === null ? '' : text)
        if (full) cell.title = full
        return cell
      })
      if (this.ask) {
        shown.push(
          h(
            'td',
            '',
            this.button('show', 'Show the record', () => void this.showRecord(trace, point)),
          ),
        )
      }
      return h('tr', '', ...shown)
    })
    this.table.tabIndex = 0
    return h('table', '', caption, h('thead', '', head), h('tbody', '', ...body))
  }

  private saveCsv(): void {
    if (!this.figure) return
    const { columns, rows } = plotData(this.figure)
    const text = csvText(
      columns,
      rows.map(({ cells }) => cells),
    )
    downloadFile(this.element, 'plot.csv', dataUrl('text/csv', text))
  }

  private saveImage(format: 'png' | 'svg'): void {
    this.image(format).then(
      url => downloadFile(this.element, `plot.${format}`, url),
      (error: unknown) => {
        this.record.replaceChildren(h('span', 'flinknb-note', `The picture cannot be saved: ${String(error)}`))
        setShown(this.record, true)
      },
    )
  }

  private button(label: string, title: string, onClick: () => void): HTMLButtonElement {
    const button = h('button', 'flinknb-button', label)
    button.type = 'button'
    button.title = title
    button.addEventListener('click', onClick)
    return button
  }
}

function at(values: unknown, point: number): string | number | null {
  const value: unknown = Array.isArray(values) ? values[point] : null
  return typeof value === 'string' || typeof value === 'number' ? value : null
}
