import { SAFE_MEAN_SQUARED, SAFE_PIVOT } from './fastSolve.ts'
import { type RegressionLayout, regressionLayout } from './regressionMemory.ts'

/** `fastSolve` over a regression's memory. */
export type FastSolver = (memory: Float64Array, x: Float64Array) => boolean

/** `fastSolve` written out for `width` features, without loops: the same bits (tested). */
export function compileFastSolve(width: number): FastSolver {
  const at = regressionLayout(width)
  const lines = [`const total = m[${at.hi}] + m[${at.lo}]`]
  let k = at.moments
  for (let i = 0; i < width; i++) for (let j = i; j <= width; j++) lines.push(`const c${j}_${i} = m[${k++}]`)
  for (let j = 0; j <= width; j++) lines.push(`const o${j} = m[${at.means + j}]`)
  const { lines: solving, safe } = compileElimination(width, at)
  lines.push(...solving, `if (!(${safe.join(' && ')})) return false`)
  lines.push(
    `m[${at.prediction}] = o${width}${terms(0, width - 1, j => ` + e${j} * (x[${j}] - o${j})`)}`,
    'return true',
  )
  return new Function('m', 'x', lines.join('\n')) as FastSolver
}

/**
 * LDLᵀ and substitution on moments c{column}_{row}, means o{index} and `total`; leaves the slopes in e{index} and in the
 * memory. `safe` are the conditions under which they mean something.
 */
export function compileElimination(width: number, at: RegressionLayout): { lines: string[]; safe: string[] } {
  const lines: string[] = []
  const safe: string[] = []
  for (let j = 0; j < width; j++) {
    lines.push(`const f${j} = c${j}_${j} + m[${at.penalty + j}]`)
    lines.push(`const p${j} = f${j}${terms(0, j - 1, c => ` - u${j}_${c} * l${j}_${c}`)}`, `const i${j} = 1 / p${j}`)
    safe.push(`o${j} * o${j} * total <= ${SAFE_MEAN_SQUARED} * c${j}_${j}`, `p${j} > ${SAFE_PIVOT} * f${j}`)
    for (let i = j + 1; i <= width; i++) {
      lines.push(`const u${i}_${j} = c${i}_${j}${terms(0, j - 1, c => ` - u${i}_${c} * l${j}_${c}`)}`)
      lines.push(`const l${i}_${j} = u${i}_${j} * i${j}`)
    }
  }
  for (let i = width - 1; i >= 0; i--) {
    lines.push(`const e${i} = l${width}_${i}${terms(i + 1, width - 1, c => ` - l${c}_${i} * e${c}`)}`)
    lines.push(`m[${at.slopes + i}] = e${i}`)
  }
  return { lines, safe: safe.length > 0 ? safe : ['true'] }
}

function terms(from: number, to: number, term: (c: number) => string): string {
  let text = ''
  for (let c = from; c <= to; c++) text += term(c)
  return text
}
