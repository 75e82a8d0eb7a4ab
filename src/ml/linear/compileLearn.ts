import { compileElimination } from './compileFastSolve.ts'
import { SPLITTER } from './doubleDouble.ts'
import { type RegressionLayout, regressionLayout } from './regressionMemory.ts'

/** Takes one record of weight 1 into the sums and the float64 shadow of a regression's memory. */
export type Learn = (memory: Float64Array, x: Float64Array, y: number) => void

/**
 * Predicts with the slopes of the last solution, then {@link Learn}s, then solves anew. False where float64 was not safe
 * for that: there are no slopes for the next prediction.
 */
export type PredictAndLearn = (memory: Float64Array, x: Float64Array, y: number) => boolean

/**
 * `accumulateGram` of (1, x, y) and then `updateMoments`, written out for `width` features: no loops, the halves in
 * registers, no splitting for products with the constant. Gives the same bits as the simple forms (tested), at about
 * four times their speed.
 */
export function compileLearn(width: number): Learn {
  const at = regressionLayout(width)
  const lines = [...inputs(width), ...momentsUpdate(width, at), ...accumulation(width, at)]
  return new Function('m', 'x', 'y', lines.join('\n')) as Learn
}

/**
 * The whole step of a stream in one function: what prediction and learning both need is computed once, and elimination,
 * which waits for divisions, stands side by side with accumulation, which waits for nothing.
 */
export function compilePredictAndLearn(width: number): PredictAndLearn {
  const at = regressionLayout(width)
  const { lines: solving, safe } = compileElimination(width, at)
  const moments = momentsUpdate(width, at)
  const lines = [...inputs(width), ...moments, prediction(width, at), ...interleaved(solving, accumulation(width, at))]
  lines.push(`return ${safe.join(' && ')}`)
  return new Function('m', 'x', 'y', lines.join('\n')) as PredictAndLearn
}

/** With the deviations from the means as they were before this record, which the moments' update has anyway. */
function prediction(width: number, at: RegressionLayout): string {
  let sum = `q${width}`
  for (let j = 0; j < width; j++) sum += ` + m[${at.slopes + j}] * d${j}`
  return `m[${at.prediction}] = ${sum}`
}

/** v1 …: the features and the label, each with its two halves a and b (Veltkamp). */
function inputs(width: number): string[] {
  const lines: string[] = []
  for (let i = 1; i <= width + 1; i++) {
    lines.push(`const v${i} = ${i <= width ? `x[${i - 1}]` : '+y'}, s${i} = ${SPLITTER} * v${i}`)
    lines.push(`const a${i} = s${i} - (s${i} - v${i}), b${i} = v${i} - a${i}`)
  }
  return lines
}

function accumulation(width: number, at: RegressionLayout): string[] {
  const lines: string[] = []
  let k = 0
  for (let i = 0; i < width + 2; i++) {
    for (let j = i; j < width + 2; j++, k++) lines.push(accumulateEntry(i, j, at.hi + k, at.lo + k))
  }
  return lines
}

function accumulateEntry(i: number, j: number, hi: number, lo: number): string {
  const product = i > 0 ? `v${i} * v${j}` : j > 0 ? `v${j}` : '1'
  const error = i > 0 ? ` + (a${i} * a${j} - p + a${i} * b${j} + b${i} * a${j} + b${i} * b${j})` : ''
  return `{ const p = ${product}, before = m[${hi}], sum = before + p, back = sum - before; m[${hi}] = sum
    m[${lo}] += before - (sum - back) + (p - back)${error} }`
}

/** Leaves the new moments in c{column}_{row}, the new means in o{index} and the sum of weights in `total`. */
function momentsUpdate(width: number, at: RegressionLayout): string[] {
  // The sum of weights as accumulateEntry will leave it.
  const lines = [
    `const w = m[${at.hi}], w1 = w + 1, wb = w1 - w`,
    `const total = w1 + (m[${at.lo}] + (w - (w1 - wb) + (1 - wb))), part = 1 / total, factor = 1 - part`,
  ]
  for (let i = 0; i <= width; i++) lines.push(`const q${i} = m[${at.means + i}], d${i} = v${i + 1} - q${i}`)
  let k = at.moments
  for (let i = 0; i < width; i++) {
    lines.push(`const g${i} = factor * d${i}`)
    for (let j = i; j <= width; j++, k++) lines.push(`const c${j}_${i} = m[${k}] + g${i} * d${j}; m[${k}] = c${j}_${i}`)
  }
  for (let i = 0; i <= width; i++) lines.push(`const o${i} = q${i} + part * d${i}; m[${at.means + i}] = o${i}`)
  return lines
}

/** The lines of both in their own orders, spread evenly. */
function interleaved(first: readonly string[], second: readonly string[]): string[] {
  const lines: string[] = []
  let taken = 0
  for (const [i, line] of first.entries()) {
    lines.push(line)
    const due = Math.round(((i + 1) * second.length) / first.length)
    lines.push(...second.slice(taken, due))
    taken = due
  }
  return lines
}
