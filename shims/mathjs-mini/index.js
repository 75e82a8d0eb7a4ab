/**
 * The five functions of mathjs that danfo.js 1.2 calls, with pandas' rules: missing values (null, undefined, NaN) are
 * left out, a spread divides by n − 1, and what cannot be known from too few values is NaN.
 */
const present = values =>
  Array.from(values).filter(value => value !== null && value !== undefined && !Number.isNaN(value))

const sum = values => values.reduce((a, b) => a + Number(b), 0)

function mean(values) {
  const known = present(values)
  return sum(known) / known.length
}

/** Two passes, with the correction for rounding of the mean (Chan, Golub and LeVeque 1983). */
function variance(values) {
  const known = present(values).map(Number)
  if (known.length < 2) return Number.NaN
  const centre = sum(known) / known.length
  const deviations = known.map(value => value - centre)
  const correction = sum(deviations) ** 2 / known.length
  return (sum(deviations.map(deviation => deviation * deviation)) - correction) / (known.length - 1)
}

const std = values => Math.sqrt(variance(values))

function median(values) {
  const sorted = present(values)
    .map(Number)
    .sort((a, b) => a - b)
  const half = sorted.length >> 1
  if (sorted.length === 0) return Number.NaN
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
}

/** The most frequent values, ascending. */
function mode(values) {
  const counts = new Map()
  for (const value of present(values)) counts.set(value, (counts.get(value) ?? 0) + 1)
  let most = 0
  for (const count of counts.values()) most = Math.max(most, count)
  return [...counts.keys()].filter(value => counts.get(value) === most).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
}

module.exports = { mean, median, mode, std, variance }
