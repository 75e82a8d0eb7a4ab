/**
 * A number for people: five significant digits, thousands apart, exponents only where they help.
 *
 * @example formatNumber(1234.5678) // '1,234.6'
 */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞'
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-4 || size >= 1e15)) return value.toExponential(3)
  const digits = Number.isInteger(value) ? 0 : Math.max(0, 4 - Math.floor(Math.log10(size)))
  return value.toLocaleString('en-US', { maximumFractionDigits: Math.min(digits, 8) })
}

/** `1 point`, `1,200 points`. */
export function countOf(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`
}
