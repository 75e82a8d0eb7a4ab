import { PLOTLY_MIME, type PlotlyLayout, type PlotlyTrace } from '../protocol/live.ts'
import type { MimeBundle } from '../protocol/messages.ts'
import { createPlotModel } from './plotModel.ts'
import type { PlotSpec } from './plotSpec.ts'

/** A plot of what is already there: a plotly figure and a sentence that says what it shows. */
export class StaticPlot {
  constructor(
    readonly data: readonly PlotlyTrace[],
    readonly layout: PlotlyLayout,
    readonly summary: string,
  ) {}

  /** The figure of all `rows`, drawn as a stream of them would be. */
  static of(spec: PlotSpec, rows: readonly unknown[]): StaticPlot {
    const model = createPlotModel(spec)
    model.append(rows)
    const { data, layout, summary } = model.figure()
    return new StaticPlot(data, layout, summary)
  }

  /** How a notebook shows it. */
  mimeBundle(): MimeBundle {
    // plotly keeps what it finds in `meta`: there the renderer finds the sentence for those who cannot see the figure.
    const layout = { ...this.layout, meta: this.layout.meta ?? { summary: this.summary } }
    return { [PLOTLY_MIME]: { data: this.data, layout }, 'text/plain': this.summary }
  }
}
