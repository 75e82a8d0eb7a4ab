import type { Numbers } from './gradient.ts'

/** Each function is what one would write for just this model: test, then train, over all records; returns how many. */

export function sgdLoop({ width, x, y }: Numbers): number {
  const w = new Float64Array(width)
  const predictions = new Float64Array(y.length)
  let intercept = 0
  for (let r = 0; r < y.length; r++) {
    const at = r * width
    let p = intercept
    for (let j = 0; j < width; j++) p += (w[j] as number) * (x[at + j] as number)
    predictions[r] = p
    const step = 0.01 * 2 * (p - (y[r] as number))
    intercept -= step
    for (let j = 0; j < width; j++) w[j] = (w[j] as number) - step * (x[at + j] as number)
  }
  return predictions.length
}

export function adaGradLoop({ width, x, y }: Numbers): number {
  const w = new Float64Array(width + 1)
  const squares = new Float64Array(width + 1)
  const predictions = new Float64Array(y.length)
  for (let r = 0; r < y.length; r++) {
    const at = r * width
    let p = w[width] as number
    for (let j = 0; j < width; j++) p += (w[j] as number) * (x[at + j] as number)
    predictions[r] = p
    const slope = 2 * (p - (y[r] as number))
    for (let j = 0; j <= width; j++) {
      const g = j === width ? slope : slope * (x[at + j] as number)
      squares[j] = (squares[j] as number) + g * g
      w[j] = (w[j] as number) - (0.1 * g) / Math.sqrt((squares[j] as number) + 1e-8)
    }
  }
  return predictions.length
}

export function adamLoop({ width, x, y }: Numbers): number {
  const w = new Float64Array(width + 1)
  const m = new Float64Array(width + 1)
  const v = new Float64Array(width + 1)
  const predictions = new Float64Array(y.length)
  for (let r = 0; r < y.length; r++) {
    const at = r * width
    let p = w[width] as number
    for (let j = 0; j < width; j++) p += (w[j] as number) * (x[at + j] as number)
    predictions[r] = p
    const slope = 2 * (p - (y[r] as number))
    const rate = (0.1 * Math.sqrt(1 - 0.999 ** (r + 1))) / (1 - 0.9 ** (r + 1))
    for (let j = 0; j <= width; j++) {
      const g = j === width ? slope : slope * (x[at + j] as number)
      m[j] = 0.9 * (m[j] as number) + 0.1 * g
      v[j] = 0.999 * (v[j] as number) + 0.001 * g * g
      w[j] = (w[j] as number) - (rate * (m[j] as number)) / (Math.sqrt(v[j] as number) + 1e-8)
    }
  }
  return predictions.length
}

export function logisticLoop({ width, x, y }: Numbers): number {
  const w = new Float64Array(width)
  const predictions = new Float64Array(y.length)
  let intercept = 0
  for (let r = 0; r < y.length; r++) {
    const at = r * width
    let score = intercept
    for (let j = 0; j < width; j++) score += (w[j] as number) * (x[at + j] as number)
    const p = 1 / (1 + Math.exp(-score))
    predictions[r] = p
    const step = 0.01 * (p - ((y[r] as number) > 0 ? 1 : 0))
    intercept -= step
    for (let j = 0; j < width; j++) w[j] = (w[j] as number) - step * (x[at + j] as number)
  }
  return predictions.length
}

/** Scaled for the prediction by what was known before the record, and for learning by what is known with it, as in River. */
export function scaledSgdLoop({ width, x, y }: Numbers): number {
  const w = new Float64Array(width)
  const mean = new Float64Array(width)
  const squares = new Float64Array(width)
  const z = new Float64Array(width)
  const predictions = new Float64Array(y.length)
  let intercept = 0
  for (let r = 0; r < y.length; r++) {
    const at = r * width
    let before = intercept
    let after = intercept
    for (let j = 0; j < width; j++) {
      const value = x[at + j] as number
      const distance = value - (mean[j] as number)
      const old = Math.sqrt((squares[j] as number) / r)
      before += old > 0 ? ((w[j] as number) * distance) / old : 0
      mean[j] = (mean[j] as number) + distance / (r + 1)
      squares[j] = (squares[j] as number) + distance * (value - (mean[j] as number))
      const now = Math.sqrt((squares[j] as number) / (r + 1))
      z[j] = now > 0 ? (value - (mean[j] as number)) / now : 0
      after += (w[j] as number) * (z[j] as number)
    }
    predictions[r] = before
    const step = 0.01 * 2 * (after - (y[r] as number))
    intercept -= step
    for (let j = 0; j < width; j++) w[j] = (w[j] as number) - step * (z[j] as number)
  }
  return predictions.length
}
