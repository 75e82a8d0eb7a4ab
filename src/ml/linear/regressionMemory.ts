/** Where everything of one regression of `width` features stands in one Float64Array, as offsets. */
export interface RegressionLayout {
  /** High parts of the double-double sums `Σ w v vᵀ`, v = (1, features, label): the upper triangle by rows. */
  readonly hi: number
  readonly lo: number
  /** Float64 means: features, then the label. */
  readonly means: number
  /** Float64 `Σ w (vᵢ − meanᵢ)(vⱼ − meanⱼ)`: row i is feature i, columns i … width, the last one the label. */
  readonly moments: number
  /** Ridge's penalty of each feature, in raw units. */
  readonly penalty: number
  readonly slopes: number
  /** What the fast solver predicted last. */
  readonly prediction: number
  readonly length: number
}

export function regressionLayout(width: number): RegressionLayout {
  const sums = ((width + 2) * (width + 3)) / 2
  const means = 2 * sums
  const moments = means + width + 1
  const penalty = moments + (width * (width + 3)) / 2
  const slopes = penalty + width
  const prediction = slopes + width
  return { hi: 0, lo: sums, means, moments, penalty, slopes, prediction, length: prediction + 1 }
}

/**
 * All numbers of one regression in one array, so that generated code needs a single base address, and the same as named
 * parts. Memory: (d + 2)(d + 3) + (d² + 11 d) / 2 + 2 float64.
 */
export class RegressionMemory {
  readonly all: Float64Array
  readonly hi: Float64Array
  readonly lo: Float64Array
  readonly means: Float64Array
  readonly moments: Float64Array
  readonly penalty: Float64Array
  readonly slopes: Float64Array
  readonly prediction: Float64Array

  constructor(readonly width: number) {
    const at = regressionLayout(width)
    this.all = new Float64Array(at.length)
    this.hi = this.all.subarray(at.hi, at.lo)
    this.lo = this.all.subarray(at.lo, at.means)
    this.means = this.all.subarray(at.means, at.moments)
    this.moments = this.all.subarray(at.moments, at.penalty)
    this.penalty = this.all.subarray(at.penalty, at.slopes)
    this.slopes = this.all.subarray(at.slopes, at.prediction)
    this.prediction = this.all.subarray(at.prediction)
  }
}
