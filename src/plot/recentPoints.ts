import { type DrawnPoints, type PlacedPoint, type Series, toPoints } from './series.ts'

interface RecentOptions {
  /** The newest points kept; an older one is dropped. */
  readonly capacity: number
  /** Points older than this before the newest are dropped, too. */
  readonly spanMs?: number | undefined
  /** Draw in order of position, as a line must; else in order of arrival. */
  readonly sorted: boolean
}

/**
 * The newest points of a trace, by number and, if asked for, by age. Bounded by `2 × capacity`. A point that arrives out of
 * order stands where it belongs, so a line never runs backwards.
 */
export class RecentPoints implements Series {
  private kept: (PlacedPoint & { readonly at: number })[] = []
  private newest = -Infinity
  private lastPosition = -Infinity
  private outOfOrder = false
  private overflowed = false

  constructor(private readonly options: RecentOptions) {}

  get sampled(): boolean {
    return this.options.spanMs !== undefined && this.overflowed
  }

  add(position: number, at: number, x: number | string, y: number | null, record?: unknown): void {
    if (position < this.lastPosition) this.outOfOrder = true
    this.lastPosition = position
    if (at > this.newest) this.newest = at
    this.kept.push({ position, at, x, y, record })
    if (this.kept.length >= 2 * this.options.capacity) this.trim()
  }

  points(): DrawnPoints {
    this.trim()
    if (!this.options.sorted || !this.outOfOrder) return toPoints(this.kept)
    return toPoints(this.kept.toSorted((a, b) => a.position - b.position))
  }

  private trim(): void {
    const { capacity, spanMs } = this.options
    if (spanMs !== undefined) {
      const oldest = this.newest - spanMs
      this.kept = this.kept.filter(point => point.at >= oldest)
    }
    if (this.kept.length > capacity) {
      this.kept = this.kept.slice(-capacity)
      this.overflowed = true
    }
  }
}
