import { FlinknbError } from '../../base/errors.ts'
import { lowerBound, sortedQuantile } from './sortedQuantile.ts'

/** Values kept before estimates take over. */
const EXACT = 1024

/** Plain data of {@link StreamingQuantiles}. */
export interface StreamingQuantilesState {
  readonly n: number
  /** All values, sorted, while they are few. */
  readonly values: readonly number[]
  readonly heights: readonly number[]
  readonly places: readonly number[]
}

/**
 * Quantiles of a stream in bounded memory: exact over the first 1,024 values, then by the P² algorithm with markers for all
 * of them together (Jain and Chlamtac, CACM 28, 1985; Raatikainen, Simulation 49, 1987), started from the exact ones.
 */
export class StreamingQuantiles {
  #n = 0
  #sorted = new Float64Array(16)
  #heights: Float64Array = new Float64Array(0)
  /** How many values are at or below each marker. */
  #places: Float64Array = new Float64Array(0)
  /** The share of values each marker should have at or below it. */
  readonly #shares: readonly number[]

  /** @param quantiles ascending, between 0 and 1, both left out */
  constructor(quantiles: readonly number[]) {
    const ends = [0, ...quantiles, 1]
    this.#shares = ends.flatMap((p, i) => (i === 0 ? [p] : [(p + (ends[i - 1] as number)) / 2, p]))
  }

  get n(): number {
    return this.#n
  }

  /** The quantile at index `k` of those asked for. */
  value(k: number): number {
    const marker = 2 * (k + 1)
    if (this.#n > EXACT) return this.#heights[marker] as number
    return sortedQuantile(this.#sorted.subarray(0, this.#n), this.#shares[marker] as number)
  }

  add(x: number): void {
    if (this.#n < EXACT) this.insert(x)
    else {
      if (this.#n === EXACT) this.startMarkers(EXACT, p => sortedQuantile(this.#sorted, p))
      this.move(x)
    }
    this.#n++
  }

  /** Starts anew with all of `sorted`, of which every quantile then is exact. */
  fill(sorted: Float64Array): void {
    this.#n = sorted.length
    if (this.#n > EXACT) this.startMarkers(this.#n, p => sortedQuantile(sorted, p))
    else this.#sorted = sorted.slice()
  }

  /** Starts anew with `n` zeros. */
  fillZeros(n: number): void {
    this.#n = n
    if (n > EXACT) this.startMarkers(n, () => 0)
    else this.#sorted = new Float64Array(n)
  }

  toJSON(): StreamingQuantilesState {
    const few = this.#n <= EXACT
    return {
      n: this.#n,
      values: few ? [...this.#sorted.subarray(0, this.#n)] : [],
      heights: few ? [] : [...this.#heights],
      places: few ? [] : [...this.#places],
    }
  }

  /** @throws FlinknbError `MODEL` when the state is damaged */
  restore({ n, values, heights, places }: StreamingQuantilesState): void {
    const markers = n > EXACT ? this.#shares.length : 0
    const fits =
      values.length === (n > EXACT ? 0 : n) && heights.length === markers && places.length === markers && n >= 0
    if (!fits || ![n, ...values, ...heights, ...places].every(Number.isFinite)) {
      throw new FlinknbError('MODEL', 'Saved quantiles are damaged.', { fix: 'Pass what toJSON() gave.' })
    }
    this.#n = n
    this.#sorted = Float64Array.from(values)
    this.#heights = Float64Array.from(heights)
    this.#places = Float64Array.from(places)
  }

  private insert(x: number): void {
    const n = this.#n
    if (n === this.#sorted.length) {
      const larger = new Float64Array(Math.min(EXACT, Math.max(16, 2 * n)))
      larger.set(this.#sorted)
      this.#sorted = larger
    }
    const place = lowerBound(this.#sorted, n, x)
    this.#sorted.copyWithin(place + 1, place, n)
    this.#sorted[place] = x
  }

  private startMarkers(n: number, quantile: (p: number) => number): void {
    this.#heights = Float64Array.from(this.#shares, quantile)
    this.#places = Float64Array.from(this.#shares, p => 1 + Math.round((n - 1) * p))
    this.#sorted = new Float64Array(0)
  }

  /** One step of P²: find the cell of x, shift the places above it, and move markers that are a place or more off. */
  private move(x: number): void {
    const heights = this.#heights
    const places = this.#places
    const last = heights.length - 1
    if (x < (heights[0] as number)) heights[0] = x
    if (x > (heights[last] as number)) heights[last] = x
    let cell = 0
    while (cell < last - 1 && x >= (heights[cell + 1] as number)) cell++
    for (let i = cell + 1; i <= last; i++) places[i] = (places[i] as number) + 1
    for (let i = 1; i < last; i++) {
      const off = 1 + this.#n * (this.#shares[i] as number) - (places[i] as number)
      const above = (places[i + 1] as number) - (places[i] as number)
      const below = (places[i - 1] as number) - (places[i] as number)
      if (!((off >= 1 && above > 1) || (off <= -1 && below < -1))) continue
      const step = Math.sign(off)
      const moved = this.parabola(i, step)
      const within = moved > (heights[i - 1] as number) && moved < (heights[i + 1] as number)
      heights[i] = within ? moved : this.line(i, step)
      places[i] = (places[i] as number) + step
    }
  }

  private parabola(i: number, step: number): number {
    const [q0, q, q1] = [this.#heights[i - 1] as number, this.#heights[i] as number, this.#heights[i + 1] as number]
    const [n0, n, n1] = [this.#places[i - 1] as number, this.#places[i] as number, this.#places[i + 1] as number]
    const rise = ((n - n0 + step) * (q1 - q)) / (n1 - n) + ((n1 - n - step) * (q - q0)) / (n - n0)
    return q + (step / (n1 - n0)) * rise
  }

  private line(i: number, step: number): number {
    const q = this.#heights[i] as number
    const n = this.#places[i] as number
    const rise = ((this.#heights[i + step] as number) - q) / ((this.#places[i + step] as number) - n)
    return q + step * rise
  }
}
