import { FlinknbError } from '../base/errors.ts'
import { show } from '../base/options.ts'
import type { PlotlyLayout, PlotlyTrace } from '../protocol/live.ts'
import { type AxisKind, axisKind, toCategory, toNumber, toPosition } from './axisValue.ts'
import { BucketedPoints } from './bucketedPoints.ts'
import type { Row } from './checkColumns.ts'
import { ColorGroups } from './colorGroups.ts'
import { type DrawnColumn, drawnColumns } from './drawnColumns.ts'
import { MarkTraces } from './markTraces.ts'
import type { PlotBuilder } from './plotBuilder.ts'
import { plotLayout } from './plotLayout.ts'
import { type PlotExtent, type PlotSpec, plotExtent } from './plotSpec.ts'
import { plotText } from './plotText.ts'
import { RecentPoints } from './recentPoints.ts'
import { SampledPoints } from './sampledPoints.ts'
import type { Points, Series } from './series.ts'
import { seriesSummary } from './seriesSummary.ts'
import { seriesTrace } from './seriesTrace.ts'

/** One growing trace with what it shows and the trace it last gave. */
interface NamedSeries {
  readonly series: Series
  readonly group: number
  readonly column: DrawnColumn
  readonly name: string
  drawn: PlotlyTrace | undefined
}

/**
 * Lines, areas and scatter plots: a trace for each column of `y`, `y2` and `band` and each value of `color`, and one for each
 * of `marks`. Points drawn are at most `last` a trace; over a time or everything, 4,000 a trace, or 1,000 (scatter: 400) where a colour makes many traces.
 */
export class SeriesPlot implements PlotBuilder {
  readonly maxPoints: number | null
  private readonly lastRecords: number | null
  private readonly extent: PlotExtent
  private readonly all: NamedSeries[] = []
  private readonly columns: readonly DrawnColumn[]
  /** By group, then column. */
  private readonly byGroup: NamedSeries[][] = []
  /** The records behind the points of each trace given last. */
  private readonly drawnRecords = new WeakMap<PlotlyTrace, readonly unknown[]>()
  private xKind: AxisKind | undefined
  private records = 0
  private withoutX = 0
  /** The newest number of each series. */
  private readonly lastY: (number | undefined)[] = []
  private readonly marks: MarkTraces

  constructor(
    private readonly spec: PlotSpec,
    private readonly groups = new ColorGroups(),
  ) {
    this.extent = plotExtent(spec.last)
    this.columns = drawnColumns(spec)
    this.lastRecords = this.extent && 'records' in this.extent ? this.extent.records : null
    // Vertical lines are three points a record: changes say themselves what leaves.
    this.maxPoints = spec.marks?.length ? null : this.lastRecords
    this.marks = new MarkTraces(spec.marks ?? [], this.markSpan)
  }

  append(rows: readonly Row[], timestamps: Float64Array | undefined): void {
    const { x: xColumn, color } = this.spec
    // Without colours only the newest can be seen: older ones of a large batch need not be looked at.
    const skip = color === undefined && this.maxPoints !== null && this.xKind ? rows.length - this.maxPoints : 0
    for (let i = Math.max(0, skip); i < rows.length; i++) {
      const row = rows[i] as Row
      const x = row[xColumn]
      const position = this.positionOf(x, i)
      if (position === undefined) continue
      const series = this.seriesOf(color === undefined ? undefined : row[color])
      const at = this.timeOf(position, timestamps?.[i])
      const shown = this.xKind === 'category' ? plotText(toCategory(x)) : position
      for (const target of series) {
        const { name, role, index } = target.column
        const y = toNumber(row[name])
        // The edges of a band go straight over a gap: plotly's filling knows none.
        if (y === undefined && role !== 'series') continue
        target.series.add(position, at, shown, y ?? null, row)
        target.drawn = undefined
        if (y !== undefined && role === 'series') this.lastY[index] = y
      }
      const order = this.lastRecords === null ? at : this.records + i
      this.marks.add(row, order, shown, toNumber(row[this.spec.y[0] as string]))
    }
    this.records += rows.length
  }

