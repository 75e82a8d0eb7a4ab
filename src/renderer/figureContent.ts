import type { RichContent } from '../protocol/richValue.ts'
import { h } from './dom.ts'
import type { DrawPacer } from './drawPacer.ts'
import { PlotView } from './plotView.ts'
import { readFigure } from './readOutput.ts'
import type { StateView } from './stateView.ts'

type Figure = Extract<RichContent, { type: 'figure' }>

/** A plotly figure within a value. */
export class FigureContent implements StateView<Figure> {
  readonly element = h('div', 'flinknb-figure-content')
  private readonly plot: PlotView

  constructor(plots: DrawPacer) {
    this.plot = new PlotView(plots)
    this.element.append(this.plot.element)
  }

  draw(figure: Figure): void {
    this.plot.draw(readFigure(figure))
  }

  themeChanged(): void {
    this.plot.themeChanged()
  }

  dispose(): void {
    this.plot.dispose()
    this.element.remove()
  }
}
