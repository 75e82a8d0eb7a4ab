/** The quantile at `p` of sorted values, between two of them linearly, as numpy's default. */
export function sortedQuantile(sorted: ArrayLike<number>, p: number): number {
  const place = (sorted.length - 1) * p
  const below = Math.floor(place)
  const low = sorted[below] as number
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number
  return low + (high - low) * (place - below)
}

/** The first place in a sorted array whose value is not below `value`. */
export function lowerBound(sorted: ArrayLike<number>, length: number, value: number): number {
  let from = 0
  let to = length
  while (from < to) {
    const middle = (from + to) >> 1
    if ((sorted[middle] as number) < value) from = middle + 1
    else to = middle
  }
  return from
}
