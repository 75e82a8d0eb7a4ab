import { FlinknbError } from '../base/errors.ts'
import { show } from '../base/options.ts'
import type { PlotlyLayout, PlotlyTrace } from '../protocol/live.ts'
import { type AxisKind, axisKind, toCategory, toNumber, toPosition } from './axisValue.ts'
import type { Row } from './checkColumns.ts'
import { ColorGroups } from './colorGroups.ts'
import { countOf } from './formatNumber.ts'
import { list } from './list.ts'
import { NEUTRAL_COLOR, paletteColor } from './palette.ts'
import type { PlotBuilder } from './plotBuilder.ts'
import { plotLayout } from './plotLayout.ts'
import { type PlotExtent, type PlotSpec, plotExtent } from './plotSpec.ts'
import { plotText } from './plotText.ts'

const MAX_BARS = 1_000

/**
 * A bar for each value of x, as high as the newest record with that x says: aggregate first, then draw. Times and numbers
 * stand in their order, categories in order of appearance. Bounded: the newest `last` values of x, at most 1,000.
 */
export class BarPlot implements PlotBuilder {
  readonly maxPoints = null
  private readonly extent: PlotExtent
  private readonly groups = new ColorGroups()
  /** For each x a height for each trace. */
  private readonly bars = new Map<number | string, (number | undefined)[]>()
  private xKind: AxisKind | undefined
  private dropped = 0

  constructor(private readonly spec: PlotSpec) {
    this.extent = plotExtent(spec.last)
  }

  append(rows: readonly Row[]): void {
    const { x: xColumn, y: yColumns, color } = this.spec
    for (const row of rows) {
      const x = this.place(row[xColumn])
      if (x === undefined) continue
      const group = color === undefined ? 0 : this.groups.indexOf(row[color])
      let heights = this.bars.get(x)
      if (!heights) {
        heights = []
        this.bars.set(x, heights)
        if (this.bars.size > 2 * this.capacity) this.dropOld()
      }
      yColumns.forEach((column, index) => {
        heights[group * yColumns.length + index] = toNumber(row[column])
      })
    }
  }

  traces(): readonly PlotlyTrace[] {
    this.dropOld()
    const xs = this.order()
    return this.names().map((name, index) => ({
      type: 'bar',
      name: plotText(name),
      x: xs,
      y: xs.map(x => this.bars.get(x)?.[index] ?? null),
      marker: { color: this.colorOf(index) },
      ...(this.spec.opacity === undefined ? {} : { opacity: this.spec.opacity }),
    }))
  }

  layout(): PlotlyLayout {
    const facts = { xKind: this.xKind, yTitle: this.spec.y.join(', '), traces: this.names().length }
    return {
      ...plotLayout(this.spec, facts),
      barmode: this.spec.stack ? 'stack' : 'group',
      bargap: 0.25,
      barcornerradius: 2,
    }
  }

  summary(): string {
    this.dropOld()
    const { x, y, color } = this.spec
    const by = color === undefined ? '' : ` for ${countOf(this.groups.names.length, 'value')} of ${color}`
    const size = this.bars.size === 0 ? 'no bars yet' : countOf(this.bars.size, 'bar')
    return `Bars of ${list(y)} for each ${x}${by}, ${size}${this.dropped > 0 ? `, ${this.dropped} older ones left out` : ''}.`
  }

  private get capacity(): number {
    return this.extent && 'records' in this.extent ? Math.min(this.extent.records, MAX_BARS) : MAX_BARS
  }

  private place(value: unknown): number | string | undefined {
    if (value === null || value === undefined) return undefined
    this.xKind ??= axisKind(this.spec.x, value)
    if (this.xKind !== 'time' && this.extent && 'ms' in this.extent) {
      throw new FlinknbError(
        'INVALID_OPTION',
        `plot.bar: last: ${show(this.spec.last)} needs times, but '${this.spec.x}' holds none.`,
        {
          fix: 'Give `last` as a number of bars, or leave it out.',
        },
      )
    }
    return this.xKind === 'category' ? plotText(toCategory(value)) : toPosition(this.xKind, value)
  }

  private order(): (number | string)[] {
    const xs = [...this.bars.keys()]
    return this.xKind === 'category' ? xs : xs.sort((a, b) => Number(a) - Number(b))
  }

  private dropOld(): void {
    const xs = this.order()
    const oldest = this.extent && 'ms' in this.extent ? Number(xs.at(-1)) - this.extent.ms : -Infinity
    for (const [index, x] of xs.entries()) {
      if (index >= xs.length - this.capacity && !(Number(x) < oldest)) continue
      this.bars.delete(x)
      this.dropped++
    }
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
