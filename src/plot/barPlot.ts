import type { PlotlyLayout, PlotlyTrace } from '../protocol/live.ts'
import { toNumber } from './axisValue.ts'
import type { Row } from './checkColumns.ts'
import { ColorGroups } from './colorGroups.ts'
import { countOf } from './formatNumber.ts'
import { list } from './list.ts'
import { NewestByX } from './newestByX.ts'
import { NEUTRAL_COLOR, paletteColor } from './palette.ts'
import type { PlotBuilder } from './plotBuilder.ts'
import { plotLayout } from './plotLayout.ts'
import type { PlotSpec } from './plotSpec.ts'
import { plotText } from './plotText.ts'

/**
 * A bar for each value of x, as high as the newest record with that x says: aggregate first, then draw. Bounded as
 * {@link NewestByX} is.
 */
export class BarPlot implements PlotBuilder {
  readonly maxPoints = null
  /** For each x a height for each trace. */
  private readonly bars: NewestByX<(number | undefined)[]>

  constructor(
    private readonly spec: PlotSpec,
    private readonly groups = new ColorGroups(),
  ) {
    this.bars = new NewestByX(spec, () => [])
  }

  append(rows: readonly Row[]): void {
    const { x, y: yColumns, color } = this.spec
    for (const row of rows) {
      const heights = this.bars.at(row[x])
      if (!heights) continue
      const group = color === undefined ? 0 : this.groups.indexOf(row[color])
      yColumns.forEach((column, index) => {
        heights[group * yColumns.length + index] = toNumber(row[column])
      })
    }
  }

  traces(): readonly PlotlyTrace[] {
    const bars = this.bars.entries()
    const xs = bars.map(([x]) => x)
    return this.names().map((name, index) => ({
      type: 'bar',
      name: plotText(name),
      x: xs,
      y: bars.map(([, heights]) => heights[index] ?? null),
      marker: { color: this.colorOf(index) },
      ...(this.spec.opacity === undefined ? {} : { opacity: this.spec.opacity }),
    }))
  }

  layout(): PlotlyLayout {
    const facts = { xKind: this.bars.xKind, yTitle: this.spec.y.join(', '), traces: this.names().length }
    return {
      ...plotLayout(this.spec, facts),
      barmode: this.spec.stack ? 'stack' : 'group',
      bargap: 0.25,
      barcornerradius: 2,
    }
  }

  summary(): string {
    const { x, y, color } = this.spec
    const count = this.bars.entries().length
    const by = color === undefined ? '' : ` for ${countOf(this.groups.names.length, 'value')} of ${color}`
    const size = count === 0 ? 'no bars yet' : countOf(count, 'bar')
    const { dropped } = this.bars
    return `Bars of ${list(y)} for each ${x}${by}, ${size}${dropped > 0 ? `, ${dropped} older ones left out` : ''}.`
  }

  private names(): string[] {
    const { y, color } = this.spec
    if (color === undefined) return [...y]
    return this.groups.names.flatMap(group => y.map(column => (y.length === 1 ? group : `${group} · ${column}`)))
  }

  private colorOf(trace: number): string {
    const group = Math.floor(trace / this.spec.y.length)
    return this.spec.color !== undefined && group === this.groups.other ? NEUTRAL_COLOR : paletteColor(trace)
  }
}
