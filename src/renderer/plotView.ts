import type { PlotlyLayout, PlotlyTrace } from '../protocol/live.ts'
import { h, setAttribute, setShown, setText } from './dom.ts'
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

const CONFIG = {
  displaylogo: false,
  displayModeBar: 'hover',
  modeBarButtons: [['zoom2d', 'pan2d', 'resetScale2d', 'toImage']],
  toImageButtonOptions: { format: 'png', scale: 2, filename: 'plot' },
}

/**
 * A plotly figure that is updated in place: zoom and selection stay. It draws only while it can be seen, never more than
 * a third of the time, and always the newest state.
 */
export class PlotView implements StateView<Figure> {
  readonly element = h('figure', 'flinknb-plot')
  private readonly canvas = h('div', 'flinknb-canvas')
  private readonly empty = h('div', 'flinknb-empty', 'No points yet')
  private readonly summary = h('figcaption', 'flinknb-summary')
  private readonly sizes: ResizeObserver | undefined
  private readonly sight: IntersectionObserver | undefined
  private inSight = true
  private wanted: Figure | undefined
  private drawn: Figure | undefined
  private drawing = false
  private rest: ReturnType<typeof setTimeout> | undefined
  private plotly: Plotly | undefined
  private disposed = false

  constructor(private readonly load: () => Promise<Plotly> = () => import('./plotlyBundle.ts')) {
    this.canvas.setAttribute('role', 'img')
    this.element.append(this.canvas, this.empty, this.summary)
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
    setAttribute(this.element, 'data-empty', empty ? '' : null)
    if (this.wanted?.data === figure.data && this.wanted.layout === figure.layout) return
    this.wanted = figure
    this.update()
  }

  themeChanged(): void {
    this.drawn = undefined
    this.update()
  }

  dispose(): void {
    this.disposed = true
    clearTimeout(this.rest)
    this.sizes?.disconnect()
    this.sight?.disconnect()
    this.plotly?.purge(this.canvas)
    this.element.remove()
  }

  private update(): void {
    if (this.disposed || this.drawing || this.rest !== undefined || !this.inSight || !this.wanted) return
    if (this.drawn === this.wanted) return
    this.drawing = true
    this.react(this.wanted).then(
      tookMs => this.settle(tookMs),
      error => this.fail(error),
    )
  }

  private async react(figure: Figure): Promise<number> {
    this.plotly ??= await this.load()
    const start = performance.now()
    if (this.disposed) return 0
    const theme = readTheme(this.element)
    await this.plotly.react(this.canvas, themedTraces(figure, theme), { ...themedLayout(figure.layout, theme) }, CONFIG)
    this.drawn = figure
    return performance.now() - start
  }

  private settle(tookMs: number): void {
    this.drawing = false
    if (this.disposed) {
      this.plotly?.purge(this.canvas)
      return
    }
    this.rest = setTimeout(() => {
      this.rest = undefined
      this.update()
    }, 2 * tookMs)
  }

  private fail(error: unknown): void {
    this.drawing = false
    // The same figure would fail again: it counts as drawn.
    this.drawn = this.wanted
    setText(this.empty, `This plot cannot be drawn: ${error instanceof Error ? error.message : String(error)}`)
    setShown(this.empty, true)
  }

  private seen(inSight: boolean): void {
    this.inSight = inSight
    this.update()
  }

  private fit(): void {
    if (this.drawn && !this.drawing && this.canvas.clientWidth > 0) this.plotly?.resize(this.canvas)
  }
}

function isEmpty(trace: PlotlyTrace): boolean {
  const points = [trace.x, trace.y, trace.z, trace.values].filter(Array.isArray)
  return points.length > 0 && points.every(array => array.length === 0)
}
