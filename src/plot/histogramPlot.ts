import type { PlotlyLayout, PlotlyTrace } from '../protocol/live.ts'
import { type AxisKind, axisKind, toCategory, toPosition } from './axisValue.ts'
import { BinCounts, niceStep } from './binCounts.ts'
import type { Row } from './checkColumns.ts'
import { ColorGroups } from './colorGroups.ts'
import { countOf, formatNumber } from './formatNumber.ts'
import { NEUTRAL_COLOR, paletteColor } from './palette.ts'
import type { PlotBuilder } from './plotBuilder.ts'
import { plotLayout } from './plotLayout.ts'
import { lastRecords, type PlotSpec } from './plotSpec.ts'
import { plotText } from './plotText.ts'

interface Observation {
  readonly value: number
  readonly group: number
}

/** Numbers kept before the first bin width is chosen. */
const FIRST_LOOK = 500
const MAX_CATEGORIES = 50

/**
 * How often each value of x occurs: in about `bins` (30) bins for numbers and times, or a bar each for up to 50 categories.
 * Over everything, only the counts are kept; over the `last` records, those records' values.
 */
export class HistogramPlot implements PlotBuilder {
  readonly maxPoints = null
  private readonly last: number | undefined
  private readonly target: number
  /** The values counted anew for each picture: the last ones, or the first look at a stream. */
  private recent: Observation[] = []
  private counts: BinCounts | undefined
  private readonly categories = new Map<string, number[]>()
  private xKind: AxisKind | undefined
  private counted = 0
  private skipped = 0

  constructor(
    private readonly spec: PlotSpec,
    private readonly groups = new ColorGroups(),
  ) {
    this.last = lastRecords(spec)
    this.target = spec.bins ?? 30
  }

  append(rows: readonly Row[]): void {
    const { x, color } = this.spec
    const { last } = this
    const start = last !== undefined && this.xKind ? Math.max(0, rows.length - last) : 0
    for (let i = start; i < rows.length; i++) {
      const row = rows[i] as Row
      this.count(row[x], color === undefined ? 0 : this.groups.indexOf(row[color]))
    }
    if (last !== undefined && this.recent.length > last) this.recent = this.recent.slice(-last)
  }

  traces(): readonly PlotlyTrace[] {
    const names = this.spec.color === undefined ? ['count'] : this.groups.names
    const bins = this.bins()
    return names.map((name, group) => ({
      type: 'bar',
      name: plotText(name),
      ...(bins ? binnedPoints(bins, group) : this.categoryPoints(group)),
      ...(bins && this.xKind !== 'time' ? { customdata: intervals(bins), hovertemplate: '%{customdata}: %{y:,}' } : {}),
      marker: {
        color: this.spec.color !== undefined && group === this.groups.other ? NEUTRAL_COLOR : paletteColor(group),
      },
      opacity: this.spec.opacity ?? (names.length > 1 ? 0.65 : 1),
    }))
  }

  layout(): PlotlyLayout {
    const traces = this.spec.color === undefined ? 1 : this.groups.names.length
    const overlay = {
      barcornerradius: 2,
      barmode: this.spec.stack ? 'stack' : 'overlay',
      bargap: this.xKind === 'category' ? 0.25 : 0.04,
    }
    return { ...plotLayout(this.spec, { xKind: this.xKind, yTitle: 'records', traces }), ...overlay }
  }

  summary(): string {
    const { x, color } = this.spec
    const by = color === undefined ? '' : ` for ${countOf(this.groups.names.length, 'value')} of ${color}`
    const total = this.last ? this.recent.length : this.counted
    if (total === 0) return `Histogram of ${x}, nothing counted yet.`
    const missing = this.skipped > 0 ? `, ${countOf(this.skipped, 'record')} without a number left out` : ''
    const bins = this.xKind === 'category' ? undefined : this.bins()
    const span = bins?.range ? `, from ${edge(bins, bins.range.low)} to ${edge(bins, bins.range.high + 1)}` : ''
    return `Histogram of ${x}${by}, ${countOf(total, 'record')}${span}${missing}.`
  }

  private count(x: unknown, group: number): void {
    if (x !== null && x !== undefined) this.xKind ??= axisKind(this.spec.x, x)
    if (this.xKind === 'category' && !this.last) {
      this.countCategory(toCategory(x), group)
      return
    }
    const value = this.xKind === 'category' ? this.categoryIndex(toCategory(x)) : this.numberOf(x)
    if (value === undefined) {
      this.skipped++
      return
    }
    this.counted++
    if (this.counts) this.counts.add(group, value)
    else {
      this.recent.push({ value, group })
      if (!this.last && this.recent.length >= FIRST_LOOK) this.startCounting()
    }
  }

  private numberOf(x: unknown): number | undefined {
    return this.xKind === undefined ? undefined : toPosition(this.xKind, x)
  }

  /** Categories in order of appearance; what comes after 50 is 'other'. */
  private categoryIndex(name: string): number {
    const known = this.categories.has(name) || this.categories.size < MAX_CATEGORIES ? name : 'other'
    if (!this.categories.has(known)) this.categories.set(known, [])
    return [...this.categories.keys()].indexOf(known)
  }

  private countCategory(name: string, group: number): void {
    const known = this.categories.has(name) || this.categories.size < MAX_CATEGORIES ? name : 'other'
    const counts = this.categories.get(known) ?? []
    counts[group] = (counts[group] ?? 0) + 1
    this.categories.set(known, counts)
    this.counted++
  }

  private startCounting(): void {
    this.counts = this.binned(this.recent)
    this.recent = []
  }

  private bins(): BinCounts | undefined {
    if (this.xKind === 'category') return undefined
    return this.counts ?? this.binned(this.recent)
  }

  private binned(observations: readonly Observation[]): BinCounts {
    let low = Infinity
    let high = -Infinity
    for (const { value } of observations) {
      if (value < low) low = value
      if (value > high) high = value
    }
    // All equal so far: bins that fit a number of that size.
    const range = high > low ? high - low : Math.abs(high)
    const counts = new BinCounts(niceStep(range / this.target), this.target)
    for (const { group, value } of observations) counts.add(group, value)
    return counts
  }

  private categoryPoints(group: number): { x: string[]; y: number[] } {
    const names = [...this.categories.keys()]
    const recent = names.map(() => 0)
    for (const seen of this.recent) if (seen.group === group) recent[seen.value] = (recent[seen.value] ?? 0) + 1
    const y = this.last ? recent : names.map(name => this.categories.get(name)?.[group] ?? 0)
    return { x: names.map(plotText), y }
  }
}

function allBins(counts: BinCounts): number[] {
  const { range } = counts
  return range ? Array.from({ length: range.high - range.low + 1 }, (_, index) => range.low + index) : []
}

function binnedPoints(counts: BinCounts, group: number): { x: number[]; y: number[] } {
  const bins = allBins(counts)
  return { x: bins.map(bin => (bin + 0.5) * counts.width), y: bins.map(bin => counts.count(group, bin)) }
}

function intervals(counts: BinCounts): string[] {
  return allBins(counts).map(bin => `${edge(counts, bin)} to ${edge(counts, bin + 1)}`)
}

function edge(counts: BinCounts, bin: number): string {
  return formatNumber(bin * counts.width)
}
