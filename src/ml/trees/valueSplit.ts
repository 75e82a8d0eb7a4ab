import { CELLS, type ValueBins } from './valueBins.ts'

/** Weight, mean and squares of labels. */
export interface Moments {
  readonly n: number
  readonly mean: number
  readonly squares: number
}

/** The best split of a leaf of a regression tree that was found. */
export interface ValueSplit {
  /** −1 when no split is possible. */
  readonly feature: number
  readonly threshold: number
  /** What the variance is reduced by. */
  readonly merit: number
  /** The merit of the best split of any other feature; −∞ when there is none. */
  readonly second: number
  readonly left: Moments
  readonly right: Moments
}

/**
 * Tries a split at every edge of every column's bins. Of columns that are as good, the last is taken.
 *
 * @param all of the leaf; what was inherited counts for the right side, as in River
 * @param minSamples weight that each side must have
 */
export function bestValueSplit(
  columns: Int32Array,
  bins: readonly ValueBins[],
  all: Moments,
  minSamples: number,
): ValueSplit {
  const variance = all.n > 1 ? all.squares / (all.n - 1) : 0
  let best = Number.NEGATIVE_INFINITY
  let second = Number.NEGATIVE_INFINITY
  let feature = -1
  let threshold = 0
  let below: Moments = NONE
  for (let i = 0; i < columns.length; i++) {
    const { size, cells } = bins[i] as ValueBins
    let merit = Number.NEGATIVE_INFINITY
    let where = 0
    let found: Moments = NONE
    let n = 0
    let m = 0
    let s = 0
    for (let at = 0; at < CELLS * size; at += CELLS) {
      const w = cells[at + 1] as number
      const distance = (cells[at + 2] as number) - m
      s += (cells[at + 3] as number) + (distance * distance * n * w) / (n + w)
      m += (distance * w) / (n + w)
      n += w
      const reduction = n >= minSamples ? reductionBy(all, variance, n, m, s, minSamples) : 0
      if (reduction <= merit) continue
      merit = reduction
      where = cells[at] as number
      found = { n, mean: m, squares: s }
    }
    if (merit >= best) {
      second = best
      best = merit
      feature = size > 0 ? (columns[i] as number) : -1
      threshold = where
      below = found
    } else if (merit > second) second = merit
  }
  return { feature, threshold, merit: best, second, left: below, right: without(all, below) }
}

const NONE: Moments = { n: 0, mean: 0, squares: 0 }

/** The moments of what is left when a part is taken away. */
function without(all: Moments, part: Moments): Moments {
  const n = all.n - part.n
  if (!(n > 0)) return NONE
  const mean = (all.n * all.mean - part.n * part.mean) / n
  const squares = all.squares - part.squares - ((mean - part.mean) ** 2 * n * part.n) / all.n
  return { n, mean, squares: Math.max(0, squares) }
}

function reductionBy(
  all: Moments,
  variance: number,
  n: number,
  mean: number,
  squares: number,
  minSamples: number,
): number {
  const rest = all.n - n
  if (!(rest >= minSamples)) return 0
  const restMean = (all.n * all.mean - n * mean) / rest
  const restSquares = all.squares - squares - ((restMean - mean) ** 2 * rest * n) / all.n
  const left = n > 1 ? squares / (n - 1) : 0
  const right = rest > 1 ? restSquares / (rest - 1) : 0
  return variance - (n / all.n) * left - (rest / all.n) * right
}
