/**
 * The decimal number of so many digits behind the point that is nearest to x, the even one where two are as near: Python's `round`.
 *
 * @example roundDecimal(2.675, 2) // 2.67: 2.675 is a little less in binary
 */
export function roundDecimal(x: number, digits: number): number {
  const scale = 10 ** digits
  const scaled = x * scale
  if (Math.abs(scaled) >= 2 ** 52) return x
  const floor = Math.floor(scaled)
  const rest = scaled - floor
  if (rest < 0.499_999) return floor / scale
  if (rest > 0.500_001) return (floor + 1) / scale
  // Close to the middle the product's rounding would decide: the digits of x itself do.
  const exact = Math.abs(x).toFixed(Math.min(100, digits + 60))
  const isTie = /^50*$/.test(exact.slice(exact.indexOf('.') + 1 + digits))
  if (isTie) return (floor % 2 === 0 ? floor : floor + 1) / scale
  return Number(x.toFixed(digits))
}
