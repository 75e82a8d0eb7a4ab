import type { PlotSpec } from './plotSpec.ts'

/** A column of numbers that a series plot draws. */
export interface DrawnColumn {
  readonly name: string
  /** A line of its own, or an edge of the band; edges come first and stand together, as plotly fills from one to the next. */
  readonly role: 'series' | 'upper' | 'lower'
  /** Index among the series, which gives its colour; 0 for the band, which belongs to the first. */
  readonly index: number
  readonly axis: 'y' | 'y2'
}

/** What is drawn of each record, in drawing order. */
export function drawnColumns({ y, y2 = [], band }: PlotSpec): readonly DrawnColumn[] {
  const edges: readonly DrawnColumn[] = band
    ? [
        { name: band[1], role: 'upper', index: 0, axis: 'y' },
        { name: band[0], role: 'lower', index: 0, axis: 'y' },
      ]
    : []
  const series = [...y, ...y2].map(
    (name, index): DrawnColumn => ({ name, role: 'series', index, axis: index < y.length ? 'y' : 'y2' }),
  )
  return [...edges, ...series]
}
