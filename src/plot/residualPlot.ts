import type { PlotlyLayout, PlotlyTrace } from '../protocol/live.ts'
import type { Row } from './checkColumns.ts'
import type { ColorGroups } from './colorGroups.ts'
import { NEUTRAL_COLOR } from './palette.ts'
import type { PlotBuilder } from './plotBuilder.ts'
import { BESIDE } from './plotLayout.ts'
import type { PlotSpec } from './plotSpec.ts'
import type { Points } from './series.ts'
import { SeriesPlot } from './seriesPlot.ts'

/** The mean line goes through about so many groups of points. */
const GROUPS = 20

/**
 * Residuals against predictions: a {@link SeriesPlot} of points, and a line through the means of groups of neighbours, which
 * lies on zero where the model is right on average everywhere. The means are those of the points drawn, a fair sample.
 */
export class ResidualPlot implements PlotBuilder {
  private readonly points: SeriesPlot
  private readonly meanOf = new WeakMap<PlotlyTrace, PlotlyTrace>()

  constructor(spec: PlotSpec, groups?: ColorGroups) {
    this.points = new SeriesPlot({ ...spec, kind: 'scatter', opacity: spec.opacity ?? 0.5 }, groups)
  }

  get maxPoints(): number | null {
    return this.points.maxPoints
  }

  append(rows: readonly Row[], timestamps: Float64Array | undefined): void {
    this.points.append(rows, timestamps)
  }

  traces(): readonly PlotlyTrace[] {
    const drawn = this.points.traces()
    const first = drawn[0]
    // With colours there are several clouds: a mean over one of them would mislead.
    if (!first || drawn.length > 1) return drawn
    let mean = this.meanOf.get(first)
    if (!mean) {
      mean = meanTrace(first as unknown as Points)
      this.meanOf.set(first, mean)
    }
    return [first, mean]
  }

  recordsOf(trace: PlotlyTrace): readonly unknown[] | undefined {
    return this.points.recordsOf(trace)
  }

  layout(): PlotlyLayout {
    const layout = this.points.layout()
    return {
      ...layout,
      yaxis: { ...(layout.yaxis as object), zeroline: true, zerolinecolor: NEUTRAL_COLOR, zerolinewidth: 1.5 },
    }
  }

  summary(): string {
    return this.points.summary().replace(/^Scatter of/, 'Residuals:')
  }
}

function meanTrace({ x, y }: Points): PlotlyTrace {
  const placed = x.flatMap((at, index) => {
    const residual = y[index]
    return typeof at === 'number' && typeof residual === 'number' ? [{ at, residual }] : []
  })
  placed.sort((a, b) => a.at - b.at)
  const size = Math.max(1, Math.ceil(placed.length / GROUPS))
  const groups = Array.from({ length: Math.ceil(placed.length / size) }, (_, g) =>
    placed.slice(g * size, (g + 1) * size),
  )
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
  return {
    type: 'scatter',
    name: 'mean',
    x: groups.map(group => mean(group.map(({ at }) => at))),
    y: groups.map(group => mean(group.map(({ residual }) => residual))),
    mode: 'lines',
    meta: BESIDE,
    line: { color: NEUTRAL_COLOR, width: 2 },
  }
}
