import type { PlotlyLayout, PlotlyTrace } from '../protocol/live.ts'
import { h, setAttribute, setShown, setText } from './dom.ts'
import { dataUrl } from './downloadFile.ts'
import type { DrawPacer } from './drawPacer.ts'
import { type AskPlot, PlotTools } from './plotTools.ts'
import { pngOf } from './pngOf.ts'
import type { StateView } from './stateView.ts'
import { readTheme } from './theme.ts'
import { themedLayout, themedTraces } from './themedFigure.ts'

type Plotly = typeof import('./plotlyBundle.ts')

/** What is drawn of a plot, live or not. */
export interface Figure {
  readonly data: readonly PlotlyTrace[]
  readonly layout: PlotlyLayout
  readonly summary: string
}

const NO_POINTS = 'No points yet'

const CONFIG = {
  displaylogo: false,
  displayModeBar: 'hover',
  modeBarButtons: [['zoom2d', 'pan2d', 'resetScale2d']],
}

/**
 * A plotly figure that is updated in place: zoom and selection stay. It draws only while it can be seen, when the pacer
 * gives it a turn, and then always the newest state.
 */
export class PlotView implements StateView<Figure> {
  readonly element = h('figure', 'flinknb-plot')
  private readonly canvas = h('div', 'flinknb-canvas')
  private readonly empty = h('div', 'flinknb-empty', NO_POINTS)
  private readonly summary = h('figcaption', 'flinknb-summary')
  private readonly sizes: ResizeObserver | undefined
  private readonly sight: IntersectionObserver | undefined
  private readonly paced = (): Promise<number> => this.update()
  private inSight = true
  private wanted: Figure | undefined
  private drawn: Figure | undefined
  private plotly: Plotly | undefined
  private listening = false
  private readonly tools: PlotTools
  private disposed = false

  constructor(
    private readonly pacer: DrawPacer,
    ask?: AskPlot,
  ) {
    this.tools = new PlotTools(format => this.image(format), ask)
    this.canvas.setAttribute('role', 'img')
    this.element.append(this.canvas, this.empty, this.summary, this.tools.element)
    if (typeof ResizeObserver === 'function') {
      this.sizes = new ResizeObserver(() => this.fit())
      this.sizes.observe(this.canvas)
    }
    if (typeof IntersectionObserver === 'function') {
      this.sight = new IntersectionObserver(entries => this.seen(entries.at(-1)?.isIntersecting ?? true), {
        rootMargin: '200px',
      })
      this.sight.observe(this.element)
    }
  }

  draw(figure: Figure): void {
    setText(this.summary, figure.summary)
    setAttribute(this.canvas, 'aria-label', figure.summary || 'Plot')
    const empty = figure.data.every(isEmpty)
    setShown(this.empty, empty)
    setText(this.empty, NO_POINTS)
    setAttribute(this.element, 'data-empty', empty ? '' : null)
    this.setHeight(figure.layout.height)
    if (this.wanted?.data === figure.data && this.wanted.layout === figure.layout) return
    this.wanted = figure
    this.ask()
  }

  themeChanged(): void {
    this.drawn = undefined
    this.ask()
  }

  dispose(): void {
    this.disposed = true
    this.tools.dispose()
    this.pacer.cancel(this.paced)
    this.sizes?.disconnect()
    this.sight?.disconnect()
    this.plotly?.purge(this.canvas)
    this.element.remove()
  }

  private get stale(): boolean {
    return !this.disposed && this.inSight && this.wanted !== undefined && this.drawn !== this.wanted
  }

  private ask(): void {
    if (this.stale) this.pacer.request(this.paced)
  }

  /** Draws what is wanted now; returns how long that took, 0 for the first time. */
  private async update(): Promise<number> {
    const first = this.plotly === undefined
    try {
      this.plotly ??= await import('./plotlyBundle.ts')
      const figure = this.wanted
      if (!this.stale || !figure) return 0
      const start = performance.now()
      const theme = readTheme(this.element)
      // What fails once would fail again: it counts as drawn.
      this.drawn = figure
      await this.plotly.react(this.canvas, themedTraces(figure, theme), themedLayout(figure.layout, theme), CONFIG)
      if (this.disposed) this.plotly.purge(this.canvas)
      else if (!this.listening) this.listen(this.plotly)
      this.tools.draw(figure)
      return first ? 0 : performance.now() - start
    } catch (error) {
      setText(this.empty, `This plot cannot be drawn: ${error instanceof Error ? error.message : String(error)}`)
      setShown(this.empty, true)
      return 0
    }
  }

  private listen(plotly: Plotly): void {
    this.listening = true
    plotly.onPointClick(this.canvas, (trace, point) => void this.tools.showRecord(trace, point))
  }

  /** The picture as it stands, as a data link. */
  private async image(format: 'png' | 'svg'): Promise<string> {
    if (!this.plotly || !this.drawn) throw new Error('nothing is drawn yet.')
    const svg = await this.plotly.svgOf(this.canvas, readTheme(this.element).page)
    const url = dataUrl('image/svg+xml', svg)
    return format === 'svg' ? url : pngOf(url)
  }

  private seen(inSight: boolean): void {
    this.inSight = inSight
    this.ask()
  }

  /** Plots in many panels ask for more height than others. */
  private setHeight(height: unknown): void {
    const pixels = typeof height === 'number' && height >= 100 && height <= 2_000 ? `${Math.round(height)}px` : ''
    if (this.canvas.style.height !== pixels) this.canvas.style.height = pixels
  }

  private fit(): void {
    if (this.drawn && this.canvas.clientWidth > 0) this.plotly?.resize(this.canvas)
  }
}

function isEmpty(trace: PlotlyTrace): boolean {
  const points = [trace.x, trace.y, trace.z, trace.values].filter(Array.isArray)
  return points.length > 0 && points.every(array => array.length === 0)
}
