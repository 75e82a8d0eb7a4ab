/**
 * A value over time within a fixed number of points: when it is full, every second point goes and from then on only every
 * second (fourth, …) value is kept, so the points stay evenly spaced over the whole time. The newest value is always last.
 */
export class MetricHistory {
  private kept: (number | null)[] = []
  private stride = 1
  private seen = 0
  private newest: number | null | undefined

  /** @param capacity at most this many points; even, at least 4 */
  constructor(private readonly capacity: number) {}

  add(value: number | null): void {
    this.newest = value
    if (this.seen++ % this.stride !== 0) return
    this.kept.push(value)
    if (this.kept.length < this.capacity) return
    this.kept = this.kept.filter((_, index) => index % 2 === 0)
    this.stride *= 2
  }

  points(): readonly (number | null)[] {
    if (this.newest === undefined || (this.seen - 1) % this.stride === 0) return [...this.kept]
    return [...this.kept, this.newest]
  }
}
