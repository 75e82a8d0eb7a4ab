import type { PlotlyTrace } from '../protocol/live.ts'
import { NEUTRAL_COLOR, PALETTE, paletteColor, withAlpha } from './palette.ts'
import type { PlotSpec } from './plotSpec.ts'
import type { Points } from './series.ts'

const SYMBOLS = ['circle', 'square', 'diamond', 'triangle-up', 'x', 'star', 'pentagon', 'cross'] as const
const DASHES = ['solid', 'dot', 'dash', 'dashdot'] as const

/** What tells one trace of a plot from the others. */
interface TraceFacts {
  readonly name: string
  /** Index of its colour group; 0 without colours. */
  readonly group: number
  /** Index of its column in `y`. */
  readonly yIndex: number
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
  const index = colored ? facts.group : facts.yIndex
  const color = facts.other ? NEUTRAL_COLOR : paletteColor(index)
  const common = {
    type: 'scatter',
    name: facts.name,
    x: facts.points.x,
    y: facts.points.y,
    ...(spec.opacity === undefined ? {} : { opacity: spec.opacity }),
  }
  // 'other' mixes many keys: a line through them would mean nothing.
  if (spec.kind === 'scatter' || (facts.other && spec.kind === 'line')) {
    return {
      ...common,
      mode: 'markers',
      marker: { color, size: 6, symbol: SYMBOLS[index % SYMBOLS.length], opacity: 0.8 },
    }
  }
  // Colours repeat after eight: the next round is dashed.
  const round = Math.floor(index / PALETTE.length) + (colored ? facts.yIndex : 0)
  const line = { color, width: 1.75, ...(round > 0 ? { dash: DASHES[round % DASHES.length] } : {}) }
  if (spec.kind === 'line') return { ...common, mode: 'lines', line }
  const fill = spec.stack ? { stackgroup: 'all' } : { fill: 'tozeroy' }
  return { ...common, mode: 'lines', line, ...fill, fillcolor: withAlpha(color, 0.2) }
}
