/** A quantile of the newest `window` scores. Memory: 2 × window numbers; time: O(window) a score, by moving memory. */
export class NewestQuantile {
  #newest: number[] = []
  #sorted: number[] = []

  constructor(
    private readonly quantile: number,
    private readonly window: number,
  ) {}

  /** The quantile of the scores before this one, which is then added. Infinite while there are too few. */
  valueBefore(score: number): number {
    const place = Math.ceil(this.quantile * this.#sorted.length) - 1
    const value = 10 * this.#sorted.length >= this.window ? this.#sorted[Math.max(0, place)] : undefined
    this.add(score)
    return value ?? Number.POSITIVE_INFINITY
  }

  toJSON(): readonly number[] {
    return [...this.#newest]
  }

  restore(newest: readonly number[]): void {
    this.#newest = [...newest]
    this.#sorted = [...newest].sort((a, b) => a - b)
  }

  private add(score: number): void {
    this.#newest.push(score)
    this.#sorted.splice(firstNotBelow(this.#sorted, score), 0, score)
    if (this.#newest.length <= this.window) return
    this.#sorted.splice(firstNotBelow(this.#sorted, this.#newest.shift() as number), 1)
  }
}

function firstNotBelow(sorted: readonly number[], value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return low
}
