import { FlinknbError } from '../../base/errors.ts'
import { lowerBound, sortedQuantile } from './sortedQuantile.ts'

/** Exact quantiles of the newest `size` values. Memory: 2 numbers a value; time a value: a binary search and a shift. */
export class WindowQuantiles {
  readonly #sorted: Float64Array
  readonly #ring: Float64Array
  #n = 0

  constructor(
    private readonly quantiles: readonly number[],
    readonly size: number,
  ) {
    this.#sorted = new Float64Array(size)
    this.#ring = new Float64Array(size)
  }

  value(k: number): number {
    const filled = this.#sorted.subarray(0, Math.min(this.#n, this.size))
    return sortedQuantile(filled, this.quantiles[k] as number)
  }

  add(x: number): void {
    const at = this.#n % this.size
    let length = Math.min(this.#n, this.size)
    if (length === this.size) {
      const oldest = lowerBound(this.#sorted, length, this.#ring[at] as number)
      this.#sorted.copyWithin(oldest, oldest + 1, length)
      length--
    }
    const place = lowerBound(this.#sorted, length, x)
    this.#sorted.copyWithin(place + 1, place, length)
    this.#sorted[place] = x
    this.#ring[at] = x
    this.#n++
  }

  /** The newest values, oldest first. */
  toJSON(): { readonly n: number; readonly newest: readonly number[] } {
    const length = Math.min(this.#n, this.size)
    const newest = Array.from({ length }, (_, i) => this.#ring[(this.#n - length + i) % this.size] as number)
    return { n: this.#n, newest }
  }

  /** @throws FlinknbError `MODEL` when the state is damaged */
  restore({ n, newest }: { readonly n: number; readonly newest: readonly number[] }): void {
    if (newest.length !== Math.min(n, this.size) || !newest.every(Number.isFinite)) {
      throw new FlinknbError('MODEL', 'A saved window is damaged.', { fix: 'Pass what toJSON() gave.' })
    }
    this.#n = n - newest.length
    for (const [i, value] of newest.entries()) this.#ring[(this.#n + i) % this.size] = value
    this.#n = n
    this.#sorted.set([...newest].sort((a, b) => a - b))
  }
}
