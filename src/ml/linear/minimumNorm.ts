/** Relative to a column's own square: what is left below this is taken for a dependent column. */
const DEPENDENT = 1e-12

/**
 * The shortest b with `M b = m` for a positive semi-definite M and an m in its range: what numpy's `lstsq` and
 * scikit-learn give while there are fewer records than features.
 *
 * M is reduced to a basis B of its columns by pivoted elimination; the others are `B T`, so b must satisfy
 * `[I T] b = M_BB⁻¹ m_B`, and the shortest such b is `[I T]′ (I + T T′)⁻¹ M_BB⁻¹ m_B`.
 *
 * @param matrix rows of the symmetric M
 */
export function minimumNorm(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const basis = independentColumns(matrix)
  const others = right.map((_, j) => j).filter(j => !basis.includes(j))
  const at = (i: number, j: number): number => matrix[i]?.[j] ?? 0
  const inner = basis.map(i => basis.map(j => at(i, j)))
  const solve = factored(inner)
  const onBasis = solve(basis.map(i => right[i] ?? 0))
  const t = others.map(j => solve(basis.map(i => at(i, j))))
  const short = factored(onePlusSquares(t, basis.length))(onBasis)
  const b = right.map(() => 0)
  for (const [i, j] of basis.entries()) b[j] = short[i] ?? 0
  for (const [c, j] of others.entries()) b[j] = (t[c] ?? []).reduce((sum, value, i) => sum + value * (short[i] ?? 0), 0)
  return b
}

/** The lower triangle of `I + Σ c c′` over the columns c. */
function onePlusSquares(columns: readonly (readonly number[])[], size: number): Float64Array[] {
  const sums = Array.from({ length: size }, (_, i) => new Float64Array(i + 1))
  for (let i = 0; i < size; i++) (sums[i] as Float64Array)[i] = 1
  for (const column of columns) {
    for (let i = 0; i < size; i++) {
      const row = sums[i] as Float64Array
      const value = column[i] as number
      for (let k = 0; k <= i; k++) row[k] = (row[k] as number) + value * (column[k] as number)
    }
  }
  return sums
}

/** Indices of columns that span all of them: the largest remaining pivot first (Cholesky with pivoting). */
function independentColumns(matrix: readonly (readonly number[])[]): number[] {
  const rest = matrix.map(row => Float64Array.from(row))
  const own = matrix.map((row, j) => row[j] ?? 0)
  let open = matrix.map((_, j) => j)
  const basis: number[] = []
  for (;;) {
    let best = -1
    let largest = 0
    for (const j of open) {
      const pivot = (rest[j] as Float64Array)[j] as number
      if (pivot > DEPENDENT * (own[j] as number) && pivot > largest) {
        best = j
        largest = pivot
      }
    }
    if (best < 0) return basis.sort((a, b) => a - b)
    basis.push(best)
    const taken = best
    open = open.filter(j => j !== taken)
    const pivotRow = rest[best] as Float64Array
    // What the pivot's column explains leaves the others; of them only these are looked at again.
    for (const i of open) {
      const row = rest[i] as Float64Array
      const part = (pivotRow[i] as number) / largest
      for (let k = 0; k < open.length; k++) {
        const j = open[k] as number
        row[j] = (row[j] as number) - part * (pivotRow[j] as number)
      }
    }
  }
}

/** A solver of small symmetric positive definite systems, by LDLᵀ. Of the matrix the lower triangle is read. */
function factored(matrix: readonly ArrayLike<number>[]): (right: readonly number[]) => number[] {
  const l: Float64Array[] = []
  const d: number[] = []
  const u = new Float64Array(matrix.length)
  for (const [i, source] of matrix.entries()) {
    const row = new Float64Array(i)
    let pivot = source[i] as number
    for (let j = 0; j < i; j++) {
      const other = l[j] as Float64Array
      let value = source[j] as number
      for (let k = 0; k < j; k++) value -= (u[k] as number) * (other[k] as number)
      u[j] = value
      row[j] = value / (d[j] as number)
      pivot -= value * (row[j] as number)
    }
    l.push(row)
    d.push(pivot)
  }
  return right => {
    const x = right.slice()
    for (let i = 0; i < x.length; i++) {
      const row = l[i] as Float64Array
      let value = x[i] as number
      for (let j = 0; j < i; j++) value -= (row[j] as number) * (x[j] as number)
      x[i] = value
    }
    for (let i = 0; i < x.length; i++) x[i] = (x[i] as number) / (d[i] as number)
    for (let i = x.length - 1; i >= 0; i--) {
      const row = l[i] as Float64Array
      const value = x[i] as number
      for (let k = 0; k < i; k++) x[k] = (x[k] as number) - (row[k] as number) * value
    }
    return x
  }
}
