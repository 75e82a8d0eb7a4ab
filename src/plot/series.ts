/** The points of one trace, as plotly takes them. A null in `y` is a gap. */
export interface Points {
  readonly x: readonly (number | string)[]
  readonly y: readonly (number | null)[]
}

/** Points with the records they stand for, one each. */
export interface DrawnPoints extends Points {
  readonly records: readonly unknown[]
}

/**
 * One trace that is still growing. Bounded: each kind says by what, and what happens beyond it.
 *
 * `position` is where a point stands along x (or its ordinal, where x is a category), `at` its time for windows of time.
 */
export interface Series {
  add(position: number, at: number, x: number | string, y: number | null, record?: unknown): void
  /** What is to be drawn now, in drawing order. */
  points(): DrawnPoints
  /** True once `points` no longer holds every record of its extent. */
  readonly sampled: boolean
}

/** A point that is kept, with where it stands. */
export interface PlacedPoint {
  readonly position: number
  readonly x: number | string
  readonly y: number | null
  readonly record: unknown
}

/** Columns out of points. */
export function toPoints(points: readonly PlacedPoint[]): DrawnPoints {
  return {
    x: points.map(point => point.x),
    y: points.map(point => point.y),
    records: points.map(point => point.record),
  }
}
