import { PLOTLY_MIME, type PlotlyLayout, type PlotlyTrace } from '../protocol/live.ts'
import type { MimeBundle } from '../protocol/messages.ts'
import { createPlotModel } from './plotModel.ts'
import type { PlotSpec } from './plotSpec.ts'

/** A plot of what is already there: a plotly figure and a sentence that says what it shows. */
export class StaticPlot {
  readonly layout: PlotlyLayout

  constructor(
    readonly data: readonly PlotlyTrace[],
    layout: PlotlyLayout,
    readonly summary: string,
  ) {
    // plotly keeps what it finds in `meta`: there the renderer finds the sentence for those who cannot see the figure.
    this.layout = { ...layout, meta: layout.meta ?? { summary } }
  }

  /** The figure of all `rows`, drawn as a stream of them would be. */
  static of(spec: PlotSpec, rows: readonly unknown[]): StaticPlot {
    const model = createPlotModel(spec)
    model.append(rows)
    const { data, layout, summary } = model.figure()
    return new StaticPlot(data, layout, summary)
  }

  /** How a notebook shows it. */
  mimeBundle(): MimeBundle {
    return { [PLOTLY_MIME]: { data: this.data, layout: this.layout }, 'text/plain': this.summary }
  }
}
