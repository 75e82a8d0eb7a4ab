import { FlinknbError } from '../base/errors.ts'
import type { PlotlyTrace, PlotPatch, PlotState } from '../protocol/live.ts'
import { checkColumns, type Row } from './checkColumns.ts'
import type { PlotBuilder } from './plotBuilder.ts'
import { plotBuilder } from './plotBuilders.ts'
import type { PlotSpec } from './plotSpec.ts'
import { traceDiff } from './traceDiff.ts'

/** What a plot shows, without the status of its stream. */
export type PlotFigure = Omit<PlotState, 'kind' | 'status'>
/** What changed in a {@link PlotFigure}. */
export type PlotChange = Omit<PlotPatch, 'kind' | 'status'>

/** Records in, a bounded figure and its changes out. */
export interface PlotModel {
  /**
   * Takes records in order; `timestamps` has one entry a row.
   *
   * @throws FlinknbError `UNKNOWN_COLUMN` when the first record lacks a column of the spec
   */
  append(rows: readonly unknown[], timestamps?: Float64Array): void
  /** The whole figure as it is now. */
  figure(): PlotFigure
  /** What changed since the last call; applied to any figure handed out since, it gives the present one. */
  takeChange(): PlotChange | undefined
  /**
   * The record behind a point of the figure.
   *
   * @throws FlinknbError `INVALID_STATE` when the point has left the plot, or stands for many records
   */
  record(point: PointOfPlot): unknown
}

/** A point as whoever looks at the figure knows it; x and y tell it apart where points have moved since. */
export interface PointOfPlot {
  readonly trace: number
  readonly point: number
  readonly x: unknown
  readonly y: unknown
}

/** A model for a checked spec. */
export function createPlotModel(spec: PlotSpec): PlotModel {
  return new GrowingPlot(spec, plotBuilder(spec))
}

class GrowingPlot implements PlotModel {
  private columnsChecked = false
  private changed = false
  /** What a renderer that follows the changes has; undefined when a figure newer than the last change was handed out. */
  private sent: readonly PlotlyTrace[] | undefined
  private sentLayout: string

  constructor(
    private readonly spec: PlotSpec,
    private readonly builder: PlotBuilder,
  ) {
    this.sent = builder.traces()
    this.sentLayout = JSON.stringify(builder.layout())
  }

  append(rows: readonly unknown[], timestamps?: Float64Array): void {
    if (rows.length === 0) return
    if (!this.columnsChecked) {
      checkColumns(this.spec, rows[0])
      this.columnsChecked = true
    }
    this.builder.append(rows as readonly Row[], timestamps)
    this.changed = true
  }

  figure(): PlotFigure {
    if (this.changed) this.sent = undefined
    return {
      data: this.builder.traces(),
      layout: this.builder.layout(),
      maxPoints: this.builder.maxPoints,
      summary: this.builder.summary(),
    }
  }

  record({ trace: index, point, x, y }: PointOfPlot): unknown {
    const trace = this.builder.traces()[index]
    const records = trace && this.builder.recordsOf?.(trace)
    if (!records) throw new FlinknbError('INVALID_STATE', 'Points of this plot stand for many records.')
    const [xs, ys] = [trace.x, trace.y] as [readonly unknown[], readonly unknown[]]
    const is = (at: number): boolean => xs[at] === x && ys[at] === y
    // What is older has left at the front: the point is where it was, or before.
    const place = is(point) ? point : xs.findLastIndex((_, at) => at < point && is(at))
    const found = place >= 0 ? place : xs.findIndex((_, at) => is(at))
    if (found < 0)
      throw new FlinknbError('INVALID_STATE', 'This point has left the plot: newer records took its place.')
    return records[found]
  }

  takeChange(): PlotChange | undefined {
    if (!this.changed) return undefined
    this.changed = false
    const traces = this.builder.traces()
    const layout = this.builder.layout()
    const layoutText = JSON.stringify(layout)
    const replace = this.sent === undefined
    const change = this.sent === undefined ? { data: traces } : traceDiff(this.sent, traces)
    const layoutChange = replace || layoutText !== this.sentLayout ? { layout } : {}
    this.sent = traces
    this.sentLayout = layoutText
    return { ...change, ...layoutChange, summary: this.builder.summary() }
  }
}
