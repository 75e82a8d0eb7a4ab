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
  const onBasis = solvePositive(
    inner,
    basis.map(i => right[i] ?? 0),
  )
  const t = others.map(j =>
    solvePositive(
      inner,
      basis.map(i => at(i, j)),
    ),
  )
  const outer = basis.map((_, i) =>
    basis.map((__, k) => t.reduce((sum, column) => sum + (column[i] ?? 0) * (column[k] ?? 0), i === k ? 1 : 0)),
  )
  const short = solvePositive(outer, onBasis)
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

/** Solves a small symmetric positive definite system by LDLᵀ. */
function solvePositive(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const l: number[][] = []
  const d: number[] = []
  const x: number[] = []
  right.forEach((start, i) => {
    const row: number[] = []
    let pivot = matrix[i]?.[i] ?? 0
    let value = start
    for (let j = 0; j < i; j++) {
      let u = matrix[i]?.[j] ?? 0
      for (let k = 0; k < j; k++) u -= (row[k] ?? 0) * (d[k] ?? 0) * (l[j]?.[k] ?? 0)
      row.push(u / (d[j] ?? 1))
      pivot -= u * (row[j] ?? 0)
      value -= (row[j] ?? 0) * (x[j] ?? 0)
    }
    l.push(row)
    d.push(pivot)
    x.push(value)
  })
  for (let i = x.length - 1; i >= 0; i--) {
    let value = (x[i] ?? 0) / (d[i] ?? 1)
    for (let k = i + 1; k < x.length; k++) value -= (l[k]?.[i] ?? 0) * (x[k] ?? 0)
    x[i] = value
  }
  return x
}
