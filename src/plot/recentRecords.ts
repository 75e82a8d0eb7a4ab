/** The newest of something, bounded by `2 × capacity` between two looks; without a capacity nothing is kept. */
export class RecentRecords<T> {
  private kept: T[] = []

  constructor(private readonly capacity: number) {}

  add(item: T): void {
    this.kept.push(item)
    if (this.kept.length >= 2 * this.capacity) this.kept = this.kept.slice(-this.capacity)
  }

  /** The newest `capacity`, oldest first. */
  items(): readonly T[] {
    if (this.kept.length > this.capacity) this.kept = this.kept.slice(-this.capacity)
    return this.kept
  }
}
