import { FlinknbError } from '../../base/errors.ts'

/** Plain data of {@link NewestRecords}, oldest first. */
export interface NewestRecordsState {
  readonly x: readonly (readonly number[])[]
  readonly y: readonly number[]
  readonly weights: readonly number[]
}

/**
 * The newest `window` records, and a search for those nearest to a point that looks at each of them: right, and for a few
 * thousand of few features faster than any tree. Memory: window × (d + 2) numbers; time a search: O(window × d).
 */
export class NewestRecords {
  /** Places of the neighbours found last, nearest first, and their squared distances. */
  readonly places: Int32Array
  readonly squares: Float64Array
  readonly y: Float64Array
  readonly weights: Float64Array
  private x: Float64Array
  private added = 0

  constructor(
    private width: number,
    private readonly window: number,
    private readonly neighbors: number,
  ) {
    this.x = new Float64Array(width * window)
    this.y = new Float64Array(window)
    this.weights = new Float64Array(window)
    this.places = new Int32Array(neighbors)
    this.squares = new Float64Array(neighbors)
  }

  get length(): number {
    return Math.min(this.added, this.window)
  }

  add(x: Float64Array, y: number, weight: number): void {
    const place = this.added++ % this.window
    this.x.set(x, place * this.width)
    this.y[place] = y
    this.weights[place] = weight
  }

  /** Finds the nearest records by Euclidean distance, the older of equals first; returns how many there are. */
  search(point: Float64Array): number {
    const { width, length, places, squares, x } = this
    const oldest = this.added - length
    let found = 0
    for (let i = 0; i < length; i++) {
      const place = (oldest + i) % this.window
      const limit = found < this.neighbors ? Number.POSITIVE_INFINITY : (squares[found - 1] as number)
      let square = 0
      for (let j = 0, at = place * width; j < width && square < limit; j++, at++) {
        const distance = (point[j] as number) - (x[at] as number)
        square += distance * distance
      }
      if (square >= limit) continue
      if (found < this.neighbors) found++
      let k = found - 1
      for (; k > 0 && (squares[k - 1] as number) > square; k--) {
        squares[k] = squares[k - 1] as number
        places[k] = places[k - 1] as number
      }
      squares[k] = square
      places[k] = place
    }
    return found
  }

  /** Room for features that were 0 in every record. */
  extend(width: number): void {
    const before = this.x
    this.x = new Float64Array(width * this.window)
    for (let place = 0; place < this.length; place++) {
      this.x.set(before.subarray(place * this.width, (place + 1) * this.width), place * width)
    }
    this.width = width
  }

  toJSON(): NewestRecordsState {
    const places = Array.from({ length: this.length }, (_, i) => (this.added - this.length + i) % this.window)
    return {
      x: places.map(place => [...this.x.subarray(place * this.width, (place + 1) * this.width)]),
      y: places.map(place => this.y[place] as number),
      weights: places.map(place => this.weights[place] as number),
    }
  }

  /** @throws FlinknbError `MODEL` when the state does not fit */
  restore({ x, y, weights }: NewestRecordsState): void {
    if (x.length !== y.length || x.length > this.window || x.some(row => row.length !== this.width)) {
      throw new FlinknbError('MODEL', 'The saved neighbours do not fit the features or the window.', {
        fix: 'Pass what toJSON() gave.',
      })
    }
    this.added = 0
    for (const [i, row] of x.entries()) this.add(Float64Array.from(row), y[i] as number, weights[i] as number)
  }
}
