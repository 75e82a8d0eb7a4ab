/**
 * plotly.js with the traces in use; everything else of it stays out of the bundle. Imported dynamically, so that a notebook
 * without plots never loads it. plotly adds its own style sheet to the document, which is why outputs are drawn in the
 * document and not in a shadow root.
 */
import './nodeGlobal.ts'
import bar from 'plotly.js/lib/bar'
import box from 'plotly.js/lib/box'
import candlestick from 'plotly.js/lib/candlestick'
import contour from 'plotly.js/lib/contour'
import * as core from 'plotly.js/lib/core'
import heatmap from 'plotly.js/lib/heatmap'
import histogram from 'plotly.js/lib/histogram'
import histogram2d from 'plotly.js/lib/histogram2d'
import ohlc from 'plotly.js/lib/ohlc'
import pie from 'plotly.js/lib/pie'
import violin from 'plotly.js/lib/violin'

core.register([bar, box, candlestick, contour, heatmap, histogram, histogram2d, ohlc, pie, violin])

/** Draws a figure into an element, or updates the one that is there, keeping zoom and selection. */
export async function react(
  element: HTMLElement,
  data: readonly object[],
  layout: object,
  config: object,
): Promise<void> {
  await core.react(element, [...data], layout, config)
}

/** Calls back with trace and point when one is clicked. To be called once a drawn element. */
export function onPointClick(element: HTMLElement, listener: (trace: number, point: number) => void): void {
  const drawn = element as unknown as { on(event: string, listener: (event: ClickEvent) => void): void }
  drawn.on('plotly_click', ({ points: [point] }) => {
    if (point && typeof point.pointNumber === 'number') listener(point.curveNumber, point.pointNumber)
  })
}

interface ClickEvent {
  readonly points: readonly { readonly curveNumber: number; readonly pointNumber?: unknown }[]
}

/** The picture as it stands, on a background, as the text of an SVG file. */
export async function svgOf(element: HTMLElement, background: string): Promise<string> {
  const { data, layout } = element as unknown as { data: object[]; layout: object }
  const size = { width: element.clientWidth || 700, height: element.clientHeight || 340 }
  const figure = { data, layout: { ...layout, paper_bgcolor: background } }
  const url: string = await core.toImage(figure, { format: 'svg', ...size })
  return decodeURIComponent(url.slice(url.indexOf(',') + 1))
}

/** Fits a drawn figure to its element's size. */
export function resize(element: HTMLElement): void {
  core.Plots.resize(element)
}

/** Removes a figure and its listeners. */
export function purge(element: HTMLElement): void {
  core.purge(element)
}
