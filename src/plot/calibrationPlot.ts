import { Reliability, type ReliabilityBin } from '../ml/metrics/reliability.ts'
import type { PlotlyLayout, PlotlyTrace } from '../protocol/live.ts'
import type { Row } from './checkColumns.ts'
import { countOf, formatNumber } from './formatNumber.ts'
import { NEUTRAL_COLOR, paletteColor } from './palette.ts'
import type { PlotBuilder } from './plotBuilder.ts'
import { BESIDE, plotLayout } from './plotLayout.ts'
import { lastRecords, type PlotSpec } from './plotSpec.ts'
import { RecentRecords } from './recentRecords.ts'

interface Observation {
  readonly probability: number
  readonly cameTrue: boolean
}

/**
 * How often what was given a probability came true (a reliability diagram: Murphy and Winkler 1977): a point for each of
 * `bins` (10) equally wide bins with its 95 % interval (Wilson 1927), beside the diagonal of a model that is right. Over
 * everything only the bins' sums are kept; over the `last` records, those records' probabilities.
 */
export class CalibrationPlot implements PlotBuilder {
  readonly maxPoints = null
  private readonly all: Reliability
  private readonly recent: RecentRecords<Observation> | undefined
  private counted = 0
  private leftOut = 0

  constructor(private readonly spec: PlotSpec) {
    this.all = this.empty()
    const last = lastRecords(spec)
    this.recent = last === undefined ? undefined : new RecentRecords(last)
  }

  append(rows: readonly Row[]): void {
    const { x, y, positive } = this.spec
    for (const row of rows) {
      const label = row[y[0] as string]
      const probability = probabilityOf(row[x], positive)
      if (label === null || label === undefined || probability === undefined) {
        this.leftOut++
        continue
      }
      const cameTrue = positive === undefined ? label === true || label === 1 : label === positive
      this.counted++
      if (this.recent) this.recent.add({ probability, cameTrue })
      else this.all.add(probability, cameTrue)
    }
  }

  traces(): readonly PlotlyTrace[] {
    const bins = this.reliability().rows()
    const intervals = bins.map(wilson)
    const diagonal = {
      type: 'scatter',
      name: 'perfect',
      x: [0, 1],
      y: [0, 1],
      mode: 'lines',
      meta: BESIDE,
      line: { color: NEUTRAL_COLOR, width: 1, dash: 'dash' },
      hoverinfo: 'skip',
    }
    const curve = {
      type: 'scatter',
      name: 'observed',
      x: bins.map(bin => bin.predicted),
      y: bins.map(bin => bin.observed),
      customdata: bins.map(
        bin => `${formatNumber(bin.from)} to ${formatNumber(bin.to)}: ${countOf(bin.count, 'record')}`,
      ),
      mode: 'lines+markers',
      line: { color: paletteColor(0), width: 1.75 },
      marker: { color: paletteColor(0), size: 8 },
      error_y: {
        type: 'data',
        symmetric: false,
        array: intervals.map((interval, index) => interval.high - (bins[index]?.observed ?? 0)),
        arrayminus: intervals.map((interval, index) => (bins[index]?.observed ?? 0) - interval.low),
        thickness: 1,
        width: 4,
        color: paletteColor(0),
      },
      hovertemplate: '<b>%{customdata}</b><br>predicted: %{x:.3f}<br>came true: %{y:.3f}<extra></extra>',
    }
    return [diagonal, curve]
  }

  layout(): PlotlyLayout {
    const layout = plotLayout(this.spec, {
      xKind: 'number',
      yTitle: `share of ${this.outcome} that came true`,
      traces: 2,
    })
    const range = { range: [-0.02, 1.02], zeroline: false }
    return {
      ...layout,
      xaxis: { ...(layout.xaxis as object), ...range, title: { text: 'predicted probability' } },
      yaxis: { ...(layout.yaxis as object), ...range },
    }
  }

  summary(): string {
    const reliability = this.reliability()
    const { error } = reliability
    const subject = `Calibration of ${this.spec.x} against ${this.spec.y[0]}`
    const missing = this.leftOut > 0 ? `, ${countOf(this.leftOut, 'record')} without both left out` : ''
    if (error === null) return `${subject}, nothing counted yet${missing}.`
    const records = this.recent ? this.recent.items().length : this.counted
    return `${subject}, ${countOf(records, 'record')} in ${countOf(reliability.rows().length, 'bin')}, expected calibration error ${formatNumber(error)}${missing}.`
  }

  private get outcome(): string {
    const label = this.spec.y[0] ?? ''
    return this.spec.positive === undefined ? label : `${label} = ${String(this.spec.positive)}`
  }

  private empty(): Reliability {
    return new Reliability('plot.calibration', this.spec.bins ?? 10)
  }

  private reliability(): Reliability {
    if (!this.recent) return this.all
    const counted = this.empty()
    for (const { probability, cameTrue } of this.recent.items()) counted.add(probability, cameTrue)
    return counted
  }
}

/** A probability, or that of the class asked for among those of all classes. */
function probabilityOf(value: unknown, positive: unknown): number | undefined {
  const found =
    typeof value === 'object' && value !== null && Object.hasOwn(value, String(positive))
      ? (value as Readonly<Record<string, unknown>>)[String(positive)]
      : value
  return typeof found === 'number' && found >= 0 && found <= 1 ? found : undefined
}

/** The 95 % interval of a share. */
export function wilson({ observed, count }: Pick<ReliabilityBin, 'observed' | 'count'>): { low: number; high: number } {
  const z = 1.959963984540054
  const middle = (observed + (z * z) / (2 * count)) / (1 + (z * z) / count)
  const half = (z / (1 + (z * z) / count)) * Math.sqrt((observed * (1 - observed)) / count + (z / (2 * count)) ** 2)
  // Rounding must not turn an edge at the share itself into a negative length.
  return { low: Math.min(observed, Math.max(0, middle - half)), high: Math.max(observed, Math.min(1, middle + half)) }
}
