import type { PlotlyLayout, PlotlyTrace } from '../protocol/live.ts'
import { toCategory, toNumber } from './axisValue.ts'
import { boxFigures } from './boxFigures.ts'
import type { Row } from './checkColumns.ts'
import { ColorGroups } from './colorGroups.ts'
import { countOf, formatNumber } from './formatNumber.ts'
import { NEUTRAL_COLOR, paletteColor, withAlpha } from './palette.ts'
import type { PlotBuilder } from './plotBuilder.ts'
import { plotLayout } from './plotLayout.ts'
import { lastRecords, type PlotSpec } from './plotSpec.ts'
import { plotText } from './plotText.ts'
import { ValueSample } from './valueSample.ts'

/** More boxes than this cannot be read; what comes after is 'other'. */
const MOST_CATEGORIES = 30
const BOX_SAMPLE = 2_000
/** A violin's values travel to the picture: fewer. */
const VIOLIN_SAMPLE = 300

interface Group {
  readonly byCategory: Map<string, ValueSample>
  drawn: { readonly version: number; readonly trace: PlotlyTrace } | undefined
}

/**
 * Boxes or violins of y: one for each value of x (30 at most) and of the colour. Each stands for everything by a fair sample
 * (2,000 values a box, 300 a violin), or for its `last` records.
 */
export class DistributionPlot implements PlotBuilder {
  readonly maxPoints = null
  private readonly categories = new Set<string>()
  private readonly all: Group[] = []
  private skipped = 0
  private counted = 0

  constructor(
    private readonly spec: PlotSpec,
    private readonly groups = new ColorGroups(),
  ) {}

  append(rows: readonly Row[]): void {
    const { x, y, color } = this.spec
    const column = y[0] as string
    for (const row of rows) {
      const value = toNumber(row[column])
      if (value === undefined) {
        this.skipped++
        continue
      }
      this.counted++
      const category = x === '' ? plotText(column) : this.category(row[x])
      this.sampleOf(color === undefined ? 0 : this.groups.indexOf(row[color]), category).add(value)
    }
  }

  traces(): readonly PlotlyTrace[] {
    // Sparse where colours are shared with other panels.
    return this.all.flatMap((group, index) => (group ? [this.draw(group, index)] : []))
  }

  layout(): PlotlyLayout {
    const { spec } = this
    const layout = plotLayout(spec, { xKind: 'category', yTitle: spec.y[0] ?? '', traces: this.all.length })
    return { ...layout, hovermode: 'closest', boxmode: 'group', violinmode: 'group', boxgap: 0.3 }
  }

  summary(): string {
    const { kind, x, y, color } = this.spec
    const subject = `${kind === 'box' ? 'Boxes' : 'Violins'} of ${y[0]}${x === '' ? '' : ` for each ${x}`}`
    if (this.counted === 0) return `${subject}, no records yet.`
    const samples = this.all.flatMap(group => (group ? [...group.byCategory.entries()] : []))
    const by = color === undefined ? '' : ` and ${countOf(this.groups.names.length, 'value')} of ${color}`
    const sampled = samples.some(([, sample]) => sample.sampled) ? ', each box of a fair sample' : ''
    const medians = samples
      .slice(0, 6)
      .map(([name, sample]) => `${name} ${formatNumber(boxFigures(sample.values()).median)}`)
    const missing = this.skipped > 0 ? `, ${countOf(this.skipped, 'record')} without a number left out` : ''
    return `${subject}${by}, ${countOf(this.counted, 'record')}${sampled}, medians: ${medians.join(', ')}${samples.length > 6 ? ', …' : ''}${missing}.`
  }

  private category(value: unknown): string {
    const name = plotText(toCategory(value))
    const known = this.categories.has(name) || this.categories.size < MOST_CATEGORIES ? name : 'other'
    this.categories.add(known)
    return known
  }

  private sampleOf(index: number, category: string): ValueSample {
    let group = this.all[index]
    if (!group) {
      group = { byCategory: new Map(), drawn: undefined }
      this.all[index] = group
    }
    let sample = group.byCategory.get(category)
    if (!sample) {
      sample = new ValueSample(this.spec.kind === 'box' ? BOX_SAMPLE : VIOLIN_SAMPLE, lastRecords(this.spec))
      group.byCategory.set(category, sample)
    }
    return sample
  }

  private draw(group: Group, index: number): PlotlyTrace {
    const version = [...group.byCategory.values()].reduce((sum, sample) => sum + sample.version, 0)
    if (group.drawn?.version === version) return group.drawn.trace
    const color = this.spec.color !== undefined && index === this.groups.other ? NEUTRAL_COLOR : paletteColor(index)
    const common = {
      name: plotText(this.groups.names[index] ?? this.spec.y[0] ?? ''),
      line: { color, width: 1.5 },
      fillcolor: withAlpha(color, 0.25),
      ...(this.spec.opacity === undefined ? {} : { opacity: this.spec.opacity }),
    }
    const entries = [...group.byCategory]
    const trace = { ...common, ...(this.spec.kind === 'box' ? boxes(entries) : violins(entries)) }
    group.drawn = { version, trace }
    return trace
  }
}

type Entries = readonly (readonly [category: string, sample: ValueSample])[]

function boxes(entries: Entries): PlotlyTrace {
  const figures = entries.map(([, sample]) => boxFigures(sample.values()))
  return {
    type: 'box',
    x: entries.map(([category]) => category),
    q1: figures.map(box => box.q1),
    median: figures.map(box => box.median),
    q3: figures.map(box => box.q3),
    lowerfence: figures.map(box => box.lowerFence),
    upperfence: figures.map(box => box.upperFence),
    mean: figures.map(box => box.mean),
    // plotly takes a list of lists for one only where the first holds something: a median is never drawn as an outlier.
    y: figures.map(box => (box.outliers.length > 0 ? [...box.outliers] : [box.median])),
    boxpoints: 'outliers',
    marker: { size: 4 },
  }
}

function violins(entries: Entries): PlotlyTrace {
  return {
    type: 'violin',
    x: entries.flatMap(([category, sample]) => sample.values().map(() => category)),
    y: entries.flatMap(([, sample]) => [...sample.values()]),
    points: false,
    box: { visible: true, width: 0.15 },
    meanline: { visible: true },
    spanmode: 'soft',
    scalemode: 'width',
  }
}
