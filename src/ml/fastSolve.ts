/**
 * Bounds within which float64 keeps ten digits: a pivot is at least this part of its diagonal, and a feature's mean at
 * most a thousand standard deviations. Beyond them the exact solver takes over.
 */
export const SAFE_PIVOT = 1e-3
export const SAFE_MEAN_SQUARED = 1e6

/**
 * Solves `(M + diag(penalty)) slopes = m` for the working moments by LDLᵀ; `total` is the sum of weights.
 * Returns false where float64 is not safe; `slopes` then holds nothing of use.
 */
export type FastSolver = (
  means: Float64Array,
  moments: Float64Array,
  total: number,
  penalty: Float64Array,
  slopes: Float64Array,
) => boolean

/**
 * The simple form; {@link compileFastSolve} writes the same operations out for one width, bit for bit.
 * Cost: width³ / 6 multiplications.
 */
export const fastSolve: FastSolver = (means, moments, total, penalty, slopes) => {
  const width = slopes.length
  // Lower triangle by rows; row `width` is the label: eliminating it along does the forward substitution.
  const u: number[][] = Array.from({ length: width + 1 }, () => [])
  let k = 0
  for (let i = 0; i < width; i++) for (let j = i; j <= width; j++) (u[j] as number[]).push(moments[k++] as number)
  const entry = (i: number, j: number): number => u[i]?.[j] ?? Number.NaN
  const inverse: number[] = []
  const l = (i: number, j: number): number => entry(i, j) * (inverse[j] ?? Number.NaN)
  for (let j = 0; j < width; j++) {
    const mean = means[j] as number
    if (!(mean * mean * total <= SAFE_MEAN_SQUARED * entry(j, j))) return false
    const diagonal = entry(j, j) + (penalty[j] as number)
    let pivot = diagonal
    for (let c = 0; c < j; c++) pivot -= entry(j, c) * l(j, c)
    if (!(pivot > SAFE_PIVOT * diagonal)) return false
    inverse.push(1 / pivot)
    for (let i = j + 1; i <= width; i++) {
      let value = entry(i, j)
      for (let c = 0; c < j; c++) value -= entry(i, c) * l(j, c)
      ;(u[i] as number[])[j] = value
    }
  }
  for (let i = width - 1; i >= 0; i--) {
    let value = l(width, i)
    for (let c = i + 1; c < width; c++) value -= l(c, i) * (slopes[c] as number)
    slopes[i] = value
  }
  return true
}

/** {@link fastSolve} for `width` features without loops. */
export function compileFastSolve(width: number): FastSolver {
  const lines: string[] = []
  let k = 0
  for (let i = 0; i < width; i++) for (let j = i; j <= width; j++) lines.push(`const c${j}_${i} = moments[${k++}]`)
  for (let j = 0; j < width; j++) {
    lines.push(`const m${j} = means[${j}]`)
    lines.push(`if (!(m${j} * m${j} * total <= ${SAFE_MEAN_SQUARED} * c${j}_${j})) return false`)
    lines.push(`const f${j} = c${j}_${j} + penalty[${j}]`)
    lines.push(`const p${j} = f${j}${terms(0, j - 1, c => ` - u${j}_${c} * l${j}_${c}`)}`)
    lines.push(`if (!(p${j} > ${SAFE_PIVOT} * f${j})) return false`, `const i${j} = 1 / p${j}`)
    for (let i = j + 1; i <= width; i++) {
      lines.push(`const u${i}_${j} = c${i}_${j}${terms(0, j - 1, c => ` - u${i}_${c} * l${j}_${c}`)}`)
      lines.push(`const l${i}_${j} = u${i}_${j} * i${j}`)
    }
  }
  for (let i = width - 1; i >= 0; i--) {
    lines.push(
      `const b${i} = l${width}_${i}${terms(i + 1, width - 1, c => ` - l${c}_${i} * b${c}`)}`,
      `slopes[${i}] = b${i}`,
    )
  }
  return new Function(
    'means',
    'moments',
    'total',
    'penalty',
    'slopes',
    `${lines.join('\n')}\nreturn true`,
  ) as FastSolver
}

function terms(from: number, to: number, term: (c: number) => string): string {
  let text = ''
  for (let c = from; c <= to; c++) text += term(c)
  return text
}
