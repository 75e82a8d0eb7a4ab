/** A number for people: five significant digits, thousands apart, exponents only where they help. */
export function numberText(value: number): string {
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-4 || size >= 1e15)) return value.toExponential(3)
  const digits = Number.isInteger(value) ? 0 : Math.max(0, 4 - Math.floor(Math.log10(size)))
  return value.toLocaleString('en-US', { maximumFractionDigits: Math.min(digits, 8) })
}

/** A time in UTC: `2024-06-01 00:01:00`, with milliseconds only where there are some. */
export function timeText(ms: number): string {
  if (!Number.isFinite(ms) || Math.abs(ms) > 8.64e15) return String(ms)
  return new Date(ms)
    .toISOString()
    .replace('T', ' ')
    .replace('Z', '')
    .replace(/\.000$/, '')
}
