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
  const outer = basis.map((_, i) =>
    basis.map((__, k) => t.reduce((sum, column) => sum + (column[i] ?? 0) * (column[k] ?? 0), i === k ? 1 : 0)),
  )
  const short = factored(outer)(onBasis)
  const b = right.map(() => 0)
  for (const [i, j] of basis.entries()) b[j] = short[i] ?? 0
  for (const [c, j] of others.entries()) b[j] = (t[c] ?? []).reduce((sum, value, i) => sum + value * (short[i] ?? 0), 0)
  return b
}

/** Indices of columns that span all of them: the largest remaining pivot first. */
function independentColumns(matrix: readonly (readonly number[])[]): number[] {
  const rest = matrix.map(row => [...row])
  const own = matrix.map((row, j) => row[j] ?? 0)
  const basis: number[] = []
  for (;;) {
    let best = -1
    for (let j = 0; j < rest.length; j++) {
      const pivot = rest[j]?.[j] ?? 0
      if (basis.includes(j) || pivot <= DEPENDENT * (own[j] ?? 0)) continue
      if (best < 0 || pivot > (rest[best]?.[best] ?? 0)) best = j
    }
    if (best < 0) return basis.sort((a, b) => a - b)
    basis.push(best)
    const pivotRow = [...(rest[best] ?? [])]
    const pivot = pivotRow[best] ?? 1
    for (const row of rest) {
      const part = (row[best] ?? 0) / pivot
      for (let j = 0; j < row.length; j++) row[j] = (row[j] ?? 0) - part * (pivotRow[j] ?? 0)
    }
  }
}

/** A solver of small symmetric positive definite systems, by LDLᵀ. */
function factored(matrix: readonly (readonly number[])[]): (right: readonly number[]) => number[] {
  const l: number[][] = []
  const d: number[] = []
  matrix.forEach((source, i) => {
    const row: number[] = []
    let pivot = source[i] ?? 0
    for (let j = 0; j < i; j++) {
      const other = l[j] ?? []
      let u = source[j] ?? 0
      for (let k = 0; k < j; k++) u -= (row[k] as number) * (d[k] as number) * (other[k] as number)
      row.push(u / (d[j] ?? 1))
      pivot -= u * (row[j] as number)
    }
    l.push(row)
    d.push(pivot)
  })
  return right => {
    const x = [...right]
    for (let i = 0; i < x.length; i++) {
      const row = l[i] ?? []
      let value = x[i] as number
      for (let j = 0; j < i; j++) value -= (row[j] as number) * (x[j] as number)
      x[i] = value
    }
    for (let i = x.length - 1; i >= 0; i--) {
      let value = (x[i] as number) / (d[i] ?? 1)
      for (let k = i + 1; k < x.length; k++) value -= (l[k]?.[i] ?? 0) * (x[k] as number)
      x[i] = value
    }
    return x
  }
}
