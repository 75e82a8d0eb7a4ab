import { RunningMoments } from '../statistics/runningMoments.ts'

/**
 * The rows of a batch, each feature brought to mean 0 and deviation 1 with a leading 1, so that Newton's method sees
 * numbers of one size. Coefficients are mapped back exactly: `β = b / scale`, intercept `b₀ − Σ β mean`.
 */
export class Design {
  /** Rows of `width + 1` numbers. */
  readonly z: Float64Array
  readonly mean: Float64Array
  readonly scale: Float64Array
  readonly rows: number

  constructor(
    x: Float64Array,
    readonly width: number,
    readonly fitIntercept: boolean,
  ) {
    this.rows = width > 0 ? x.length / width : 0
    const moments = new RunningMoments(width)
    for (let r = 0; r < this.rows; r++) moments.add(x.subarray(r * width, (r + 1) * width))
    this.mean = fitIntercept ? moments.mean : new Float64Array(width)
    this.scale = Float64Array.from({ length: width }, (_, j) => moments.scale(j))
    this.z = new Float64Array(this.rows * (width + 1))
    for (let r = 0; r < this.rows; r++) {
      const at = r * (width + 1)
      this.z[at] = fitIntercept ? 1 : 0
      for (let j = 0; j < width; j++) {
        // Beside an intercept a constant says nothing; what subtraction leaves of it is rounding.
        if (fitIntercept && moments.isConstant(j)) continue
        this.z[at + j + 1] = ((x[r * width + j] as number) - (this.mean[j] as number)) / (this.scale[j] as number)
      }
    }
  }

  /** The weights of raw features, the intercept first, for those of scaled ones. */
  rawWeights(b: Float64Array): number[] {
    const slopes = Array.from(this.scale, (scale, j) => (b[j + 1] as number) / scale)
    const shift = slopes.reduce((sum, slope, j) => sum + slope * (this.mean[j] as number), 0)
    return [this.fitIntercept ? (b[0] as number) - shift : 0, ...slopes]
  }
}
