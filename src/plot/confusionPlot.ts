import { ConfusionMatrix } from '../ml/metrics/confusionMatrix.ts'
import type { PlotlyLayout, PlotlyTrace } from '../protocol/live.ts'
import { toCategory } from './axisValue.ts'
import type { Row } from './checkColumns.ts'
import { ColorGroups } from './colorGroups.ts'
import { countOf, formatNumber } from './formatNumber.ts'
import { SEQUENTIAL_SCALE } from './palette.ts'
import type { PlotBuilder } from './plotBuilder.ts'
import { plotLayout } from './plotLayout.ts'
import { lastRecords, type PlotSpec } from './plotSpec.ts'
import { plotText } from './plotText.ts'
import { RecentRecords } from './recentRecords.ts'

interface Pair {
  readonly label: string
  readonly prediction: string
}

/**
 * How often each class was taken for each: a row a true class, a column a predicted one, coloured by the share of its row.
 * Classes appear as they are first seen; what comes after 50 is 'other'. Over everything only counts are kept; over the
 * `last` records, those records' pairs.
 */
export class ConfusionPlot implements PlotBuilder {
  readonly maxPoints = null
  private readonly classes = new ColorGroups()
  private readonly all = new ConfusionMatrix()
  private readonly recent: RecentRecords<Pair> | undefined
  private leftOut = 0

  constructor(private readonly spec: PlotSpec) {
    const last = lastRecords(spec)
    this.recent = last === undefined ? undefined : new RecentRecords(last)
  }

  append(rows: readonly Row[]): void {
    const { x, y } = this.spec
    for (const row of rows) {
      const label = row[y[0] as string]
      const prediction = row[x]
      if (label === null || label === undefined || prediction === null || prediction === undefined) {
        this.leftOut++
        continue
      }
      const pair = { label: this.className(label), prediction: this.className(prediction) }
      if (this.recent) this.recent.add(pair)
      else this.all.add(pair.label, pair.prediction)
    }
  }

  traces(): readonly PlotlyTrace[] {
    const matrix = this.matrix()
    const names = matrix.labels.map(label => plotText(String(label)))
    const totals = matrix.trueTotals
    const shares = matrix.counts.map((row, k) => row.map(count => (totals[k] ? count / (totals[k] as number) : null)))
    return [
      {
        type: 'heatmap',
        x: names,
        y: names,
        z: shares,
        text: matrix.counts.map(row => row.map(count => count.toLocaleString('en-US'))),
        texttemplate: '%{text}',
        zmin: 0,
        zmax: 1,
        xgap: 1,
        ygap: 1,
        colorscale: SEQUENTIAL_SCALE,
        colorbar: { title: { text: 'share of the true class' }, tickformat: '.0%', thickness: 12, outlinewidth: 0 },
        hovertemplate: 'true: %{y}<br>predicted: %{x}<br>%{text} records, %{z:.1%} of the true class<extra></extra>',
      },
    ]
  }

  layout(): PlotlyLayout {
    const facts = { xKind: 'category', yKind: 'category', yTitle: `${this.spec.y[0]} (true)`, traces: 1 } as const
    const layout = plotLayout(this.spec, facts)
    return {
      ...layout,
      xaxis: { ...(layout.xaxis as object), showgrid: false, title: { text: plotText(`${this.spec.x} (predicted)`) } },
      // The first class at the top, as matrices are written.
      yaxis: { ...(layout.yaxis as object), showgrid: false, autorange: 'reversed' },
    }
  }

  summary(): string {
    const matrix = this.matrix()
    const { total, correct } = matrix
    const subject = `Confusion matrix of ${this.spec.x} against ${this.spec.y[0]}`
    const missing = this.leftOut > 0 ? `, ${countOf(this.leftOut, 'record')} without both left out` : ''
    if (total === 0) return `${subject}, nothing counted yet${missing}.`
    const size = matrix.labels.length === 1 ? '1 class' : `${matrix.labels.length} classes`
    return `${subject}, ${countOf(total, 'record')}, ${size}, ${formatNumber((100 * correct) / total)} % right${missing}.`
  }

  private className(value: unknown): string {
    return this.classes.names[this.classes.indexOf(value)] ?? toCategory(value)
  }

  private matrix(): ConfusionMatrix {
    if (!this.recent) return this.all
    const counted = new ConfusionMatrix()
    for (const { label, prediction } of this.recent.items()) counted.add(label, prediction)
    return counted
  }
}
