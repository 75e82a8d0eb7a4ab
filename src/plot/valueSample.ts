import { type Random, seededRandom } from '../base/random.ts'
import { RecentRecords } from './recentRecords.ts'

/**
 * Numbers that stand for all that were seen: exact until there are more than `capacity`, then each seen is among them with
 * the same chance (Vitter's algorithm R, 1985; seeded, so the same records give the same picture); or, with `last`, the
 * newest. Bounded by that. The least and the greatest are kept beside them.
 */
export class ValueSample<V = number> {
  private readonly sample: V[] = []
  private readonly recent: RecentRecords<V> | undefined
  private readonly random: Random = seededRandom(1)
  private seen = 0
  /** Changes whenever `values` does. */
  private changes = 0

  constructor(
    private readonly capacity: number,
    last: number | undefined,
  ) {
    this.recent = last === undefined ? undefined : new RecentRecords(last)
  }

  get version(): number {
    return this.changes
  }

  /** How many were seen, or are among the newest. */
  get count(): number {
    return this.recent ? this.recent.items().length : this.seen
  }

  get sampled(): boolean {
    return this.recent === undefined && this.seen > this.capacity
  }

  add(value: V): void {
    const order = this.seen++
    if (this.recent) this.recent.add(value)
    else {
      const slot = order < this.capacity ? order : Math.floor(this.random() * this.seen)
      if (slot >= this.capacity) return
      this.sample[slot] = value
    }
    this.changes++
  }

  values(): readonly V[] {
    return this.recent ? this.recent.items() : this.sample
  }
}
