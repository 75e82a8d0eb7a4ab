import type { PlotlyLayout } from '../protocol/live.ts'
import type { AxisKind } from './axisValue.ts'
import { PALETTE } from './palette.ts'
import type { PlotSpec } from './plotSpec.ts'
import { plotText } from './plotText.ts'

/** What a layout needs to know besides the spec. */
export interface LayoutFacts {
  /** Undefined until the first record. */
  readonly xKind: AxisKind | undefined
  readonly yKind?: AxisKind | undefined
  readonly yTitle: string
  readonly traces: number
  /** Whether there are vertical lines, which stand on an axis of their own. */
  readonly marks?: boolean | undefined
}

/** The `meta` of lines that stand beside the data (edges, marks, guides): they are drawn as they are, without points or dashes. */
export const BESIDE = { beside: true }

/** The axis on the right. Its grid would lie between that of the first. */
const SECOND_AXIS = { overlaying: 'y', side: 'right', showgrid: false, zeroline: false }

/** An axis nobody sees: 0 is the bottom, 1 the top, also while the reader zooms. */
const WHOLE_HEIGHT = { overlaying: 'y', range: [0, 1], fixedrange: true, visible: false }

/** The layout all computed plots share: transparent, titled by column, zoom kept over updates. */
export function plotLayout(spec: PlotSpec, facts: LayoutFacts): PlotlyLayout {
  return {
    ...(spec.title === undefined
      ? {}
      : { title: { text: plotText(spec.title), x: 0, xref: 'paper', xanchor: 'left' } }),
    xaxis: axis(facts.xKind, spec.x),
    yaxis: axis(facts.yKind ?? 'number', facts.yTitle),
    ...(spec.y2?.length ? { yaxis2: { ...axis('number', spec.y2.join(', ')), ...SECOND_AXIS } } : {}),
    ...(facts.marks ? { yaxis3: WHOLE_HEIGHT } : {}),
    showlegend: facts.traces > 1,
    legend: { orientation: 'h', x: 0, y: 1, yanchor: 'bottom' },
    hovermode: (spec.kind === 'line' || spec.kind === 'area') && facts.traces <= 10 ? 'x unified' : 'closest',
    colorway: PALETTE,
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    margin: { t: spec.title === undefined ? 32 : 64, r: 16, b: 48, l: 64 },
    uirevision: 'kept',
  }
}

function axis(kind: AxisKind | undefined, column: string): PlotlyLayout {
  const title = { text: plotText(kind === 'time' ? `${column} (UTC)` : column) }
  const type = kind === 'time' ? 'date' : kind === 'category' ? 'category' : 'linear'
  return { title, type, automargin: true }
}
