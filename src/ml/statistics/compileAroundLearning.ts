import type { RunningMoments } from './runningMoments.ts'

/** Scales a record by moments before and after they learn it. */
export type AroundLearning = (x: Float64Array, before: Float64Array, after: Float64Array) => void

/** Up to this width loops are written out. */
const UNROLLED = 12

/**
 * One pass over a record instead of four, written out for few features. `deviations` are those of the moments as they stand;
 * the function leaves those of the moments with the record. Equals, bit for bit:
 *
 *     before[j] = (x[j] − mean[j]) / scale(j), for every j
 *     moments.add(x)
 *     after[j] = (x[j] − mean[j]) / scale(j), for every j
 */
export function compileAroundLearning(
  moments: RunningMoments,
  { mean, squares, deviations }: Readonly<Record<'mean' | 'squares' | 'deviations', Float64Array>>,
  { withMean, withStd }: { readonly withMean: boolean; readonly withStd: boolean },
): AroundLearning {
  const scaled = (distance: string): string => `${withMean ? distance : 'v'}${withStd ? ' / deviation' : ''}`
  const column = `const v = x[j], old = mean[j], distance = v - old
    { const deviation = deviations[j]; before[j] = ${scaled('distance')} }
    const now = old + distance * part, square = squares[j] + distance * (v - now)
    mean[j] = now
    squares[j] = square
    const variance = square / n, bound = rounding * now
    const deviation = variance <= rounding * variance + bound * bound ? 1 : Math.sqrt(variance)
    deviations[j] = deviation
    after[j] = ${scaled('(v - now)')}`
  const columns =
    mean.length > UNROLLED
      ? `for (let j = 0; j < ${mean.length}; j++) { ${column} }`
      : Array.from(mean, (_, j) => `{ const j = ${j}; ${column} }`).join('\n')
  const body = `'use strict'
    return (x, before, after) => {
      const n = ++moments.n, part = 1 / n, rounding = n * ${Number.EPSILON}
      ${columns}
    }`
  const create = new Function('moments', 'mean', 'squares', 'deviations', body)
  return create(moments, mean, squares, deviations) as AroundLearning
}
