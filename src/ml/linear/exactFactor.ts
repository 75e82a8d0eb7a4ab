import { add, type DoubleDouble, divide, fromNumber, multiply, subtract, ZERO } from './doubleDouble.ts'

/**
 * Squared: a column is collinear when earlier columns leave less than 1e-10 of its deviation. R's `lm` says 1e-7, which
 * drops a column of NIST's Filip; double-double resolves that set to 13 digits.
 */
const COLLINEAR = 1e-20

/** L D Lᵀ of a symmetric positive semi-definite matrix in double-double, columns in order, dependent ones dropped. */
export class ExactFactor {
  readonly dropped: readonly boolean[]
  readonly rank: number
  private readonly l: readonly (readonly DoubleDouble[])[]
  private readonly d: readonly DoubleDouble[]

  /**
   * @param matrix lower triangle, row by row
   * @param noise the pivot of column j that rounding alone can leave
   */
  constructor(matrix: readonly (readonly DoubleDouble[])[], penalty: Float64Array, noise: (j: number) => number) {
    const dropped: boolean[] = []
    const l: DoubleDouble[][] = []
    const d: DoubleDouble[] = []
    for (let i = 0; i < matrix.length; i++) {
      const row: DoubleDouble[] = []
      const u: DoubleDouble[] = []
      for (let j = 0; j < i; j++) {
        let value = matrix[i]?.[j] ?? ZERO
        for (let k = 0; k < j; k++) value = subtract(value, multiply(u[k] ?? ZERO, l[j]?.[k] ?? ZERO))
        u.push(dropped[j] ? ZERO : value)
        row.push(dropped[j] ? ZERO : divide(value, d[j] ?? ZERO))
      }
      const own = matrix[i]?.[i] ?? ZERO
      const diagonal = add(own, fromNumber(penalty[i] ?? 0))
      let pivot = diagonal
      for (let k = 0; k < i; k++) pivot = subtract(pivot, multiply(u[k] ?? ZERO, row[k] ?? ZERO))
      dropped.push(!(pivot.hi > COLLINEAR * diagonal.hi && pivot.hi > noise(i) && own.hi > noise(i)))
      l.push(row)
      d.push(pivot)
    }
    this.dropped = dropped
    this.rank = dropped.filter(drop => !drop).length
    this.l = l
    this.d = d
  }

  /** The x of `M x = right` with 0 for dropped columns. */
  solve(right: readonly DoubleDouble[]): DoubleDouble[] {
    const x = this.scaled(right)
    for (let i = x.length - 1; i >= 0; i--) {
      let value = x[i] ?? ZERO
      for (let k = i + 1; k < x.length; k++) value = subtract(value, multiply(this.l[k]?.[i] ?? ZERO, x[k] ?? ZERO))
      x[i] = this.dropped[i] ? ZERO : value
    }
    return x
  }

  /** `v′ M⁻¹ v` over the columns that were kept. */
  quadraticForm(v: readonly DoubleDouble[]): DoubleDouble {
    const forward = this.forward(v)
    let sum = ZERO
    forward.forEach((value, i) => {
      if (!this.dropped[i]) sum = add(sum, divide(multiply(value, value), this.d[i] ?? ZERO))
    })
    return sum
  }

  private scaled(right: readonly DoubleDouble[]): DoubleDouble[] {
    return this.forward(right).map((value, i) => (this.dropped[i] ? ZERO : divide(value, this.d[i] ?? ZERO)))
  }

  private forward(right: readonly DoubleDouble[]): DoubleDouble[] {
    const x: DoubleDouble[] = []
    right.forEach((start, i) => {
      let value = start
      for (let k = 0; k < i; k++) value = subtract(value, multiply(this.l[i]?.[k] ?? ZERO, x[k] ?? ZERO))
      x.push(this.dropped[i] ? ZERO : value)
    })
    return x
  }
}
