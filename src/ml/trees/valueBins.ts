import type { Moments } from './valueSplit.ts'

/** Plain data of {@link ValueBins}. */
export interface ValueBinsState {
  readonly cells: readonly number[]
  readonly single: boolean
}

/** Numbers a bin: its edge, then weight, mean and `Σ w (y − mean)²` of its labels. */
export const CELLS = 4

/**
 * The labels met with the values of one feature, in bins by value: one a distinct value until there are `most`; then neighbours
 * are put together two by two, and values between two edges count for the upper one. The labels at or below each edge are known
 * exactly at any time, as in an extended binary search tree (Ikonomovska, Gama and Džeroski 2011), whose splits these are.
 * Memory: 4 numbers a bin.
 */
export class ValueBins {
  size = 0
  /** Bins by their edges, the largest value that counts for each, ascending; {@link CELLS} numbers a bin. */
  cells = new Float64Array(CELLS * 16)
  /** Whether every bin is of one value, so that a new value may stand between two others. */
  #single = true

  constructor(private readonly most: number) {}

  learn(x: number, y: number, w: number): void {
    let at = CELLS * this.place(x)
    const { cells } = this
    if (at === CELLS * this.size || (this.#single && cells[at] !== x)) {
      at = CELLS * this.insert(at / CELLS, x)
      this.update(this.cells, at, y, w)
    } else this.update(cells, at, y, w)
  }

  /** Every record so far had this value. */
  fillWith(x: number, labels: Moments): void {
    this.size = 1
    this.cells.set([x, labels.n, labels.mean, labels.squares])
  }

  /** Of all labels. */
  total(): Moments {
    const { cells } = this
    let n = 0
    let mean = 0
    let squares = 0
    for (let at = 0; at < CELLS * this.size; at += CELLS) {
      const w = cells[at + 1] as number
      const distance = (cells[at + 2] as number) - mean
      squares += (cells[at + 3] as number) + (distance * distance * n * w) / (n + w)
      mean += (distance * w) / (n + w)
      n += w
    }
    return { n, mean, squares }
  }

  toJSON(): ValueBinsState {
    return { cells: [...this.cells.subarray(0, CELLS * this.size)], single: this.#single }
  }

  static fromJSON(state: ValueBinsState, most: number): ValueBins {
    const bins = new ValueBins(most)
    bins.size = state.cells.length / CELLS
    while (bins.cells.length < state.cells.length) bins.grow()
    bins.cells.set(state.cells)
    bins.#single = state.single
    return bins
  }

  private update(cells: Float64Array, at: number, y: number, w: number): void {
    const n = (cells[at + 1] as number) + w
    const before = cells[at + 2] as number
    const after = before + (w / n) * (y - before)
    cells[at + 1] = n
    cells[at + 2] = after
    cells[at + 3] = (cells[at + 3] as number) + w * (y - before) * (y - after)
  }

  /** The first bin whose edge is not below x; `size` when there is none. */
  private place(x: number): number {
    const { cells } = this
    let low = 0
    let high = this.size
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((cells[CELLS * middle] as number) < x) low = middle + 1
      else high = middle
    }
    return low
  }

  private insert(wanted: number, x: number): number {
    let place = wanted
    if (this.size === this.most) {
      this.thin()
      place = this.place(x)
      if (place < this.size) return place
    }
    if (CELLS * this.size === this.cells.length) this.grow()
    const { cells } = this
    const at = CELLS * place
    if (place < this.size) cells.copyWithin(at + CELLS, at, CELLS * this.size)
    cells[at] = x
    cells[at + 1] = 0
    cells[at + 2] = 0
    cells[at + 3] = 0
    this.size++
    return place
  }

  /** Puts neighbours together (Chan, Golub and LeVeque 1979). */
  private thin(): void {
    const { cells } = this
    const end = CELLS * this.size
    let to = 0
    for (let from = 0; from < end; from += 2 * CELLS, to += CELLS) {
      if (from + CELLS >= end) {
        cells.copyWithin(to, from, end)
        continue
      }
      const next = from + CELLS
      const a = cells[from + 1] as number
      const b = cells[next + 1] as number
      const distance = (cells[next + 2] as number) - (cells[from + 2] as number)
      const within = (cells[from + 3] as number) + (cells[next + 3] as number)
      cells[to] = cells[next] as number
      cells[to + 3] = within + (distance * distance * a * b) / (a + b)
      cells[to + 2] = (cells[from + 2] as number) + (distance * b) / (a + b)
      cells[to + 1] = a + b
    }
    this.size = to / CELLS
    this.#single = false
  }

  private grow(): void {
    const all = new Float64Array(Math.min(CELLS * this.most, 2 * this.cells.length))
    all.set(this.cells)
    this.cells = all
  }
}
