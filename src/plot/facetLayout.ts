import type { PlotlyLayout } from '../protocol/live.ts'
import { plotText } from './plotText.ts'

const GAP_X = 0.06
const PANEL_HEIGHT = 220

/** Panels in a grid that is about as wide as high, each named above; scales are shared, titles stand at the edges. */
export function facetLayout(names: readonly string[], layouts: readonly PlotlyLayout[]): PlotlyLayout {
  const [first = {}] = layouts
  const columns = names.length <= 3 ? Math.max(1, names.length) : names.length === 4 ? 2 : names.length <= 9 ? 3 : 4
  const rows = Math.ceil(names.length / columns) || 1
  const gapY = rows > 1 ? 0.14 / (rows - 1) ** 0.5 : 0
  const width = (1 - GAP_X * (columns - 1)) / columns
  const height = (1 - gapY * (rows - 1)) / rows
  const { yaxis3: _, ...shared } = first
  const merged: Record<string, unknown> = { ...shared, ...(rows > 1 ? { height: 100 + rows * PANEL_HEIGHT } : {}) }
  const annotations: object[] = []
  for (const [index, layout] of layouts.entries()) {
    const number = index === 0 ? '' : String(index + 1)
    const column = index % columns
    const row = Math.floor(index / columns)
    const left = column * (width + GAP_X)
    const top = 1 - row * (height + gapY)
    const lowest = index + columns >= names.length
    merged[`xaxis${number}`] = {
      ...untitled(layout.xaxis, lowest),
      domain: [left, left + width],
      anchor: `y${number}`,
      ...(index > 0 ? { matches: 'x' } : {}),
    }
    merged[`yaxis${number}`] = {
      ...untitled(layout.yaxis, column === 0),
      domain: [top - height, top],
      anchor: `x${number}`,
      ...(index > 0 ? { matches: 'y' } : {}),
    }
    if (layout.yaxis3 !== undefined) {
      merged[`yaxis${101 + index}`] = { ...(layout.yaxis3 as object), overlaying: `y${number}`, anchor: `x${number}` }
    }
    annotations.push({
      text: `<b>${plotText(names[index] ?? '')}</b>`,
      x: left + width / 2,
      y: top,
      xref: 'paper',
      yref: 'paper',
      yanchor: 'bottom',
      showarrow: false,
    })
  }
  // Above the names of the panels.
  const legend = { ...(first.legend as object), y: 1 + 0.09 / rows }
  const margin = { ...(first.margin as { t: number }) }
  return { ...merged, annotations, legend, margin: { ...margin, t: margin.t + 36 }, hovermode: 'closest' }
}

function untitled(axis: unknown, titled: boolean): object {
  const { title, ...rest } = axis as { title?: unknown }
  return titled ? { title, ...rest } : rest
}
