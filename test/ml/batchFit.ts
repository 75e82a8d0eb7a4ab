/**
 * Least squares computed another way, as an oracle: Householder QR on centred columns (Golub & Van Loan, algorithm 5.2.1),
 * knowing nothing of this project's code. Full column rank only.
 *
 * @returns slopes, then the intercept
 */
export function householderFit(
  X: readonly (readonly number[])[],
  y: readonly number[],
  l2: readonly number[] = [],
): number[] {
  const n = X.length
  const d = X[0]?.length ?? 0
  const mean = (column: readonly number[]): number => column.reduce((sum, value) => sum + value, 0) / n
  const means = Array.from({ length: d }, (_, j) => mean(X.map(row => row[j] as number)))
  const yMean = mean(y)
  // Ridge as ordinary least squares with d further rows.
  const A = [
    ...X.map(row => row.map((value, j) => value - (means[j] as number))),
    ...l2.map((penalty, i) => Array.from({ length: d }, (_, j) => (i === j ? Math.sqrt(penalty) : 0))),
  ]
  const b = [...y.map(value => value - yMean), ...l2.map(() => 0)]
  for (let k = 0; k < d; k++) {
    const norm = Math.hypot(...A.slice(k).map(row => row[k] as number))
    const v = A.slice(k).map(row => row[k] as number)
    v[0] = (v[0] as number) + Math.sign(v[0] || 1) * norm
    const square = v.reduce((sum, value) => sum + value * value, 0)
    if (square === 0) continue
    for (let j = k; j < d; j++) {
      const dot = v.reduce((sum, value, i) => sum + value * (A[k + i]?.[j] as number), 0)
      for (const [i, value] of v.entries()) {
        const row = A[k + i] as number[]
        row[j] = (row[j] as number) - (2 * value * dot) / square
      }
    }
    const dot = v.reduce((sum, value, i) => sum + value * (b[k + i] as number), 0)
    for (const [i, value] of v.entries()) b[k + i] = (b[k + i] as number) - (2 * value * dot) / square
  }
  const slopes = new Array<number>(d).fill(0)
  for (let i = d - 1; i >= 0; i--) {
    let value = b[i] as number
    for (let j = i + 1; j < d; j++) value -= (A[i]?.[j] as number) * (slopes[j] as number)
    slopes[i] = value / (A[i]?.[i] as number)
  }
  return [...slopes, yMean - slopes.reduce((sum, slope, j) => sum + slope * (means[j] as number), 0)]
}

/** Population mean and deviation by two passes. */
export function meanAndDeviation(values: readonly number[]): [mean: number, deviation: number] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return [mean, Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)]
}
