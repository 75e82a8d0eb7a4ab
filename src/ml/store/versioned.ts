import type { Estimator } from '../estimator/estimator.ts'

/** A model that stands for a version of a store. */
export interface Versioned {
  /** The version in force: it can change from one record to the next. */
  readonly version: number
}

/** What predictions are stamped with: the version of a stored model, else the number of records learned. */
export function versionOf(model: Estimator & Partial<Versioned>): number {
  return model.version ?? model.n
}
