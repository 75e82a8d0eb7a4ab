import type { PlotlyLayout, PlotlyTrace } from '../protocol/live.ts'
import { toNumber } from './axisValue.ts'
import type { Row } from './checkColumns.ts'
import { ColorGroups } from './colorGroups.ts'
import { countOf } from './formatNumber.ts'
import { bandwidth, density, density2d, densityGrid } from './kernelDensity.ts'
import { NEUTRAL_COLOR, paletteColor, SEQUENTIAL_SCALE, withAlpha } from './palette.ts'
import type { PlotBuilder } from './plotBuilder.ts'
import { plotLayout } from './plotLayout.ts'
import { lastRecords, type PlotSpec } from './plotSpec.ts'
import { plotText } from './plotText.ts'
import { ValueSample } from './valueSample.ts'

const SAMPLE = 1_000
const CURVE_POINTS = 128
const SURFACE_POINTS = 40

type Point = readonly [x: number, y: number]

interface Group {
  readonly sample: ValueSample<Point>
  drawn: { readonly version: number; readonly trace: PlotlyTrace } | undefined
}

/**
 * Where records lie densely: a curve over x for each colour, or contours over x and y. Gaussians around a fair sample of 1,000
 * records (or around the `last`), as wide as Silverman's rule says.
 */
export class DensityPlot implements PlotBuilder {
  readonly maxPoints = null
  private readonly all: Group[] = []
  private counted = 0
  private skipped = 0

  constructor(
    private readonly spec: PlotSpec,
    private readonly groups = new ColorGroups(),
  ) {}

  append(rows: readonly Row[]): void {
    const { x: xColumn, y: yColumns, color } = this.spec
    const yColumn = yColumns[0]
    for (const row of rows) {
      const x = toNumber(row[xColumn])
      const y = yColumn === undefined ? 0 : toNumber(row[yColumn])
      if (x === undefined || y === undefined) {
        this.skipped++
        continue
      }
      this.counted++
      const index = color === undefined ? 0 : this.groups.indexOf(row[color])
      let group = this.all[index]
      if (!group) {
        const last = lastRecords(this.spec)
        // Each Gaussian costs: of many newest records the newest thousand stand for the rest.
        group = {
          sample: new ValueSample(SAMPLE, last === undefined ? undefined : Math.min(last, SAMPLE)),
          drawn: undefined,
        }
        this.all[index] = group
      }
      group.sample.add([x, y])
    }
  }

  traces(): readonly PlotlyTrace[] {
    return this.all.flatMap((group, index) => (group ? [this.draw(group, index)] : []))
  }

  layout(): PlotlyLayout {
    const { spec } = this
    const layout = plotLayout(spec, { xKind: 'number', yTitle: spec.y[0] ?? 'density', traces: this.all.length })
    return spec.y.length > 0 ? layout : { ...layout, yaxis: { ...(layout.yaxis as object), rangemode: 'tozero' } }
  }

  summary(): string {
    const { x, y, color } = this.spec
    const subject = `Density of ${x}${y.length > 0 ? ` and ${y[0]}` : ''}`
    if (this.counted === 0) return `${subject}, no records yet.`
    const by = color === undefined ? '' : ` for ${countOf(this.groups.names.length, 'value')} of ${color}`
    const sampled = this.all.some(group => group?.sample.sampled) ? ' by a fair sample' : ''
    const missing = this.skipped > 0 ? `, ${countOf(this.skipped, 'record')} without a number left out` : ''
    const records = this.all.reduce((sum, group) => sum + (group?.sample.count ?? 0), 0)
    return `${subject}${by}, ${countOf(records, 'record')}${sampled}${missing}.`
  }

  private draw(group: Group, index: number): PlotlyTrace {
    const { version } = group.sample
    if (group.drawn?.version === version) return group.drawn.trace
    const points = group.sample.values()
    const trace = this.spec.y.length > 0 ? surface(points) : this.curve(points, index)
    group.drawn = { version, trace }
    return trace
  }

  private curve(points: readonly Point[], index: number): PlotlyTrace {
    const values = points.map(([x]) => x)
    const width = bandwidth(values, 1)
    const grid = densityGrid(values, width, CURVE_POINTS)
    const color = this.spec.color !== undefined && index === this.groups.other ? NEUTRAL_COLOR : paletteColor(index)
    return {
      type: 'scatter',
      name: plotText(this.groups.names[index] ?? this.spec.x),
      x: grid,
      y: density(values, width, grid),
      mode: 'lines',
      line: { color, width: 1.75 },
      fill: 'tozeroy',
      fillcolor: withAlpha(color, 0.2),
    }
  }
}

function surface(points: readonly Point[]): PlotlyTrace {
  const axes = [points.map(([x]) => x), points.map(([, y]) => y)] as const
  const widths = [bandwidth(axes[0], 2), bandwidth(axes[1], 2)] as const
  const grids = [
    densityGrid(axes[0], widths[0], SURFACE_POINTS),
    densityGrid(axes[1], widths[1], SURFACE_POINTS),
  ] as const
  return {
    type: 'contour',
    x: grids[0],
    y: grids[1],
    z: density2d(points, widths, grids),
    colorscale: SEQUENTIAL_SCALE,
    ncontours: 12,
    contours: { coloring: 'heatmap' },
    line: { width: 0.5 },
    colorbar: { title: { text: 'density' }, exponentformat: 'power', thickness: 12, outlinewidth: 0 },
  }
}
