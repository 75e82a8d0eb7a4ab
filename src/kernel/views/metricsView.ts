import { formatNumber } from '../../plot/formatNumber.ts'
import { LIVE_MIME, type MetricsState, type MetricView, type OutputId, type StreamStatus } from '../../protocol/live.ts'
import type { MimeBundle } from '../../protocol/messages.ts'
import type { LiveView } from '../liveView.ts'
import { escapeHtml } from './cellText.ts'
import { liveOutput, startingStatus } from './liveOutput.ts'
import { MetricHistory } from './metricHistory.ts'
import { sameStatus, statusText } from './statusText.ts'

/** What a metrics panel shows. */
export interface MetricsViewOptions {
  readonly title: string
  /** Records the windowed values look back on; null when there are none. */
  readonly window: number | null
  readonly metrics: readonly { readonly name: string; readonly better: 'lower' | 'higher' }[]
}

interface TrackedMetric {
  readonly name: string
  readonly better: 'lower' | 'higher'
  readonly history: MetricHistory
  cumulative: number | null
  windowed: number | null
}

/** Evaluation rows `{ n, MAE, windowMAE, … }` as a panel of numbers with their course. Bounded: 120 points a metric. */
export class MetricsView implements LiveView {
  private readonly metrics: readonly TrackedMetric[]
  private status: StreamStatus = startingStatus
  private changed = false
  /** Records that were scored, as the newest row counts them. */
  private scored = 0

  constructor(
    readonly outputId: OutputId,
    private readonly options: MetricsViewOptions,
  ) {
    this.metrics = options.metrics.map(({ name, better }) => ({
      name,
      better,
      history: new MetricHistory(120),
      cumulative: null,
      windowed: null,
    }))
  }

  append(values: readonly unknown[]): void {
    for (const row of values) {
      if (row === null || typeof row !== 'object') continue
      const given = row as Readonly<Record<string, unknown>>
      this.scored = defined(given.n) ?? this.scored
      for (const metric of this.metrics) {
        metric.cumulative = defined(given[metric.name])
        metric.windowed = defined(given[`window${metric.name}`])
        metric.history.add(this.options.window === null ? metric.cumulative : metric.windowed)
      }
      this.changed = true
    }
  }

  setStatus(status: StreamStatus): void {
    if (sameStatus(status, this.status)) return
    this.status = status
    this.changed = true
  }

  state(): MetricsState {
    const { title, window } = this.options
    const metrics = this.metrics.map(
      ({ name, better, cumulative, windowed, history }): MetricView => ({
        name,
        better,
        cumulative,
        windowed,
        history: history.points(),
      }),
    )
    return { kind: 'metrics', title, window, metrics, status: this.scoredStatus() }
  }

  /** An evaluation row stands for many records: those are what a person counts. */
  private scoredStatus(): StreamStatus {
    const { records, recordsPerSecond } = this.status
    if (records === 0 || this.scored === 0) return this.status
    return { ...this.status, records: this.scored, recordsPerSecond: (recordsPerSecond * this.scored) / records }
  }

  takePatch(): MetricsState | undefined {
    if (!this.changed) return undefined
    this.changed = false
    return this.state()
  }

  mimeBundle(): MimeBundle {
    const state = this.state()
    return {
      [LIVE_MIME]: liveOutput(this.outputId, state),
      'text/html': html(state),
      'text/plain': text(state),
    }
  }
}

function defined(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

function cells(state: MetricsState): string[][] {
  const recent = state.window === null ? [] : [`last ${formatNumber(state.window)}`]
  const rows = state.metrics.map(metric => [
    metric.name,
    shown(metric.cumulative),
    ...(state.window === null ? [] : [shown(metric.windowed)]),
  ])
  return [[state.title, 'overall', ...recent], ...rows]
}

function shown(value: number | null): string {
  return value === null ? '–' : formatNumber(value)
}

function text(state: MetricsState): string {
  const rows = cells(state)
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  const lines = rows.map(row =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  )
  lines.splice(1, 0, widths.map(width => '─'.repeat(width)).join('  '))
  return `${lines.join('\n')}\n${statusText(state.status)}`
}

function html(state: MetricsState): string {
  const [head = [], ...rows] = cells(state)
  const row = (tag: string, texts: readonly string[]): string =>
    `<tr>${texts.map((cell, column) => `<${tag}${column > 0 ? ' align="right"' : ''}>${escapeHtml(cell)}</${tag}>`).join('')}</tr>`
  return `<table>\n<thead>${row('th', head)}</thead>\n<tbody>\n${rows.map(cellsOf => row('td', cellsOf)).join('\n')}\n</tbody>\n</table><p>${escapeHtml(statusText(state.status))}</p>`
}
