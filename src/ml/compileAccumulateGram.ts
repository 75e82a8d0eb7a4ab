import { SPLITTER } from './doubleDouble.ts'

/** The signature of `accumulateGram`. */
export type GramAccumulator = (hi: Float64Array, lo: Float64Array, v: Float64Array, scratch: Float64Array) => void

/**
 * `accumulateGram` written out for records of `size` numbers whose first is 1: no loops, the halves in registers, and
 * no splitting for products with the constant. Gives the same bits as the simple form (tested), at about three times its speed.
 */
export function compileAccumulateGram(size: number): GramAccumulator {
  const lines = ['let sum = 0, back = 0, low = 0, before = 0, p = 0, high = 0']
  for (let i = 1; i < size; i++) {
    lines.push(
      `const v${i} = v[${i}], s${i} = ${SPLITTER} * v${i}, a${i} = s${i} - (s${i} - v${i}), b${i} = v${i} - a${i}`,
    )
  }
  let k = 0
  for (let i = 0; i < size; i++) {
    for (let j = i; j < size; j++, k++) lines.push(...accumulateEntry(i, j, k))
  }
  return new Function('hi', 'lo', 'v', lines.join('\n')) as GramAccumulator
}

function accumulateEntry(i: number, j: number, k: number): string[] {
  const product = i > 0 ? `v${i} * v${j}` : j > 0 ? `v${j}` : '1'
  const error = i > 0 ? ` + (a${i} * a${j} - p + a${i} * b${j} + b${i} * a${j} + b${i} * b${j})` : ''
  return [
    `p = ${product}; before = hi[${k}]; sum = before + p; back = sum - before`,
    `low = before - (sum - back) + (p - back) + (lo[${k}]${error})`,
    `high = sum + low; hi[${k}] = high; lo[${k}] = low - (high - sum)`,
  ]
}
