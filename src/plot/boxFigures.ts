/** The five figures of a box plot (Tukey 1977), and what lies beyond its whiskers. */
export interface BoxFigures {
  readonly q1: number
  readonly median: number
  readonly q3: number
  /** The furthest values within one and a half box lengths of the box. */
  readonly lowerFence: number
  readonly upperFence: number
  readonly mean: number
  /** The furthest values beyond, at most 20 on each side. */
  readonly outliers: readonly number[]
}

const MOST_OUTLIERS = 20

/** Box figures of one number or more; quantiles between two values are interpolated, as numpy does. */
export function boxFigures(values: readonly number[]): BoxFigures {
  const sorted = Float64Array.from(values).sort()
  const quantile = (share: number): number => {
    const place = share * (sorted.length - 1)
    const below = sorted[Math.floor(place)] as number
    const above = sorted[Math.ceil(place)] as number
    return below + (place - Math.floor(place)) * (above - below)
  }
  const q1 = quantile(0.25)
  const q3 = quantile(0.75)
  const reach = 1.5 * (q3 - q1)
  const first = sorted.findIndex(value => value >= q1 - reach)
  const last = sorted.findLastIndex(value => value <= q3 + reach)
  const low = [...sorted.subarray(0, Math.min(first, MOST_OUTLIERS))]
  const high = [...sorted.subarray(Math.max(last + 1, sorted.length - MOST_OUTLIERS))]
  return {
    q1,
    median: quantile(0.5),
    q3,
    lowerFence: sorted[first] as number,
    upperFence: sorted[last] as number,
    mean: sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
    outliers: [...low, ...high],
  }
}
