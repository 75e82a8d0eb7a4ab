import type { PlotlyLayout, PlotlyTrace } from '../protocol/live.ts'
import type { Theme } from './theme.ts'

/** Lines with fewer points than this show them. */
const FEW_POINTS = 40
const DASHES = ['solid', 'dot', 'dash', 'dashdot', 'longdash'] as const

/** A figure in the editor's colours. What the figure says itself goes first: the theme is only its template. */
export function themedLayout(layout: PlotlyLayout, theme: Theme): PlotlyLayout {
  const axis = {
    gridcolor: theme.grid,
    linecolor: theme.grid,
    zerolinecolor: theme.grid,
    zerolinewidth: 1,
    tickfont: { color: theme.muted, size: 11 },
    title: { font: { color: theme.muted, size: 12 }, standoff: 8 },
    automargin: true,
  }
  const template = {
    layout: {
      font: { family: theme.fontFamily, size: 12, color: theme.foreground },
      title: { font: { size: 14, color: theme.foreground } },
      paper_bgcolor: 'rgba(0,0,0,0)',
      plot_bgcolor: 'rgba(0,0,0,0)',
      margin: { t: 40, r: 16, b: 48, l: 64 },
      xaxis: axis,
      yaxis: axis,
      legend: { bgcolor: 'rgba(0,0,0,0)', font: { color: theme.foreground } },
      hoverlabel: {
        bgcolor: theme.background,
        bordercolor: theme.border,
        font: { color: theme.foreground, family: theme.fontFamily, size: 12 },
      },
      modebar: { bgcolor: 'rgba(0,0,0,0)', color: theme.muted, activecolor: theme.foreground },
      colorway: ['#2F7ED8', '#DD6B20', '#1B9E77', '#CC5C9C', '#7F6BC4', '#A6851A', '#3A9BC1', '#D1495B'],
    },
  }
  return { template, uirevision: 'kept', ...layout, autosize: true }
}

/** The label of a single point, with the names of its columns. */
const POINT_LABEL = '<b>%{fullData.name}</b><br>%{xaxis.title.text}: %{x}<br>%{yaxis.title.text}: %{y}<extra></extra>'

interface DrawnFigure {
  readonly data: readonly PlotlyTrace[]
  readonly layout: PlotlyLayout
}

/**
 * Traces as they are drawn here: points visible where there are few, labels with names, dashes in high contrast where
 * colours are not enough.
 */
export function themedTraces({ data, layout }: DrawnFigure, theme: Theme): readonly PlotlyTrace[] {
  const labelled = layout.hovermode === 'closest' && hasTitle(layout.xaxis) && hasTitle(layout.yaxis)
  return data.map((trace, index) => {
    const isSeries = trace.type === 'scatter'
    const beside = (trace.meta as { beside?: unknown } | undefined)?.beside === true
    const isLine = isSeries && !beside && trace.mode === 'lines'
    const few = isLine && Array.isArray(trace.x) && trace.x.length <= FEW_POINTS
    return {
      ...trace,
      ...(few ? { mode: 'lines+markers', marker: { size: 5 } } : {}),
      ...(isSeries && !beside && labelled && trace.hovertemplate === undefined ? { hovertemplate: POINT_LABEL } : {}),
      ...(isLine && theme.highContrast
        ? { line: { ...(trace.line as object | undefined), dash: DASHES[index % DASHES.length] } }
        : {}),
    }
  })
}

function hasTitle(axis: unknown): boolean {
  return typeof (axis as { title?: { text?: unknown } } | undefined)?.title?.text === 'string'
}
