import type { PlotlyLayout, PlotlyTrace } from '../protocol/live.ts'
import type { Row } from './checkColumns.ts'

/** One kind of plot: takes records, and says what is to be drawn. Its columns were checked before the first record. */
export interface PlotBuilder {
  /** `timestamps` has one entry a row, or is undefined without event time. */
  append(rows: readonly Row[], timestamps: Float64Array | undefined): void
  traces(): readonly PlotlyTrace[]
  /** The records behind the points of a trace that `traces` gives now; kinds whose points stand for many records have none. */
  recordsOf?(trace: PlotlyTrace): readonly unknown[] | undefined
  layout(): PlotlyLayout
  /** The newest points kept in each trace; null where that is not how it is bounded. */
  readonly maxPoints: number | null
  /** One sentence for those who cannot see it. */
  summary(): string
}
