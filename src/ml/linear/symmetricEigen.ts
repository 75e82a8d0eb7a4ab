/** Eigenvalues, and the eigenvectors as rows, of a symmetric matrix. */
export interface SymmetricEigen {
  readonly values: readonly number[]
  readonly vectors: readonly (readonly number[])[]
}

const SWEEPS = 60

/**
 * Cyclic Jacobi rotations (Golub and Van Loan, Matrix Computations, 8.5): slower than tridiagonal QR, and accurate for small
 * eigenvalues too. Cost: some 10 sweeps of 3 d³.
 */
export function symmetricEigen(matrix: readonly (readonly number[])[]): SymmetricEigen {
  const a = matrix.map(row => Float64Array.from(row))
  const d = a.length
  const v = a.map((_, i) => Float64Array.from({ length: d }, (__, j) => (i === j ? 1 : 0)))
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let rotated = false
    for (let p = 0; p < d; p++) for (let q = p + 1; q < d; q++) rotated = rotate(a, v, p, q) || rotated
    if (!rotated) break
  }
  return { values: a.map((row, i) => row[i] as number), vectors: v.map(row => [...row]) }
}

/** Makes entry (p, q) 0; false when it is nothing beside its diagonal entries already. */
function rotate(a: readonly Float64Array[], v: readonly Float64Array[], p: number, q: number): boolean {
  const ap = a[p] as Float64Array
  const aq = a[q] as Float64Array
  const off = ap[q] as number
  const pp = ap[p] as number
  const qq = aq[q] as number
  if (Math.abs(off) <= 1e-17 * Math.sqrt(Math.abs(pp * qq))) return false
  const theta = (qq - pp) / (2 * off)
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
  const c = 1 / Math.sqrt(t * t + 1)
  const s = t * c
  for (let k = 0; k < a.length; k++) {
    if (k === p || k === q) continue
    const row = a[k] as Float64Array
    const kp = row[p] as number
    const kq = row[q] as number
    row[p] = ap[k] = c * kp - s * kq
    row[q] = aq[k] = s * kp + c * kq
  }
  ap[p] = pp - t * off
  aq[q] = qq + t * off
  ap[q] = 0
  aq[p] = 0
  const vp = v[p] as Float64Array
  const vq = v[q] as Float64Array
  for (let k = 0; k < a.length; k++) {
    const x = vp[k] as number
    const y = vq[k] as number
    vp[k] = c * x - s * y
    vq[k] = s * x + c * y
  }
  return true
}
