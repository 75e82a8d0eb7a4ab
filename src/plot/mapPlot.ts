import type { PlotlyLayout } from '../protocol/live.ts'
import type { ColorGroups } from './colorGroups.ts'
import type { PlotSpec } from './plotSpec.ts'
import { SeriesPlot } from './seriesPlot.ts'

/**
 * Points at their longitude and latitude: a {@link SeriesPlot} whose degrees are as long as they are in the middle of the
 * points. No tiles and no outlines: those would have to come over the network.
 */
export class MapPlot extends SeriesPlot {
  constructor(spec: PlotSpec, groups?: ColorGroups) {
    super({ ...spec, kind: 'scatter' }, groups)
  }

  override layout(): PlotlyLayout {
    const layout = super.layout()
    return {
      ...layout,
      hovermode: 'closest',
      xaxis: { ...(layout.xaxis as object), ticksuffix: '°', zeroline: false },
      yaxis: {
        ...(layout.yaxis as object),
        ticksuffix: '°',
        zeroline: false,
        scaleanchor: 'x',
        scaleratio: this.stretch(),
      },
    }
  }

  override summary(): string {
    return super.summary().replace(/^Scatter of (.+?) against/, 'Map of $1 and')
  }

  /** How much longer a degree of latitude is than one of longitude; in steps, so that the axes do not creep. */
  private stretch(): number {
    const latitudes = this.traces().flatMap(trace => (trace.y as readonly (number | null)[]).filter(y => y !== null))
    if (latitudes.length === 0) return 1
    const low = latitudes.reduce((a, b) => Math.min(a, b))
    const high = latitudes.reduce((a, b) => Math.max(a, b))
    const middle = Math.round((low + high) / 2 / 5) * 5
    return 1 / Math.max(0.1, Math.cos((middle * Math.PI) / 180))
  }
}
