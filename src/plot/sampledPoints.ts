import { type Random, seededRandom } from '../base/random.ts'
import { type DrawnPoints, type PlacedPoint, type Series, toPoints } from './series.ts'

type Numbered = PlacedPoint & { readonly order: number }

/**
 * A fair sample of a cloud of points: exact until there are more than `capacity`, then each point seen is in it with the
 * same chance (Vitter's algorithm R, 1985), and the outermost four, which a sample would lose, are always in it. The
 * chance is seeded: the same records give the same picture. Bounded by `capacity`.
 */
export class SampledPoints implements Series {
  private readonly sample: Numbered[] = []
  private readonly random: Random
  private seen = 0
  private left: Numbered | undefined
  private right: Numbered | undefined
  private bottom: Numbered | undefined
  private top: Numbered | undefined

  constructor(
    private readonly capacity: number,
    seed = 1,
  ) {
    this.random = seededRandom(seed)
  }

  get sampled(): boolean {
    return this.seen > this.sampleSize
  }

  add(position: number, _at: number, x: number | string, y: number | null, record?: unknown): void {
    if (y === null) return
    const order = this.seen++
    const slot = order < this.sampleSize ? order : Math.floor(this.random() * this.seen)
    const outermost = this.isOutermost(position, y)
    if (slot >= this.sampleSize && !outermost) return
    const point = { position, x, y, order, record }
    if (slot < this.sampleSize) this.sample[slot] = point
    if (outermost) this.keepOutermost(point)
  }

  points(): DrawnPoints {
    const kept = new Set(this.sample)
    for (const point of [this.left, this.right, this.bottom, this.top]) if (point) kept.add(point)
    return toPoints([...kept].sort((a, b) => a.order - b.order))
  }

  private get sampleSize(): number {
    return this.capacity - 4
  }

  private isOutermost(position: number, y: number): boolean {
    if (!this.left || !this.right || !this.bottom || !this.top) return true
    return (
      position < this.left.position ||
      position > this.right.position ||
      y < (this.bottom.y ?? 0) ||
      y > (this.top.y ?? 0)
    )
  }

  private keepOutermost(point: Numbered): void {
    const y = point.y ?? 0
    if (!this.left || point.position < this.left.position) this.left = point
    if (!this.right || point.position > this.right.position) this.right = point
    if (!this.bottom || y < (this.bottom.y ?? 0)) this.bottom = point
    if (!this.top || y > (this.top.y ?? 0)) this.top = point
  }
}
