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

/** Traces as they are drawn here: points visible where there are few, dashes in high contrast where colours are not enough. */
export function themedTraces(traces: readonly PlotlyTrace[], theme: Theme): readonly PlotlyTrace[] {
  return traces.map((trace, index) => {
    if (trace.mode !== 'lines') return trace
    const few = Array.isArray(trace.x) && trace.x.length <= FEW_POINTS
    const dash = theme.highContrast ? { line: { ...(trace.line as object), dash: DASHES[index % DASHES.length] } } : {}
    return { ...trace, ...(few ? { mode: 'lines+markers', marker: { size: 5 } } : {}), ...dash }
  })
}