  traces(): readonly PlotlyTrace[] {
    return [...this.all.map(item => this.draw(item)), ...this.marks.traces()]
  }

  layout(): PlotlyLayout {
    return plotLayout(this.spec, {
      xKind: this.xKind,
      yTitle: this.spec.y.join(', '),
      traces: this.all.length + this.marks.traces().length,
      marks: this.marks.hasLines,
    })
  }

  summary(): string {
    const drawn = this.all
      .filter(({ column }) => column.role === 'series')
      .map(item => this.draw(item) as unknown as Points)
    return seriesSummary(this.spec, {
      groups: this.groups,
      points: drawn.reduce((sum, points) => sum + points.x.length, 0),
      gaps: drawn.reduce((sum, points) => sum + points.y.filter(y => y === null).length, 0),
      records: this.records,
      withoutX: this.withoutX,
      sampled: this.all.some(item => item.series.sampled),
      marks: this.marks.count,
      lastY: this.lastY,
    })
  }

  recordsOf(trace: PlotlyTrace): readonly unknown[] | undefined {
    return this.drawnRecords.get(trace) ?? this.marks.recordsOf(trace)
  }

  private positionOf(x: unknown, index: number): number | undefined {
    if (x === null || x === undefined) {
      this.withoutX++
      return undefined
    }
    this.xKind ??= axisKind(this.spec.x, x)
    // Categories stand in order of arrival.
    const position = this.xKind === 'category' ? this.records + index : toPosition(this.xKind, x)
    if (position === undefined) this.withoutX++
    return position
  }

  /** How far back marks go: as far as the lines, where those go equally far. */
  private get markSpan(): number | undefined {
    if (!this.extent) return undefined
    if ('ms' in this.extent) return this.extent.ms
    return this.spec.color === undefined ? this.extent.records - 1 : undefined
  }

  private timeOf(position: number, timestamp: number | undefined): number {
    if (!this.extent || !('ms' in this.extent)) return 0
    if (this.xKind === 'time') return position
    if (timestamp !== undefined && Number.isFinite(timestamp)) return timestamp
    const { kind, x, last } = this.spec
    throw new FlinknbError('INVALID_OPTION', `plot.${kind}: last: ${show(last)} needs times, but '${x}' holds none.`, {
      fix: 'The stream has no event time either: assign watermarks, or give `last` as a number of records.',
    })
  }

  private seriesOf(color: unknown): NamedSeries[] {
    const group = this.spec.color === undefined ? 0 : this.groups.indexOf(color)
    return this.byGroup[group] ?? this.createGroup(group)
  }

  private createGroup(group: number): NamedSeries[] {
    const groupName = this.groups.names[group]
    const created = this.columns.map(column => {
      const alone = column.role === 'series' && !this.columns.some(other => other.index > 0)
      const name = groupName === undefined ? column.name : alone ? groupName : `${groupName} · ${column.name}`
      return { series: this.createSeries(), group, column, name: plotText(name), drawn: undefined }
    })
    this.byGroup[group] = created
    this.all.push(...created)
    return created
  }

  private createSeries(): Series {
    const { kind, color } = this.spec
    const scatter = kind === 'scatter'
    const capacity = color === undefined ? 4_000 : scatter ? 400 : 1_000
    if (this.extent && 'records' in this.extent) {
      return new RecentPoints({ capacity: this.extent.records, sorted: !scatter })
    }
    if (!this.extent) return scatter ? new SampledPoints(capacity) : new BucketedPoints({ capacity })
    const spanMs = this.extent.ms
    if (scatter || this.xKind !== 'time') return new RecentPoints({ capacity, spanMs, sorted: !scatter })
    return new BucketedPoints({ capacity, span: spanMs })
  }

  private draw(item: NamedSeries): PlotlyTrace {
    if (item.drawn) return item.drawn
    const points = item.series.points()
    const { name, group, column } = item
    item.drawn = seriesTrace(this.spec, { name, group, column, other: group === this.groups.other, points })
    this.drawnRecords.set(item.drawn, points.records)
    return item.drawn
  }
}
