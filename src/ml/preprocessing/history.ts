import { FlinknbError } from '../../base/errors.ts'

/** The newest values of several series, in step. Memory: `depth` numbers a series. */
export class History {
  /** Records that were added. */
  n = 0
  #columns: Float64Array[] = []

  constructor(readonly depth: number) {}

  get width(): number {
    return this.#columns.length
  }

  /** One more series, which was 0 in every record so far. */
  addSeries(): void {
    this.#columns.push(new Float64Array(this.depth))
  }

  /** The value of series j in the record learned `lag` records ago, 1 being the newest; undefined where there was none. */
  at(j: number, lag: number): number | undefined {
    return lag > this.n ? undefined : (this.#columns[j] as Float64Array)[(this.n - lag) % this.depth]
  }

  /** Notes the next record: `x`, and behind it the label where it is one of the series. */
  add(x: Float64Array, y: number | undefined): void {
    const place = this.n % this.depth
    for (let j = 0; j < this.#columns.length; j++) {
      ;(this.#columns[j] as Float64Array)[place] = j < x.length ? (x[j] as number) : (y as number)
    }
    this.n++
  }

  toJSON(): unknown {
    const length = Math.min(this.n, this.depth)
    return {
      n: this.n,
      newest: this.#columns.map((_, j) => Array.from({ length }, (__, i) => this.at(j, length - i) as number)),
    }
  }

  /** Takes what `toJSON` gave into as many series. @throws FlinknbError `MODEL` when it does not fit */
  restore(state: unknown): void {
    const { n, newest } = state as { n: number; newest: readonly (readonly number[])[] }
    const length = Math.min(n, this.depth)
    if (newest.length !== this.width || !newest.every(list => list.length === length && list.every(Number.isFinite))) {
      throw new FlinknbError('MODEL', 'A saved history is damaged.', { fix: 'Pass what toJSON() gave.' })
    }
    this.n = n
    for (const [j, list] of newest.entries()) {
      for (const [i, value] of list.entries()) {
        ;(this.#columns[j] as Float64Array)[(n - length + i) % this.depth] = value
      }
    }
  }

  /** Moves the last series, the label, behind others that are added before it. */
  insertSeries(count: number): void {
    const label = this.#columns.pop() as Float64Array
    for (let i = 0; i < count; i++) this.addSeries()
    this.#columns.push(label)
  }
}
