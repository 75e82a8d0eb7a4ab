import type { PlotlyTrace } from '../protocol/live.ts'
import type { DrawnColumn } from './drawnColumns.ts'
import { NEUTRAL_COLOR, PALETTE, paletteColor, withAlpha } from './palette.ts'
import { BESIDE } from './plotLayout.ts'
import type { PlotSpec } from './plotSpec.ts'
import type { Points } from './series.ts'

const SYMBOLS = ['circle', 'square', 'diamond', 'triangle-up', 'x', 'star', 'pentagon', 'cross'] as const
const DASHES = ['solid', 'dot', 'dash', 'dashdot'] as const

/** What tells one trace of a plot from the others. */
interface TraceFacts {
  readonly name: string
  /** Index of its colour group; 0 without colours. */
  readonly group: number
  readonly column: DrawnColumn
  /** Whether it holds all the groups that got no trace of their own. */
  readonly other: boolean
  readonly points: Points
}

/**
 * A plotly trace. The colour tells groups apart (columns where there are no groups); with both, the dash tells columns
 * apart; scatter groups differ in symbol, too, since colour alone does not reach everybody.
 */
export function seriesTrace(spec: PlotSpec, facts: TraceFacts): PlotlyTrace {
  const colored = spec.color !== undefined
  const { column } = facts
  const index = colored ? facts.group : column.index
  const color = facts.other ? NEUTRAL_COLOR : paletteColor(index)
  const common = {
    type: 'scatter',
    name: facts.name,
    x: facts.points.x,
    y: facts.points.y,
    ...(column.axis === 'y' ? {} : { yaxis: column.axis }),
    // Groups of a legend stand below each other: without colours there is nothing to group.
    ...(spec.band && colored ? { legendgroup: `${facts.group}` } : {}),
    ...(spec.opacity === undefined ? {} : { opacity: spec.opacity }),
  }
  if (column.role !== 'series') return { ...common, ...edgeStyle(column.role, color, colored) }
  // 'other' mixes many keys: a line through them would mean nothing.
  if (spec.kind === 'scatter' || (facts.other && spec.kind === 'line')) {
    return {
      ...common,
      mode: 'markers',
      marker: { color, size: 6, symbol: SYMBOLS[index % SYMBOLS.length], opacity: 0.8 },
    }
  }
  // Colours repeat after eight: the next round is dashed.
  const round = Math.floor(index / PALETTE.length) + (colored ? column.index : 0)
  const line = { color, width: 1.75, ...(round > 0 ? { dash: DASHES[round % DASHES.length] } : {}) }
  if (spec.kind === 'line') return { ...common, mode: 'lines', line }
  const fill = spec.stack ? { stackgroup: 'all', stackgaps: 'interpolate' } : { fill: 'tozeroy' }
  return { ...common, mode: 'lines', line, ...fill, fillcolor: withAlpha(color, 0.2) }
}

/** The upper edge comes first; the lower fills the area up to it. Edges are thin, so that a band is seen without its colour, too. */
function edgeStyle(role: 'upper' | 'lower', color: string, colored: boolean): PlotlyTrace {
  const line = { color: withAlpha(color, 0.45), width: 0.75 }
  if (role === 'upper') return { mode: 'lines', meta: BESIDE, line, showlegend: false }
  return { mode: 'lines', meta: BESIDE, line, showlegend: !colored, fill: 'tonexty', fillcolor: withAlpha(color, 0.18) }
}
