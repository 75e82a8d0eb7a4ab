/**
 * The slope r of a convex loss *after* a step that it decides itself: `r = weight · slope(p − reach · r)`, where the step
 * moves the score by `−reach · r`. There is exactly one: the right side falls as r grows, and r lies between 0 and the
 * slope before the step. Regula falsi with halving where it is slow, until the bounds meet to 15 digits.
 */
export function implicitSlope(
  slope: (p: number, y: number) => number,
  p: number,
  y: number,
  weight: number,
  reach: number,
): number {
  const before = weight * slope(p, y)
  if (before === 0 || reach === 0) return before
  let low = 0
  let high = before
  let lowExcess = -before
  let highExcess = before - weight * slope(p - reach * before, y)
  for (let step = 0; step < 200 && highExcess !== 0 && Math.abs(high - low) > 1e-15 * Math.abs(high); step++) {
    const crossing = high - (highExcess * (high - low)) / (highExcess - lowExcess)
    const middle = step % 3 === 2 || !Number.isFinite(crossing) ? (low + high) / 2 : crossing
    const excess = middle - weight * slope(p - reach * middle, y)
    if (excess === 0) return middle
    if (excess > 0 === highExcess > 0) {
      high = middle
      highExcess = excess
    } else {
      low = middle
      lowExcess = excess
    }
  }
  return high
}
