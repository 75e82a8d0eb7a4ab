import type { PlotlyTrace } from '../protocol/live.ts'
import type { Row } from './checkColumns.ts'
import { PALETTE, paletteColor } from './palette.ts'
import { BESIDE } from './plotLayout.ts'
import type { PlotMark } from './plotSpec.ts'
import { plotText } from './plotText.ts'

/** The newest marks kept of a column; older ones are dropped. */
const KEPT_MARKS = 200
/** More than this stand too close for texts beside them: those then appear under the pointer alone. */
const MOST_TEXTS = 12
const SYMBOLS = ['diamond', 'star', 'triangle-up', 'cross'] as const
const DASHES = ['dash', 'dot', 'dashdot', 'longdash'] as const

/** The axis of vertical lines: from 0 at the bottom of the plot to 1 at its top, whatever the data. */
export const MARK_AXIS = 'y3'

interface PlacedMark {
  readonly at: number
  readonly x: number | string
  readonly y: number | undefined
  readonly text: string
  readonly record: Row
}

interface MarkColumn {
  readonly mark: PlotMark
  readonly index: number
  /** What the column held in the record before. */
  before: unknown
  points: PlacedMark[]
  drawn: PlotlyTrace | undefined
}

/**
 * Records that stand out: a trace of vertical lines (or of points on the first line) for each column that marked one, in the
 * order in which they first did. A record is marked where the column holds true, a number other than 0, or a text, which the
 * mark then says; or, for `when: 'changed'`, where it holds something else than in the record before.
 */
export class MarkTraces {
  private readonly columns: readonly MarkColumn[]
  /** Those that have marked a record: a trace that is empty would stand in the legend for nothing. */
  private readonly used: MarkColumn[] = []
  private newest = Number.NEGATIVE_INFINITY

  /** @param span marks that lie further than this behind the newest record are dropped: in the unit of `at` */
  constructor(
    marks: readonly PlotMark[],
    private readonly span: number | undefined,
  ) {
    this.columns = marks.map((mark, index) => ({ mark, index, before: undefined, points: [], drawn: undefined }))
  }

  /** Records marked and still drawn. */
  get count(): number {
    return this.used.reduce((sum, { points }) => sum + points.length, 0)
  }

  /** Whether any mark is a vertical line, which needs {@link MARK_AXIS}. */
  get hasLines(): boolean {
    return this.used.some(({ mark }) => mark.as !== 'point')
  }

  /** Takes a record that stands at `x` and, where it has a number, at `y` of the plot. */
  add(row: Row, at: number, x: number | string, y: number | undefined): void {
    if (at > this.newest) this.newest = at
    for (const column of this.columns) {
      const { mark, before } = column
      const value = row[mark.at]
      column.before = value
      const marked = mark.when === 'changed' ? before !== undefined && value !== before : isMark(value)
      if (!marked || (mark.as === 'point' && y === undefined)) continue
      if (!this.used.includes(column)) this.used.push(column)
      column.points.push({ at, x, y, text: plotText(textOf(mark, value)), record: row })
      if (column.points.length > KEPT_MARKS) column.points.shift()
      column.drawn = undefined
    }
  }

  traces(): readonly PlotlyTrace[] {
    return this.used.map(column => this.draw(column))
  }

  /** The records behind the points of a trace that `traces` gave last. */
  recordsOf(trace: PlotlyTrace): readonly Row[] | undefined {
    const column = this.used.find(({ drawn }) => drawn === trace)
    return column?.points.flatMap(({ record }) => (column.mark.as === 'point' ? [record] : [record, record, record]))
  }

  private draw(column: MarkColumn): PlotlyTrace {
    const oldest = this.newest - (this.span ?? Number.POSITIVE_INFINITY)
    if (column.points.some(point => point.at < oldest)) {
      column.points = column.points.filter(point => point.at >= oldest)
      column.drawn = undefined
    }
    column.drawn ??= column.mark.as === 'point' ? pointTrace(column) : lineTrace(column)
    return column.drawn
  }
}

function isMark(value: unknown): boolean {
  return (
    value === true || (typeof value === 'number' && Math.abs(value) > 0) || (typeof value === 'string' && value !== '')
  )
}

function textOf({ at, label, when }: PlotMark, value: unknown): string {
  const named = label ?? at
  if (typeof value === 'string') return value.length > 40 ? `${value.slice(0, 39)}…` : value
  return when === 'changed' ? `${named} ${String(value)}` : named
}

/** From the palette's end: the lines take its beginning. */
function colorOf(index: number): string {
  return paletteColor(PALETTE.length - 1 - index)
}

/** Each line is two points and a gap. */
function lineTrace({ mark, index, points }: MarkColumn): PlotlyTrace {
  const each = <V>(values: (point: PlacedMark) => readonly V[]): V[] => points.flatMap(values)
  return {
    type: 'scatter',
    name: plotText(mark.label ?? mark.at),
    x: each(({ x }) => [x, x, x]),
    y: each(() => [0, 1, null]),
    text: each(({ text }) => ['', text, '']),
    yaxis: MARK_AXIS,
    meta: BESIDE,
    mode: points.length > MOST_TEXTS ? 'lines' : 'lines+text',
    textposition: 'bottom right',
    textfont: { color: colorOf(index), size: 11 },
    line: { color: colorOf(index), width: 1.5, dash: DASHES[index % DASHES.length] },
    connectgaps: false,
    hovertemplate: '<b>%{text}</b><extra></extra>',
  }
}

function pointTrace({ mark, index, points }: MarkColumn): PlotlyTrace {
  return {
    type: 'scatter',
    name: plotText(mark.label ?? mark.at),
    x: points.map(point => point.x),
    y: points.map(point => point.y ?? null),
    text: points.map(point => point.text),
    mode: 'markers',
    marker: { color: colorOf(index), size: 12, symbol: SYMBOLS[index % SYMBOLS.length] },
    hovertemplate: '<b>%{text}</b>: %{y}<extra></extra>',
  }
}
