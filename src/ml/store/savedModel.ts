import type { EstimatorJSON } from '../estimator/estimator.ts'

/** Figures that say how good a version was when it was saved: `{ MAE: 3.2, R2: 0.91 }`. */
export type ModelMetrics = Readonly<Record<string, number | null>>

/** The records a version has learned from. */
export interface DataSpan {
  /** Records learned. */
  readonly records: number
  /** Event times, epoch milliseconds, where they are known. */
  readonly from?: number | undefined
  readonly to?: number | undefined
}

/** What is known of a version besides the model itself. */
export interface ModelVersion {
  readonly name: string
  /** 1, 2, 3 …; a version never changes. */
  readonly version: number
  /** When it was saved: ISO 8601, UTC. */
  readonly created: string
  /** SHA-256 of the model's JSON. */
  readonly hash: string
  /** The version it grew from; null when it stands alone. */
  readonly parent: number | null
  readonly metrics: ModelMetrics
  readonly data: DataSpan
  /** In the saver's words. */
  readonly note?: string | undefined
}

/** A version as it stands in its file. */
export interface SavedModel extends ModelVersion {
  /** Layout of the file. */
  readonly format: 1
  readonly model: EstimatorJSON
}
