/**
 * Distance of two samples' empirical distributions: the largest difference of their distribution functions.
 * Both samples must be sorted.
 */
export function kolmogorovSmirnovDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let i = 0
  let j = 0
  let distance = 0
  while (i < a.length && j < b.length) {
    const x = Math.min(a[i] as number, b[j] as number)
    while (i < a.length && (a[i] as number) <= x) i++
    while (j < b.length && (b[j] as number) <= x) j++
    distance = Math.max(distance, Math.abs(i / a.length - j / b.length))
  }
  return distance
}

/**
 * Probability that two samples of `n` values of one continuous distribution are at least `distance` apart, exactly:
 * `2 Σ (−1)^(k−1) C(2n, n − k·h) / C(2n, n)` with `h = n · distance` (Gnedenko and Korolyuk, 1951).
 *
 * @example kolmogorovSmirnovPValue(0.5, 30) // 0.00093…
 */
export function kolmogorovSmirnovPValue(distance: number, n: number): number {
  const h = Math.round(distance * n)
  if (h <= 0) return 1
  let p = 0
  for (let k = 1; k * h <= n; k++) {
    // C(2n, n − kh) / C(2n, n) as a product of ratios, so that nothing overflows.
    let ratio = 1
    for (let i = 1; i <= k * h; i++) ratio *= (n - k * h + i) / (n + i)
    p += (k % 2 === 1 ? 2 : -2) * ratio
  }
  return Math.min(1, Math.max(0, p))
}
