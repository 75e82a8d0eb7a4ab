import type { RandomSource } from '../../base/random.ts'
import type { RecommenderId } from '../estimator/recommender.ts'

/** Plain data of a {@link FactorTable}. */
export interface FactorTableState {
  readonly ids: readonly RecommenderId[]
  readonly values: readonly number[]
}

/**
 * A bias and `factors` numbers for each id, side by side: row r is `values[r · (factors + 1)]` (the bias) and what follows. A new
 * id starts with bias 0 and small random factors. Grows by doubling; memory: up to 2 × ids × (factors + 1) numbers.
 */
export class FactorTable {
  readonly stride: number
  values: Float64Array
  #ids: RecommenderId[] = []
  #rows = new Map<RecommenderId, number>()

  constructor(
    private readonly factors: number,
    private readonly deviation: number,
  ) {
    this.stride = factors + 1
    this.values = new Float64Array(16 * this.stride)
  }

  get size(): number {
    return this.#ids.length
  }

  idAt(row: number): RecommenderId {
    return this.#ids[row] as RecommenderId
  }

  /** The place of an id's numbers, or -1. */
  find(id: RecommenderId): number {
    const row = this.#rows.get(id)
    return row === undefined ? -1 : row * this.stride
  }

  /** The place of an id's numbers, made when it is new. */
  place(id: RecommenderId, random: RandomSource): number {
    const known = this.find(id)
    if (known >= 0) return known
    const at = this.#ids.length * this.stride
    if (at === this.values.length) this.grow()
    for (let f = 1; f <= this.factors; f++) this.values[at + f] = this.deviation * random.gaussian()
    this.#rows.set(id, this.#ids.length)
    this.#ids.push(id)
    return at
  }

  toJSON(): FactorTableState {
    return { ids: [...this.#ids], values: [...this.values.subarray(0, this.#ids.length * this.stride)] }
  }

  restore({ ids, values }: FactorTableState): void {
    this.#ids = [...ids]
    this.#rows = new Map(ids.map((id, row) => [id, row]))
    this.values = new Float64Array(Math.max(16, ids.length) * this.stride)
    this.values.set(values)
  }

  private grow(): void {
    const wider = new Float64Array(2 * this.values.length)
    wider.set(this.values)
    this.values = wider
  }
}
