import { SAFE_MEAN_SQUARED, SAFE_PIVOT } from './fastSolve.ts'
import { regressionLayout } from './regressionMemory.ts'

/** `fastSolve` over a regression's memory. */
export type FastSolver = (memory: Float64Array, x: Float64Array) => boolean

/** `fastSolve` written out for `width` features, without loops: the same bits (tested). */
export function compileFastSolve(width: number): FastSolver {
  const at = regressionLayout(width)
  const lines = [`const total = m[${at.hi}] + m[${at.lo}]`]
  let k = at.moments
  for (let i = 0; i < width; i++) for (let j = i; j <= width; j++) lines.push(`const c${j}_${i} = m[${k++}]`)
  for (let j = 0; j < width; j++) {
    lines.push(`const o${j} = m[${at.means + j}]`)
    lines.push(`if (!(o${j} * o${j} * total <= ${SAFE_MEAN_SQUARED} * c${j}_${j})) return false`)
    lines.push(`const f${j} = c${j}_${j} + m[${at.penalty + j}]`)
    lines.push(`const p${j} = f${j}${terms(0, j - 1, c => ` - u${j}_${c} * l${j}_${c}`)}`)
    lines.push(`if (!(p${j} > ${SAFE_PIVOT} * f${j})) return false`, `const i${j} = 1 / p${j}`)
    for (let i = j + 1; i <= width; i++) {
      lines.push(`const u${i}_${j} = c${i}_${j}${terms(0, j - 1, c => ` - u${i}_${c} * l${j}_${c}`)}`)
      lines.push(`const l${i}_${j} = u${i}_${j} * i${j}`)
    }
  }
  for (let i = width - 1; i >= 0; i--) {
    lines.push(`const b${i} = l${width}_${i}${terms(i + 1, width - 1, c => ` - l${c}_${i} * b${c}`)}`)
    lines.push(`m[${at.slopes + i}] = b${i}`)
  }
  const sum = terms(0, width - 1, j => ` + b${j} * (x[${j}] - o${j})`)
  lines.push(`m[${at.prediction}] = m[${at.means + width}]${sum}`, 'return true')
  return new Function('m', 'x', lines.join('\n')) as FastSolver
}

function terms(from: number, to: number, term: (c: number) => string): string {
  let text = ''
  for (let c = from; c <= to; c++) text += term(c)
  return text
}
