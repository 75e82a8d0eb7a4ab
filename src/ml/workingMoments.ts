/**
 * Means and co-moments in float64: the cheap shadow of the double-double statistics from which a prediction is solved
 * after every record. Welford (1962) and its weighted form by West (1979); never Σx².
 *
 * Rounding cannot pile up, because the owner refreshes the shadow from the exact statistics every so often.
 */
export interface WorkingMoments {
  /** d features, then the label. */
  readonly means: Float64Array
  /** `Σ w (vᵢ − meanᵢ)(vⱼ − meanⱼ)`: row i is feature i, columns i … d, the last one the label. Without the label's own. */
  readonly moments: Float64Array
}

/** Empty moments of `width` features. */
export function workingMoments(width: number): WorkingMoments {
  return { means: new Float64Array(width + 1), moments: new Float64Array((width * (width + 3)) / 2) }
}

/** Takes one record into {@link WorkingMoments}: `v` is (1, features, label), `total` the weights with this one. */
export type MomentsUpdate = (
  means: Float64Array,
  moments: Float64Array,
  v: Float64Array,
  weight: number,
  total: number,
) => void

/** The simple form; {@link compileUpdateMoments} writes the same operations out for one width, bit for bit. */
export const updateMoments: MomentsUpdate = (means, moments, v, weight, total) => {
  const part = weight / total
  const factor = weight - weight * part
  const size = means.length
  let k = 0
  for (let i = 0; i < size; i++) {
    const scaled = factor * ((v[i + 1] as number) - (means[i] as number))
    if (i < size - 1) {
      for (let j = i; j < size; j++, k++) {
        moments[k] = (moments[k] as number) + scaled * ((v[j + 1] as number) - (means[j] as number))
      }
    }
  }
  for (let i = 0; i < size; i++) {
    means[i] = (means[i] as number) + part * ((v[i + 1] as number) - (means[i] as number))
  }
}

/** {@link updateMoments} for `width` features without loops. */
export function compileUpdateMoments(width: number): MomentsUpdate {
  const lines = ['const part = weight / total, factor = weight - weight * part']
  for (let i = 0; i <= width; i++) lines.push(`const m${i} = means[${i}], d${i} = v[${i + 1}] - m${i}`)
  let k = 0
  for (let i = 0; i < width; i++) {
    lines.push(`const s${i} = factor * d${i}`)
    for (let j = i; j <= width; j++, k++) lines.push(`moments[${k}] += s${i} * d${j}`)
  }
  for (let i = 0; i <= width; i++) lines.push(`means[${i}] = m${i} + part * d${i}`)
  return new Function('means', 'moments', 'v', 'weight', 'total', lines.join('\n')) as MomentsUpdate
}
