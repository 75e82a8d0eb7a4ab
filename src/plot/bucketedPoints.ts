import { type DrawnPoints, type PlacedPoint, type Series, toPoints } from './series.ts'

interface BucketedOptions {
  /** At most this many points are drawn (at least 8). */
  readonly capacity: number
  /** Points further than this before the furthest are dropped; everything is kept without it. */
  readonly span?: number | undefined
}

interface Bucket {
  first: PlacedPoint
  last: PlacedPoint
  min: PlacedPoint
  max: PlacedPoint
}

/**
 * A whole line within a bounded number of points: exact until there are more than `capacity`, then the first, lowest,
 * highest and last point of each bucket along x, so no extreme is lost and the drawn line equals that of all points at the
 * resolution of a screen (M4: Jugel, Jerzak, Hackenbroich, Markl, VLDB 2014). Buckets widen by doubling as the line grows.
 */
export class BucketedPoints implements Series {
  private exact: PlacedPoint[] | undefined = []
  private buckets = new Map<number, Bucket>()
  private width = 0
  private furthest = -Infinity
  /** The bucket that took the last point: nearly always the next one's, too. */
  private open: { key: number; bucket: Bucket } | undefined

  constructor(private readonly options: BucketedOptions) {}

  get sampled(): boolean {
    return this.exact === undefined
  }

  add(position: number, _at: number, x: number | string, y: number | null, record?: unknown): void {
    if (position > this.furthest) this.furthest = position
    const point = { position, x, y, record }
    if (!this.exact) {
      this.addToBucket(point)
      return
    }
    this.exact.push(point)
    if (this.exact.length > this.options.capacity) this.leaveExact()
  }

  points(): DrawnPoints {
    if (this.exact) {
      this.dropOldExact()
      return toPoints(this.exact.toSorted(byPosition))
    }
    this.dropOldBuckets()
    const keys = [...this.buckets.keys()].sort((a, b) => a - b)
    return toPoints(keys.flatMap(key => pointsOf(this.buckets.get(key))))
  }

  private get maxBuckets(): number {
    return Math.max(2, Math.floor(this.options.capacity / 4))
  }

  private dropOldExact(): void {
    const { span } = this.options
    if (span === undefined || !this.exact) return
    const oldest = this.furthest - span
    this.exact = this.exact.filter(point => point.position >= oldest)
  }

  private leaveExact(): void {
    this.dropOldExact()
    const points = this.exact ?? []
    // A quarter of room, or the next records would each come here again.
    if (points.length <= this.options.capacity * 0.75) return
    let lowest = Infinity
    for (const point of points) if (point.position < lowest) lowest = point.position
    const range = this.options.span ?? this.furthest - lowest
    // A window holds one bucket more than its span, since buckets start at multiples of their width.
    this.width = range > 0 ? range / (this.maxBuckets - 2 || 1) : 1
    this.exact = undefined
    for (const point of points) this.addToBucket(point)
  }

  private addToBucket(point: PlacedPoint): void {
    if (point.y === null) return // A gap is narrower than a bucket.
    const key = Math.floor(point.position / this.width)
    if (this.open?.key === key) {
      merge(this.open.bucket, point)
      return
    }
    let bucket = this.buckets.get(key)
    if (bucket) merge(bucket, point)
    else {
      bucket = { first: point, last: point, min: point, max: point }
      this.buckets.set(key, bucket)
    }
    this.open = { key, bucket }
    if (this.buckets.size > this.maxBuckets) this.makeRoom()
  }

  private makeRoom(): void {
    this.dropOldBuckets()
    while (this.buckets.size > this.maxBuckets) this.widen()
  }

  private dropOldBuckets(): void {
    const { span } = this.options
    if (span === undefined) return
    const oldest = Math.floor((this.furthest - span) / this.width)
    for (const key of this.buckets.keys()) if (key < oldest) this.buckets.delete(key)
    if (this.open && this.open.key < oldest) this.open = undefined
  }

  private widen(): void {
    const narrow = this.buckets
    this.buckets = new Map()
    this.open = undefined
    this.width *= 2
    for (const [key, bucket] of narrow) {
      const into = this.buckets.get(Math.floor(key / 2))
      if (!into) this.buckets.set(Math.floor(key / 2), bucket)
      else for (const point of [bucket.first, bucket.min, bucket.max, bucket.last]) merge(into, point)
    }
  }
}

function merge(bucket: Bucket, point: PlacedPoint): void {
  const y = point.y ?? 0
  if (y < (bucket.min.y ?? 0)) bucket.min = point
  if (y > (bucket.max.y ?? 0)) bucket.max = point
  if (point.position >= bucket.last.position) bucket.last = point
  if (point.position < bucket.first.position) bucket.first = point
}

function pointsOf(bucket: Bucket | undefined): PlacedPoint[] {
  if (!bucket) return []
  return [...new Set([bucket.first, bucket.min, bucket.max, bucket.last])].sort(byPosition)
}

function byPosition(a: PlacedPoint, b: PlacedPoint): number {
  return a.position - b.position
}
