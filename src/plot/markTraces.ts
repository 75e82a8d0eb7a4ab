import type { PlotlyTrace } from '../protocol/live.ts'
import type { Row } from './checkColumns.ts'
import { PALETTE, paletteColor } from './palette.ts'
import { plotText } from './plotText.ts'
import { type PlacedPoint, toPoints } from './series.ts'

/** The newest marks kept of a column; older ones are dropped. */
const KEPT_MARKS = 200
const SYMBOLS = ['diamond', 'star', 'triangle-up', 'cross'] as const

interface MarkColumn {
  readonly name: string
  readonly index: number
  points: (PlacedPoint & { readonly at: number; readonly text: string })[]
  drawn: PlotlyTrace | undefined
}

/**
 * Records that stand out in a line: a trace for each column that marked one, in the order in which they first did. A record
 * is marked where the column holds true, a number other than 0, or a text, which the point then says.
 */
export class MarkTraces {
  private readonly columns: readonly MarkColumn[]
  /** Those that have marked a record: a trace that is empty would stand in the legend for nothing. */
  private readonly used: MarkColumn[] = []
  private newest = Number.NEGATIVE_INFINITY

  /** @param span marks that lie further than this behind the newest record are dropped: in the unit of `at` */
  constructor(
    columns: readonly string[],
    private readonly span: number | undefined,
  ) {
    this.columns = columns.map((name, index) => ({ name, index, points: [], drawn: undefined }))
  }

  /** Records marked and still drawn. */
  get count(): number {
    return this.used.reduce((sum, { points }) => sum + points.length, 0)
  }

  /** Takes a record that stands at `x` and `y` of the plot; one without y has no place for a mark. */
  add(row: Row, position: number, at: number, x: number | string, y: number | undefined): void {
    if (at > this.newest) this.newest = at
    if (y === undefined) return
    for (const column of this.columns) {
      const value = row[column.name]
      if (!isMark(value)) continue
      if (column.points.length === 0 && !this.used.includes(column)) this.used.push(column)
      column.points.push({ position, at, x, y, text: plotText(typeof value === 'string' ? value : column.name) })
      if (column.points.length > KEPT_MARKS) column.points.shift()
      column.drawn = undefined
    }
  }

  traces(): readonly PlotlyTrace[] {
    return this.used.map(column => this.draw(column))
  }

  private draw(column: MarkColumn): PlotlyTrace {
    const oldest = this.newest - (this.span ?? Number.POSITIVE_INFINITY)
    if (column.points.some(point => point.at < oldest)) {
      column.points = column.points.filter(point => point.at >= oldest)
      column.drawn = undefined
    }
    column.drawn ??= markTrace(column)
    return column.drawn
  }
}

function isMark(value: unknown): boolean {
  return (
    value === true || (typeof value === 'number' && Math.abs(value) > 0) || (typeof value === 'string' && value !== '')
  )
}

function markTrace({ name, index, points }: MarkColumn): PlotlyTrace {
  return {
    type: 'scatter',
    name: plotText(name),
    ...toPoints(points),
    text: points.map(point => point.text),
    mode: 'markers',
    // From the palette's end: the lines take its beginning.
    marker: { color: paletteColor(PALETTE.length - 1 - index), size: 12, symbol: SYMBOLS[index % SYMBOLS.length] },
    hovertemplate: '<b>%{text}</b>: %{y}<extra></extra>',
  }
}
