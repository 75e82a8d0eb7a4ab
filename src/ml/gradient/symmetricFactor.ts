/**
 * L D L′ of a symmetric positive semi-definite matrix. Columns that follow from those before them are left out: their
 * part of every solution is 0.
 */
export class SymmetricFactor {
  /** Columns that are left out. */
  readonly dropped: readonly number[]
  private readonly lower: Float64Array
  private readonly pivots: Float64Array

  /**
   * @param matrix size × size numbers, row by row
   * @param dependent a pivot below this share of its column's own square counts as 0
   */
  constructor(
    matrix: Float64Array,
    private readonly size: number,
    dependent = 1e-11,
  ) {
    this.lower = new Float64Array(size * size)
    this.pivots = new Float64Array(size)
    const dropped: number[] = []
    const { lower, pivots } = this
    for (let i = 0; i < size; i++) {
      let pivot = matrix[i * size + i] as number
      for (let j = 0; j < i; j++) {
        if (pivots[j] === 0) continue
        let u = matrix[i * size + j] as number
        for (let k = 0; k < j; k++) {
          u -= (lower[i * size + k] as number) * (pivots[k] as number) * (lower[j * size + k] as number)
        }
        lower[i * size + j] = u / (pivots[j] as number)
        pivot -= u * (lower[i * size + j] as number)
      }
      if (pivot > dependent * (matrix[i * size + i] as number)) pivots[i] = pivot
      else dropped.push(i)
    }
    this.dropped = dropped
  }

  solve(right: Float64Array): Float64Array {
    const { lower, pivots, size } = this
    const x = new Float64Array(size)
    for (let i = 0; i < size; i++) {
      if (pivots[i] === 0) continue
      let value = right[i] as number
      for (let k = 0; k < i; k++) value -= (lower[i * size + k] as number) * (x[k] as number)
      x[i] = value
    }
    for (let i = size - 1; i >= 0; i--) {
      if (pivots[i] === 0) continue
      let value = (x[i] as number) / (pivots[i] as number)
      for (let k = i + 1; k < size; k++) value -= (lower[k * size + i] as number) * (x[k] as number)
      x[i] = value
    }
    return x
  }
}
